"""Armed Conflict Location & Event Data (ACLED): one row an event or, in actor-based exports, one row an actor of an event.

Columns, codes and their meaning are those of its codebook, https://acleddata.com/methodology/acled-codebook. What a user should know:

- `fatalities` is one figure, the most conservative, and 0 also where nobody reports any.
- Where `geo_precision` is 2, the event was near the place, or about it: 25 km. Where it is 3, the place is the first division, and its
  point, 400 km. The third division is no level of ours: the note tells it.
- An event is a development where its type is of strategic developments, and an incident otherwise, as arrests and looting are.
- Rows of one event must agree on its date, type, place and deaths. Its sources are those of all of them.
- Left out: event_id_no_cnty, data_id and timestamp, which change without the event; region, disorder_type and interaction, which
  follow from what is kept; population columns, which are not of the event.
"""

import re
from functools import partial
from itertools import chain, product
from typing import Any

from models.domain.type_crosswalk import SEPARATOR, is_known_type, type_of
from models.domain.vocabularies import TYPE
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer import countries, waters
from seeds.gazetteer.coordinates import LATITUDE, LONGITUDE
from seeds.importers.acled.actors import parts_of, sides_of, split_names
from seeds.importers.acled.date_order import DAY_FIRST, settle_order
from seeds.importers.acled.dates import date_reader, precision_code
from seeds.importers.acled.notes import crowd_size, is_unread_crowd, note_of
from seeds.importers.base import Importer
from seeds.importers.imported_event import ImportedEvent, ImportedPlace, ImportedSource, select_remarks
from seeds.importers.memoize import memoize_by_columns

EVERY = frozenset(
    [
        "event_id_cnty",
        "event_date",
        "year",
        "time_precision",
        "event_type",
        "actor1",
        "inter1",
        "country",
        "admin1",
        "admin2",
        "location",
        "latitude",
        "longitude",
        "geo_precision",
        "source",
        "notes",
        "fatalities",
    ]
)
LAYOUTS = {
    "2023 on": EVERY | {"iso", "sub_event_type", "disorder_type", "assoc_actor_1"},
    "2017 to 2022": EVERY | {"iso"},
    "up to 2016": EVERY | {"gwno"},
}
FORMS = {"event-based": frozenset({"actor2", "inter2"}), "actor-based": frozenset()}

PLACE = ("iso", "gwno", "year", "country", "admin1", "admin2", "location", "latitude", "longitude", "geo_precision")
AGREED = ("event_date", "time_precision", "event_type", "sub_event_type", "fatalities", *PLACE)
"""Columns on which the rows of an event must agree."""

ID = re.compile(r"\w+", re.ASCII)

MOST_DEAD = 10_000_000

NEAR = 25.0
UNCERTAINTY = {1: None, 2: NEAR, 3: 400.0}
"""Kilometres by `geo_precision`: the place itself, near it or about it, a region."""

DEVELOPMENTS = frozenset(TYPE.within("strategic-development"))


@memoize_by_columns("source")
def sources_of(row: Row) -> tuple[Any, ...]:
    return tuple(ImportedSource(title=name, publisher=name) for name in split_names(row.text("source")))


def id_of(row: Row) -> Any:
    id = row.required("event_id_cnty")
    if not ID.fullmatch(id):
        raise RowRejected(f"event_id_cnty {id!r} is not letters and digits, such as KEN1234")
    return id


def country_of(row: Row) -> Any:
    """The country's code: by its number of ISO 3166 (0: it has none), else by Gleditsch and Ward's, else by name. An ocean or a sea stands
    there since 2026: a Water, whatever its number. Raises RowRejected."""
    if waters.is_water(row.text("country") or ""):
        return waters.Water(row.text("country"))
    if number := row.whole("iso"):
        return countries.code_by_iso(f"{number}")
    if number := row.whole("gwno"):
        return countries.code_by_gw(number, row.whole("year"))
    return countries.code_by_name(row.required("country"))


@memoize_by_columns(*PLACE)
def place_of(row: Row) -> Any:
    geo_precision = precision_code(row, "geo_precision")
    admin2, name = (None, None) if geo_precision == 3 else (row.text("admin2"), row.text("location"))
    return ImportedPlace(
        country_of(row),
        row.text("admin1"),
        admin2,
        name,
        latitude=row.degrees("latitude", LATITUDE),
        longitude=row.degrees("longitude", LONGITUDE),
        uncertainty=UNCERTAINTY[geo_precision],
    )


