"""Rows in and out of the store in bulk."""

from collections import defaultdict
from operator import attrgetter, itemgetter

from peewee import Table, chunked

from models import dialect, names
from models.bulk import execute_many
from models.conditions import disjunction, recorded
from models.csv_lines import END
from models.database import database
from models.found import Found
from models.paths import inside, path
from models.tables import Citation, Claim, Document, Event, Line, Location, Name, Participation, Source, Twin
from seeds.inserts import insert, insert_many
from seeds.statements import Statement

CHUNK = 500
"""Events derived at a time: few enough for any memory, enough for bulk statements."""

SEEN, UNREAD = Table("seen", ("id",)), Table("unread", ("id",))
"""The ids of the events that a load has read, or that were there and could not be read, in tables that its connection alone sees: as
many as there may be."""


def among(column, values):
    return dialect.among(database, column, list(values))


def asked(query, ids):
    """The rows of a query for ids; without any, it is not run: while a table has no index, as in a first load, it reads all of it."""
    return query if ids else ()


def stored(table, ids):
    """The stored rows of a table by id, as dicts."""
    return {row["id"]: row for row in table.select().where(among(table.id, ids)).dicts()}


def upsert(table, entry):
    """Write a row where it is new or differs; whether it was."""
    before = stored(table, [entry["id"]]).get(entry["id"])
    if before is None:
        insert_many(table, [entry])
    elif before | entry != before:
        table.update(**entry).where(table.id == entry["id"]).execute()
    return before is None or before | entry != before


def write_references(table, fresh, differing):
    """Insert rows and update others, and bring what people type to find a location or actor up to date."""
    insert_many(table, fresh)
    for entry in differing:
        table.update(**entry).where(table.id == entry["id"]).execute()
    if "names" in table._meta.fields:
        rename(table.__name__.lower(), fresh, differing)


def rename(kind, fresh, differing):
    for part in chunked([entry["id"] for entry in differing], 1000):
        Name.delete().where(Name.kind == kind, Name.id.in_(part)).execute()
    entries = [*fresh, *differing]
    insert_many(Name, [row for entry in entries for row in names.rows(kind, entry["id"], [entry["name"], *entry["names"]])])


