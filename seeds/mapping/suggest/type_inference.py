"""How the cells of a column seem to be meant: each function gives what a mapping would say of them, None where they do not fit.

A few cells that do not fit are taken for slips, to be rejected row by row.
"""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any, NamedTuple

from models.domain.limits import LARGEST
from models.domain.vocabularies import TYPE
from models.text.tokenizer import tokenize
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.files.table import format_names
from seeds.mapping.cell_readers import cell_reader
from seeds.mapping.date_cells import parse_format, read_date
from seeds.mapping.fields import LOOK_UPS
from seeds.mapping.number_cells import SEPARATORS, read_number, read_whole_number
from seeds.mapping.text_cells import codes_by_name

ENOUGH = 0.8
"""The share of a column's distinct texts that must fit."""
MOST_CODES, LONGEST_CODE = 60, 80
"""Distinct texts of a column of codes, and their letters; with more it is prose."""
MOST_FORMATS = 3

DECIMAL = ({}, {"decimal": ","})
THOUSANDS = ({}, *({"thousands": mark} for mark in SEPARATORS))
"""How numbers may be spelt: those with a fraction, and whole ones."""

ORDERS = ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y", "%Y{0}%m{0}%d", "%d{0}%m{0}%y", "%m{0}%d{0}%y")
SPELT = ("%d{0}%b{0}%Y", "%d{0}%B{0}%Y", "%d{0}%b{0}%y", "%b{0}%Y", "%B{0}%Y", "%m{0}%Y")
DAYS = [form.format(mark) for form, mark in product((*ORDERS, *SPELT), "/.- ")] + ["%B %d, %Y", "%b %d, %Y", "%Y%m%d"]
CLOCKS = (" %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S.%f", "T%H:%M:%S%z")
FORMATS = ["edtf", *DAYS, *(day + clock for day, clock in product(DAYS, CLOCKS) if "%d" in day)]


class Guess(NamedTuple):
    """What a mapping would say, and what its user is to be told of that."""

    value: object
    remarks: tuple[str, ...] = ()


def texts_read(reading: Any, column: Any) -> Any:
    """The distinct texts of a column that a CellReader takes."""

    def is_taken(row: Row) -> Any:
        try:
            return reading(row) is not None
        except RowRejected:
            return False

    return {row.text(column.name) for row in column.rows() if is_taken(row)}


def reads_enough(texts: set[str], column: Any) -> bool:
    return len(texts) >= ENOUGH * len(column.distinct)


def guess_any_text(column: Any) -> Guess:
    return Guess({"column": column.name})


def guess_text(column: Any) -> Any:
    """A text, which has letters where a number has none."""
    named = {text for text in column.distinct if any(map(str.isalpha, text))}
    return guess_any_text(column) if reads_enough(named, column) else None


def guess_link(column: Any) -> Any:
    links = {text for text in column.distinct if text.startswith(("http://", "https://"))}
    return guess_any_text(column) if reads_enough(links, column) else None


def guess_number_spelling(make: Callable[..., Any], spellings: tuple[Any, ...], column: Any) -> Any:
    """A number, in the spelling that reads most."""
    texts, spelling = max(((texts_read(make(column.name, **each), column), each) for each in spellings), key=lambda each: len(each[0]))
    return Guess({"column": column.name, **spelling}) if reads_enough(texts, column) else None


def guess_number(least: int, most: int) -> Callable[..., Any]:
    return partial(guess_number_spelling, partial(read_number, least=least, most=most), DECIMAL)


def guess_whole_number(least: int = 0, most: int = LARGEST) -> Callable[..., Any]:
    return partial(guess_number_spelling, partial(read_whole_number, least=least, most=most), THOUSANDS)


def swap_day_and_month(pattern: str) -> str:
    """A format with day and month in each other's place."""
    return pattern.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def formats_of(column: Any) -> tuple[Any, ...]:
    """(formats, the first to read most; distinct texts that each reads): day and month are never taken in either order."""
    reads = {each: texts_read(read_date(column.name, [parse_format(each)]), column) for each in FORMATS}
    chosen, left = [], set(column.distinct)
    while left and len(chosen) < MOST_FORMATS:
        best = max((each for each in reads if swap_day_and_month(each) not in chosen), key=lambda each: len(reads[each] & left))
        if not reads[best] & left:
            break
        chosen.append(best)
        left -= reads[best]
    return chosen, reads


def guess_date(column: Any) -> Any:
    chosen, reads = formats_of(column)
    if not chosen or not reads_enough(set().union(*map(reads.get, chosen)), column):
        return None
    either = [each for each in chosen if swap_day_and_month(each) != each and reads.get(swap_day_and_month(each), set()) >= reads[each]]
    remarks = tuple(f"No date in {column.name!r} tells whether {each} or {swap_day_and_month(each)} is meant." for each in either)
    format = {} if chosen == ["edtf"] else {"format": chosen[0] if len(chosen) == 1 else chosen}
    return Guess({"column": column.name, **format}, remarks)


def word_stems(text: str) -> set[str]:
    return {word.removesuffix("s").removesuffix("e") for word in tokenize(text)}


def closest_term(text: str, vocabulary: Any) -> str | None:
    """The code that a text seems to mean: its own, or that of the label which has most words in common and no other on one side."""
    said = word_stems(text)
    labels = {term.code: word_stems(term.label) for term in vocabulary.terms}
    near = {code: label for code, label in labels.items() if label <= said or said <= label} if said else {}
    closest = max(near, key=lambda code: (len(near[code] & said), -len(near[code] ^ said)), default=None)
    return codes_by_name(vocabulary).get(text.casefold(), closest)


def guess_type_code(column: Any) -> Any:
    if len(column.distinct) > MOST_CODES or max(map(len, column.distinct)) > LONGEST_CODE:
        return None
    codes = {text: closest_term(text, TYPE) for text in column.distinct}
    known, unknown = {text: code for text, code in codes.items() if code}, [text for text, code in codes.items() if not code]
    remarks = ["Codes by likeness of words, to be checked; /v1/vocabularies/type has them all."]
    remarks += [f"No code was found for {format_names(map(repr, unknown))}: what `codes` does not list has the default."] if unknown else []
    return Guess({"column": column.name, "codes": known, "default": "violence"}, tuple(remarks))


def guess_country(column: Any) -> Any:
    found = {by: texts_read(cell_reader(column.name, look_up), column) for by, look_up in LOOK_UPS.items()}
    by = max(found, key=lambda by: len(found[by]))
    if not reads_enough(found[by], column):
        return None
    unknown = [text for text in column.distinct if text not in found[by]]
    remarks = (f"Not found: {format_names(map(repr, unknown))}; with `codes: {{{unknown[0]}: ...}}` they would be.",) if unknown else ()
    return Guess({"column": column.name, "by": by}, remarks)
