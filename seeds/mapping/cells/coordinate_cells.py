"""Cells read as coordinates, one in a cell or both."""

from collections.abc import Callable

from marshmallow import ValidationError

from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.coordinates import Axis, Point, parse_point
from seeds.mapping.cells.cell_readers import CellReader
from seeds.mapping.cells.number_cells import REJECT

OTHER_MARK = {".": (",", "comma"), ",": (".", "dot")}
"""By decimal mark, the one that it is not."""


class UnreadCoordinates(str):
    """The text of a cell that is not read as coordinates, and that costs no more than itself."""


def read_degrees(column: str, axis: Axis, decimal: str | None = None, on_error: str = REJECT) -> CellReader:
    """Degrees, however they are written; where the mapping says which the decimal mark is, with no other. `on_error` is one of ON_ERROR."""

    def read(row: Row) -> float | None:
        if decimal:
            check_mark(row, column, decimal)
        return row.degrees(column, axis)

    return reader_of(read, column, on_error)


def check_mark(row: Row, column: str, decimal: str) -> None:
    """Raises RowRejected for a cell that has another decimal mark."""
    mark, name = OTHER_MARK[decimal]
    if mark in (row.text(column) or ""):
        raise RowRejected(f"{column} {row.text(column)!r} has a {name} where the mapping's `decimal` is {decimal!r}")


def read_point(column: str, order: str, on_error: str = REJECT) -> CellReader:
    """Latitude and longitude that stand in one cell. `on_error` is one of ON_ERROR."""

    def read(row: Row) -> Point | None:
        text = row.text(column)
        try:
            return None if text is None else parse_point(text, order)
        except ValueError as reason:
            raise RowRejected(f"{column} {text!r} {reason}") from None

    return reader_of(read, column, on_error)


def reader_of(read: Callable[[Row], object], column: str, on_error: str) -> CellReader:
    """The CellReader of a function of a row that, unless `on_error` is `reject`, gives UnreadCoordinates where that raises RowRejected."""

    def read_or_keep(row: Row) -> object:
        try:
            return read(row)
        except RowRejected:
            if on_error == REJECT:
                raise
            return UnreadCoordinates(row.text(column))

    return CellReader(read_or_keep, (column,))


def check_told_once(readings: dict[str, CellReader]) -> None:
    """Raises ValidationError where a mapping tells coordinates both in one and by latitude and longitude."""
    if "coordinates" in readings and readings.keys() & {"latitude", "longitude"}:
        raise ValidationError("coordinates are latitude and longitude in one: leave out these or those", "coordinates")
