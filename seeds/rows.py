"""Rows in and out of the store in bulk."""

from collections import defaultdict

import orjson
from peewee import chunked

from models import names, search
from models.database import database
from models.tables import Area, Citation, Claim, Document, Event, Name, Participation, recorded


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
    if "names" in table._meta.fields:
        rename(table, fresh + changed)
    return len(fresh) + len(changed)


def rename(table, entries):
    """Bring what people type to find a location or actor up to date."""
    kind = table.__name__.lower()
    for part in chunked([entry["id"] for entry in entries], 1000):
        Name.delete().where(Name.kind == kind, Name.id.in_(part)).execute()
    insert_many(Name, [row for entry in entries for row in names.rows(kind, entry["id"], [entry["name"], *entry["names"]])])


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
    beside = ("document", "parts", "citations", "box", "words")
    columns = [{key: value for key, value in row.items() if key not in beside} for _, row in states]
    write_areas([row["box"] for _, row in states if row["box"]])
    insert_many(Event, [row | {"state": state, "revision_from": revision} for (state, _), row in zip(states, columns, strict=True)])
    insert_many(Participation, [part | {"state": state} for state, row in states for part in row["parts"]])
    insert_many(Citation, [{"state": state, "source": source} for state, row in states for source in row["citations"]])
    insert_many(Document, [{"state": state, "body": orjson.dumps(row["document"] | {"revision": revision})} for state, row in states])
    search.write([(state, row["words"]) for state, row in states])
    return next_state + len(states)


def write_areas(areas):
    for part in chunked({area["id"]: area for area in areas}.values(), 1000):
        Area.insert_many(part).on_conflict_ignore().execute()


def insert_many(table, entries):
    """One prepared statement for all rows, which have the same columns: several times as fast as a statement of many rows."""
    if not entries:
        return
    fields = [table._meta.fields[name] for name in entries[0]]
    columns, marks = ", ".join(f'"{field.column_name}"' for field in fields), ", ".join([database.param] * len(fields))
    values = ([field.db_value(entry[field.name]) for field in fields] for entry in entries)
    database.cursor().executemany(f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({marks})', values)
