"""Bounding boxes: conditions on Event by where its area lies.

An area is a box of longitudes and latitudes (degrees, WGS 84); that of a point is the point. Where its west is greater than its east, it
crosses the antimeridian. A condition named `may_...` holds if some point of the area meets it, any other if all points do. Events without
an area meet none.
"""

from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from models.db import dialect
from models.db.database import database
from models.db.expressions import SemiJoin
from models.tables.schema import Area, Event

GLOBE = (-180, 180)
SMALL = 64
"""Square degrees, of the globe's 64,800."""


class LongitudeRange(NamedTuple):
    """Longitudes from west to east, and whether they cross the antimeridian. Those that touch it do, since 180 and -180 are one."""

    west: float
    east: float
    crosses: bool


class BoundingBox(NamedTuple):
    """A box as conditions bind it, and whether it reaches the north pole, the south pole, and around the whole globe."""

    arc: LongitudeRange
    south: float
    north: float
    is_northern: bool
    is_southern: bool
    is_round: bool


def longitude_range(west: float, east: float) -> LongitudeRange:
    """The LongitudeRange between two longitudes in degrees."""
    if (west, east) != GLOBE:
        west, east = (180, east) if west == -180 else (west, -180) if east == 180 else (west, east)
    return LongitudeRange(west, east, west > east)


def bounding_box(west: float, south: float, east: float, north: float) -> BoundingBox:
    """The BoundingBox between four bounds in degrees."""
    return BoundingBox(longitude_range(west, east), south, north, north == 90, south == -90, (west, east) == GLOBE)


def is_small(box: BoundingBox) -> bool:
    """Whether a box covers no more than about a thousandth of the globe's square degrees."""
    width = 360 if box.is_round else (box.arc.east - box.arc.west) % 360
    return width * (box.north - box.south) <= SMALL


def area_matches(condition: Any, box: BoundingBox) -> SemiJoin:
    """The condition on Event that its area meets a condition on Area that only areas intersecting the box can meet."""
    return SemiJoin(Event.area, Area.id, condition, hint=index_candidates(box))


def may_be_within(box: BoundingBox) -> SemiJoin:
    """The condition on Event that some point of its area is in a box."""
    return area_matches(overlaps(box), box)


def is_within(box: BoundingBox) -> SemiJoin:
    """The condition on Event that its whole area is in a box."""
    return area_matches(contains_area(box), box)


def index_candidates(box: BoundingBox) -> Any:
    """The condition on Area that the spatial index serves: all areas that intersect the box, and more where it crosses the antimeridian or
    has a pole."""
    wide = box.arc.crosses or box.is_northern or box.is_southern
    west, east = GLOBE if wide else (box.arc.west, box.arc.east)
    return dialect.spatial_index(database).meets(Area, west, box.south, east, box.north)


def overlaps(box: BoundingBox) -> Any:
    """The condition on Area that it intersects a box."""
    meeting = reduce(or_, [intersects_longitudes(box.arc), *reaches_pole(box, Area.north, Area.south)])
    return (Area.south <= box.north) & (Area.north >= box.south) & meeting


def contains_area(box: BoundingBox) -> Any:
    """The condition on Area that it lies within a box."""
    inside = (Area.south >= box.south) & (Area.north <= box.north)
    if box.is_round:
        return inside
    return inside & reduce(or_, [contains_longitudes(box.arc), *reaches_pole(box, Area.south, Area.north)])


def reaches_pole(box: BoundingBox, northern: Any, southern: Any) -> list[Any]:
    """The conditions that a bound of the area is at a pole that a box reaches: a pole has every longitude."""
    return [pole for reached, pole in ((box.is_northern, northern == 90), (box.is_southern, southern == -90)) if reached]


def intersects_longitudes(arc: LongitudeRange) -> Any:
    """The condition on Area that its longitudes and a range have one in common."""
    crossing, begins, ends = Area.west > Area.east, Area.west <= arc.east, Area.east >= arc.west
    return crossing | begins | ends if arc.crosses else (~crossing & begins & ends) | (crossing & (begins | ends))


def contains_longitudes(arc: LongitudeRange) -> Any:
    """The condition on Area that its longitudes lie within a range."""
    crossing, begins, ends = Area.west > Area.east, Area.west >= arc.west, Area.east <= arc.east
    return (~crossing & (begins | ends)) | (crossing & begins & ends) if arc.crosses else ~crossing & begins & ends


def create_index() -> None:
    """Create the spatial index of areas, if it is not there."""
    for statement in dialect.spatial_index(database).CREATE:
        database.execute_sql(statement)
