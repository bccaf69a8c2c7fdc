"""How the cells of a column seem to be meant: each function gives what a mapping would say of them, None where they do not fit.

Columns are judged by their rows: a few rows with cells that do not fit are taken for slips, to be rejected one by one.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from models.domain.limits import LARGEST
from models.text.tokenizer import tokenize
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.mapping.cells.cell_readers import CellReader
from seeds.mapping.cells.number_cells import REJECT, SEPARATORS, read_number, read_people, read_whole_number
from seeds.mapping.suggest.sample import SampleColumn

ENOUGH = 0.8
"""The share of a column's rows with a text that must fit."""

DECIMAL: tuple[dict[str, str], ...] = ({}, {"decimal": ","})
WHOLE = ({}, *({"thousands": mark} for mark in SEPARATORS), {"decimal": ","})
"""How numbers may be spelt: those with a fraction, and whole ones."""

LINK = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|[+-]\d{2}:?\d{2})?|\d{3,4}", re.IGNORECASE)
FLAGS = {"0", "1", "0.0", "1.0"}
NUMBERS = {"n", "nr", "no", "best", "low", "high", "min", "max", "sum", "people", "persons"}
NUMBERED = ("num", "total", "count", "toll", "death", "fatalit", "casualt", "injuries", "nkill", "nwound")
"""Words, and how words begin, in the names of columns that hold a number even where that is never more than 1."""


class Guess(NamedTuple):
    """What a mapping would say, and what its user is to be told of that."""

    value: Any
    remarks: tuple[str, ...] = ()


def texts_read(reading: CellReader, column: SampleColumn) -> set[str]:
    """The distinct texts of a column that a CellReader takes."""

    def is_taken(row: Row) -> bool:
        try:
            return reading(row) is not None
        except RowRejected:
            return False

    return {text for row in column.rows() if is_taken(row) and (text := row.text(column.name))}


def reads_enough(texts: Iterable[str], column: SampleColumn) -> bool:
    return column.rows_with(texts) >= ENOUGH * len(column.texts)


def guess_any_text(column: SampleColumn) -> Guess:
    return Guess({"column": column.name})


def guess_if(suits: Callable[[str], Any], column: SampleColumn) -> Guess | None:
    """Any text that suits."""
    return guess_any_text(column) if reads_enough(filter(suits, column.distinct), column) else None


def is_wording(text: str) -> bool:
    """Whether a text has letters, as a number has none, and is no link."""
    return any(map(str.isalpha, text)) and not LINK.match(text)


guess_text = partial(guess_if, is_wording)
guess_link = partial(guess_if, LINK.match)
guess_clock = partial(guess_if, CLOCK.fullmatch)


def guess_number_spelling(make: Callable[..., Any], spellings: tuple[dict[str, str], ...], column: SampleColumn) -> Guess | None:
    """A number, in the spelling that reads most."""
    read = [(texts_read(make(column.name, **each), column), each) for each in spellings]
    texts, spelling = max(read, key=lambda each: column.rows_with(each[0]))
    return Guess({"column": column.name, **spelling}) if reads_enough(texts, column) else None


def guess_number(least: int, most: int) -> Callable[[SampleColumn], Guess | None]:
    return partial(guess_number_spelling, partial(read_number, least=least, most=most), DECIMAL)


def guess_whole_number(least: int = 0, most: int = LARGEST) -> Callable[[SampleColumn], Guess | None]:
    return partial(guess_number_spelling, partial(read_whole_number, least=least, most=most), WHOLE)


guess_written_people = partial(guess_number_spelling, partial(read_people, on_error=REJECT), WHOLE)
"""A number of people, such as a toll, also as reports write it: 50+, about 50."""


def is_flag(column: SampleColumn) -> bool:
    """Whether a column says whether, not how many: by 0 and 1 alone, under a name that does not tell of a number. Of the dead, one is
    so common a number that their columns are not asked."""
    numbered = "#" in column.name or any(word in NUMBERS or word.startswith(NUMBERED) for word in tokenize(column.name))
    return not numbered and column.counts.keys() <= FLAGS and len(set(map(float, column.counts))) == 2


def guess_people(column: SampleColumn) -> Guess | None:
    """A number of people, where it is none of flags."""
    return None if is_flag(column) else guess_written_people(column)
