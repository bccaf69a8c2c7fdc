"""Temporary tables of the ids that a load has read, and of those that it could not read."""

from collections.abc import Iterator
from typing import Any

from peewee import Table, chunked

from models.db.bulk import execute_many, rows_for_ids, where_among
from models.db.database import database
from models.tables.schema import Event
from seeds.store.repository import CHUNK

SEEN_IDS, UNREAD_IDS = Table("seen", ("id",)), Table("unread", ("id",))
"""The ids of the events that a load has read, or that were there and could not be read, in tables that its connection alone sees: as
many as there may be."""


def create_intake_tables() -> None:
    for name in ("seen", "unread"):
        database.execute_sql(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (id text PRIMARY KEY)")
        database.execute_sql(f"DELETE FROM {name}")


def mark_seen(ids: Any) -> Any:
    """Remember ids; return those that were seen already."""
    known = {id for (id,) in SEEN_IDS.select(SEEN_IDS.id).where(where_among(SEEN_IDS.id, ids)).bind(database).tuples()}
    execute_many(f"INSERT INTO seen VALUES ({database.param})", [(id,) for id in ids if id not in known])
    return known


def seen_or_left(ids: Any) -> Any:
    """Those of ids that were seen, or left."""
    found = (table.select(table.id).where(where_among(table.id, ids)).bind(database).tuples() for table in (SEEN_IDS, UNREAD_IDS))
    return {id for each in found for (id,) in rows_for_ids(each, ids)}


def mark_left(ids: Iterator[Any]) -> None:
    """Remember ids of events that are there and cannot be read."""
    execute_many(f"INSERT INTO unread VALUES ({database.param}) ON CONFLICT DO NOTHING", [(id,) for id in ids])


def unseen_events(dataset: Any, day: Any = None) -> Any:
    """The ids of a dataset's events that stand on a day (None: now) and are not there, in pieces."""
    absent = [Event.id.not_in(table.select(table.id)) for table in (SEEN_IDS, UNREAD_IDS)]
    standing = Event.select(Event.id).where(Event.dataset == dataset, Event.at(day), *absent)
    return chunked([id for (id,) in standing.order_by(Event.id).tuples()], CHUNK)
