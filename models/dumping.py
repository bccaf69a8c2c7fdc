"""The document of a state: EventSchema, compiled, with what many events have alike dumped once."""

import functools
from operator import itemgetter

from models import dates
from models.compiled import compiled
from models.documents import CitedSourceSchema, EventDateSchema, EventSchema, ParticipationSchema, PlaceSchema

DUMP = compiled(EventSchema(), finished=("date", "location", "actors", "sources"))
DATE, PLACE, PARTICIPATION, CITED = (compiled(each()) for each in (EventDateSchema, PlaceSchema, ParticipationSchema, CitedSourceSchema))

MOST_ALIKE = 16384
"""Dates, places, and actors in their roles, that are kept as dumped, since many events have the same."""
SHOWN = ("id", "name", "kind", "country", "latitude", "longitude")
shown, known_of = itemgetter(*SHOWN), itemgetter("id", "name", "kind")


def document(event_id, dataset, state, references):
    """The event's JSON as a dict, but for the revision, which is the load's. `state` is a claims.State.

    `references` has the stored rows that it names, as dicts by id: `sources`, `locations` and `actors`, and `twins`: by the id
    of an event, the ids of those that are the same. What is in the dict may be in others, too.
    """
    values = state.values
    described = {
        **values,
        "id": event_id,
        "dataset": dataset,
        "date": date_of(values["date"]),
        "location": place_of(values, references.locations),
        "actors": [participant(entry, references.actors[entry["actor"]]) for entry in values.get("actors", ())],
        "sources": [CITED(references.sources[source]) for source in state.sources],
        "same_as": references.twins.get(event_id, ()),
        "disputed": state.disputed,
        "known_from": state.known_from,
        "links": links(event_id),
    }
    return DUMP(described)


@functools.lru_cache(maxsize=MOST_ALIKE)
def date_of(edtf):
    return DATE(dates.parse(edtf))


def place_of(values, locations):
    """The location with the event's own coordinates, where a claim gives some; None without a location."""
    if "location" not in values:
        return None
    location = locations[values["location"]]
    if "coordinates" in values:
        return PLACE({**location, "precision": location["kind"], **values["coordinates"]})
    return place(*shown(location))


@functools.lru_cache(maxsize=MOST_ALIKE)
def place(*location):
    row = dict(zip(SHOWN, location, strict=True))
    return PLACE({**row, "precision": row["kind"]})


def participant(entry, actor):
    return participation(*entry.items(), *known_of(actor))


@functools.lru_cache(maxsize=MOST_ALIKE)
def participation(*told):
    *entry, id, name, kind = told
    return PARTICIPATION({**dict(entry), "id": id, "name": name, "kind": kind})


def links(event_id):
    here = f"/v1/events/{event_id}"
    return {"self": here, "claims": f"{here}/claims", "history": f"{here}/history"}
