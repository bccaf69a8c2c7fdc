"""Polygons: conditions on Event by whether its area lies in one, in the plane of longitudes and latitudes.

PostgreSQL has no polygons with holes, and SQLite has none at all. So shapely selects the areas, and the database finds their events.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import shapely  # type: ignore[import-untyped]  # it has no types

from models.db import dialect
from models.db.database import database
from models.predicates.bounding_box import bounding_box, index_candidates, overlaps
from models.tables.schema import Area, Event

MOST_POINTS = 1000
SPACE = r"[ \t\r\n]*"
NUMBER = r"[-+]?[0-9]{1,3}(\.[0-9]{0,20})?([eE](-[0-9]{1,3}|[+]?[0-9]{1,2}))?"


def list_pattern(item: str) -> str:
    """The pattern of a list of items in parentheses."""
    return rf"\({SPACE}{item}{SPACE}(,{SPACE}{item}{SPACE})*\)"


POLYGON = list_pattern(list_pattern(rf"{NUMBER}[ \t\r\n]+{NUMBER}"))
WKT = re.compile(f"POLYGON{SPACE}{POLYGON}|MULTIPOLYGON{SPACE}{list_pattern(POLYGON)}", re.IGNORECASE | re.ASCII)
"""The accepted part of well-known text (OGC 06-103r4): two dimensions, numbers of degrees, nothing empty."""

Box = tuple[float, float, float, float]


def parse_polygon(text: str) -> Any:
    """The geometry of a WKT POLYGON or MULTIPOLYGON. Raises ValueError with a reason that can be shown to its author."""
    if not WKT.fullmatch(text.strip()):
        raise ValueError("it is not the WKT of a POLYGON or MULTIPOLYGON in two dimensions, such as POLYGON((76 43, 78 43, 78 44, 76 43))")
    try:
        shape = shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        raise ValueError(str(error).partition(": ")[2]) from None
    check_polygon(shape)
    return shape


def check_polygon(shape: Any) -> None:
    """Raise ValueError where a geometry is not valid, leaves the globe or has too many points."""
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise ValueError("it lies off the globe: longitudes, which come first, are -180 to 180, latitudes -90 to 90")
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        raise ValueError(f"it has {shapely.get_num_coordinates(shape)} points; at most {MOST_POINTS} are taken")
    if not shape.is_valid:
        raise ValueError(f"it is not valid: {shapely.is_valid_reason(shape)}")


def touched_areas(text: str) -> str:
    """The areas of which some part lies in a polygon (WKT), as `is_within` takes them."""
    return dialect.encode_numbers(database, {area for area, met in test_areas(text, shapely.intersects) if met})


def covered_areas(text: str) -> str:
    """The areas that lie in a polygon (WKT) as a whole, as `is_within` takes them."""
    verdicts = list(test_areas(text, shapely.covers))
    return dialect.encode_numbers(database, {area for area, _ in verdicts} - {area for area, whole in verdicts if not whole})


def is_within(areas: Any) -> Any:
    """The condition on Event that its area is one of some areas: a text from dialect.encode_numbers, or a bind parameter for it."""
    return dialect.is_encoded_number(database, Event.area, areas)


def test_areas(text: str, test: Callable[[Any, Any], Any]) -> Iterator[tuple[int, bool]]:
    """The (id, result of a test with the polygon) of each part of each area near a polygon (WKT).

    `test` is a vectorized predicate of shapely. An area across the antimeridian has two parts, any other one."""
    shape = parse_polygon(text)
    shapely.prepare(shape)
    near = bounding_box(*shape.bounds)
    columns = (Area.id, Area.west, Area.south, Area.east, Area.north)
    areas: Any = Area.select(*columns).where(index_candidates(near), overlaps(near)).tuples()
    parts = [(area, part) for area, *bounds in areas for part in split_at_antimeridian(*bounds)]
    # The hull of four corners is a box, a line or a point, as it should be.
    outlines = shapely.convex_hull(shapely.linestrings([corners(*part) for _, part in parts])) if parts else []
    return zip((area for area, _ in parts), test(shape, outlines), strict=True)


def split_at_antimeridian(west: float, south: float, east: float, north: float) -> list[Box]:
    """The one or two boxes, none across the antimeridian, that a box consists of."""
    if west <= east:
        return [(west, south, east, north)]
    return [(west, south, 180, north), (-180, south, east, north)]


def corners(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    return [(west, south), (east, south), (east, north), (west, north)]
