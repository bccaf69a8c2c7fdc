"""Boxes: conditions on Event by where its area lies.

An area is a box of longitudes and latitudes (degrees, WGS 84), a point's being the point; a west above its east crosses the
antimeridian. What `may` is met by some point of the area, the others by all of it. Without a place, none is met.
"""

from functools import reduce
from operator import or_

from models import dialect
from models.database import database
from models.tables import Area, Event

GLOBE = (-180, 180)


def placed(condition):
    """The condition on Event that its area meets one on Area."""
    return Event.area.in_(Area.select(Area.id).where(condition))


def may_lie_in(bbox):
    return placed(overlaps(*bbox))


def lies_in(bbox):
    return placed(fits(*bbox))


def indexed(west, south, east, north):
    """What an index finds: every area that meets the box, and more where the box crosses the antimeridian or has a pole."""
    west, east = seamless(west, east)
    if west > east or north == 90 or south == -90:
        west, east = GLOBE
    return dialect.spatial(database).meets(Area, west, south, east, north)


def overlaps(west, south, east, north):
    return indexed(west, south, east, north) & meeting(west, south, east, north)


def meeting(west, south, east, north):
    return (Area.south <= north) & (Area.north >= south) & reduce(or_, [meets(west, east), *poles(Area.north, Area.south, south, north)])


def fits(west, south, east, north):
    inside = (Area.south >= south) & (Area.north <= north)
    if (west, east) == GLOBE:
        return inside
    return indexed(west, south, east, north) & inside & reduce(or_, [spans(west, east), *poles(Area.south, Area.north, south, north)])


def poles(northern, southern, south, north):
    """A pole that a box reaches has every longitude."""
    return [northern == 90] * (north == 90) + [southern == -90] * (south == -90)


def seamless(west, east):
    """The same longitudes as crossing the antimeridian where they touch it, since 180 and -180 are one."""
    if (west, east) == GLOBE:
        return west, east
    return (180, east) if west == -180 else (west, -180) if east == 180 else (west, east)


def meets(west, east):
    """The area's longitudes and these have one in common."""
    west, east = seamless(west, east)
    crossing = Area.west > Area.east
    if west <= east:
        return (~crossing & (Area.west <= east) & (Area.east >= west)) | (crossing & ((Area.west <= east) | (Area.east >= west)))
    return crossing | (Area.west <= east) | (Area.east >= west)


def spans(west, east):
    """These longitudes hold the area's."""
    west, east = seamless(west, east)
    crossing = Area.west > Area.east
    if west <= east:
        return ~crossing & (Area.west >= west) & (Area.east <= east)
    beside = ~crossing & ((Area.west >= west) | (Area.east <= east))
    return beside | (crossing & (Area.west >= west) & (Area.east <= east))


def create():
    """Make the index of areas, if it is not there."""
    for statement in dialect.spatial(database).CREATE:
        database.execute_sql(statement)
