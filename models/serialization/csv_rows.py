"""Lines of CSV (RFC 4180): how a value is spelt in a cell, and what writes the lines of things by their columns.

A text that a spreadsheet would run as a formula gets an apostrophe. To write another kind of column, add it to CELLS.
"""

from collections.abc import Iterable
from typing import Any

from models.serialization.columns import NumericText, labels_of

END = b"\r\n"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def format_rows(rows: Iterable[Any]) -> bytes:
    """The lines of rows of values, as bytes."""
    return b"".join([format_row(values) + END for values in rows])


def format_row(values: list[Any]) -> bytes:
    """The line of a row of values, as bytes, but for its END."""
    # A line of one empty cell would be no row.
    return (",".join(map(format_cell, values)) or '""').encode()


def format_cell(value: Any) -> str:
    """How a value of JSON is spelt."""
    if isinstance(value, str):
        return format_text(value)
    if isinstance(value, list):
        return format_list(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else quote(str(value))


def format_text(value: str) -> str:
    return quote(f"'{value}" if value.startswith(RISKY) and not isinstance(value, NumericText) else value)


def quote(value: str) -> Any:
    if "," in value or '"' in value or "\n" in value or "\r" in value:
        return '"{}"'.format(value.replace('"', '""'))
    return value


def format_list(values: list[str]) -> str:
    joined = ";".join(["" if each is None else str(each) for each in values])
    return format_text(joined) if values and isinstance(values[0], str) else quote(joined)


def row_writer(columns: Any) -> Any:
    """The function of a thing, as models.serialization.event_document builds it, that gives what `line` gives of the values in its JSON.

    Raises KeyError for a column of a kind that is not in CELLS.
    """
    cells: Any = [(column.path[:-1], column.path[-1], CELL_FORMATS["list" if column.listed else column.kind]) for column in columns]

    def write(thing: Any) -> Any:
        parts = {(): thing}
        for path in paths:
            parts[path] = parts[path[:-1]].get(path[-1]) or NOTHING
        return ",".join([spell(parts[path].get(name)) for path, name, spell in cells]).encode()

    paths = sorted({column.path[:depth] for column in columns for depth in range(1, len(column.path))}, key=len)
    return write


NOTHING = {}


def format_plain(value: int | str | None) -> str:
    """What holds nothing that must be quoted, as it stands."""
    return "" if value is None else str(value)


def format_wording(value: str | None) -> str:
    return "" if value is None else format_text(value)


def format_number(value: float | None) -> str:
    """JSON has null for a number that is not finite."""
    return "" if value is None or value - value else str(value)


CELL_FORMATS = {
    "string": format_wording,
    # As they stand, by what they are: models.domain.vocabularies and models.domain.dates have no others.
    "code": format_plain,
    "date": format_plain,
    "integer": format_plain,
    "number": format_number,
    "boolean": format_cell,
    "list": lambda value: format_list(labels_of(value)) if value else "",
}
"""By the kind of a column, what spells its value."""
