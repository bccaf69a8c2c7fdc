"""Files of rows, opened whatever they are: their container (containers.py), format (formats.py) and header (header.py)."""

import codecs
import csv
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from seeds.batch import EntryFault
from seeds.errors import EmptyAnswer, LoadRefused, NothingInFile, UnreadableFile, format_names
from seeds.files.containers import DAMAGED, unpack
from seeds.files.csv_reader import LONGEST_CELL, DamagedRow
from seeds.files.formats import read_table_rows
from seeds.files.header import find_header
from seeds.files.read_options import NO_OPTIONS, FileNotes, ReadOptions
from seeds.files.readers.sheets import SheetRow
from seeds.files.row import NUMBER, Row
from seeds.files.text_encoding import SURROGATE

REJECTED = ["rejected_row", "rejected_reason"]
"""The first columns of a file of rejects (rejects.py): the number that a row had, and why it was rejected."""


def refuse(path: Any, reason: str) -> LoadRefused:
    return LoadRefused([EntryFault(Path(path).name or str(path), "", reason)])


@contextmanager
def explaining_read_errors(path: Any) -> Iterator[Any]:
    """What goes wrong in reading a file, said for a person. Raises LoadRefused."""
    try:
        yield
    except EmptyAnswer as error:
        raise NothingInFile(refuse(path, str(error)).faults) from error
    except UnreadableFile as error:
        raise refuse(path, str(error)) from error
    except UnicodeDecodeError as error:
        raise refuse(path, f"it begins as {error.encoding} and is not that throughout: {error.reason}") from error
    except DAMAGED as error:
        raise refuse(path, f"it is damaged or was cut off: {str(error) or type(error).__name__}") from error
    except csv.Error as error:
        raise refuse(path, f"a cell has more than {LONGEST_CELL:,} characters: is a quotation mark never closed?") from error
    except OSError as error:
        raise refuse(path, f"it cannot be read: {error.strerror or error}") from error


def is_rejects(stream: Any) -> bool:
    """Whether it is a file of rejects, whose form is ours whatever that of the file was from which they are."""
    return stream.peek(64).removeprefix(codecs.BOM_UTF8).startswith(",".join(REJECTED).encode())


def is_valid_text(cell: str) -> bool:
    """Whether it holds no NUL, and no byte that is no character."""
    return "\0" not in cell and (cell.isascii() or not SURROGATE.search(cell))


def columns_of(header: list[str]) -> list[str]:
    """Names in lower case, a column without one named by its place. Raises UnreadableFile where one is no text or two are the same."""
    if isinstance(header, DamagedRow):
        raise UnreadableFile(f"its header cannot be read: {header.fault}")
    if not all(map(is_valid_text, header)):
        raise UnreadableFile("its header holds a NUL character, or a byte that is no character of the file's encoding")
    columns = [name.strip().lower() or f"column {place}" for place, name in enumerate(header, 1)]
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        data = "; is its first row one of data, without a header above it?" if any(map(NUMBER.fullmatch, twice)) else ""
        raise UnreadableFile(f"its header names columns more than once: {format_names(twice)}{data}")
    return columns


def is_hashtags(cells: list[str]) -> bool:
    """Whether it is a row of HXL, which puts tags under a header."""
    return any(cells) and all(cell.startswith("#") for cell in cells if cell)


def restore_rejects(rows: Any) -> Any:
    """The rows of a file of rejects as they stood in the file that was loaded, with the number that they had there."""
    for number, cells in rows:
        had, rest = cells[0].strip() if cells else "", cells[len(REJECTED) :]
        rest = DamagedRow(rest, cells.fault) if isinstance(cells, DamagedRow) else rest
        yield int(had) if had.isdecimal() and len(had) < 10 else number, rest


