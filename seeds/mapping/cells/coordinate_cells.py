"""Cells read as coordinates, one in a cell or both."""

from marshmallow import ValidationError

from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.coordinates import Axis, Point, parse_point
from seeds.mapping.cells.cell_readers import CellReader, cell_reader

OTHER_MARK = {".": (",", "comma"), ",": (".", "dot")}
"""By decimal mark, the one that it is not."""


def read_degrees(column: str, axis: Axis, decimal: str | None = None) -> CellReader:
    """Degrees, however they are written; where the mapping says which the decimal mark is, with no other."""

    def read(row: Row) -> float | None:
        if decimal:
            check_mark(row, column, decimal)
        return row.degrees(column, axis)

    return CellReader(read, (column,))


def check_mark(row: Row, column: str, decimal: str) -> None:
    """Raises RowRejected for a cell that has another decimal mark."""
    mark, name = OTHER_MARK[decimal]
    if mark in (row.text(column) or ""):
        raise RowRejected(f"{column} {row.text(column)!r} has a {name} where the mapping's `decimal` is {decimal!r}")


def read_point(column: str, order: str) -> CellReader:
    """Latitude and longitude that stand in one cell."""

    def convert(text: str) -> Point | None:
        try:
            return parse_point(text, order)
        except ValueError as reason:
            raise RowRejected(f"{column} {text!r} {reason}") from None

    return cell_reader(column, convert)


def check_told_once(readings: dict[str, CellReader]) -> None:
    """Raises ValidationError where a mapping tells coordinates both in one and by latitude and longitude."""
    if "coordinates" in readings and readings.keys() & {"latitude", "longitude"}:
        raise ValidationError("coordinates are latitude and longitude in one: leave out these or those", "coordinates")
