"""From the claims of an event to its states, each with what the tables hold of it."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

from models.db import fulltext_writer
from models.domain import claims, dates
from models.domain.location_paths import lineage
from models.predicates.casualties import MEASURES
from models.serialization import csv_rows
from models.serialization.columns import columns, select_columns
from models.serialization.event_document import event_document
from models.serialization.schemas import EventSchema
from seeds.gazetteer.areas import area_of

UNORDERED = -1
"""Where unreported deaths stand among counts of deaths: before zero. A sort key is never null."""

VERBATIM = ("id", "dataset", "kind", "type", "status", "part_of", "original_type")
"""Columns as the document has them."""

PLACED = {"location": "id", "country": "country", "latitude": "latitude", "longitude": "longitude"}
"""By column, what it has of the document's location."""

LINE = csv_rows.row_writer(select_columns(columns(EventSchema), None)[:-1])
"""The line of CSV of a document, but for the revision, which is the last of its columns."""


@dataclass(slots=True)
class EventState:
    """`columns` are those of the table `event`, but for the state's number and its revisions; `body` is the document, `line` its CSV.

    `checksum` is of the body and of what is stored beside it but does not follow from it.
    """

    known_until: str | None
    columns: dict
    body: bytes
    line: bytes
    parts: list
    citations: list
    area: dict | None
    words: list
    checksum: str


def event_states(event: str, dataset: str, statements: list[Any], references: Any) -> list[EventState]:
    """The EventStates of an event that its claims add up to. Raises claims.UnsupportedValue."""
    return [event_state(event, dataset, state, references) for state in claims.resolve_states(statements)]


def event_state(event: str, dataset: str, state: claims.ResolvedState, references: Any) -> EventState:
    body = event_document(event, dataset, state, references)
    location = state.values.get("location")
    places = [references.locations[id] for id in lineage(location) if id in references.locations] if location else []
    area = area_of(places, state.values.get("coordinates"))
    columns, words = columns_of(body, state, area), fulltext_words(body, places[-1:], references)
    stored = orjson.dumps(body)
    beside = orjson.dumps([columns["area"], state.known_until, words])
    checksum = blake2b(stored + beside, digest_size=16).hexdigest()
    return EventState(state.known_until, columns, stored, LINE(body), body["actors"], state.sources, area, words, checksum)


def columns_of(body: dict[str, Any], state: claims.ResolvedState, area: dict[str, Any] | None) -> dict[str, Any]:
    place, deaths = body["location"] or {}, body["fatalities"]["best"]
    figures = (bounds_of(measure, **body[measure]) for measure in MEASURES)
    return {
        **{name: body[name] for name in VERBATIM},
        **days_of(body["date"]),
        **{column: place.get(name) for column, name in PLACED.items()},
        "area": area and area["id"],
        **{column: figure for bounds in figures for column, figure in bounds.items()},
        "fatalities_order": UNORDERED if deaths is None else deaths,
        "disputed": bool(state.disputed),
        "related": bool(body["related"]),
        "group": min([body["id"], *body["same_as"]]) if body["same_as"] else None,
        "known_from": state.known_from,
        "known_until": state.known_until,
    }


def days_of(date: dict[str, Any]) -> dict[str, Any]:
    """When an event was, open and unknown ends being the first and the last day there is."""
    earliest, latest = date["earliest"] or dates.FIRST_DAY, date["latest"] or dates.LAST_DAY
    return {"date_earliest": earliest, "date_latest": latest}


def bounds_of(measure: str, low: int | None, best: int | None, high: int | None) -> dict[str, Any]:
    """By which a toll is searched and summed: its best figure stands for a bound that is missing."""
    return {
        f"{measure}_low": best if low is None else low,
        f"{measure}_best": best,
        f"{measure}_high": best if high is None else high,
    }


def fulltext_words(body: dict[str, Any], places: list[Any], references: Any) -> list[str]:
    """The words by which full text finds a state. The other names of actors and places count, so that a new one makes a new state."""
    named = [references.actors[part["id"]] for part in body["actors"]] + places
    names = [name for each in named for name in (each["name"], *each["names"])]
    told = [body["summary"] or "", *(source["title"] for source in body["sources"])]
    return fulltext_writer.index_texts(body["title"], names, told)
