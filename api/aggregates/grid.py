"""The grid that events are counted on: cells of so many degrees, from the south-west corner of the map on.

All of it is decimal arithmetic, so that a tenth of a degree is one. The last cell of a row or column ends with the map, and
takes in its edge: 180 degrees east, or a pole.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from peewee import Case, fn

from models.db.prepared_statements import bind_parameter

SOUTH, WEST, NORTH, EAST = map(Decimal, (-90, -180, 90, 180))


SIZE = "grid"
"""The bind parameter for the side of a cell in degrees."""

HAIR = 1e-9
"""The part of a cell that is left to decimal arithmetic at either edge."""


def cell_columns(degrees: Any, first: Decimal) -> tuple[Any, Any]:
    """Expressions of the column store, given degrees: the cell's number, null within a HAIR of an edge; there, the degrees."""
    cells = (degrees - float(first)) / bind_parameter(SIZE)
    is_inside = (cells - fn.FLOOR(cells)).between(HAIR, 1 - HAIR)
    return Case(None, [(is_inside, fn.FLOOR(cells).cast("integer"))]), Case(None, [(~is_inside, degrees)])


def cell_key(size: Decimal | int) -> Callable[..., Any]:
    """The function to the `latitude,longitude` of a cell's south-west corner from what `cell_columns` has of both: None without a point."""

    def key(row: int | None, latitude: float | None, column: int | None, longitude: float | None) -> str | None:
        if row is None and latitude is None:
            return None
        return f"{cell_edge(row, latitude, SOUTH, NORTH, size)},{cell_edge(column, longitude, WEST, EAST, size)}"

    return key


def cell_edge(number: int | None, degrees: float | None, first: Decimal, last: Decimal, size: Decimal | int) -> str:
    """Where the cell begins that has a number or, without one, holds a coordinate, as it is written."""
    place = (Decimal(str(degrees)) - first) // size if number is None else number
    final = (last - first) // size - ((last - first) % size == 0)
    return format((first + min(place, final) * size).normalize(), "f")


def cell_bounds(key: str, size: Decimal | int) -> Any:
    """The centre and the bounds of the cell with a key, in degrees."""
    south, west = map(Decimal, key.split(","))
    north, east = min(south + size, NORTH), min(west + size, EAST)
    found = {"latitude": (south + north) / 2, "longitude": (west + east) / 2, "west": west, "south": south, "east": east, "north": north}
    return {name: float(degrees) for name, degrees in found.items()}


def cell_polygon(cell: dict[str, Any]) -> Any:
    """A cell's GeoJSON geometry, its ring counterclockwise (RFC 7946, 3.1.6)."""
    west, south, east, north = (cell[side] for side in ("west", "south", "east", "north"))
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}
