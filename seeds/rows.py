"""Rows in and out of the store in bulk."""

from collections import defaultdict

import orjson
from peewee import chunked

from models import dialect
from models.database import database
from models.tables import Citation, Claim, Document, Event, Participation, recorded


def upsert(table, entries):
    """Write the rows that are new or differ; return how many."""
    stored = {}
    for part in chunked(entries, 1000):
        stored |= {row["id"]: row for row in table.select().where(table.id.in_([entry["id"] for entry in part])).dicts()}
    fresh = [entry for entry in entries if entry["id"] not in stored]
    changed = [entry for entry in entries if entry["id"] in stored and stored[entry["id"]] != stored[entry["id"]] | entry]
    insert_many(table, fresh)
    for entry in changed:
        table.update(**entry).where(table.id == entry["id"]).execute()
    return len(fresh) + len(changed)


def open_claims(events):
    """By event, the claims that the latest load of it recorded, keyed as seeds.derive keys them."""
    found = defaultdict(dict)
    query = Claim.select(Claim.event, Claim.id, Claim.checksum).where(Claim.event.in_(list(events)), recorded(Claim, None))
    for event, claim, checksum in query.tuples():
        found[event][claim, checksum] = claim
    return found


def open_states(events):
    """By event, the states that the latest load of it recorded, keyed as seeds.derive keys them."""
    found = defaultdict(dict)
    query = Event.select(Event.id, Event.checksum, Event.state).where(Event.id.in_(list(events)), recorded(Event, None))
    for event, checksum, state in query.tuples():
        found[event][event, checksum] = state
    return found


def open_ids(dataset):
    """The ids of all events that a dataset has now."""
    query = Event.select(Event.id).where(Event.dataset == dataset, recorded(Event, None)).distinct()
    return {event for (event,) in query.tuples().iterator()}


def close(outdated, revision):
    """End, at a revision, the stored claims and states of a seeds.derive.Derived."""
    for claims in chunked(outdated.claims.values(), 1000):
        Claim.update(revision_until=revision).where(Claim.id.in_(claims), recorded(Claim, None)).execute()
    for states in chunked(outdated.states.values(), 1000):
        Event.update(revision_until=revision).where(Event.state.in_(states)).execute()


def insert(fresh, revision, next_state):
    """Write the claims and states of a seeds.derive.Derived; return the number for the state after them."""
    insert_many(Claim, [row | {"checksum": checksum, "revision_from": revision} for (_, checksum), row in fresh.claims.items()])
    states = list(enumerate(fresh.states.values(), next_state))
    beside = ("document", "parts", "citations")
    columns = [{key: value for key, value in row.items() if key not in beside} for _, row in states]
    insert_many(Event, [row | {"state": state, "revision_from": revision} for (state, _), row in zip(states, columns, strict=True)])
    insert_many(Participation, [part | {"state": state} for state, row in states for part in row["parts"]])
    insert_many(Citation, [{"state": state, "source": source} for state, row in states for source in row["citations"]])
    insert_many(Document, [{"state": state, "body": orjson.dumps(row["document"] | {"revision": revision})} for state, row in states])
    return next_state + len(states)


def insert_many(table, entries):
    for part in chunked(entries, dialect.largest_query(database) // len(table._meta.fields)):
        table.insert_many(part).execute()
