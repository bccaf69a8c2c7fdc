"""Builds the document of a state by hand: equal to what EventSchema dumps, ten times as fast.

tests/models/test_event_document.py holds both equal.
"""

import functools
from operator import itemgetter
from typing import Any

from models.domain import dates
from models.domain.claims import ResolvedState

MOST_ALIKE = 16384
"""The number of dates, of places and of participations that are cached, since many events have the same."""

Document = dict[str, Any]
NAMELESS = {"id": None, "name": None, "kind": None, "country": None, "precision": "point"}
"""What stands beside the coordinates of an event whose place no claim names."""

SHOWN = ("id", "name", "kind", "country", "latitude", "longitude")
shown, known_of = itemgetter(*SHOWN), itemgetter("id", "name", "kind")


def event_document(event_id: str, dataset: str, state: ResolvedState, references: Any) -> Document:
    """The event's JSON as a dict, without the revision, which the load adds.

    `references` has the stored rows that the state refers to, as dicts by id: `sources`, `locations` and `actors`; and `twins`: by id of an
    event, the ids of the same event in other datasets. Parts of the dict may be shared with other documents.
    """
    values = state.values
    told = values.get
    return {
        "id": event_id,
        "dataset": dataset,
        "kind": values["kind"],
        "type": values["type"],
        "status": values["status"],
        "title": values["title"],
        "summary": told("summary"),
        "date": date_of(values["date"]),
        "time": told("time"),
        "location": place_of(values, references.locations),
        "fatalities": people_document(told("fatalities")),
        "injuries": people_document(told("injuries")),
        "arrests": people_document(told("arrests")),
        "participants": people_document(told("participants")),
        "actors": [participant_document(entry, references.actors[entry["actor"]]) for entry in told("actors", ())],
        "persons": [person_document(entry) for entry in told("persons", ())],
        "weapons": [weapon_document(entry) for entry in told("weapons", ())],
        "sources": [source_document(references.sources[source]) for source in state.sources],
        "part_of": told("part_of"),
        "related": list(told("related", ())),
        "same_as": list(references.twins.get(event_id, ())),
        "disputed": list(state.disputed),
        "original_type": told("original_type"),
        "known_from": state.known_from,
        "links": event_links(event_id),
    }


@functools.lru_cache(maxsize=MOST_ALIKE)
def date_of(edtf: str) -> Document:
    span = dates.parse_date(edtf)
    return {"edtf": span.edtf, "earliest": span.earliest, "latest": span.latest, "precision": span.precision}


def place_of(values: dict[str, Any], locations: dict[str, dict[str, Any]]) -> Document | None:
    """The document of the event's location, with the event's own coordinates if a claim gives them; None without either."""
    if "location" not in values:
        return place_with_point(NAMELESS | values["coordinates"]) if "coordinates" in values else None
    location = locations[values["location"]]
    if "coordinates" in values:
        return place_with_point({**location, "precision": location["kind"], **values["coordinates"]})
    return place_document(*shown(location))


@functools.lru_cache(maxsize=MOST_ALIKE)
def place_document(*location: Any) -> Document:
    """The document of a location, given its values of SHOWN."""
    row = dict(zip(SHOWN, location, strict=True))
    return place_with_point({**row, "precision": row["kind"]})


def place_with_point(row: dict[str, Any]) -> Document:
    """The document of a location with a precision and a point."""
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "country": row["country"],
        "latitude": as_float(row["latitude"]),
        "longitude": as_float(row["longitude"]),
        "precision": row["precision"],
        "uncertainty": as_float(row.get("uncertainty")),
    }


def as_float(value: float | None) -> float | None:
    return None if value is None else float(value)


def people_document(bounds: dict[str, int | None] | None) -> Document:
    return {"low": None, "best": None, "high": None} if bounds is None else {name: bounds.get(name) for name in ("low", "best", "high")}


def participant_document(entry: dict[str, Any], actor: dict[str, Any]) -> Document:
    return participation_document(*entry.items(), *known_of(actor))


@functools.lru_cache(maxsize=MOST_ALIKE)
def participation_document(*items_and_actor: Any) -> Document:
    """The document of a participation, given the items of a claim's entry, then the actor's id, name and kind (all hashable)."""
    *items, id, name, kind = items_and_actor
    entry = dict(items)
    own = {"fatalities": entry.get("fatalities"), "injuries": entry.get("injuries"), "note": entry.get("note")}
    return {"id": id, "name": name, "kind": kind, "role": entry["role"], **own}


def person_document(entry: dict[str, Any]) -> Document:
    return {"name": entry["name"], "capacity": entry.get("capacity"), "fate": entry.get("fate"), "note": entry.get("note")}


def weapon_document(entry: dict[str, Any]) -> Document:
    return {"name": entry["name"], "count": entry.get("count"), "note": entry.get("note")}


def source_document(source: dict[str, Any]) -> Document:
    return {"id": source["id"], "title": source["title"], "published": source["published"]}


def event_links(event_id: str) -> dict[str, str]:
    here = f"/v1/events/{event_id}"
    return {"self": here, "claims": f"{here}/claims", "history": f"{here}/history"}
