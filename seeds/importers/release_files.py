"""A release of a dataset: files of rows, read by an importer into a batch for the loader."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from models.domain import dates
from models.domain.limits import LONGEST
from seeds.batch import INVALID_LABEL, LABEL, SOURCE, Batch, EntryFault, Rejected, publication_columns
from seeds.errors import LoadRefused, NothingInFile, RowRejected, UnreadableFile
from seeds.files.read_options import NO_OPTIONS, ReadOptions
from seeds.files.rejects import Rejects
from seeds.files.row import Row
from seeds.files.row_groups import group_rows
from seeds.files.table import Table, detect_layout, open_table
from seeds.importers.base import Importer
from seeds.importers.record_builder import RecordBuilder
from seeds.importers.retractions import retracted_ids

SKIPPED = "a row is passed over, since it tells of no event"


@dataclass(frozen=True)
class ReleaseFiles:
    """What a user says of files: the `label` of the release that they are of, when that was `published` (EDTF; None: as its label
    tells it, or today), whether they are the `complete` release, how many rows may be rejected, where rejects are kept, `options` of how
    to read them, which outweigh those of the importer, whether days or months come first in dates that may be read either way, and
    `retractions`, files with the ids of events that are no more."""

    label: str
    published: str | None = None
    complete: bool = False
    tolerated: float = 0.01
    rejects: Path = Path()
    options: ReadOptions = NO_OPTIONS
    date_order: str | None = None
    retractions: tuple[Path, ...] = ()

    def allowance(self, read: int) -> Any:
        """How many of the events that were read may be rejected: `tolerated` is a share below 1, a number from there on."""
        # rounded, since of 100 events the nearest float to 29 % are 28.999
        return int(round(read * self.tolerated, 6)) if self.tolerated < 1 else self.tolerated


@contextmanager
def batch_of(importer: Importer, release: Any, paths: Any) -> Iterator[Any]:
    """The Batch of a ReleaseFiles's files, which are open for a while. Raises LoadRefused where a file is not what it was said to be."""
    options = release.options.or_else(importer.options)
    with ExitStack() as stack:
        tables = open_tables(stack, importer, paths, options)
        for table in tables:
            check_table(importer, table)
        source = source_of(importer, release)
        importer = settled_importer(importer, release, paths, source["known_from"])
        rejects = stack.enter_context(Rejects(paths, release.rejects, source["id"].replace(":", "-")))
        size, remarks = sum(table.size for table in tables), Counter()
        yield Batch(
            dataset=importer.dataset,
            label=release.label,
            released_on=source["known_from"],
            checksum=checksum([*paths, *release.retractions]),
            records=read_records(importer, RecordBuilder(importer.dataset["id"], source["id"], source["known_from"]), tables, remarks),
            sources=[source],
            source=source["id"],
            complete=release.complete,
            retracted=[f"{importer.dataset['id']}:{id}" for id in retracted_ids(importer, release.retractions, options)],
            least=importer.least,
            most=importer.most,
            reject=lambda origin, reason: keep_rejects(rejects, origin[0], origin[1], reason),
            tolerated=release.allowance,
            kept=lambda: rejects.written,
            remarks=lambda: remarks,
            share=lambda done: sum(table.bytes_read for table in tables) / max(1, size),
        )


def open_tables(stack: ExitStack, importer: Importer, paths: Sequence[Path], options: ReadOptions) -> list[Table]:
    """The tables of files, open until the stack is left; those that an API answers where it finds nothing are passed over beside others.

    Raises LoadRefused.
    """
    tables: list[Table] = []
    for path in paths:
        try:
            tables.append(stack.enter_context(open_table(path, importer.missing, options)))
        except NothingInFile:
            if len(paths) == 1:
                raise
    if paths and not tables:
        raise LoadRefused([EntryFault(str(paths[0]), "", "neither it nor any of the files after it holds objects")])
    return tables


