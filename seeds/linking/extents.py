"""Extents: boxes of longitudes and latitudes, how large they are and how far apart, in kilometres.

Distances are those on a plane that is as narrow as its middle latitude, which is near enough for boxes of a country.
"""

import functools
import math
from typing import NamedTuple

from models.predicates.distance import DEGREE


class Extent(NamedTuple):
    """The middle (degrees), half the height and half the width (degrees), and kilometres from corner to corner."""

    latitude: float
    longitude: float
    height: float
    width: float
    size: float


@functools.lru_cache(maxsize=65536)
def extent(west: float, south: float, east: float, north: float) -> Extent:
    """The Extent of bounds in degrees, WGS 84; a west above its east crosses the antimeridian."""
    width, height = (east - west if west <= east else east - west + 360), north - south
    middle = (south + north) / 2
    return Extent(middle, west + width / 2, height / 2, width / 2, kilometres(height, width, middle))


def distance_between(a: Extent, b: Extent) -> float:
    """Kilometres between two Extents, 0 where they touch."""
    turn = abs(a.longitude - b.longitude) % 360
    across = max(0.0, min(turn, 360 - turn) - a.width - b.width)
    along = max(0.0, abs(a.latitude - b.latitude) - a.height - b.height)
    return kilometres(along, across, (a.latitude + b.latitude) / 2) if along or across else 0.0


def kilometres(along: float, across: float, latitude: float) -> float:
    return DEGREE * math.hypot(along, across * math.cos(math.radians(latitude)))
