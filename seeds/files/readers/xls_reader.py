"""Xls, the workbook of Excel up to 2003, as rows of texts."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.extras import import_extra
from seeds.files.readers.sheets import Sheet, SheetRow, date_text, number_text, select_sheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How compound documents begin, of which old workbooks are one sort and those under a password are another."""


def is_xls(head: bytes) -> bool:
    return head.startswith(OLE)


class CellTexts:
    """Makes texts of the cells of a workbook that xlrd has read."""

    def __init__(self, xlrd: Any, book: Any) -> None:
        self.xlrd, self.book = xlrd, book
        self.texts = {
            xlrd.XL_CELL_NUMBER: lambda cell: number_text(cell.value),
            xlrd.XL_CELL_DATE: self.date,
            xlrd.XL_CELL_BOOLEAN: lambda cell: str(bool(cell.value)).lower(),
            xlrd.XL_CELL_ERROR: lambda cell: xlrd.error_text_from_code.get(cell.value, "#N/A"),
        }

    def __call__(self, cell: Any) -> str:
        return self.texts.get(cell.ctype, lambda cell: str(cell.value))(cell)

    def date(self, cell: Any) -> str:
        """A date as precise as it is shown, a time of day alone, or the number where it is neither."""
        number_format = self.book.format_map[self.book.xf_list[cell.xf_index].format_key].format_str
        try:
            moment = self.xlrd.xldate_as_datetime(cell.value, self.book.datemode)
        except (ValueError, OverflowError):
            return number_text(cell.value)
        return date_text(moment, number_format) if cell.value >= 1 else moment.time().isoformat()


def sheet_rows(sheet: Any, text_of: CellTexts) -> Iterator[SheetRow]:
    return (SheetRow.of(map(text_of, sheet.row(number))) for number in range(sheet.nrows))


def read_xls(stream: Any, options: ReadOptions, notes: FileNotes) -> Iterator[list[str]]:
    """The rows of its sheet. It is held in memory, where a sheet has up to 65,536 rows. Raises UnreadableFile."""
    xlrd = import_extra("xlrd", "a workbook of Excel up to 2003 (xls), or one under a password")
    try:
        book = xlrd.open_workbook(file_contents=stream.read(), formatting_info=True)
    except Exception as error:  # xlrd lets through whatever a damaged file makes of its numbers
        raise UnreadableFile(f"it cannot be read as an xls workbook, or is under a password: {error}") from error
    texts = CellTexts(xlrd, book)
    sheets = [Sheet(each.name, each.visibility == 0, partial(sheet_rows, each, texts)) for each in book.sheets()]
    yield from select_sheet(sheets, options, notes).rows()