def settled_importer(importer: Importer, release: ReleaseFiles, paths: Any, released: str) -> Importer:
    """The importer, with what it takes from all rows before it reads any. Raises LoadRefused."""
    if importer.settle is None:
        if release.date_order:
            reason = "it writes dates in one way, which no option has to tell; a mapping says it by `format`"
            raise LoadRefused([EntryFault(importer.dataset["id"], "--date-order", reason)])
        return importer
    with ExitStack() as stack:
        options = release.options.or_else(importer.options)
        tables = open_tables(stack, importer, paths, options)
        try:
            return replace(importer, tell=importer.settle(chain.from_iterable(tables), released, release.date_order))
        except UnreadableFile as error:
            raise LoadRefused([EntryFault(str(paths[0]), "", str(error))]) from None


def check_table(importer: Importer, table: Any) -> Any:
    """Raises LoadRefused where a table is not laid out as the importer expects."""
    if importer.check:
        importer.check(table.columns, table.name)
    else:
        detect_layout(table.columns, importer.eras, table.path)


def read_records(importer: Importer, telling: RecordBuilder, tables: list[Any], remarks: Counter[str]) -> Iterator[Any]:
    for table in tables:
        for rows in group_rows(without_skipped(importer, table, remarks), importer.key):
            yield read_record(importer, telling, table, rows)


def without_skipped(importer: Importer, table: Any, remarks: Counter[str]) -> Iterator[Row]:
    """The rows that an importer does not pass over; the others are counted."""
    for row in table:
        if row.fault or not importer.skips(row):
            yield row
        else:
            remarks[SKIPPED] += 1


def read_record(importer: Importer, telling: RecordBuilder, table: Any, rows: Any) -> Any:
    try:
        for row in rows:
            if row.fault:
                raise RowRejected(row.fault)
        told = telling.record(importer.tell(rows), (table, rows))
        return told._replace(remarks=(*told.remarks, *table.remarks))
    except RowRejected as reason:
        origin: Any = (table, rows)
        return Rejected(origin, str(reason), id_of(importer, telling, rows))


def id_of(importer: Importer, telling: RecordBuilder, rows: list[Any]) -> Any:
    """The id of an event whose rows cannot be read, as much of it as the store would hold; None where they do not tell it, or have no
    cells to rely on."""
    try:
        id = None if any(row.fault for row in rows) else importer.id(rows[0])
    except RowRejected:
        return None
    return id and telling.qualify(id[:LONGEST])


def keep_rejects(rejects: Rejects, table: Any, rows: list[Any], reason: str) -> Any:
    for row in rows:
        rejects.add(table, row, reason)


def source_of(importer: Importer, release: ReleaseFiles) -> Any:
    """The row of `source` that the release itself is: what it tells is known from the last day that its date can mean, or today.

    Raises LoadRefused.
    """
    dataset, label, today = importer.dataset, release.label, datetime.now(UTC).date().isoformat()
    if not LABEL.match(label):
        raise LoadRefused([EntryFault(dataset["id"], "", INVALID_LABEL.format(input=label))])
    date = (importer.released(label) or day_or_none(label) or today) if release.published is None else release.published
    try:
        told = publication_columns(check_release_date(date, today))
    except ValueError as error:
        raise LoadRefused([EntryFault(dataset["id"], label, str(error))]) from None
    about = {"title": f"{dataset['title']}, release {label}", "publisher": importer.publisher}
    known = {"known_from": min(told["known_from"], today)}
    return SOURCE | {"id": f"{dataset['id']}:{label}", "dataset": dataset["id"]} | about | told | known


def day_or_none(label: str) -> str | None:
    """A label that is a day, such as that of the download, is its own date."""
    return label if dates.parse_day(label) else None


def check_release_date(date: Any, today: Any) -> str | None:
    """An EDTF date by which something may be out. Raises ValueError where it cannot, or where there is no telling."""
    span = dates.parse_date(date)
    if span.latest is None:
        raise ValueError(f"it is dated {date!r}, which has no end")
    if span.first > today:
        raise ValueError(f"it is dated {date}, which is yet to come")
    return date


def checksum(paths: Iterable[Any]) -> Any:
    """sha256 over the bytes of the files."""
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
    return digest.hexdigest()
