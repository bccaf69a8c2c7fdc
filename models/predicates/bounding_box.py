"""Bounding boxes: conditions on Event by its area.

An area is a box of longitudes and latitudes (degrees, WGS 84), or a point; a west greater than its east crosses the antimeridian. `may`
conditions are met if some point of the area lies in the box, the others if all do. Without a place, none is met.
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
"""Square degrees, of 64,800."""


class LongitudeRange(NamedTuple):
    """Longitudes from west to east, and whether they cross or touch the antimeridian, since 180 and -180 are one."""

    west: float
    east: float
    crosses: bool


class BoundingBox(NamedTuple):
    """A box as conditions bind it, and whether it reaches the north pole, the south pole, and all around the globe."""

    arc: LongitudeRange
    south: float
    north: float
    is_northern: bool
    is_southern: bool
    is_round: bool


def longitude_range(west: float, east: float) -> LongitudeRange:
    if (west, east) != GLOBE:
        west, east = (180, east) if west == -180 else (west, -180) if east == 180 else (west, east)
    return LongitudeRange(west, east, west > east)


def bounding_box(west: float, south: float, east: float, north: float) -> Any:
    return BoundingBox(longitude_range(west, east), south, north, north == 90, south == -90, (west, east) == GLOBE)


def is_small(box: BoundingBox) -> bool:
    """Whether it holds hardly more than a thousandth of all degrees."""
    width = 360 if box.is_round else (box.arc.east - box.arc.west) % 360
    return width * (box.north - box.south) <= SMALL


def area_matches(condition: Any, box: BoundingBox) -> SemiJoin:
    """The condition on Event that its area meets `condition`, which only areas that intersect the box can meet."""
    return SemiJoin(Event.area, Area.id, condition, hint=index_candidates(box))


def may_be_within(box: BoundingBox) -> SemiJoin:
    return area_matches(overlaps(box), box)


def is_within(box: BoundingBox) -> SemiJoin:
    return area_matches(contains_area(box), box)


def index_candidates(box: Any) -> Any:
    """What the spatial index finds: every area that intersects the box, and more where it crosses the antimeridian or has a pole."""
    wide = box.arc.crosses or box.is_northern or box.is_southern
    west, east = GLOBE if wide else (box.arc.west, box.arc.east)
    return dialect.spatial_index(database).meets(Area, west, box.south, east, box.north)


def overlaps(box: BoundingBox) -> Any:
    meeting = reduce(or_, [intersects_longitudes(box.arc), *reaches_pole(box, Area.north, Area.south)])
    return (Area.south <= box.north) & (Area.north >= box.south) & meeting


def contains_area(box: BoundingBox) -> Any:
    inside = (Area.south >= box.south) & (Area.north <= box.north)
    if box.is_round:
        return inside
    return inside & reduce(or_, [contains_longitudes(box.arc), *reaches_pole(box, Area.south, Area.north)])


def reaches_pole(box: BoundingBox, northern: Any, southern: Any) -> list[Any]:
    """The condition that an area reaches a pole of the box: a pole has every longitude."""
    return [pole for reached, pole in ((box.is_northern, northern == 90), (box.is_southern, southern == -90)) if reached]


def intersects_longitudes(arc: LongitudeRange) -> Any:
    """The condition that an area's longitudes and these intersect."""
    crossing, begins, ends = Area.west > Area.east, Area.west <= arc.east, Area.east >= arc.west
    return crossing | begins | ends if arc.crosses else (~crossing & begins & ends) | (crossing & (begins | ends))


def contains_longitudes(arc: LongitudeRange) -> Any:
    """The condition that these longitudes contain the area's."""
    crossing, begins, ends = Area.west > Area.east, Area.west >= arc.west, Area.east <= arc.east
    return (~crossing & (begins | ends)) | (crossing & begins & ends) if arc.crosses else ~crossing & begins & ends


def create_index() -> None:
    """Create the spatial index of areas, if it is missing."""
    for statement in dialect.spatial_index(database).CREATE:
        database.execute_sql(statement)
