"""How the values of an event are read from its row: a CellReader of one cell or more, and what CellReaders add up to."""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from seeds.errors import RowRejected
from seeds.files.row import Row


@dataclass(frozen=True)
class CellReader:
    """`read` gives the value that a Row has, None where it has none, and raises RowRejected; `columns` are those that it looks at."""

    read: Callable[[Row], object]
    columns: tuple[str, ...] = ()

    def __call__(self, row: Row) -> Any:
        return self.read(row)


def combine_readers(read: Callable[..., Any], readings: Iterable[Any]) -> Any:
    """The CellReader of a function that rests on other CellReaders."""
    return CellReader(read, tuple(column for each in readings for column in each.columns))


def constant_reader(value: str) -> CellReader:
    return CellReader(lambda row: value)


def cell_reader(column: Any, convert: Any) -> Any:
    """What a function makes of the text of a cell that is not empty."""

    def read(row: Row) -> Any:
        text = row.text(column)
        return None if text is None else convert(text)

    return CellReader(read, (column,))


def convert_reader(reading: Any, convert: Any) -> Any:
    """What a function makes of the value that a CellReader gives."""

    def read(row: Row) -> Any:
        value = reading(row)
        return None if value is None else convert(value)

    return combine_readers(read, [reading])


def first_value(readings: Any) -> CellReader:
    """The value of the first that gives one."""
    return combine_readers(lambda row: next((value for read in readings if (value := read(row)) is not None), None), readings)


def read_values(readings: dict[str, Any], row: Row) -> dict[str, Any]:
    """The values that CellReaders give, by name; a name without a value is left out."""
    return {name: value for name, read in readings.items() if (value := read(row)) is not None}


def build_from(build: Callable[..., Any], **readings: Any) -> Any:
    """What a function makes of the values of several CellReaders, by name."""
    return combine_readers(lambda row: build(**read_values(readings, row)), readings.values())


def read_entries(build: Any, split: Any = None, **readings: Any) -> Any:
    """What a function makes of the values of an entry, as a list: with `split`, one for each piece of its cells."""
    one = build_from(build, **readings)

    def read(row: Row) -> Any:
        rows = split_row(row, one.columns, split) if split else [row]
        return [value for piece in rows if (value := one(piece)) is not None]

    return combine_readers(read, [one])


def split_row(row: Row, columns: tuple[Any, ...], separator: str) -> Any:
    """A row for each piece of the cells in some columns; a cell of one piece serves all. Raises RowRejected where they do not pair up."""
    cut = {column: cut_text(text, separator) for column in dict.fromkeys(columns) if (text := row.text(column))}
    most = max(map(len, cut.values()), default=1)
    for column, texts in cut.items():
        if len(texts) not in (1, most):
            raise RowRejected(f"{column} is {len(texts)} pieces where another column is {most}, cut at {separator!r}")
    whole = {column: texts * most if len(texts) == 1 else texts for column, texts in cut.items()}
    return [Row(row.number, {column: texts[place] for column, texts in whole.items()}, row.missing) for place in range(most)]


def cut_text(text: str, separator: str) -> list[str]:
    """The pieces of a text; of a list in JSON, which our reader of JSON gives where an item holds a separator itself, its items."""
    if text.startswith("[") and text.endswith("]"):
        with suppress(ValueError):
            return ["" if each is None else str(each) for each in json.loads(text)]
    return text.split(separator)


def concatenate(entries: Any) -> Any:
    """What several entries give, as one tuple; None where that is nothing."""
    return combine_readers(lambda row: tuple(value for read in entries for value in read(row)) or None, entries)
