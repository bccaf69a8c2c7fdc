"""CSV as rows of texts, read strictly: where quotation marks do not tell the cells of a line, that line is a damaged row.

The next line then begins a row of its own, so that a quotation mark that is never closed costs its row and not those that follow.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.header import HEAD, header_place
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.row import is_blank
from seeds.files.text_encoding import UNICODE, decode, detect_encoding

SAMPLE = 2**16
DELIMITERS = ",;\t|"
READ = "CSV, JSON, GeoJSON, NDJSON and xlsx, bare or in a zip or gzip"
LONGEST_CELL = 2**24

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
DELIMITER = re.compile(r"""sep=([^\w"\r\n])[\r\n]""", re.IGNORECASE)
"""What Excel takes from a first line, and does not show or count."""

MISPLACED = "a quotation mark opens or ends a cell where none does; the row is taken to be one line, cut at every delimiter"
OPEN = "a quotation mark is not closed, and what follows seems to be other rows; the row is taken to be one line, cut at every delimiter"
CUT_OFF = "it ends inside quotation marks: it was cut off, or a quotation mark is never closed"

csv.field_size_limit(LONGEST_CELL)


class DamagedRow(list):
    """The cells of a line that is no row, with the `fault` that it has."""

    def __init__(self, cells: Any, fault: Any) -> None:
        super().__init__(cells)
        self.fault = fault


class LineReader:
    """The lines of a text; `taken` are those of the record that is being read."""

    def __init__(self, text: Any) -> None:
        self.text, self.waiting, self.taken = iter(text), deque(), []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else next(self.text)
        self.taken.append(line)
        return line

    def first(self) -> Any:
        """The first line taken; the others are to be read anew."""
        self.waiting.extendleft(self.taken[:0:-1])
        return self.taken[0]


def check_text(stream: Any, encoding: str | None) -> None:
    """Raises UnreadableFile where the first line is no text."""
    head = stream.peek(SAMPLE)[:SAMPLE]
    first = next(filter(None, re.split(rb"[\r\n]+", head)), b"")
    if CONTROL.search(first) and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and encoding not in UNICODE:
        raise UnreadableFile(f"its first row is no text; {READ} are read")


def detect_delimiter(sample: str, options: ReadOptions) -> str:
    """The one that cuts the header into most cells, as long as most rows are cut into as many."""
    readers = {each: csv.reader(io.StringIO(sample, newline=""), delimiter=each) for each in DELIMITERS}
    rows = {each: list(islice(reader, HEAD)) or [[]] for each, reader in readers.items()}
    return max(rows, key=lambda each: regularity(rows[each], options))


def regularity(rows: list[list[str]], options: ReadOptions) -> tuple[bool, int, int]:
    """How well rows are cut: whether most have as many cells as the header, how early that stands, and how many it has."""
    place = 0 if options.columns else header_place(rows, options)
    below = [len(cells) for cells in rows[place + 1 :] if not is_blank(cells)]
    width = len(rows[place])
    return width > 1 and 2 * below.count(width) >= len(below), -place, width


def swallows_rows(cells: Any, delimiter: Any) -> Any:
    """Whether a cell has a line of its own that is like the beginning of a row, up to where the cell stands: prose has spaces."""
    row = rf"[\r\n][^\s{re.escape(delimiter)}]+(?:{re.escape(delimiter)}(?! )[^{re.escape(delimiter)}\r\n]*)"
    return any(re.search(f"{row}{{{max(place, 2)}}}", cell) for place, cell in enumerate(cells))


def next_row(reader: Any, delimiter: str, lines: LineReader) -> Any:
    """The next row of a strict reader of LineReader, None after the last. Raises UnreadableFile, and csv.Error for a cell that is too
    long."""
    lines.taken.clear()
    try:
        cells = next(reader, None)
    except csv.Error as error:
        if "expected after" in str(error):
            return damaged_row(lines, delimiter, MISPLACED)
        if "unexpected end" not in str(error):
            raise
        cells = ["".join(["\n", *lines.taken[1:]])]
        if not swallows_rows(cells, delimiter):
            raise UnreadableFile(CUT_OFF) from None
    return damaged_row(lines, delimiter, OPEN) if len(lines.taken) > 1 and swallows_rows(cells, delimiter) else cells


def damaged_row(lines: Any, delimiter: Any, fault: Any) -> Any:
    return DamagedRow(next(csv.reader([lines.first()], delimiter=delimiter, quoting=csv.QUOTE_NONE)), fault)


def read_csv(stream: Any, options: ReadOptions, notes: FileNotes) -> Iterator[Any]:
    check_text(stream, options.encoding)
    encoding = detect_encoding(stream, options.encoding)
    if not options.encoding and encoding not in UNICODE:
        notes.remarks.append(f"read as {encoding}, since the file is not UTF-8")
    with decode(stream, encoding) as text:
        sample = text.read(SAMPLE)
        told = DELIMITER.match(sample)
        delimiter = options.delimiter or (told[1] if told else detect_delimiter(sample, options))
        text.seek(0)
        if told:
            text.readline()
        lines = LineReader(text)
        reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
        yield from iter(lambda: next_row(reader, delimiter, lines), None)
