"""The store as a whole: its creation by the first load, its identity (id and revision), and its availability to readers."""

import functools
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from peewee import DatabaseError, fn

import models.indexes  # noqa: F401 (adds the indexes)
from models.db import dialect, fulltext_writer
from models.db.connections import is_deadline_error
from models.db.database import StoreNotFound, database
from models.db.prepared_statements import prepare
from models.predicates import bounding_box
from models.tables.schema import SCHEMA_VERSION, TABLES, Event, Release, Store

logger = logging.getLogger(__name__)

GROWTH = 1.1
"""The factor of growth after which the statistics of the planner are renewed."""


@dataclass(frozen=True)
class Identity:
    """The id of a store, its revision, and the time of the load that made that (ISO 8601, UTC)."""

    store: str
    revision: int
    loaded_at: str


def create_store() -> None:
    """Create the tables and indexes that are not there yet. Raises StoreNotFound when they are of another version."""
    if Store.table_exists():
        check_version(Store.select(Store.schema_version).scalar())
    database.create_tables(TABLES)
    fulltext_writer.create_index()
    bounding_box.create_index()
    Store.get_or_create(schema_version=SCHEMA_VERSION, defaults={"id": str(uuid.uuid4())})


def check_version(found: int) -> None:
    """Raise StoreNotFound where a store's schema is of another version."""
    if found != SCHEMA_VERSION:
        raise StoreNotFound(
            f"the store's schema is version {found}, this Annals works with version {SCHEMA_VERSION}; load into a new store"
        )


def refresh_statistics() -> None:
    """Renew the statistics of the query planner if the number of states has grown by a tenth since they were last renewed.

    Call it in the transaction that wrote the states, so that readers never see a revision without its statistics."""
    if last_state_number() > dialect.table_sizes(database).get("event", 0) * GROWTH:
        dialect.refresh_statistics(database)


def last_state_number() -> int:
    """The number of the last state written, 0 if there is none."""
    return Event.select(fn.MAX(Event.state)).scalar() or 0


class StoreUnreadable(StoreNotFound):
    """A store may be there, but cannot be read at the moment."""


class Availability:
    """Logs whether the store can be read when that changes, not at each request. `reason` is why it cannot, None while it can."""

    reason: str | None = None

    def report(self, reason: str | None) -> None:
        if reason == self.reason:
            return
        self.reason = reason
        if reason is None:
            logger.warning("the store can be read again")
        else:
            logger.warning("the store cannot be read: %s", " ".join(reason.split()))


availability = Availability()


@contextmanager
def reading() -> Iterator[None]:
    """Turn errors of the database into StoreNotFound where there are no tables, else into StoreUnreadable; the reason is only logged.

    The connection is then closed, since what it has cached of a broken file would outlast the file's repair."""
    try:
        yield
    except DatabaseError as error:
        if is_deadline_error(error):
            raise
        database.discard()
        availability.report(str(error))
        if dialect.is_missing(database, error):
            raise StoreNotFound("no store can be read; if none is there yet, load one, such as with: annals load --demo") from error
        raise StoreUnreadable("the store cannot be read at the moment; the reason is in the log of the server") from error
    availability.report(None)


def snapshot() -> Identity:
    """Begin a snapshot of the store, and give its Identity. Raises StoreNotFound."""
    with reading():
        database.snapshot()
        return latest_identity()


def identity() -> Identity:
    """The Identity of the bound store, by one query. Raises StoreNotFound, with a reason, when nothing is loaded."""
    with reading():
        return latest_identity()


@functools.lru_cache(maxsize=512)
def identity_at(identity: Identity, revision: int) -> Identity:
    """The Identity of a store at an earlier revision, given its latest."""
    return replace(identity, revision=revision, loaded_at=Release.get_by_id(revision).loaded_at)


def latest_identity() -> Identity:
    latest = prepare(last_release_query).tuples()
    if not latest:
        raise StoreNotFound("the store is empty; load a dataset, such as with: annals load --demo")
    return checked_identity(*latest[0])


@functools.lru_cache(maxsize=8)
def checked_identity(id: str, schema_version: int, revision: int, loaded_at: str) -> Identity:
    check_version(schema_version)
    return Identity(id, revision, loaded_at)


def last_release_query() -> Any:
    """The query for the store and its last release."""
    found = Release.select(Store.id, Store.schema_version, Release.number, Release.loaded_at).join(Store, on=True)
    return found.order_by(Release.number.desc()).limit(1)
