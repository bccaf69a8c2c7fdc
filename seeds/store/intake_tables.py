"""Temporary tables of the ids that a load has read, and of those that it could not read."""

from peewee import Table, chunked

from models.db.bulk import among, asked, execute_many
from models.db.database import database
from models.tables.schema import Event
from seeds.store.repository import CHUNK

SEEN, UNREAD = Table("seen", ("id",)), Table("unread", ("id",))
"""The ids of the events that a load has read, or that were there and could not be read, in tables that its connection alone sees: as
many as there may be."""


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
