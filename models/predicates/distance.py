"""Distance: conditions on Event by how far its area is from a point, on a sphere.

The distance from a point to an area is least or greatest at a corner, on the meridian of the point or of its antipode, or where a great
circle meets a meridian edge at right angles; along parallels there is no other extreme.
"""

import math
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from peewee import fn

from models.predicates.bounding_box import (
    BoundingBox,
    LongitudeRange,
    area_matches,
    bounding_box,
    intersects_longitudes,
    longitude_range,
    overlaps,
)
from models.tables.schema import Area

EARTH_RADIUS = 6371.0088
"""The mean radius in kilometres (IUGG)."""

RADIAN = math.pi / 180
DEGREE = EARTH_RADIUS * RADIAN
"""Kilometres of a degree of latitude."""

MARGIN = 1e-9
"""Degrees by which a box that holds a circle is widened, lest rounding cut it."""

CORNERS = [(latitude, longitude) for latitude in (Area.south, Area.north) for longitude in (Area.west, Area.east)]


class Neighbourhood(NamedTuple):
    """The points within some degrees of a point, as conditions bind it: its meridian, the extreme latitudes on it, sine and cosine of the
    point's latitude, and the sine of the degrees (1 beyond 90)."""

    meridian: LongitudeRange
    south: float
    north: float
    sine: float
    cosine: float
    breadth: float


class Circle(NamedTuple):
    """A circle as conditions bind it: its centre, the haversine of its radius, its box, its neighbourhood, and that around the antipode
    which it leaves out (None: nothing)."""

    latitude: float
    longitude: float
    haversine: float
    box: BoundingBox
    inner: Neighbourhood
    outer: Neighbourhood | None


def parse_circle(asked: tuple[Any, ...]) -> Circle:
    """The Circle of a (latitude, longitude, kilometres)."""
    latitude, longitude, km = asked
    radius = km / DEGREE
    beyond = 180 - radius
    outer = neighbourhood(-latitude, normalize_longitude(longitude + 180), beyond) if beyond > 0 else None
    most = math.sin(min(km / EARTH_RADIUS, math.pi) / 2) ** 2
    return Circle(latitude, longitude, most, bounding_box(*enclosing_box(asked, MARGIN)), neighbourhood(latitude, longitude, radius), outer)


def neighbourhood(latitude: float, longitude: float, degrees: float) -> Neighbourhood:
    sine, cosine = math.sin(latitude * RADIAN), math.cos(latitude * RADIAN)
    breadth = math.sin(degrees * RADIAN) if degrees < 90 else 1.0
    return Neighbourhood(longitude_range(longitude, longitude), latitude - degrees, latitude + degrees, sine, cosine, breadth)


def may_be_near(circle: Circle) -> Any:
    """The condition that the nearest point of the area is within a Circle."""
    return area_matches(overlaps(circle.box) & (reduce(or_, corners_within(circle)) | is_approached(circle.inner)), circle.box)


def is_near(circle: Circle) -> Any:
    """The condition that the farthest point of the area is within a Circle: its corners are, and it has no point too close to the
    antipode."""
    farthest = reduce(and_, corners_within(circle))
    if circle.outer is not None:
        farthest &= ~is_approached(circle.outer)
    return area_matches(overlaps(circle.box) & farthest, circle.box)


def corners_within(circle: Circle) -> list[Any]:
    return [haversine(circle, *corner) <= circle.haversine for corner in CORNERS]


def haversine(circle: Circle, latitude: Any, longitude: Any) -> Any:
    """The haversine of the angle between the centre and a corner of the area, monotonic in the distance."""
    pairs = ((circle.latitude, latitude), (circle.longitude, longitude))
    height, breadth = (fn.SIN((b - a) * (RADIAN / 2)) for a, b in pairs)
    return fn.POW(height, 2) + circle.inner.cosine * fn.COS(latitude * RADIAN) * fn.POW(breadth, 2)


def is_approached(reach: Neighbourhood) -> Any:
    """The condition that a point of the area's inside, or of the inner part of an edge, is within a Neighbourhood."""
    beneath = intersects_longitudes(reach.meridian) & (Area.south <= reach.north) & (Area.north >= reach.south)
    return beneath | faces_edge(reach, Area.west) | faces_edge(reach, Area.east)


def faces_edge(reach: Neighbourhood, edge: Any) -> Any:
    """The condition that the great circle at right angles to a meridian edge meets it between the area's south and north, within a
    Neighbourhood."""
    apart = (edge - reach.meridian.west) * RADIAN
    between = (reach.sine * fn.COS(Area.south * RADIAN) >= reach.cosine * fn.SIN(Area.south * RADIAN) * fn.COS(apart)) & (
        reach.sine * fn.COS(Area.north * RADIAN) <= reach.cosine * fn.SIN(Area.north * RADIAN) * fn.COS(apart)
    )
    return (fn.COS(apart) > 0) & between & (reach.cosine * fn.ABS(fn.SIN(apart)) <= reach.breadth)


def enclosing_box(circle: tuple[Any, ...], margin: float = 0) -> tuple[Any, ...]:
    """The smallest box (west, south, east, north) around a circle, with a margin in degrees; all longitudes where it contains a pole."""
    latitude, longitude, km = circle
    reach = km / DEGREE + margin
    south, north = max(latitude - reach, -90), min(latitude + reach, 90)
    if south == -90 or north == 90:
        return -180, south, 180, north
    width = math.asin(min(math.sin(reach * RADIAN) / math.cos(latitude * RADIAN), 1)) / RADIAN + margin
    return normalize_longitude(longitude - width), south, normalize_longitude(longitude + width), north


def normalize_longitude(longitude: float) -> float:
    """A longitude in -180 to 180."""
    return longitude - 360 if longitude > 180 else longitude + 360 if longitude < -180 else longitude
