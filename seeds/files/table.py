"""Files of rows, opened whatever they are: CSV, bare or in a gzip or zip, JSON as an API gives it, a sheet of an xlsx.

A new container is a line of CONTAINERS: its first bytes, and a function from the open file to the stream of bytes within.
"""

import csv
import gzip
import os
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from seeds.batch import Fault
from seeds.errors import Refused, Unreadable
from seeds.files.csv_reader import LONGEST_CELL, Damaged
from seeds.files.formats import read
from seeds.files.row import NUMBER, Row, is_blank
from seeds.files.text_encoding import SURROGATE

REJECTED = ["rejected_row", "rejected_reason"]
"""The first columns of a file of rejects (rejects.py): the number that a row had, and why it was rejected."""
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
LISTED = 10


def listed(names):
    """The first few names of many."""
    names = list(names)
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def refused(path, reason):
    return Refused([Fault(Path(path).name or str(path), "", reason)])


@contextmanager
def refusing(path):
    """What goes wrong in reading a file, said for a person. Raises Refused."""
    try:
        yield
    except Unreadable as error:
        raise refused(path, str(error)) from error
    except UnicodeDecodeError as error:
        raise refused(path, f"it begins as {error.encoding} and is not that throughout: {error.reason}") from error
    except DAMAGED as error:
        raise refused(path, f"it is damaged or was cut off: {str(error) or type(error).__name__}") from error
    except csv.Error as error:
        raise refused(path, f"a cell has more than {LONGEST_CELL:,} characters: is a quotation mark never closed?") from error
    except OSError as error:
        raise refused(path, f"it cannot be read: {error.strerror or error}") from error


def csv_in(archive):
    """The one CSV of a zip. Raises Unreadable."""
    names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
    tables = [name for name in names if name.lower().endswith(".csv")]
    if len(tables) != 1:
        raise Unreadable(f"a zip must hold one CSV; this one holds {listed(names) or 'nothing'}")
    return archive.open(tables[0])


def unzipped(file):
    """The CSV of an archive, or the file itself where it is a workbook, which is an archive too."""
    try:
        archive = zipfile.ZipFile(file)
        if "[Content_Types].xml" not in archive.namelist():
            return csv_in(archive)
    except RuntimeError as error:  # a password, or a kind of zip that Python does not know
        raise Unreadable(f"the zip cannot be opened: {error}") from error
    file.seek(0)
    return file


CONTAINERS = {b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file), b"PK\x03\x04": unzipped, b"PK\x05\x06": unzipped}


def unpacked(file):
    head = file.peek(4)
    return next((opening(file) for magic, opening in CONTAINERS.items() if head.startswith(magic)), file)


def is_text(cell):
    """Whether it holds no NUL, and no byte that is no character."""
    return "\0" not in cell and (cell.isascii() or not SURROGATE.search(cell))


def header_of(rows):
    """The first row that holds anything, and its number. Raises Unreadable."""
    number, header = next(((number, cells) for number, cells in rows if not is_blank(cells)), (0, None))
    if header is None:
        raise Unreadable("it is empty")
    if isinstance(header, Damaged):
        raise Unreadable(f"its header cannot be read: {header.fault}")
    return number, header


def columns_of(header):
    """Names in lower case, a column without one named by its place. Raises Unreadable where one is no text or two are the same."""
    if not all(map(is_text, header)):
        raise Unreadable("its header holds a NUL character, or a byte that is no character of the file's encoding")
    columns = [name.strip().lower() or f"column {place}" for place, name in enumerate(header, 1)]
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        data = "; is its first row one of data, without a header above it?" if any(map(NUMBER.fullmatch, twice)) else ""
        raise Unreadable(f"its header names columns more than once: {listed(twice)}{data}")
    return columns


def is_hashtags(cells):
    """Whether it is a row of HXL, which puts tags under a header."""
    return any(cells) and all(cell.startswith("#") for cell in cells if cell)


def as_they_were(rows):
    """The rows of a file of rejects as they stood in the file that was loaded, with the number that they had there."""
    for number, cells in rows:
        had, rest = cells[0].strip() if cells else "", cells[len(REJECTED) :]
        rest = Damaged(rest, cells.fault) if isinstance(cells, Damaged) else rest
        yield int(had) if had.isdecimal() and len(had) < 10 else number, rest


class Table:
    """An open file: `format`, `header` (names as they stand), `columns` (lower-case), `size` in bytes, `remarks` that hold for all of
    it and, iterated once, `Row`s.

    Rows with nothing or only space in them are passed over, and so are the hashtags of HXL under the header; both are counted in numbers.
    Of a file of rejects the first two columns are none of the table's; its rows have the numbers that stand in the first.
    """

    def __init__(self, path, file, missing):
        self.path, self.file, self.missing = Path(path), file, missing
        self.size = os.fstat(file.fileno()).st_size
        self.remarks = []
        self.format, rows = read(unpacked(file), self.remarks.append)
        self.rows = enumerate(rows, 1)
        first, self.header = header_of(self.rows)
        self.tags = first + 1
        if self.header[: len(REJECTED)] == REJECTED:
            self.rows, self.header, self.tags = as_they_were(self.rows), self.header[len(REJECTED) :], None
        self.columns = columns_of(self.header)

    @property
    def bytes_read(self):
        """How far into the file reading has come, in bytes as they are on the disk."""
        return self.file.tell()

    def fault_of(self, cells):
        """Why a row cannot be read."""
        if isinstance(cells, Damaged):
            return cells.fault
        if len(cells) != len(self.columns):
            return f"it has {len(cells)} cells where the header has {len(self.columns)}"
        name, cell = next((name, cell) for name, cell in zip(self.columns, cells, strict=True) if not is_text(cell))
        return f"{name} holds " + ("a NUL character" if "\0" in cell else "a byte that is no character of the file's encoding")

    def faulty(self, number, cells):
        width = len(self.columns)
        named = dict(zip(self.columns, cells, strict=False))
        return Row(number, named, self.missing, self.fault_of(cells), tuple(cells[width:]))

    def __iter__(self):
        columns, width, missing = self.columns, len(self.columns), self.missing
        with refusing(self.path):
            for number, cells in self.rows:
                joined = "".join(cells)
                if not joined or joined.isspace() or (number == self.tags and is_hashtags(cells)):
                    continue
                if len(cells) == width and type(cells) is list and is_text(joined):
                    yield Row(number, dict(zip(columns, cells, strict=True)), missing)
                else:
                    yield self.faulty(number, cells)


@contextmanager
def opened(path, missing=frozenset()):
    """The table of a file, open for a while; `missing` are marks in cells that mean nothing is there.

    Raises Refused, on opening or while rows are read, where the file is no table or is damaged.
    """
    with refusing(path):
        file = open(path, "rb")  # noqa: SIM115
    with file:
        with refusing(path):
            table = Table(path, file, missing)
        yield table


def era_of(columns, eras, path):
    """The name of the first layout whose columns are all there. Raises Refused with what was found and what was expected."""
    found = set(columns)
    era = next((name for name, expected in eras.items() if expected <= found), None)
    if era is None:
        nearest = min(eras, key=lambda name: len(eras[name] - found))
        reason = f"its columns ({listed(columns)}) are of no known layout; the nearest is {nearest!r}, of which it lacks "
        raise refused(path, reason + listed(sorted(eras[nearest] - found)))
    return era
