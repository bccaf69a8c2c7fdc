"""Where an event may lie: the box of its coordinates or, without any, of the nearest place around it that has bounds."""

import functools
import hashlib
import math
import struct
from operator import itemgetter

KILOMETRES = math.pi * 6371.0088 / 180
"""Of a degree of latitude, on a sphere of the mean radius of the earth (IUGG)."""

BOUNDS = ("west", "south", "east", "north")
bounds_of = itemgetter(*BOUNDS)


def area_of(lineage, coordinates):
    """The row of `area`, its id a hash of the bounds, for the location rows from the outermost to an event's own; None without bounds."""
    if coordinates:
        return area(*around(coordinates["latitude"], coordinates["longitude"], coordinates.get("uncertainty") or 0))
    return next((area(*bounds) for bounds in map(bounds_of, reversed(lineage)) if None not in bounds), None)


def around(latitude, longitude, kilometres):
    """West, south, east, north of the box that holds a circle; west is above east where it crosses the antimeridian."""
    height = kilometres / KILOMETRES
    south, north = max(-90.0, latitude - height), min(90.0, latitude + height)
    if south == -90 or north == 90:
        return (-180.0, south, 180.0, north) if kilometres else (longitude, south, longitude, north)
    width = math.degrees(math.asin(min(1, math.sin(math.radians(height)) / math.cos(math.radians(latitude)))))
    return (longitude, south, longitude, north) if not kilometres else (turned(longitude - width), south, turned(longitude + width), north)


def turned(longitude):
    """The same meridian between -180 and 180 degrees."""
    return longitude + 360 if longitude < -180 else longitude - 360 if longitude > 180 else longitude


@functools.lru_cache(maxsize=65536)
def area(*bounds):
    id = int.from_bytes(hashlib.blake2b(struct.pack("<4d", *bounds), digest_size=8).digest()) >> 1
    return {"id": id} | dict(zip(BOUNDS, bounds, strict=True))
