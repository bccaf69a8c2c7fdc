"""Rows in and out of the store in bulk."""

import dataclasses
from collections import defaultdict
from typing import Any

from peewee import chunked

from models.db.bulk import insert_many, rows_for_ids, where_among
from models.db.expressions import SemiJoin, any_of
from models.domain.location_paths import is_within, location_path
from models.predicates import autocomplete
from models.tables.schema import Citation, Claim, Event, Location, Name, Participation, Source, Twin
from models.tables.validity import recorded_at
from seeds.store.claim_row import ClaimRow

CHUNK = 500
"""Events derived at a time: few enough for any memory, enough for bulk statements."""


def stored_rows(table: Any, ids: Any) -> dict[str, Any]:
    """The stored rows of a table by id, as dicts."""
    return {row["id"]: row for row in table.select().where(where_among(table.id, ids)).dicts()}


def upsert(table: Any, entry: Any) -> bool:
    """Write a row where it is new or differs; whether it was."""
    before = stored_rows(table, [entry["id"]]).get(entry["id"])
    if before is None:
        insert_many(table, [entry])
    elif before | entry != before:
        table.update(**entry).where(table.id == entry["id"]).execute()
    return before is None or before | entry != before


def write_references(table: Any, fresh: Any, differing: Any) -> None:
    """Insert rows and update others, and bring what people type to find a location or actor up to date."""
    insert_many(table, fresh)
    for entry in differing:
        table.update(**entry).where(table.id == entry["id"]).execute()
    if "names" in table._meta.fields:
        update_names(table.__name__.lower(), fresh, differing)


def update_names(kind: str, fresh: list[Any], differing: list[Any]) -> None:
    for part in chunked([entry["id"] for entry in differing], 1000):
        Name.delete().where(Name.kind == kind, Name.id.in_(part)).execute()
    entries = [*fresh, *differing]
    insert_many(Name, [row for entry in entries for row in autocomplete.name_rows(kind, entry["id"], [entry["name"], *entry["names"]])])


def claim_identities(events: Any) -> Any:
    """By event, the stored ClaimRows that are open, with nothing but what identifies them."""
    columns = (Claim.event, Claim.checksum, Claim.known_from, Claim.known_until, Claim.number)
    query = Claim.select(*columns).where(where_among(Claim.event, events), recorded_at(Claim, None))
    unsaid: Any = dict.fromkeys(field.name for field in dataclasses.fields(ClaimRow))
    found = defaultdict(list)
    for event, *identity in query.tuples():
        known = zip(("checksum", "known_from", "known_until", "number"), identity, strict=True)
        found[event].append(ClaimRow(**unsaid | {"event": event} | dict(known)))
    return found


CLAIM_COLUMNS = (*ClaimRow.__slots__,)


def claim_rows(events: list[str], revision: int | None = None) -> defaultdict:
    """By event, the ClaimRows that were stored and open at a revision (None: are so now), in full."""
    found = defaultdict(list)
    columns = [getattr(Claim, name) for name in CLAIM_COLUMNS]
    query = Claim.select(*columns).where(where_among(Claim.event, events), recorded_at(Claim, revision)).order_by(Claim.number)
    for row in rows_for_ids(query.dicts(), events):
        found[row["event"]].append(ClaimRow(**row))
    return found


def open_states(events: list[str]) -> defaultdict:
    """By event, of its open states by checksum: (number of the state, whether it is the current one)."""
    columns = (Event.id, Event.checksum, Event.state, Event.known_until)
    found = defaultdict(dict)
    query = Event.select(*columns).where(where_among(Event.id, events), recorded_at(Event, None))
    for event, checksum, state, until in rows_for_ids(query.tuples(), events):
        found[event][checksum] = state, until is None
    return found


def datasets_of_events(events: Any) -> Any:
    """By event, the dataset of its open states."""
    return dict(Event.select(Event.id, Event.dataset).where(where_among(Event.id, events), recorded_at(Event, None)).distinct().tuples())


def twins_of(events: Any) -> Any:
    """By event, the ids of those that are the same."""
    mine, other = Twin.alias(), Twin.alias()
    either = (mine.a.in_(events) | mine.b.in_(events)) & recorded_at(mine, None)
    groups = mine.select(mine.group).where(either)
    found = defaultdict(set)
    for a, b, group in other.select(other.a, other.b, other.group).where(other.group.in_(groups), recorded_at(other, None)).tuples():
        found[group] |= {a, b}
    return {event: sorted(members - {event}) for members in found.values() for event in members}


def events_naming(table: Any, ids: Any) -> Any:
    """The ids of the events whose open states name rows of a table; a location names all that holds it."""
    found = Event.select(Event.id).where(recorded_at(Event, None), names_row(table, ids)).tuples()
    return list(dict.fromkeys(id for (id,) in found))


def names_row(table: type, ids: list[str]) -> Any:
    """The condition on Event of naming rows of a table."""
    if table is Location:
        return SemiJoin(Event.location, Location.id, any_of(is_within(Location.id, location_path(id)) for id in ids))
    link, key = (Citation, Citation.source) if table is Source else (Participation, Participation.actor)
    return SemiJoin(Event.state, link.state, key.in_(ids))
