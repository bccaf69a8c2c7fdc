"""Where an event of UCDP GED happened, as deep as `where_prec` says."""

from functools import lru_cache
from typing import Any, NamedTuple

from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.coordinates import LATITUDE, LONGITUDE
from seeds.gazetteer.countries import code_by_gw
from seeds.gazetteer.waters import country_or_water
from seeds.importers.imported_event import ImportedPlace


class PrecisionRule(NamedTuple):
    """Which columns of a place count, how a title speaks of it, whether the point counts and by how many kilometres it may be off."""

    columns: tuple[str, ...]
    preposition: str = "in"
    pointed: bool = True
    uncertainty: float | None = None


NAMED = ("adm_1", "adm_2", "where_coordinates")
PRECISIONS = {
    1: PrecisionRule(NAMED),
    2: PrecisionRule(NAMED, "near", uncertainty=25.0),
    3: PrecisionRule(("adm_1", "adm_2"), uncertainty=100.0),
    4: PrecisionRule(("adm_1",), uncertainty=400.0),
    5: PrecisionRule(("adm_1",), "near", uncertainty=400.0),
    6: PrecisionRule((), pointed=False),
    7: PrecisionRule((), uncertainty=400.0),
}

SITES = """
    airbase airport area base border bridge camp checkpoint crossing dam field forest highway hospital island lake market mine mountain
    mountains outpost pass plant port post prison river road school station valley waterhole
"""
SITE = frozenset(SITES.split())
"""Last words of names that are no settlement's."""


def precision_of(row: Row) -> Any:
    number = row.whole("where_prec", 1, 7)
    if number is None:
        raise RowRejected("where_prec is empty")
    return PRECISIONS[number]


def place_of(row: Row, precision: Any, year: Any) -> Any:
    """The Place of an event of a year."""
    levels = [row.text(column) if column in precision.columns else None for column in NAMED]
    latitude, longitude, uncertainty = (*point_of(row), precision.uncertainty) if precision.pointed else (None, None, None)
    admin1, admin2, name = levels
    return ImportedPlace(country_of(row, year), admin1, admin2, name, kind_of(name), latitude, longitude, uncertainty)


def point_of(row: Row) -> Any:
    point = row.degrees("latitude", LATITUDE), row.degrees("longitude", LONGITUDE)
    if None in point:
        raise RowRejected("latitude or longitude is empty")
    return point


def country_of(row: Row, year: Any) -> Any:
    number = row.text("country_id")
    return code_by_gw(number.removesuffix(".0"), year) if number else country_or_water(row.required("country"))


@lru_cache(16384)
def kind_of(name: Any) -> Any:
    return "site" if name and name.lower().rpartition(" ")[2] in SITE else "settlement"