class Table:
    """An open file: `format`, `sheet` (None where it has none), `header` (names as they stand), `columns` (lower-case), `size` in bytes,
    `remarks` that hold for all of it and, iterated once, `Row`s.

    Rows with nothing or only space in them are passed over, and so are the hashtags of HXL under the header; both are counted in numbers.
    Of a file of rejects the first two columns are none of the table's; its rows have the numbers that stand in the first.
    """

    def __init__(self, path: Any, file: Any, missing: frozenset[str], options: ReadOptions, stack: ExitStack) -> None:
        self.path, self.file, self.missing = Path(path), file, missing
        self.size = os.fstat(file.fileno()).st_size
        notes, stream = FileNotes(), unpack(file, stack)
        options = NO_OPTIONS if is_rejects(stream) else options
        self.format, rows = read_table_rows(stream, options, notes)
        first, self.header, above, self.rows = find_header(enumerate(rows, 1), options)
        self.sheet, self.remarks = (
            notes.sheet,
            notes.remarks + ([f"{above} row(s) above the header passed over"] if above and not options.header_row else []),
        )
        self.tags = first + 1 if first else None
        if self.header[: len(REJECTED)] == REJECTED:
            self.rows, self.header, self.tags = restore_rejects(self.rows), self.header[len(REJECTED) :], None
        self.columns = columns_of(self.header)

    @property
    def name(self) -> str:
        """What it is called where a person is told of it: its file, and the sheet in that."""
        return self.path.name + (f", sheet {self.sheet!r}" if self.sheet else "")

    @property
    def bytes_read(self) -> Any:
        """How far into the file reading has come, in bytes as they are on the disk."""
        return self.file.tell()

    def fault_of(self, cells: list[str]) -> str:
        """Why a row cannot be read."""
        if isinstance(cells, DamagedRow):
            return cells.fault
        if len(cells) != len(self.columns):
            return f"it has {len(cells)} cells where the header has {len(self.columns)}"
        name, cell = next((name, cell) for name, cell in zip(self.columns, cells, strict=True) if not is_valid_text(cell))
        return f"{name} holds " + ("a NUL character" if "\0" in cell else "a byte that is no character of the file's encoding")

    def faulty(self, number: int, cells: list[str]) -> Row:
        width = len(self.columns)
        named = dict(zip(self.columns, cells, strict=False))
        return Row(number, named, self.missing, self.fault_of(cells), tuple(cells[width:]))

    def __iter__(self) -> Iterator[Any]:
        columns, width, missing = self.columns, len(self.columns), self.missing
        with explaining_read_errors(self.path):
            for number, cells in self.rows:
                joined = "".join(cells)
                if not joined or joined.isspace() or (number == self.tags and is_hashtags(cells)):
                    continue
                if type(cells) is SheetRow:
                    cells = [*cells, *[""] * (width - len(cells))]
                if len(cells) == width and type(cells) is list and is_valid_text(joined):
                    yield Row(number, dict(zip(columns, cells, strict=True)), missing)
                else:
                    yield self.faulty(number, cells)


@contextmanager
def open_table(path: Any, missing: Any = frozenset(), options: ReadOptions = NO_OPTIONS) -> Iterator[Any]:
    """The table of a file, open for a while; `missing` are marks in cells that mean nothing is there, `options`
    what is said of the file.

    Raises LoadRefused, on opening or while rows are read, where the file is no table or is damaged.
    """
    with explaining_read_errors(path):
        file = open(path, "rb")  # noqa: SIM115
    with file, ExitStack() as stack:
        with explaining_read_errors(path):
            table = Table(path, file, missing, options, stack)
        yield table


def detect_layout(columns: list[str], eras: dict[str, Any], path: Any) -> str | None:
    """The name of the first layout whose columns are all there. Raises LoadRefused with what was found and what was expected."""
    found = set(columns)
    era = next((name for name, expected in eras.items() if expected <= found), None)
    if era is None:
        nearest = min(eras, key=lambda name: len(eras[name] - found))
        reason = f"its columns ({format_names(columns)}) are of no known layout; the nearest is {nearest!r}, of which it lacks "
        raise refuse(path, reason + format_names(sorted(eras[nearest] - found)))
    return era