def remarks_on(row: Row, types: tuple[str, ...], place: ImportedPlace) -> tuple[Any, ...]:
    """What a load counts and tells."""
    found = {
        f"sub_event_type {types[0]!r} is not known, so that its event_type decides on the type": not is_known_type(
            "acled", original_type(types)
        ),
        "latitude or longitude stands alone": (place.latitude is None) != (place.longitude is None),
        "crowd size has figures that are not read": is_unread_crowd(row),
    }
    return select_remarks(found)


def title_of(row: Row, type: str, place: ImportedPlace, sides: tuple[Any, ...]) -> str:
    where = place.name or place.admin1 or row.text("country")
    actors = " and ".join(actor.name for actor, _ in sides)
    return f"{TYPE.by_code[type].label} {'near' if place.uncertainty == NEAR else 'in'} {where}: {actors}"


def check_agreement(first: Any, *others: Any) -> None:
    """Raises RowRejected where rows of one event differ in what is the event's."""
    for column, other in product(AGREED, others):
        if first.text(column) != other.text(column):
            raise RowRejected(f"the rows of the event differ in {column}: {first.text(column)!r} and {other.text(column)!r}")


def resolve_type(types: tuple[str, ...]) -> str:
    """Our type; of a sub-type that is not known, that of its event type. Raises RowRejected."""
    for original in (original_type(types), types[-1]):
        if is_known_type("acled", original):
            return type_of("acled", original)
    raise RowRejected(f"event_type {types[-1]!r} is not a type of ACLED's that is known")


def original_type(types: tuple[str, ...]) -> str:
    return SEPARATOR.join(reversed(types))


def values_of(row: Row, types: Any, place: Any, sides: Any, order: str) -> Any:
    original, type = original_type(types), resolve_type(types)
    values = {
        "kind": "development" if type in DEVELOPMENTS else "incident",
        "type": type,
        "status": "occurred",
        "title": title_of(row, type, place, sides),
        "summary": row.text("notes"),
        "date": date_reader(order)(row),
        "fatalities": row.whole("fatalities", 0, MOST_DEAD),
        "participants": crowd_size(row),
        "original_type": original,
    }
    return {name: value for name, value in values.items() if value is not None}


def types_of(row: Row) -> tuple[Any, ...]:
    """Its types as they stand, the narrower first. Raises RowRejected."""
    broader, narrower = row.required("event_type"), row.text("sub_event_type")
    return (narrower, broader) if narrower else (broader,)


def read_event(rows: Any, order: str = DAY_FIRST) -> Any:
    """What the rows of one event tell, their dates in an order of date_order.ORDERS. Raises RowRejected."""
    check_agreement(*rows)
    row, types, sides = rows[0], types_of(rows[0]), sides_of(rows)
    place = place_of(row)
    return ImportedEvent(
        id=id_of(row),
        values=values_of(row, types, place, sides, order),
        place=place,
        actors=parts_of(types, sides),
        works=tuple(dict.fromkeys(chain.from_iterable(map(sources_of, rows)))),
        note=note_of(row),
        remarks=remarks_on(row, types, place),
    )


IMPORTER = Importer(
    dataset={
        "id": "acled",
        "title": "Armed Conflict Location & Event Data (ACLED)",
        "description": "Political violence, demonstrations and strategic developments, day by day. Deaths are the most conservative figure "
        "reported, and 0 also where none are reported.",
        "licence": "LicenseRef-ACLED",
        "licence_url": "https://acleddata.com/terms-and-conditions",
        "citation": "Raleigh, C., Kishi, R. and Linke, A. (2023). Political instability patterns are obscured by conflict dataset scope "
        "conditions, sources, and coding choices. Humanities and Social Sciences Communications 10, 74. "
        "https://doi.org/10.1057/s41599-023-01559-4",
    },
    publisher="ACLED",
    eras={f"{years}, {form}": columns | more for years, columns in LAYOUTS.items() for form, more in FORMS.items()},
    tell=read_event,
    settle=lambda rows, released, order: partial(read_event, order=order or settle_order(rows, released)),
    id=id_of,
    key="event_id_cnty",
    missing=frozenset({"NA"}),
)
