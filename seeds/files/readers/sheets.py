"""What the sheets of workbooks share: rows without the empty cells after the last, which sheet is meant, dates and numbers as texts."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Self

from seeds.errors import UnreadableFile, suggestion
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.row import is_blank

NOT_SHOWN = re.compile(r'"[^"]*"|\[[^]]*\]|[\\_*].|;.*', re.DOTALL)
"""What of a number's format shows nothing of a date: texts, colours and languages, spaces, formats of other numbers."""


class SheetRow(list):
    """The texts of a row, which end with the last cell that holds anything, as those of a sheet are stored."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """The row of texts of which the last may be empty."""
        row = cls(texts)
        while row and not row[-1]:
            row.pop()
        return row


class Sheet(NamedTuple):
    """A sheet of a workbook, and a function that gives its rows."""

    name: str
    is_visible: bool
    rows: Callable[[], Iterator[SheetRow]]


def others_remark(number: int) -> str:
    return f"{number} more sheet{'s' if number > 1 else ''} with rows not read"


def sheet_place(sheet: str, names: list[str]) -> int:
    """The place, from 0, of a sheet that is said by its name, in any case, or by its number from 1. Raises UnreadableFile."""
    known = {name.strip().casefold(): place for place, name in enumerate(names)}
    place = known.get(sheet.strip().casefold(), int(sheet) - 1 if sheet.isdecimal() else -1)
    if not 0 <= place < len(names):
        raise UnreadableFile(f"there is no sheet {sheet!r}{suggestion(sheet, names)}; there are {', '.join(names)}")
    return place


def select_sheet(sheets: list[Sheet], options: ReadOptions, notes: FileNotes) -> Sheet:
    """The sheet that is said, or the first visible one that holds anything; `notes` gets its name. Raises UnreadableFile."""
    if options.sheet is None:
        filled = [each for each in sheets if each.is_visible and not all(map(is_blank, each.rows()))]
        notes.remarks += [others_remark(len(filled) - 1)] if len(filled) > 1 else []
    else:
        filled = [sheets[sheet_place(options.sheet, [each.name for each in sheets])]]
    if not filled:
        raise UnreadableFile("it is empty")
    notes.sheet = filled[0].name
    return filled[0]


@lru_cache
def shown_length(number_format: str) -> int | None:
    """How much of an ISO date a cell shows by its format: up to the year, the month, or all of it."""
    letters = set(NOT_SHOWN.sub("", number_format).lower())
    if letters & set("dhs") or not letters & set("ym"):
        return None
    return 7 if "m" in letters else 4


def date_text(moment: datetime, number_format: str) -> str:
    """A date as precise as a cell of this format shows it."""
    return moment.isoformat()[: shown_length(number_format)].removesuffix("T00:00:00")


def number_text(value: float) -> str:
    """A number as a sheet shows it: a whole one without a fraction."""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else str(value)
