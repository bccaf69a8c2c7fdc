"""Lines of CSV (RFC 4180): formats values as cells, and rows or objects as lines.

A text that a spreadsheet would execute as a formula gets an apostrophe before it. To format another kind of column, add it to CELL_FORMATS.
"""

from collections.abc import Callable, Iterable
from typing import Any

from models.serialization.columns import Column, NumericText, labels_of

END = b"\r\n"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def format_rows(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows of values as lines, in bytes."""
    return b"".join([format_row(values) + END for values in rows])


def format_row(values: Iterable[Any]) -> bytes:
    """A row of values as a line, in bytes, without its END."""
    # A line of a single empty cell would be an empty line, which is no row.
    return (",".join(map(format_cell, values)) or '""').encode()


def format_cell(value: Any) -> str:
    """A value of JSON as a cell."""
    if isinstance(value, str):
        return format_text(value)
    if isinstance(value, list):
        return format_list(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else quote(str(value))


def format_text(value: str) -> str:
    """A text as a cell, with an apostrophe before what looks like a formula."""
    return quote(f"'{value}" if value.startswith(RISKY) and not isinstance(value, NumericText) else value)


def quote(value: str) -> str:
    """A text in quotes, if it needs them."""
    if "," in value or '"' in value or "\n" in value or "\r" in value:
        return '"{}"'.format(value.replace('"', '""'))
    return value


def format_list(values: list[Any]) -> str:
    """A list of values as a cell, joined by semicolons."""
    joined = ";".join(["" if each is None else str(each) for each in values])
    return format_text(joined) if values and isinstance(values[0], str) else quote(joined)


def row_writer(columns: Iterable[Column]) -> Callable[[dict[str, Any]], bytes]:
    """The function from an object, as models.serialization.event_document builds it, to its line in bytes, without END: the same as
    `format_row` gives for its values.

    Raises KeyError for a column of a kind that is not in CELL_FORMATS.
    """
    cells = [(column.path[:-1], column.path[-1], CELL_FORMATS["list" if column.listed else column.kind]) for column in columns]

    def write(thing: dict[str, Any]) -> bytes:
        parts: dict[tuple[str, ...], Any] = {(): thing}
        for path in paths:
            parts[path] = parts[path[:-1]].get(path[-1]) or NOTHING
        return ",".join([format_value(parts[path].get(name)) for path, name, format_value in cells]).encode()

    paths = sorted({column.path[:depth] for column in columns for depth in range(1, len(column.path))}, key=len)
    return write


NOTHING: dict[str, Any] = {}


def format_plain(value: Any) -> str:
    """A value that needs no quotes as a cell."""
    return "" if value is None else str(value)


def format_wording(value: str | None) -> str:
    return "" if value is None else format_text(value)


def format_number(value: float | None) -> str:
    """A number as a cell, empty where it is not finite: JSON has null for it."""
    return "" if value is None or value - value else str(value)


CELL_FORMATS: dict[str, Callable[[Any], str]] = {
    "string": format_wording,
    # Codes and dates need no quotes: models.domain.vocabularies and models.domain.dates give none that do.
    "code": format_plain,
    "date": format_plain,
    "integer": format_plain,
    "number": format_number,
    "boolean": format_cell,
    "list": lambda value: format_list(labels_of(value)) if value else "",
}
"""By the kind of a column, or `list` for a listed one, the function that formats its value as a cell."""
