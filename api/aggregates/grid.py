"""The grid that events are counted on: cells of so many degrees, from the south-west corner of the map on.

All of it is decimal arithmetic, so that a tenth of a degree is one. The last cell of a row or column ends with the map, and
takes in its edge: 180 degrees east, or a pole.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

SOUTH, WEST, NORTH, EAST = map(Decimal, (-90, -180, 90, 180))


def cell_key(size: Decimal | int) -> Callable[..., Any]:
    """The function from latitude and longitude to the `latitude,longitude` of their cell's south-west corner."""
    return lambda latitude, longitude: (
        None if latitude is None else f"{cell_edge(latitude, SOUTH, NORTH, size)},{cell_edge(longitude, WEST, EAST, size)}"
    )


def cell_edge(degrees: float, first: Decimal, last: Decimal, size: Decimal | int) -> str:
    """Where the cell begins that holds a coordinate, as it is written."""
    number = (Decimal(str(degrees)) - first) // size
    final = (last - first) // size - ((last - first) % size == 0)
    return format((first + min(number, final) * size).normalize(), "f")


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