def begin_seen():
    for name in ("seen", "unread"):
        database.execute_sql(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (id text PRIMARY KEY)")
        database.execute_sql(f"DELETE FROM {name}")


def see(ids):
    """Remember ids; return those that were seen already."""
    known = {id for (id,) in SEEN.select(SEEN.id).where(among(SEEN.id, ids)).bind(database).tuples()}
    execute_many(f"INSERT INTO seen VALUES ({database.param})", [(id,) for id in ids if id not in known])
    return known


def there(ids):
    """Those of ids that were seen, or left."""
    found = (table.select(table.id).where(among(table.id, ids)).bind(database).tuples() for table in (SEEN, UNREAD))
    return {id for each in found for (id,) in asked(each, ids)}


def leave(ids):
    """Remember ids of events that are there and cannot be read."""
    execute_many(f"INSERT INTO unread VALUES ({database.param}) ON CONFLICT DO NOTHING", [(id,) for id in ids])


def unseen(dataset, day=None):
    """The ids of a dataset's events that stand on a day (None: now) and are not there, in pieces."""
    absent = [Event.id.not_in(table.select(table.id)) for table in (SEEN, UNREAD)]
    standing = Event.select(Event.id).where(Event.dataset == dataset, Event.at(day), *absent)
    return chunked([id for (id,) in standing.order_by(Event.id).tuples()], CHUNK)


def identities(events):
    """By event, the Statements that are stored and open, without what they say."""
    columns = (Claim.event, Claim.checksum, Claim.known_from, Claim.known_until, Claim.number)
    found = defaultdict(list)
    for event, *identity, number in Claim.select(*columns).where(among(Claim.event, events), recorded(Claim, None)).tuples():
        found[event].append(Statement(None, event, None, None, None, (), None, None, None, *identity[1:], identity[0], number))
    return found


STATEMENT = (*Statement.__slots__,)
TOLD = STATEMENT[:-1]
told_by = attrgetter(*TOLD)

PART = {"id": "actor", "role": "role", "fatalities": "fatalities", "injuries": "injuries"}
"""Keys of a document's actors, and the columns that they are written to."""

part_of = itemgetter(*PART)
OPENED = ("revision_from", "revision_until")


def statements(events, revision=None):
    """By event, the Statements that were stored and open at a revision (None: are so now), in full."""
    found = defaultdict(list)
    columns = [getattr(Claim, name) for name in STATEMENT]
    query = Claim.select(*columns).where(among(Claim.event, events), recorded(Claim, revision)).order_by(Claim.number)
    for row in asked(query.dicts(), events):
        found[row["event"]].append(Statement(**row))
    return found


def open_states(events):
    """By event, of its open states by checksum: (number of the state, whether it is the current one)."""
    columns = (Event.id, Event.checksum, Event.state, Event.known_until)
    found = defaultdict(dict)
    query = Event.select(*columns).where(among(Event.id, events), recorded(Event, None))
    for event, checksum, state, until in asked(query.tuples(), events):
        found[event][checksum] = state, until is None
    return found


def datasets(events):
    """By event, the dataset of its open states."""
    return dict(Event.select(Event.id, Event.dataset).where(among(Event.id, events), recorded(Event, None)).distinct().tuples())


def twins(events):
    """By event, the ids of those that are the same."""
    mine, other = Twin.alias(), Twin.alias()
    either = (mine.a.in_(events) | mine.b.in_(events)) & recorded(mine, None)
    groups = mine.select(mine.group).where(either)
    found = defaultdict(set)
    for a, b, group in other.select(other.a, other.b, other.group).where(other.group.in_(groups), recorded(other, None)).tuples():
        found[group] |= {a, b}
    return {event: sorted(members - {event}) for members in found.values() for event in members}


def naming(table, ids):
    """The ids of the events whose open states name rows of a table; a location names all that holds it."""
    found = Event.select(Event.id).where(recorded(Event, None), named_by(table, ids)).tuples()
    return list(dict.fromkeys(id for (id,) in found))


def named_by(table, ids):
    """The condition on Event of naming rows of a table."""
    if table is Location:
        return Found(Event.location, Location.id, disjunction(inside(Location.id, path(id)) for id in ids))
    link, key = (Citation, Citation.source) if table is Source else (Participation, Participation.actor)
    return Found(Event.state, link.state, key.in_(ids))


def end(differences, revision):
    """Close the claims and states that seeds.differences end."""
    for table, key, ended in ((Claim, Claim.number, "ended_claims"), (Event, Event.state, "ended_states")):
        for part in chunked([number for each in differences for number in getattr(each, ended)], 1000):
            table.update(revision_until=revision).where(among(key, part)).execute()


def begin(differences, states, revision):
    """Write the claims and the states, pairs of a number and a seeds.derive.State, that seeds.differences begin."""
    opened = (revision, None)
    insert(Claim, (*TOLD, *OPENED), [(*told_by(each), *opened) for all in differences for each in all.statements])
    if states:
        begin_states(states, opened)


def begin_states(states, opened):
    """Write new states with all that hangs on them."""
    columns = ("state", *states[0][1].columns, "checksum", *OPENED)
    insert(Event, columns, [(number, *each.columns.values(), each.checksum, *opened) for number, each in states])
    insert(Participation, ("state", *PART.values()), [(number, *part_of(part)) for number, each in states for part in each.parts])
    insert(Citation, ("state", "source"), [(number, source) for number, each in states for source in each.citations])
    tail = b',"revision":%d}' % opened[0]
    insert(Document, ("state", "body"), [(number, each.body[:-1] + tail) for number, each in states])
    last = b",%d" % opened[0] + END
    insert(Line, ("state", "line"), [(number, each.line + last) for number, each in states])
