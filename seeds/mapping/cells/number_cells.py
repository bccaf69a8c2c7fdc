"""Cells read as numbers, however they are spelt."""

import re
from typing import Any

from models.domain.limits import LARGEST
from models.domain.resolution_rules import PeopleRange
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.mapping.cells.cell_readers import CellReader, cell_reader, combine_readers
from seeds.mapping.cells.written_numbers import written_people

SEPARATORS = {" ": "[ \u00a0\u202f]", "'": "['\u2019]", ",": ",", ".": r"\."}
"""What may stand between thousands, and the characters that are taken for it."""

REMARK, REJECT = ON_ERROR = ("remark", "reject")
"""What becomes of an optional cell that cannot be read: it is left out with a remark, or its row is rejected."""

PLAIN = re.compile(r"[+-]?[\d.,'\u2019 \u00a0\u202f]+(?:e[+-]?\d+)?", re.IGNORECASE)
"""What is spelt as one number, right or wrong."""

THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")


def read_number(column: Any, least: int, most: int, **spelling: Any) -> CellReader:
    return CellReader(lambda row: normalize_number(row, column, **spelling).number_in(column, least, most), (column,))


def read_whole_number(column: Any, least: Any = 0, most: Any = LARGEST, **spelling: Any) -> Any:
    """A whole number. Where no spelling says what a dot is, one that may be between thousands is not taken for that of a fraction."""
    unsaid = "decimal" not in spelling and spelling.get("thousands") != "."

    def read(row: Row) -> Any:
        if unsaid and THOUSANDS.fullmatch(row.text(column) or ""):
            raise RowRejected(
                f"{column} {row.text(column)!r} may be in thousands: the mapping's `thousands` or `decimal` can say what a dot is"
            )
        return normalize_number(row, column, **spelling).whole(column, least, most)

    return CellReader(read, (column,))


class UnreadNumber(str):
    """The text of a cell that is no number of people, and that costs no more than itself."""


def read_people(column: str, on_error: str, **spelling: Any) -> CellReader:
    """A number of people: a whole number, or bounds as `written_people` reads them. What is neither is an UnreadNumber or, where
    `on_error` is `reject`, raises RowRejected."""
    read_whole = read_whole_number(column, **spelling)

    def read(row: Row) -> Any:
        text = row.text(column)
        if text is None or PLAIN.fullmatch(text):
            return read_whole(row)
        if (found := written_people(text)) is not None:
            return found
        if on_error == REJECT:
            raise RowRejected(f"{column} {text!r} is no number of people, such as 50, 50+, >50, about 50, 5-10 or dozens")
        return UnreadNumber(text)

    return CellReader(read, (column,))


def normalize_number(row: Row, column: Any, decimal: str = ".", thousands: str | None = None) -> Any:
    """A row in which a number is spelt as elsewhere. Thousands are separated where all are, in groups of three digits.

    Raises RowRejected for a dot that is then left where it is not the decimal mark.
    """
    text = row.text(column)
    if text is None or (decimal == "." and thousands is None):
        return row
    if thousands:
        grouped = re.match(rf"[+-]?\d{{1,3}}(?:{SEPARATORS[thousands]}\d{{3}})+(?!\d)", text)
        text = re.sub(SEPARATORS[thousands], "", grouped[0]) + text[grouped.end() :] if grouped else text
    if decimal != "." and "." in text:
        raise RowRejected(f"{column} {row.text(column)!r} has a dot where the mapping's `decimal` is {decimal!r}")
    return Row(row.number, {column: text.replace(decimal, ".")})


def read_coded_number(column: str, codes: dict[str, float]) -> CellReader:
    """The number that a cell stands for; None for what stands for none."""
    known = {text.strip().casefold(): number for text, number in codes.items()}
    return cell_reader(column, lambda text: known.get(text.casefold()))


def read_total(total: list[CellReader]) -> CellReader:
    """What numbers of people come to. Where one of them is not told, the others are the least that it can be."""
    return combine_readers(lambda row: add_people([read(row) for read in total]), total)


def add_people(told: list[Any]) -> Any:
    """The sum of numbers of people, each a number or a dict of low, best and high; None where none is told, and the first that cannot be
    read where there is one. Raises RowRejected."""
    if unread := next((each for each in told if isinstance(each, UnreadNumber)), None):
        return unread
    ranges = [PeopleRange.of(each) for each in told]
    lows = [each.low for each in ranges if each.low is not None]
    found = {"low": sum(lows)} if lows else {}
    for bound in ("best", "high"):
        figures = [getattr(each, bound) for each in ranges]
        if None not in figures:
            found[bound] = sum(figures)
    if any(figure > LARGEST for figure in found.values()):
        raise RowRejected(f"numbers of people come to {max(found.values())}; at most {LARGEST} is taken")
    return found["low"] if len(found) == 3 and len(set(found.values())) == 1 else found or None
