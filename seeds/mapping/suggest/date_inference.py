"""In which formats the dates of a column are."""

import re
from itertools import product
from typing import Any

from seeds.mapping.cells.date_cells import parse_format, read_date
from seeds.mapping.suggest.sample import SampleColumn
from seeds.mapping.suggest.type_inference import Guess, reads_enough, texts_read

MOST_FORMATS = 3
EXAMPLES = 20
"""Texts of one shape by which a format is ruled out before it is tried on all."""

ORDERS = ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y", "%Y{0}%m{0}%d", "%d{0}%m{0}%y", "%m{0}%d{0}%y")
SPELT = ("%d{0}%b{0}%Y", "%d{0}%B{0}%Y", "%d{0}%b{0}%y", "%b{0}%Y", "%B{0}%Y", "%m{0}%Y")
DAYS = [form.format(mark) for form, mark in product((*ORDERS, *SPELT), "/.- ")] + ["%B %d, %Y", "%b %d, %Y", "%Y%m%d"]
TIMES = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
CLOCKS = [mark + time + zone for mark, time, zone in product(" T", TIMES, ("", "%z", " %Z"))] + [" %I:%M %p", " %I:%M:%S %p"]
TIMED = [day + clock for day, clock in product(DAYS, CLOCKS) if "%d" in day]


def swap_day_and_month(pattern: str) -> str:
    """A format with day and month in each other's place."""
    return pattern.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def shape(text: str) -> str:
    """A text with one 9 for each number and one a for each word in it."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))


def examples(column: SampleColumn) -> SampleColumn:
    """A column of a few texts of each shape."""
    by_shape: dict[str, list[str]] = {}
    for text in column.counts:
        by_shape.setdefault(shape(text), []).append(text)
    return SampleColumn(column.name, [text for texts in by_shape.values() for text in texts[:EXAMPLES]])


def read_by_format(column: SampleColumn) -> dict[str, set[str]]:
    """By format, the distinct texts that it reads, as far as it reads one of the examples."""
    formats = ["edtf", *DAYS, *(TIMED if any(":" in text for text in column.counts) else ())]
    reading = {each: read_date(column.name, [parse_format(each)]) for each in formats}
    few = examples(column)
    return {each: texts_read(read, column) for each, read in reading.items() if texts_read(read, few)}


def choose_formats(column: SampleColumn, reads: dict[str, set[str]]) -> list[str]:
    """The formats that together read a column, the first to read most rows: day and month are never taken in either order."""
    chosen: list[str] = []
    left = set(column.counts)
    while left and len(chosen) < MOST_FORMATS:
        allowed = (each for each in reads if swap_day_and_month(each) not in chosen)
        best = max(allowed, key=lambda each: column.rows_with(reads[each] & left), default=None)
        if best is None or not reads[best] & left:
            break
        chosen.append(best)
        left -= reads[best]
    return chosen


def guess_date(column: SampleColumn) -> Guess | None:
    """Dates in some formats; where nothing tells whether day or month comes first, the user is to say it."""
    reads = read_by_format(column)
    chosen = choose_formats(column, reads)
    if not chosen or not reads_enough(set().union(*map(reads.__getitem__, chosen)), column):
        return None
    either = {each: other for each in chosen if (other := undecided(each, reads))}
    remarks = tuple(f"No date in {column.name!r} tells whether {each} or {either[each]} is meant: fill in which." for each in either)
    formats = [f"({each} or {either[each]})" if each in either else each for each in chosen]
    return Guess({"column": column.name} | name_format(formats), remarks)


def undecided(chosen: str, reads: dict[str, set[str]]) -> str | None:
    """The format with day and month the other way round, where it reads all that the chosen one does."""
    other = swap_day_and_month(chosen)
    return other if other != chosen and reads.get(other, set()) >= reads[chosen] else None


def name_format(chosen: list[str]) -> dict[str, Any]:
    """The option that names formats."""
    return {} if chosen == ["edtf"] else {"format": chosen[0] if len(chosen) == 1 else chosen}
