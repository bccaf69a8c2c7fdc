"""Rejected rows, kept beside the load in a CSV of their own for each file: row, reason, and the cells as they stand in the file.

Put right, such a CSV can be loaded as it is: seeds/files/table.py knows it by its first two columns, which are none of the table's. It has
the mark of UTF-8, so that neither a spreadsheet nor text_encoding.py takes it for anything else.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self
from zlib import crc32

from seeds.batch import EntryFault
from seeds.errors import LoadRefused
from seeds.files.stdin import NAME
from seeds.files.table import REJECTED
from seeds.files.text_encoding import KEPT


def rejects_name(path: Any, directory: Any, release: str) -> str:
    """What tells the rejects of a file from those of others of its name: its release, and where it lies, if that is elsewhere
    and not standard input."""
    if release is None:
        return path.name
    place = path.resolve().parent
    mark = f".{release}" + ("" if path.name == NAME or place == directory.resolve() else f"-{crc32(bytes(place)):08x}")
    return path.name if path.name.endswith(f"{mark}.rejects.csv") else path.name + mark


def rejects_files(paths: Any, directory: Any, release: Any) -> dict[Any, Any]:
    """Where the rejects of each file go: a place of its own, and never one of the files."""
    taken = {path.resolve() for path in paths}
    places = {}
    for path in paths:
        name = rejects_name(path, directory, release)
        names = (f"{name}{mark}.rejects.csv" for mark in ("" if n == 1 else f".{n}" for n in count(1)))
        places[path] = next(place for name in names if (place := directory / name).resolve() not in taken)
        taken.add(places[path].resolve())
    return places


@contextmanager
def explaining_write_errors(place: Any) -> Iterator[Any]:
    """What goes wrong in keeping rejects at a place, said for a person. Raises LoadRefused."""
    try:
        yield
    except OSError as error:
        raise LoadRefused([EntryFault(str(place), "", f"rejected rows cannot be kept there: {error.strerror or error}")]) from error


class Rejects:
    """Writes `<name of the file>.<release>.rejects.csv` in a directory, when there is a first reject; what an earlier load of the same
    wrote goes. `release` is what tells it from others, such as `gtd-2021`.

    Each row is handed to the system at once, so that a load that is rolled back or killed leaves it. Raises LoadRefused where it cannot
    write there, at the beginning where no file can be made there at all.
    """

    def __init__(self, paths: Iterable[Any], directory: Any = ".", release: str | None = None) -> None:
        self.places = rejects_files([Path(path) for path in paths], Path(directory), release)
        self.files, self.stack = {}, ExitStack()

    def __enter__(self) -> Self:
        for place in self.places.values():
            with explaining_write_errors(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.unlink(missing_ok=True)
                TemporaryFile(dir=place.parent).close()
        return self

    def __exit__(self, *failure: Any) -> None:
        self.stack.close()

    @property
    def written(self) -> Any:
        """The files made, in the order of their first reject."""
        return [self.places[path] for path in self.files]

    def file_of(self, table: Any) -> Any:
        """The open file for a table's rejects, made at the first."""
        if table.path not in self.files:
            place = self.places[table.path]
            self.files[table.path] = self.stack.enter_context(place.open("w", encoding="utf-8-sig", errors=KEPT, newline=""))
            csv.writer(self.files[table.path]).writerow([*REJECTED, *table.header])
        return self.files[table.path]

    def add(self, table: Any, row: Any, reason: Any) -> None:
        """Keep a row of a table (seeds/files/table.py) that cannot be taken."""
        with explaining_write_errors(self.places[table.path]):
            file = self.file_of(table)
            csv.writer(file).writerow([row.number, reason, *row.originals])
            file.flush()
