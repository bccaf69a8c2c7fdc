"""Polygons: conditions on Event by whether its area lies in one, in the plane of longitudes and latitudes.

PostgreSQL has no polygon with a hole and SQLite has none at all, so that shapely judges the areas and either database finds their events.
"""

import re
from typing import Any

import shapely

from models.db import dialect
from models.db.database import database
from models.predicates.bounding_box import bounding_box, index_candidates, overlaps
from models.tables.schema import Area, Event

MOST_POINTS = 1000
SPACE = r"[ \t\r\n]*"
NUMBER = r"[-+]?[0-9]{1,3}(\.[0-9]{0,20})?([eE](-[0-9]{1,3}|[+]?[0-9]{1,2}))?"


def list_pattern(item: Any) -> Any:
    return rf"\({SPACE}{item}{SPACE}(,{SPACE}{item}{SPACE})*\)"


POLYGON = list_pattern(list_pattern(rf"{NUMBER}[ \t\r\n]+{NUMBER}"))
WKT = re.compile(f"POLYGON{SPACE}{POLYGON}|MULTIPOLYGON{SPACE}{list_pattern(POLYGON)}", re.IGNORECASE | re.ASCII)
"""What is taken of well-known text (OGC 06-103r4): two dimensions, numbers that fit a globe, nothing empty."""


def parse_polygon(text: str) -> Any:
    """The shapely geometry of a WKT POLYGON or MULTIPOLYGON. Raises ValueError with a reason fit for the person who wrote it."""
    if not WKT.fullmatch(text.strip()):
        raise ValueError("it is not the WKT of a POLYGON or MULTIPOLYGON in two dimensions, such as POLYGON((76 43, 78 43, 78 44, 76 43))")
    try:
        shape = shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        raise ValueError(str(error).partition(": ")[2]) from None
    check_polygon(shape)
    return shape


def check_polygon(shape: Any) -> None:
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise ValueError("it lies off the globe: longitudes, which come first, are -180 to 180, latitudes -90 to 90")
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        raise ValueError(f"it has {shapely.get_num_coordinates(shape)} points; at most {MOST_POINTS} are taken")
    if not shape.is_valid:
        raise ValueError(f"it is not valid: {shapely.is_valid_reason(shape)}")


def touched_areas(text: str) -> str:
    """The areas that a polygon intersects, as a text for `is_within`."""
    return dialect.encode_numbers(database, {area for area, met in test_areas(text, shapely.intersects) if met})


def covered_areas(text: str) -> str:
    """The areas that a polygon contains, as a text for `is_within`."""
    verdicts = list(test_areas(text, shapely.covers))
    return dialect.encode_numbers(database, {area for area, _ in verdicts} - {area for area, whole in verdicts if not whole})


def is_within(areas: Any) -> Any:
    """The condition on Event that its area is among some, a text by `touched_areas` or `covered_areas`, or a bind parameter for it."""
    return dialect.is_encoded_number(database, Event.area, areas)


def test_areas(text: Any, test: Any) -> Any:
    """(id, whether a part passes the test) for each area near a polygon; one across the antimeridian has two parts."""
    shape = parse_polygon(text)
    shapely.prepare(shape)
    bounds = bounding_box(*shape.bounds)
    areas = Area.select(Area.id, Area.west, Area.south, Area.east, Area.north).where(index_candidates(bounds), overlaps(bounds)).tuples()
    parts = [(area, part) for area, *bounds in areas for part in split_at_antimeridian(*bounds)]
    # The hull of four corners is a box, a line or a point, as it should be.
    outlines = shapely.convex_hull(shapely.linestrings([corners(*part) for _, part in parts])) if parts else []
    return zip((area for area, _ in parts), test(shape, outlines), strict=True)


def split_at_antimeridian(west: float, south: float, east: float, north: float) -> Any:
    if west <= east:
        return [(west, south, east, north)]
    return [(west, south, 180, north), (-180, south, east, north)]


def corners(west: float, south: float, east: float, north: float) -> Any:
    return [(west, south), (east, south), (east, north), (west, north)]
