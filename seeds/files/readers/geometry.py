"""Geometries as cells: WKT, and of a point its degrees."""

import json
from typing import Any

import shapely


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
