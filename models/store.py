"""The store as a whole: made when the first load needs it, and known by its id and revision."""

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
"""What was known of a store is out of date when it has grown so much."""


@dataclass(frozen=True)
class Identity:
    """Which store this is, as which load left it, and when that was (ISO 8601, UTC)."""

    store: str
    revision: int
    loaded_at: str


def create_store() -> None:
    """Make what is not there yet of the tables. Raises StoreNotFound when they are of another version."""
    if Store.table_exists():
        check_version(Store.select(Store.schema_version).scalar())
    database.create_tables(TABLES)
    fulltext_writer.create_index()
    bounding_box.create_index()
    Store.get_or_create(schema_version=SCHEMA_VERSION, defaults={"id": str(uuid.uuid4())})


def check_version(found: int) -> None:
    if found != SCHEMA_VERSION:
        raise StoreNotFound(
            f"the store's schema is version {found}, this Annals works with version {SCHEMA_VERSION}; load into a new store"
        )


def refresh_statistics() -> None:
    """Have the planner know the tables as they are, if a tenth more states are in them than when it last did.

    It belongs into the transaction that wrote them: what is known of a revision is then known from its first moment on."""
    if last_state_number() > dialect.table_sizes(database).get("event", 0) * GROWTH:
        dialect.refresh_statistics(database)


def last_state_number() -> int:
    """The number of the last state that was written, 0 before there is one."""
    return Event.select(fn.MAX(Event.state)).scalar() or 0


class StoreUnreadable(StoreNotFound):
    """There may well be a store, but it cannot be read at the moment."""


class Availability:
    """Why the store cannot be read, None while it can: told to the log when that changes, not at each request."""

    reason = None

    def report(self, reason: Any) -> None:
        if reason == self.reason:
            return
        self.reason = reason
        if reason is None:
            logger.warning("the store can be read again")
        else:
            logger.warning("the store cannot be read: %s", " ".join(reason.split()))


availability = Availability()


@contextmanager
def reading() -> Iterator[Any]:
    """A database that holds no tables is told as StoreNotFound, one that cannot be read otherwise as StoreUnreadable; why, only to the log.

    Its connection is closed: what it keeps of a file that is broken would outlive the mending of that."""
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


def snapshot() -> Any:
    """Begin to read the store as it is now, and give its Identity. Raises StoreNotFound."""
    with reading():
        database.snapshot()
        return latest_identity()


def identity() -> Any:
    """The Identity of the bound store, by one query. Raises StoreNotFound with a reason when nothing is loaded."""
    with reading():
        return latest_identity()


@functools.lru_cache(maxsize=512)
def identity_at(identity: Identity, revision: int) -> Identity:
    """The Identity that a store had when an earlier load left it, given its latest."""
    return replace(identity, revision=revision, loaded_at=Release.get_by_id(revision).loaded_at)


def latest_identity() -> Identity | None:
    latest = prepare(last_release_query).tuples()
    if not latest:
        raise StoreNotFound("the store is empty; load a dataset, such as with: annals load --demo")
    return checked_identity(*latest[0])


@functools.lru_cache(maxsize=8)
def checked_identity(id: str, schema_version: int, revision: int, loaded_at: str) -> Identity | None:
    check_version(schema_version)
    return Identity(id, revision, loaded_at)


def last_release_query() -> Any:
    found = Release.select(Store.id, Store.schema_version, Release.number, Release.loaded_at).join(Store, on=True)
    return found.order_by(Release.number.desc()).limit(1)
