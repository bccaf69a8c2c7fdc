"""Xlsx as rows of texts: the first visible sheet in which anything stands."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from seeds.errors import UnreadableFile
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.sheets import Sheet, SheetRow, date_text, number_text, select_sheet
from seeds.files.text_encoding import CHUNK

FORMULA = re.compile(rb"<c\b([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")
"""A cell of a sheet with a formula and no value; one of the type `str` has an empty text for it."""
LONGEST_FORMULA = 2**16
"""Bytes of a cell with a formula, which has at most 8,192 characters."""
CALCULATED = "open the file in a spreadsheet and save it there, so that it is calculated"


class WorkbookReader(ExcelReader):
    """Passes over sheets that are a chart."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> Any:
        self.wb._sheets.append(ReadOnlyWorksheet(self.wb, sheet.name, rel.target, []))  # since names tell sheets by their number
        self.wb._sheets[-1].sheet_state = "hidden"


TEXTS = {
    type(None): lambda cell: "",
    str: lambda cell: unescape(cell.value),
    bool: lambda cell: str(cell.value).lower(),
    float: lambda cell: number_text(cell.value),
    datetime: lambda cell: date_text(cell.value, cell.number_format),
}


def text_of(cell: Any) -> Any:
    return TEXTS[type(cell.value)](cell) if type(cell.value) in TEXTS else str(cell.value)


def sheet_rows(sheet: Any) -> Iterator[SheetRow]:
    sheet.reset_dimensions()
    return (SheetRow.of(map(text_of, cells)) for cells in sheet.iter_rows())


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


def read_xlsx(stream: Any, options: ReadOptions, notes: FileNotes) -> Any:
    """The rows of its sheet. Its distinct texts are held in memory, which the format makes us do."""
    try:
        reader = WorkbookReader(stream, read_only=True, data_only=True)
        reader.read()
        sheets = [Sheet(each.title, each.sheet_state == "visible", partial(sheet_rows, each)) for each in reader.wb.worksheets]
        chosen = select_sheet(sheets, options, notes)
        check_formulas(reader.wb[chosen.name])
        yield from chosen.rows()
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl lets through whatever its zip and XML readers raise
        raise UnreadableFile(f"it cannot be read as an xlsx workbook: {str(error) or type(error).__name__}") from error
