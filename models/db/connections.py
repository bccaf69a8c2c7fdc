"""Connections to either database, with snapshots (read transactions that see one state of the store) and deadlines for them."""

import math
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
from peewee import OperationalError, PeeweeException, SqliteDatabase
from playhouse.postgres_ext import PooledPsycopg3Database

FAILURES = (PeeweeException, sqlite3.Error, psycopg.Error)
"""Errors that a database raises: peewee's, and those of the drivers while rows are fetched."""

CHECKED = 1
"""Seconds after which it is checked again whether the file of a connection is still the one at its path."""

STEPS = 100_000
"""Instructions of SQLite, a millisecond or two, after which it checks the deadline."""

SLACK = 0.5
"""Seconds of a snapshot after which PostgreSQL's timeout is set to the time left. Most snapshots have ended by then, and are spared that
statement."""


class DeadlineExceeded(OperationalError):
    """The time that a snapshot may take is over."""


class Deadline:
    """Mixin of connections: limits a snapshot, with all work done during it, to `patience` seconds (None: no limit)."""

    patience: float | None
    mine: threading.local
    """The state of the thread: `deadline`, by the monotonic clock in seconds."""

    @property
    def left(self) -> float:
        """The seconds left until the deadline of the snapshot; infinite without one."""
        return getattr(self.mine, "deadline", math.inf) - time.monotonic()

    def start_clock(self) -> None:
        """Set the deadline to `patience` seconds from now."""
        self.mine.deadline = math.inf if self.patience is None else time.monotonic() + self.patience

    def relax(self) -> None:
        """Remove the deadline of the snapshot, since the client that its rows are streamed to may be slow."""
        self.mine.deadline = math.inf

    def is_overdue(self) -> bool:
        return self.left < 0

    def hurry(self) -> None:
        """Raise DeadlineExceeded if the deadline has passed."""
        if self.is_overdue():
            raise DeadlineExceeded("the time is over")


class SqliteConnections(Deadline, SqliteDatabase):
    """peewee's SqliteDatabase, but each thread keeps its connection from one request to the next while the file at `path` is the same:
    the two locks of a pool cost more than finding an event.

    `rollback` does nothing after SQLite has ended the transaction by itself, as on a full disk: the error that there is no transaction
    would hide the reason.
    """

    def __init__(self, path: Path, patience: float | None = None, **options: Any) -> None:
        self.path, self.patience, self.mine = path, patience, threading.local()
        super().__init__(**options)
        self.uri = self.database

    def snapshot(self) -> None:
        """Begin a snapshot: until `release`, all reads see the store as it is at the first statement, even while a load runs."""
        if not self.is_closed() and self.is_replaced():
            self.discard()
        self.mine.deadline = math.inf
        self.execute_sql("BEGIN")
        self.start_clock()

    def execute_sql(self, *args: Any, **options: Any) -> Any:
        self.hurry()
        return super().execute_sql(*args, **options)

    def release(self) -> None:
        """End the snapshot, if there is one."""
        self.mine.deadline = math.inf
        if not self.is_closed():
            try:
                self.connection().rollback()
            except sqlite3.Error:
                self.discard()

    def discard(self) -> None:
        """Close the connection, on which a statement may still be running."""
        self.close()

    def rollback(self) -> None:
        if self.connection().in_transaction:
            super().rollback()

    def is_replaced(self) -> bool:
        """Whether the path now has another file than the connection, or none; checked once in CHECKED seconds."""
        now = time.monotonic()
        if now - self.mine.checked < CHECKED:
            return False
        self.mine.checked = now
        return self.mine.known != file_identity(self.path)

    def _connect(self) -> Any:
        self.mine.known, self.mine.checked, self.mine.deadline = file_identity(self.path), time.monotonic(), math.inf
        self.database = f"{self.uri}&immutable=1" if is_sealed(self.path) else self.uri
        connection = super()._connect()  # type: ignore[misc]  # not in peewee's stubs
        if self.patience is not None:
            connection.set_progress_handler(self.is_overdue, STEPS)
        return connection


class PostgresqlConnections(Deadline, PooledPsycopg3Database):
    """peewee's pool, from which a thread has a connection for the time of a request.

    Each connection is opened with a statement timeout of `patience` seconds; statements late in a snapshot get the time that is left.
    """

    def __init__(self, *args: Any, patience: float | None = None, **options: Any) -> None:
        self.patience, self.mine = patience, threading.local()
        super().__init__(*args, **options)

    def snapshot(self) -> None:
        """Begin a snapshot, as SqliteConnections does."""
        self.mine.deadline = math.inf
        self.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ")
        self.start_clock()

    def execute_sql(self, *args: Any, **options: Any) -> Any:
        self.hurry()
        if self.patience is not None and self.left < self.patience - SLACK:
            self.limit_statements(self.left)
        return super().execute_sql(*args, **options)

    def relax(self) -> None:
        """Remove the deadline of the snapshot. Each batch that a cursor fetches is a statement of its own, and has `patience` seconds."""
        if self.patience is not None and self.left < math.inf:
            self.limit_statements(self.patience)
        super().relax()

    def limit_statements(self, seconds: float) -> None:
        """Set the timeout of statements for the rest of the transaction."""
        super().execute_sql(f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}")

    def release(self) -> None:
        """End the snapshot, if there is one, and return the connection to the pool."""
        self.mine.deadline = math.inf
        if not self.is_closed():
            self.close()

    def discard(self) -> None:
        """Close the connection, on which a statement may still be running."""
        self.mine.deadline = math.inf
        self.manual_close()


def cause(error: Exception) -> Exception:
    """The driver's error behind one of peewee's; a driver's error itself."""
    return getattr(error, "orig", error)


def is_deadline_error(error: Exception) -> bool:
    """Whether one of FAILURES means that the deadline or a timeout of a statement has passed."""
    raised = cause(error)
    is_timeout = isinstance(raised, (DeadlineExceeded, psycopg.errors.QueryCanceled))
    return is_timeout or getattr(raised, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


def file_identity(path: Path) -> tuple[int, int, int | None] | None:
    """(device, inode, time of modification) of the file at a path; None where there is none.

    The time is None unless the file is sealed: only then would a change of its contents go unnoticed by an open connection."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns if is_sealed(path) else None


def is_sealed(path: Path) -> bool:
    """Whether neither a SQLite file nor its directory can be written to, and there is no write-ahead log beside it.

    SQLite cannot make the files there that readers share with a loader, and reads without them if the file is opened as immutable."""
    real = path.resolve()
    return not (os.access(real, os.W_OK) or os.access(real.parent, os.W_OK) or real.with_name(f"{real.name}-wal").exists())
