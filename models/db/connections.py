"""Connections to either database, and snapshots: a reader sees one state of the store until it releases it."""

import math
import os
import sqlite3
import threading
import time
from typing import Any

import psycopg
from peewee import OperationalError, PeeweeException, SqliteDatabase
from playhouse.postgres_ext import PooledPsycopg3Database

FAILURES = (PeeweeException, sqlite3.Error, psycopg.Error)
"""What comes of a database: peewee's own, and a driver's where rows are fetched."""

CHECKED = 1
"""Seconds for which the file behind a connection is taken to be the one at its path."""

STEPS = 100_000
"""Instructions of SQLite, a millisecond or two, after which it asks whether it may go on."""

SLACK = 0.5
"""Seconds of a snapshot after which PostgreSQL is told how many are left: most have ended before, and would wait for it to be told."""


class DeadlineExceeded(OperationalError):
    """The time that a snapshot may take is over."""


class Deadline:
    """A deadline for all that is read in a snapshot and computed meanwhile: `patience` seconds (None: no limit)."""

    patience: float | None
    mine: threading.local

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return getattr(self.mine, "deadline", math.inf) - time.monotonic()

    def start_clock(self) -> Any:
        self.mine.deadline = math.inf if self.patience is None else time.monotonic() + self.patience

    def relax(self) -> Any:
        """Lift the deadline: whoever consumes the rows may be slow."""
        self.mine.deadline = math.inf

    def is_overdue(self) -> Any:
        return self.left < 0

    def hurry(self) -> Any:
        """Raise DeadlineExceeded after the deadline."""
        if self.is_overdue():
            raise DeadlineExceeded("the time is over")


class SqliteConnections(Deadline, SqliteDatabase):
    """peewee's, but that a thread keeps its connection from one request to the next, while the file is there: a pool's two locks cost
    more than finding an event.

    It leaves alone a transaction that SQLite ended by itself, as on a full disk: to be told that there is none any more would hide the
    reason.
    """

    def __init__(self, path: Any, patience: int | None = None, **options: Any) -> None:
        self.path, self.patience, self.mine = path, patience, threading.local()
        super().__init__(**options)
        self.uri = self.database

    def snapshot(self) -> Any:
        """Begin a snapshot: until the connection is released, all reads see the store as at the first statement, even while a load runs."""
        if not self.is_closed() and self.is_replaced():
            self.discard()
        self.mine.deadline = math.inf
        self.execute_sql("BEGIN")
        self.start_clock()

    def execute_sql(self, *args: Any, **more: Any) -> Any:
        self.hurry()
        return super().execute_sql(*args, **more)

    def release(self) -> None:
        """End the snapshot, if there is one."""
        self.mine.deadline = math.inf
        if not self.is_closed():
            try:
                self.connection().rollback()
            except sqlite3.Error:
                self.discard()

    def discard(self) -> None:
        """Close the connection: a statement on it may be unfinished."""
        self.close()

    def rollback(self) -> None:
        if self.connection().in_transaction:
            super().rollback()

    def is_replaced(self) -> bool:
        """Whether another file, or none, is at the path."""
        now = time.monotonic()
        if now - self.mine.checked < CHECKED:
            return False
        self.mine.checked = now
        return self.mine.known != file_identity(self.path)

    def _connect(self) -> Any:
        self.mine.known, self.mine.checked, self.mine.deadline = file_identity(self.path), time.monotonic(), math.inf
        self.database = f"{self.uri}&immutable=1" if is_sealed(self.path) else self.uri
        connection = super()._connect()
        if self.patience is not None:
            connection.set_progress_handler(self.is_overdue, STEPS)
        return connection


class PostgresqlConnections(Deadline, PooledPsycopg3Database):
    """peewee's, of which a thread has a connection for the time of a request.

    A query that begins with a snapshot has its time from an option of the connection, `patience`, a later one what is left of that.
    """

    def __init__(self, *args: Any, patience: Any = None, **options: Any) -> None:
        self.patience, self.mine = patience, threading.local()
        super().__init__(*args, **options)

    def snapshot(self) -> Any:
        """See SqliteConnections."""
        self.mine.deadline = math.inf
        self.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ")
        self.start_clock()

    def execute_sql(self, *args: Any, **more: Any) -> Any:
        self.hurry()
        if self.patience is not None and self.left < self.patience - SLACK:
            self.allow(self.left)
        return super().execute_sql(*args, **more)

    def relax(self) -> Any:
        """Lift the deadline. A cursor's rows are fetched by queries of their own, each of which has all the time again."""
        if self.left < math.inf:
            self.allow(self.patience)
        super().relax()

    def allow(self, seconds: Any) -> Any:
        super().execute_sql(f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}")

    def release(self) -> Any:
        """End the snapshot; the connection goes back to the pool."""
        self.mine.deadline = math.inf
        if not self.is_closed():
            self.close()

    def discard(self) -> Any:
        """See SqliteConnections."""
        self.mine.deadline = math.inf
        self.manual_close()


def cause(error: Any) -> Any:
    """What the driver raised for one of FAILURES."""
    return getattr(error, "orig", error)


def is_deadline_error(error: Any) -> bool:
    """Whether one of FAILURES means that a query took longer than it may."""
    raised = cause(error)
    is_told = isinstance(raised, (DeadlineExceeded, psycopg.errors.QueryCanceled))
    return is_told or getattr(raised, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


def file_identity(path: Any) -> Any:
    """What identifies a file among those that stand at its path over time; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns if is_sealed(path) else None


def is_sealed(path: Any) -> Any:
    """Neither a SQLite file nor its directory can be written to, and no log of changes stands beside it: then SQLite can make nothing there
    for readers to share with a loader, and does without if it is told that there is none."""
    real = path.resolve()
    return not (os.access(real, os.W_OK) or os.access(real.parent, os.W_OK) or real.with_name(f"{real.name}-wal").exists())
