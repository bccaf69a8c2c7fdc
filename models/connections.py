"""Connections to either database: how a reader sees one state of the store for a while, and leaves it."""

import os
import sqlite3
import threading
import time

from peewee import SqliteDatabase
from playhouse.postgres_ext import PooledPsycopg3Database

CHECKED = 1
"""Seconds for which the file behind a connection is taken to be the one at its path."""


class Sqlite(SqliteDatabase):
    """peewee's, but that a thread keeps its connection from one request to the next, while the file is there: a pool's two locks cost
    more than finding an event.

    It leaves alone a transaction that SQLite ended by itself, as on a full disk: to be told that there is none any more would hide the
    reason.
    """

    def __init__(self, path, **options):
        self.path, self.file = path, threading.local()
        super().__init__(**options)

    def snapshot(self):
        """All reading until the connection is released sees the store as it is at the first statement, even while a load runs."""
        if not self.is_closed() and self.is_replaced():
            self.discard()
        self.execute_sql("BEGIN")

    def release(self):
        """End the snapshot, if there is one."""
        if not self.is_closed():
            try:
                self.connection().rollback()
            except sqlite3.Error:
                self.discard()

    def discard(self):
        """Close the connection, on which a statement may not have come to its end."""
        self.close()

    def rollback(self):
        if self.connection().in_transaction:
            super().rollback()

    def is_replaced(self):
        """Another file has the path, or none."""
        now = time.monotonic()
        if now - self.file.checked < CHECKED:
            return False
        self.file.checked = now
        return self.file.known != known(self.path)

    def _connect(self):
        self.file.known, self.file.checked = known(self.path), time.monotonic()
        return super()._connect()


class Postgresql(PooledPsycopg3Database):
    """peewee's, of which a thread has a connection for the time of a request."""

    def snapshot(self):
        """As Sqlite's."""
        self.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ")

    def release(self):
        """As Sqlite's; the connection goes back to the pool."""
        if not self.is_closed():
            self.close()

    def discard(self):
        """As Sqlite's."""
        self.manual_close()


def known(path):
    """What tells a file from others at its path; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
