"""The document of a state, built by hand: what EventSchema dumps of the same, ten times as fast. tests/test_dumping.py holds both equal."""

import functools
from operator import itemgetter

from models.domain import dates

MOST_ALIKE = 16384
"""Dates, places, and actors in their roles, that are kept as built, since many events have the same."""
SHOWN = ("id", "name", "kind", "country", "latitude", "longitude")
shown, known_of = itemgetter(*SHOWN), itemgetter("id", "name", "kind")


def document(event_id, dataset, state, references):
    """The event's JSON as a dict, but for the revision, which is the load's. `state` is a claims.State.

    `references` has the stored rows that it names, as dicts by id: `sources`, `locations` and `actors`, and `twins`: by the id
    of an event, the ids of those that are the same. What is in the dict may be in others, too.
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
        "fatalities": people(told("fatalities")),
        "injuries": people(told("injuries")),
        "arrests": people(told("arrests")),
        "participants": people(told("participants")),
        "actors": [participant(entry, references.actors[entry["actor"]]) for entry in told("actors", ())],
        "persons": [person(entry) for entry in told("persons", ())],
        "weapons": [weapon(entry) for entry in told("weapons", ())],
        "sources": [cited(references.sources[source]) for source in state.sources],
        "part_of": told("part_of"),
        "related": list(told("related", ())),
        "same_as": list(references.twins.get(event_id, ())),
        "disputed": list(state.disputed),
        "original_type": told("original_type"),
        "known_from": state.known_from,
        "links": links(event_id),
    }


@functools.lru_cache(maxsize=MOST_ALIKE)
def date_of(edtf):
    span = dates.parse(edtf)
    return {"edtf": span.edtf, "earliest": span.earliest, "latest": span.latest, "precision": span.precision}


def place_of(values, locations):
    """The location with the event's own coordinates, where a claim gives some; None without a location."""
    if "location" not in values:
        return None
    location = locations[values["location"]]
    if "coordinates" in values:
        return placed({**location, "precision": location["kind"], **values["coordinates"]})
    return place(*shown(location))


@functools.lru_cache(maxsize=MOST_ALIKE)
def place(*location):
    row = dict(zip(SHOWN, location, strict=True))
    return placed({**row, "precision": row["kind"]})


def placed(row):
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "country": row["country"],
        "latitude": number(row["latitude"]),
        "longitude": number(row["longitude"]),
        "precision": row["precision"],
        "uncertainty": number(row.get("uncertainty")),
    }


def number(value):
    return None if value is None else float(value)


def people(bounds):
    return {"low": None, "best": None, "high": None} if bounds is None else {name: bounds.get(name) for name in ("low", "best", "high")}


def participant(entry, actor):
    return participation(*entry.items(), *known_of(actor))


@functools.lru_cache(maxsize=MOST_ALIKE)
def participation(*told):
    *entry, id, name, kind = told
    entry = dict(entry)
    own = {"fatalities": entry.get("fatalities"), "injuries": entry.get("injuries"), "note": entry.get("note")}
    return {"id": id, "name": name, "kind": kind, "role": entry["role"], **own}


def person(entry):
    return {"name": entry["name"], "capacity": entry.get("capacity"), "fate": entry.get("fate"), "note": entry.get("note")}


def weapon(entry):
    return {"name": entry["name"], "count": entry.get("count"), "note": entry.get("note")}


def cited(source):
    return {"id": source["id"], "title": source["title"], "published": source["published"]}


def links(event_id):
    here = f"/v1/events/{event_id}"
    return {"self": here, "claims": f"{here}/claims", "history": f"{here}/history"}
