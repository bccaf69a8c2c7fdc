"""Xlsx as rows of texts: the first visible sheet in which anything stands."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from seeds.errors import UnreadableFile
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.sheets import SheetRow, others_remark, sheet_place
from seeds.files.row import is_blank
from seeds.files.text_encoding import CHUNK

FORMULA = re.compile(rb"<c\b([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")
"""A cell of a sheet with a formula and no value; one of the type `str` has an empty text for it."""
LONGEST_FORMULA = 2**16
"""Bytes of a cell with a formula, which has at most 8,192 characters."""
CALCULATED = "open the file in a spreadsheet and save it there, so that it is calculated"

NOT_SHOWN = re.compile(r'"[^"]*"|\[[^]]*\]|[\\_*].|;.*', re.DOTALL)
"""What of a number's format shows nothing of a date: texts, colours and languages, spaces, formats of other numbers."""


class WorkbookReader(ExcelReader):
    """Passes over sheets that are a chart."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> Any:
        self.wb._sheets.append(ReadOnlyWorksheet(self.wb, sheet.name, rel.target, []))  # since names tell sheets by their number
        self.wb._sheets[-1].sheet_state = "hidden"


@lru_cache
def shown_length(number_format: Any) -> Any:
    """How much of an ISO date a cell shows by its format: up to the year, the month, or all of it."""
    letters = set(NOT_SHOWN.sub("", number_format).lower())
    if letters & set("dhs") or not letters & set("ym"):
        return None
    return 7 if "m" in letters else 4


def date_text(cell: Any) -> Any:
    return cell.value.isoformat()[: shown_length(cell.number_format)].removesuffix("T00:00:00")


def number_text(cell: Any) -> Any:
    value = cell.value
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else str(value)


TEXTS = {
    type(None): lambda cell: "",
    str: lambda cell: unescape(cell.value),
    bool: lambda cell: str(cell.value).lower(),
    float: number_text,
    datetime: date_text,
}


def text_of(cell: Any) -> Any:
    return TEXTS[type(cell.value)](cell) if type(cell.value) in TEXTS else str(cell.value)


def row_texts(cells: Any) -> SheetRow:
    """Texts up to the last that is not empty."""
    texts = SheetRow(map(text_of, cells))
    while texts and not texts[-1]:
        texts.pop()
    return texts


def sheet_rows(sheet: Any) -> Iterator[SheetRow]:
    sheet.reset_dimensions()
    return map(row_texts, sheet.iter_rows())


def check_formulas(sheet: Any) -> Any:
    """Raises UnreadableFile where a formula was stored without its value, as programs write it: the reader takes its cell for empty."""
    with sheet._get_source() as source:
        window = b""
        while chunk := source.read(CHUNK):
            window = window[-LONGEST_FORMULA:] + chunk
            cells = FORMULA.finditer(window) if b"<f" in window else ()
            if found := next((cell for cell in cells if b't="str"' not in cell[1]), None):
                where = re.search(rb' r="(\w+)"', found[1])
                raise UnreadableFile(f"{where[1].decode() if where else 'a cell'} holds a formula without its value: {CALCULATED}")


def select_sheet(stream: Any, options: ReadOptions, notes: FileNotes) -> Any:
    """The sheet that is read of a workbook: the one that is said, or the first visible one that holds anything. Raises UnreadableFile."""
    reader = WorkbookReader(stream, read_only=True, data_only=True)
    reader.read()
    sheets = reader.wb.worksheets
    if options.sheet is not None:
        return sheets[sheet_place(options.sheet, [sheet.title for sheet in sheets])]
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    first, *others = [sheet for sheet in visible if not all(map(is_blank, sheet_rows(sheet)))] or [None]
    if first is None:
        raise UnreadableFile("it is empty")
    if others:
        notes.remarks.append(others_remark(len(others)))
    return first


def read_xlsx(stream: Any, options: ReadOptions, notes: FileNotes) -> Any:
    """The rows of its sheet. Its distinct texts are held in memory, which the format makes us do."""
    try:
        sheet = select_sheet(stream, options, notes)
        notes.sheet = sheet.title
        check_formulas(sheet)
        yield from sheet_rows(sheet)
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl lets through whatever its zip and XML readers raise
        raise UnreadableFile(f"it cannot be read as an xlsx workbook: {str(error) or type(error).__name__}") from error
