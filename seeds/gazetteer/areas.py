"""Where an event may lie: the box of its coordinates or, without any, of the nearest place around it that has bounds."""

import functools
import hashlib
import struct
from operator import itemgetter
from typing import Any

from models.predicates.distance import enclosing_box

BOUNDS = ("west", "south", "east", "north")
bounds_of = itemgetter(*BOUNDS)


def area_of(lineage: list[Any], coordinates: dict[str, Any] | None) -> dict[str, Any] | None:
    """The row of `area`, its id a hash of the bounds, for the location rows from the outermost to an event's own; None without bounds."""
    if coordinates:
        return area(*box_around(coordinates["latitude"], coordinates["longitude"], coordinates.get("uncertainty") or 0))
    return next((area(*bounds) for bounds in map(bounds_of, reversed(lineage)) if None not in bounds), None)


def box_around(latitude: float, longitude: float, kilometres: float) -> tuple[Any, ...]:
    """West, south, east, north of the box that holds a circle; west is above east where it crosses the antimeridian."""
    return enclosing_box((latitude, longitude, kilometres)) if kilometres else (longitude, latitude, longitude, latitude)


@functools.lru_cache(maxsize=65536)
def area(*bounds: Any) -> dict[str, Any]:
    id = int.from_bytes(hashlib.blake2b(struct.pack("<4d", *bounds), digest_size=8).digest()) >> 1
    return {"id": id} | dict(zip(BOUNDS, bounds, strict=True))
