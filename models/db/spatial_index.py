"""The spatial index of areas: SQLite's R*Tree, PostgreSQL's GiST. It finds all areas that intersect a box, and few others."""

from typing import Any

from peewee import SQL, Case, Cast, Expression, Table, fn


class RTree:
    """SQLite's index: a table of its own, filled by a trigger on INSERT, since an area never changes; its bounds are rounded outwards."""

    CREATE = (
        "CREATE VIRTUAL TABLE IF NOT EXISTS area_tree USING rtree(id, west, east, south, north)",
        "CREATE TRIGGER IF NOT EXISTS area_planted AFTER INSERT ON area BEGIN INSERT INTO area_tree VALUES (new.id, "
        "CASE WHEN new.west > new.east THEN -180 ELSE new.west END, CASE WHEN new.west > new.east THEN 180 ELSE new.east END, "
        "new.south, new.north); END",
    )

    @staticmethod
    def meets(area: Any, west: Any, south: Any, east: Any, north: Any) -> Expression:
        """The condition that an area (the table Area) may intersect a box in degrees, which does not cross the antimeridian."""
        tree = Table("area_tree")
        here = (tree.c.west <= east) & (tree.c.east >= west) & (tree.c.south <= north) & (tree.c.north >= south)
        return area.id.in_(tree.select(tree.c.id).where(here))


class Gist:
    """PostgreSQL's index of the areas, as boxes of the plane."""

    CREATE = (
        "CREATE INDEX IF NOT EXISTS area_tree ON area USING gist (box(point(CASE WHEN west > east THEN -180 ELSE west END, south), "
        "point(CASE WHEN west > east THEN 180 ELSE east END, north)))",
    )

    @classmethod
    def meets(cls, area: Any, west: Any, south: Any, east: Any, north: Any) -> Expression:
        """The condition that an area (the table Area) may intersect a box in degrees, which does not cross the antimeridian."""
        crossing = area.west > area.east
        first, last = (Case(None, [(crossing, SQL(edge))], side) for edge, side in (("-180", area.west), ("180", area.east)))
        corners = [fn.POINT(*(Cast(degrees, "float8") for degrees in corner)) for corner in ((west, south), (east, north))]
        return Expression(fn.BOX(fn.POINT(first, area.south), fn.POINT(last, area.north)), "&&", fn.BOX(*corners))
