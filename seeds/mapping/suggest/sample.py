"""Some rows of a table, by column, as a mapping is suggested from them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from seeds.files import table as tables
from seeds.files.read_options import NO_OPTIONS, ReadOptions
from seeds.files.row import Row

ROWS = 1000
"""Rows that are looked at from the beginning of a file, and at most as many again from what follows."""
FARTHEST = 100_000
"""The row behind which none is looked at."""
MARKS = ("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "-", "--", "—", "?")
"""What people write into a cell that they mean to be empty."""


@dataclass(frozen=True)
class SampleColumn:
    """A column's name, in lower case, and the texts of its cells that are not empty."""

    name: str
    texts: list[str]

    @cached_property
    def counts(self) -> Counter[str]:
        """In how many rows each text stands, by text, in the order in which they appear."""
        return Counter(self.texts)

    @property
    def distinct(self) -> list[str]:
        """Its texts without repetition, in the order in which they appear."""
        return list(self.counts)

    def rows(self) -> list[Row]:
        """A row for each distinct text, with nothing else in it."""
        return [Row(0, {self.name: text}) for text in self.counts]

    def rows_with(self, texts: Iterable[str]) -> int:
        """How many rows have one of some texts."""
        return sum(self.counts[text] for text in texts)


@dataclass(frozen=True)
class Sample:
    """Up to 2,000 rows of a file, its columns by name, and the marks in them that seem to mean that nothing is there."""

    file: str
    rows: list[Row]
    columns: dict[str, SampleColumn]
    missing: list[str]


def read_sample(path: Path, options: ReadOptions = NO_OPTIONS) -> Sample:
    """The Sample of a file. Raises LoadRefused where it is no table."""
    with tables.open_table(path, frozenset(MARKS), options) as table:
        readable = (row for row in islice(table, FARTHEST) if not row.fault)
        rows = [*islice(readable, ROWS), *spread(readable, ROWS)]
        cells = {cell.strip() for row in rows for cell in row.cells.values()}
        columns = {name: SampleColumn(name, [text for row in rows if (text := row.text(name))]) for name in table.columns}
        return Sample(table.path.name, rows, columns, [mark for mark in MARKS if mark in cells])


def spread(rows: Iterable[Row], most: int) -> list[Row]:
    """Rows that lie evenly among some, as many as `most` or as half of that."""
    kept, step = [], 1
    for number, row in enumerate(rows):
        if number % step == 0:
            kept.append(row)
        if len(kept) > most:
            kept, step = kept[::2], step * 2
    return kept
