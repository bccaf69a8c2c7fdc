"""The first rows of a table, by column, as a mapping is suggested from them."""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from seeds.files import table as tables
from seeds.files.row import Row

ROWS = 1000
MARKS = ("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "-", "--", "—", "?")
"""What people write into a cell that they mean to be empty."""


@dataclass(frozen=True)
class SampleColumn:
    """A column's name, in lower case, and the texts of its cells that are not empty."""

    name: str
    texts: list[str]

    @cached_property
    def distinct(self) -> Any:
        """Its texts without repetition, in the order in which they appear."""
        return list(dict.fromkeys(self.texts))

    def rows(self) -> Any:
        """A row for each distinct text, with nothing else in it."""
        return [Row(0, {self.name: text}) for text in self.distinct]


@dataclass(frozen=True)
class Sample:
    """Up to 1,000 rows of a file, its columns by name, and the marks in them that seem to mean that nothing is there."""

    file: str
    rows: list[Row]
    columns: dict[str, SampleColumn]
    missing: list[str]


def read_sample(path: Any) -> Sample:
    """The Sample of a file. Raises LoadRefused where it is no table."""
    with tables.open_table(path, frozenset(MARKS)) as table:
        rows = [row for row in islice(table, ROWS) if not row.fault]
        cells = {cell.strip() for row in rows for cell in row.cells.values()}
        columns = {name: SampleColumn(name, [text for row in rows if (text := row.text(name))]) for name in table.columns}
        return Sample(table.path.name, rows, columns, [mark for mark in MARKS if mark in cells])
