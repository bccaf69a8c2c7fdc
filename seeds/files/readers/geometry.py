"""Geometries as cells: WKT and, of a point, its degrees of WGS 84, whatever the coordinate system of the file."""

import json
from typing import Any

import shapely

from seeds.errors import UnreadableFile
from seeds.files.readers.extras import import_extra

WGS84 = "EPSG:4326"
DECIMALS = 8
"""Of degrees that are calculated: a millimetre."""


def shape_cells(shape: Any) -> dict[str, Any]:
    """`geometry` as WKT and, of a point, `longitude` and `latitude`, of a geometry of shapely; nothing of none or an empty one."""
    if shape is None or shape.is_empty:
        return {}
    point = {"longitude": shape.x, "latitude": shape.y} if shape.geom_type == "Point" else {}
    return {"geometry": shapely.to_wkt(shape, rounding_precision=-1, trim=True)} | point


def geometry_cells(geometry: Any) -> dict[str, Any]:
    """The same of a geometry of GeoJSON; one that is none is kept as it is, for what reads it to refuse."""
    try:
        return shape_cells(shapely.from_geojson(json.dumps(geometry))) if geometry else {}
    except (shapely.GEOSException, ValueError):
        return {"geometry": json.dumps(geometry)}


class GeometryReader:
    """Makes cells of geometries in WKB, whose coordinates are in a system that pyproj knows; None: it is not told, and taken for degrees.

    Raises UnreadableFile for a system that is not known, or that needs pyproj where this is not installed.
    """

    def __init__(self, crs: Any) -> None:
        self.transform = None if crs in (None, WGS84, "OGC:CRS84") else degrees_from(crs)

    def __call__(self, wkb: bytes | None) -> dict[str, Any]:
        shape = None if wkb is None else shapely.from_wkb(wkb)
        if shape is None or self.transform is None:
            return shape_cells(shape)
        return shape_cells(shapely.transform(shape, self.degrees, interleaved=False))

    def degrees(self, x: Any, y: Any) -> tuple[Any, Any]:
        east, north = self.transform(x, y)  # type: ignore[misc]  # it is there where this is called
        return east.round(DECIMALS), north.round(DECIMALS)


def degrees_from(crs: Any) -> Any:
    """The function from coordinates in a system to degrees, east first; None where they are such already."""
    pyproj = import_extra("pyproj", "a file whose coordinates are not in degrees")
    try:
        system = pyproj.CRS.from_user_input(crs)
        same = system.to_epsg() == 4326 or system.to_authority() == ("OGC", "CRS84")
        return None if same else pyproj.Transformer.from_crs(system, WGS84, always_xy=True).transform
    except pyproj.exceptions.ProjError as error:
        raise UnreadableFile(f"its coordinates are in a system that is not known: {error}") from error


def without_told(cells: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """The cells of a geometry whose names are none of a record's."""
    told = {name.lower() for name in record}
    return {name: value for name, value in cells.items() if name not in told}


def with_geometry(record: dict[str, Any], column: str | None, read: GeometryReader) -> dict[str, Any]:
    """A record with the cells of the geometry that it has in a column, in the place of that."""
    if column is None:
        return record
    others = {name: value for name, value in record.items() if name != column}
    return without_told(read(record.get(column)), others) | others
