"""Lists of events that a dataset has withdrawn, such as those that ACLED's API gives of deleted ones: a row for each, with its id."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from seeds.batch import EntryFault
from seeds.errors import LoadRefused, RowRejected
from seeds.files.read_options import ReadOptions
from seeds.files.row import Row
from seeds.files.table import open_table
from seeds.importers.base import Importer


def retracted_ids(importer: Importer, paths: Sequence[Path], options: ReadOptions) -> list[str]:
    """The ids, as the dataset has them, in the rows of files. Raises LoadRefused with each row that gives none."""
    faults: list[EntryFault] = []
    found = [id for path in paths for id in ids_of_file(importer, path, options, faults)]
    if faults:
        raise LoadRefused(faults)
    return list(dict.fromkeys(found))


def ids_of_file(importer: Importer, path: Path, options: ReadOptions, faults: list[EntryFault]) -> Iterator[str]:
    with open_table(path, importer.missing, options) as table:
        for row in table:
            try:
                yield id_of_row(importer, row)
            except RowRejected as reason:
                faults.append(EntryFault(path.name, f"row {row.number}", str(reason)))


def id_of_row(importer: Importer, row: Row) -> str:
    """Raises RowRejected."""
    if row.fault:
        raise RowRejected(row.fault)
    if not (id := importer.id(row)):
        raise RowRejected("it gives no id")
    return id
