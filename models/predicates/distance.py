"""Distance: conditions on Event by the distance of its area from a point, on a sphere.

The distance from the point to an area is least or greatest at a corner of the area, on the meridian of the point or of its antipode, or
where a great circle through the point meets the western or eastern edge at a right angle; edges along parallels have no other extreme.
"""

import math
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from peewee import fn

from models.db.expressions import SemiJoin
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
"""Kilometres per degree of latitude."""

MARGIN = 1e-9
"""Degrees by which the box around a circle is widened to make up for rounding."""

CORNERS = [(latitude, longitude) for latitude in (Area.south, Area.north) for longitude in (Area.west, Area.east)]


class Neighbourhood(NamedTuple):
    """All that lies within an angle of a point, as conditions bind it: the point's meridian, the southernmost and northernmost latitude on
    it, the sine and cosine of the point's latitude, and the sine of the angle (1 beyond 90 degrees)."""

    meridian: LongitudeRange
    south: float
    north: float
    sine: float
    cosine: float
    breadth: float


class Circle(NamedTuple):
    """A circle as conditions bind it: its centre in degrees, the haversine of its radius, its bounding box, the neighbourhood of the centre
    that it covers, and that of the antipode that it leaves out (None where it covers the globe)."""

    latitude: float
    longitude: float
    haversine: float
    box: BoundingBox
    inner: Neighbourhood
    outer: Neighbourhood | None


def parse_circle(centre_and_radius: tuple[float, float, float]) -> Circle:
    """The Circle of a latitude and longitude in degrees, and a radius in kilometres."""
    latitude, longitude, km = centre_and_radius
    radius = km / DEGREE
    beyond = 180 - radius
    outer = neighbourhood(-latitude, normalize_longitude(longitude + 180), beyond) if beyond > 0 else None
    most = math.sin(min(km / EARTH_RADIUS, math.pi) / 2) ** 2
    box = bounding_box(*enclosing_box(centre_and_radius, MARGIN))
    return Circle(latitude, longitude, most, box, neighbourhood(latitude, longitude, radius), outer)


def neighbourhood(latitude: float, longitude: float, degrees: float) -> Neighbourhood:
    """The Neighbourhood of a point within an angle in degrees."""
    sine, cosine = math.sin(latitude * RADIAN), math.cos(latitude * RADIAN)
    breadth = math.sin(degrees * RADIAN) if degrees < 90 else 1.0
    return Neighbourhood(longitude_range(longitude, longitude), latitude - degrees, latitude + degrees, sine, cosine, breadth)


def may_be_near(circle: Circle) -> SemiJoin:
    """The condition on Event that the nearest point of its area is within a circle."""
    return area_matches(overlaps(circle.box) & (reduce(or_, corners_within(circle)) | is_approached(circle.inner)), circle.box)


def is_near(circle: Circle) -> SemiJoin:
    """The condition on Event that the farthest point of its area is within a circle: all corners are, and no point of the area is too close
    to the antipode."""
    farthest = reduce(and_, corners_within(circle))
    if circle.outer is not None:
        farthest &= ~is_approached(circle.outer)
    return area_matches(overlaps(circle.box) & farthest, circle.box)


def corners_within(circle: Circle) -> list[Any]:
    """The conditions on Area that each corner is within a circle."""
    return [haversine(circle, *corner) <= circle.haversine for corner in CORNERS]


def haversine(circle: Circle, latitude: Any, longitude: Any) -> Any:
    """The haversine, as an expression, of the angle between the centre and a corner of the area; it grows with the distance."""
    pairs = ((circle.latitude, latitude), (circle.longitude, longitude))
    height, breadth = (fn.SIN((b - a) * (RADIAN / 2)) for a, b in pairs)
    return fn.POW(height, 2) + circle.inner.cosine * fn.COS(latitude * RADIAN) * fn.POW(breadth, 2)


def is_approached(reach: Neighbourhood) -> Any:
    """The condition on Area that a point inside it, or on an edge but not at a corner, is within a neighbourhood."""
    beneath = intersects_longitudes(reach.meridian) & (Area.south <= reach.north) & (Area.north >= reach.south)
    return beneath | faces_edge(reach, Area.west) | faces_edge(reach, Area.east)


def faces_edge(reach: Neighbourhood, edge: Any) -> Any:
    """The condition on Area that the great circle through the point at a right angle to an edge (its western or eastern longitude) meets
    that edge, and does so within a neighbourhood."""
    apart = (edge - reach.meridian.west) * RADIAN
    between = (reach.sine * fn.COS(Area.south * RADIAN) >= reach.cosine * fn.SIN(Area.south * RADIAN) * fn.COS(apart)) & (
        reach.sine * fn.COS(Area.north * RADIAN) <= reach.cosine * fn.SIN(Area.north * RADIAN) * fn.COS(apart)
    )
    return (fn.COS(apart) > 0) & between & (reach.cosine * fn.ABS(fn.SIN(apart)) <= reach.breadth)


def enclosing_box(circle: tuple[float, float, float], margin: float = 0) -> tuple[float, float, float, float]:
    """The smallest box (west, south, east, north) around a circle, given as (latitude, longitude, kilometres), with a margin in degrees.

    It has all longitudes where the circle holds a pole."""
    latitude, longitude, km = circle
    reach = km / DEGREE + margin
    south, north = max(latitude - reach, -90), min(latitude + reach, 90)
    if south == -90 or north == 90:
        return -180, south, 180, north
    width = math.asin(min(math.sin(reach * RADIAN) / math.cos(latitude * RADIAN), 1)) / RADIAN + margin
    return normalize_longitude(longitude - width), south, normalize_longitude(longitude + width), north


def normalize_longitude(longitude: float) -> float:
    """A longitude of at most 360 degrees beyond it brought into the range from -180 to 180."""
    return longitude - 360 if longitude > 180 else longitude + 360 if longitude < -180 else longitude
