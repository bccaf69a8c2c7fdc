"""Circles: conditions on Event by the distance of its area from a point, on a sphere.

A distance in an area is least or greatest at a corner, on the meridian of the point or of its antipode, or where a great circle falls
at right angles on an edge that is a meridian; along the parallels there is no other extreme.
"""

import math
from functools import reduce
from operator import and_, or_

from peewee import fn

from models.boxes import meets, overlaps, placed
from models.tables import Area

EARTH = 6371.0088
"""The mean radius in kilometres (IUGG)."""

RADIAN = math.pi / 180
MARGIN = 1e-9
"""Degrees by which a box that holds a circle is widened, lest rounding cut it."""

CORNERS = [(latitude, longitude) for latitude in (Area.south, Area.north) for longitude in (Area.west, Area.east)]


def may_be_near(circle):
    """The nearest point of the area is within the distance of a (latitude, longitude, kilometres)."""
    latitude, longitude, km = circle
    nearest = reduce(or_, corners_within(circle)) | approached(latitude, longitude, km / EARTH / RADIAN)
    return placed(overlaps(*surrounding(circle)) & nearest)


def is_near(circle):
    """The farthest point of the area is within the distance: its corners are, and no point of it comes too close to the antipode."""
    latitude, longitude, km = circle
    beyond = 180 - km / EARTH / RADIAN
    farthest = reduce(and_, corners_within(circle))
    if beyond > 0:
        farthest &= ~approached(-latitude, turned(longitude + 180), beyond)
    return placed(overlaps(*surrounding(circle)) & farthest)


def corners_within(circle):
    latitude, longitude, km = circle
    most = math.sin(min(km / EARTH, math.pi) / 2) ** 2
    return [haversine(latitude, longitude, *corner) <= most for corner in CORNERS]


def haversine(latitude, longitude, other_latitude, other_longitude):
    """The haversine of the angle from a point to a corner of the area: it grows as the distance does."""
    height, breadth = (fn.SIN((b - a) * (RADIAN / 2)) for a, b in ((latitude, other_latitude), (longitude, other_longitude)))
    return fn.POW(height, 2) + math.cos(latitude * RADIAN) * fn.COS(other_latitude * RADIAN) * fn.POW(breadth, 2)


def approached(latitude, longitude, reach):
    """Inside the area or on the inner part of an edge, a point is within so many degrees of this one."""
    beneath = meets(longitude, longitude) & (Area.south <= latitude + reach) & (Area.north >= latitude - reach)
    return beneath | facing(latitude, longitude, Area.west, reach) | facing(latitude, longitude, Area.east, reach)


def facing(latitude, longitude, edge, reach):
    """The great circle that falls at right angles on a meridian meets it between the area's south and north, within so many degrees."""
    sine, cosine = math.sin(latitude * RADIAN), math.cos(latitude * RADIAN)
    apart = (edge - longitude) * RADIAN
    between = (sine * fn.COS(Area.south * RADIAN) >= cosine * fn.SIN(Area.south * RADIAN) * fn.COS(apart)) & (
        sine * fn.COS(Area.north * RADIAN) <= cosine * fn.SIN(Area.north * RADIAN) * fn.COS(apart)
    )
    close = cosine * fn.ABS(fn.SIN(apart)) <= (math.sin(reach * RADIAN) if reach < 90 else 1)
    return (fn.COS(apart) > 0) & between & close


def surrounding(circle):
    """The box (west, south, east, north) that just holds a circle; all longitudes where it holds a pole."""
    latitude, longitude, km = circle
    reach = km / EARTH / RADIAN + MARGIN
    south, north = max(latitude - reach, -90), min(latitude + reach, 90)
    if south == -90 or north == 90:
        return -180, south, 180, north
    width = math.asin(min(math.sin(reach * RADIAN) / math.cos(latitude * RADIAN), 1)) / RADIAN + MARGIN
    return turned(longitude - width), south, turned(longitude + width), north


def turned(longitude):
    """A longitude brought back to -180 to 180."""
    return longitude - 360 if longitude > 180 else longitude + 360 if longitude < -180 else longitude
