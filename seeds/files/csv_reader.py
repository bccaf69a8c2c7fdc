"""CSV as rows of texts, read strictly: where quotation marks do not tell the cells of a line, that line is a damaged row.

The next line then begins a row of its own, so that a quotation mark that is never closed costs its row and not those that follow.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import filterfalse
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.row import is_blank
from seeds.files.text_encoding import FALLBACK, decode, detect_encoding

SAMPLE = 2**16
LONGEST_CELL = 2**24

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
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


def detect_delimiter(sample: str) -> Any:
    """The one that cuts the header, the first row that holds anything, into most cells. Raises UnreadableFile where that is no text."""
    readers = {each: csv.reader(io.StringIO(sample, newline=""), delimiter=each) for each in ",;\t"}
    headers = {each: next(filterfalse(is_blank, rows), []) for each, rows in readers.items()}
    if any(map(CONTROL.search, headers[","])):
        raise UnreadableFile("its first row is no text; CSV, CSV in gzip or zip, JSON and xlsx are read")
    return max(headers, key=lambda each: len(headers[each]))


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


def read_csv(stream: Any, remark: Any) -> Iterator[Any]:
    encoding = detect_encoding(stream)
    if encoding == FALLBACK:
        remark(f"read as {FALLBACK}, since the file is not UTF-8")
    with decode(stream, encoding) as text:
        sample = text.read(SAMPLE)
        told = DELIMITER.match(sample)
        delimiter = told[1] if told else detect_delimiter(sample)
        text.seek(0)
        if told:
            text.readline()
        lines = LineReader(text)
        reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
        yield from iter(lambda: next_row(reader, delimiter, lines), None)
