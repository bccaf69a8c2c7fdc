"""The deferred database, bound by URL: `sqlite:///path/to/file.db` or `postgresql://user:password@host/name`."""

import math
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from peewee import Database, DatabaseProxy
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from models.db.connections import PostgresqlConnections, SqliteConnections

database = DatabaseProxy()

READER_PRAGMAS = {
    "busy_timeout": 1000,  # milliseconds; a reader has to wait only while the first load makes the store, or a log is recovered
    "foreign_keys": 1,
    "cache_size": -16 * 1024,  # KiB a connection: enough beside the map
    "mmap_size": 1 << 31,  # pages are then read from the system's cache without a copy; workers share them
    "temp_store": "file",  # for sorts that exceed the cache, such as of a million rows of counts
    "query_only": 1,
}
WRITER_PRAGMAS = {
    "busy_timeout": 30_000,  # milliseconds to wait for another writer; first, so that the others wait as well
    "foreign_keys": 1,
    "cache_size": -64 * 1024,
    "page_size": 8192,
    "synchronous": "full",
}

READ_ONLY = "-c default_transaction_read_only=on"
STATEMENT_TIMEOUT = "-c statement_timeout={}"

MATH_FUNCTIONS = ("sin", "cos", "pow")

POOL = {"max_connections": None, "stale_timeout": 300}  # one connection for each thread; replaced so many seconds after it was opened

SQLITE = "sqlite:///"


class InvalidDatabaseURL(Exception):
    """A DATABASE_URL that names no store."""


class StoreNotFound(Exception):
    """The database file is not there, or holds no Annals store."""


def bind(url: str, writable: bool = False, make: bool = True, patience: float | None = None) -> DatabaseProxy:
    """Bind `database` to the one at `url`, and give it. Nothing is opened yet. Raises InvalidDatabaseURL.

    A server binds read-only: SQLite in mode=ro, PostgreSQL with read-only transactions, and its snapshots end after `patience` seconds
    (None: never). Only a loader binds `writable`; with `make`, the file of a new store is created.
    """
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise InvalidDatabaseURL(f"DATABASE_URL cannot be read: {error}") from None
    if scheme == "sqlite":
        database.initialize(sqlite_database(path_of(url), writable, make, patience))
    elif scheme in ("postgresql", "postgres"):
        database.initialize(postgresql_database(url, writable, patience))
    else:
        # Without the rest of the URL, in which a password may stand.
        raise InvalidDatabaseURL(
            f"DATABASE_URL of kind {scheme!r}: sqlite:///path/to/file.db or postgresql://user:password@host/name is wanted"
        )
    return database


def path_of(url: str) -> Path:
    """The path of the file of a SQLite URL: three slashes begin a relative path, four an absolute one. Raises InvalidDatabaseURL."""
    path = unquote(url.removeprefix(SQLITE))
    if not url.startswith(SQLITE):
        raise InvalidDatabaseURL(f"DATABASE_URL {url!r}: {SQLITE}path/to/file.db is wanted, with four slashes for an absolute path")
    if not path or path == ":memory:":
        raise InvalidDatabaseURL(f"DATABASE_URL {url!r} names no file; a store in memory could not be shared by loader and server")
    return Path(path)


def sqlite_database(path: Path, writable: bool, make: bool = True, patience: float | None = None) -> Database:
    if writable and make:
        path.parent.mkdir(parents=True, exist_ok=True)
    mode = ("rwc" if make else "rw") if writable else "ro"
    pragmas = WRITER_PRAGMAS if writable else READER_PRAGMAS
    name = f"file:{quote(str(path.absolute()))}?mode={mode}"
    database = SqliteConnections(path.absolute(), patience, database=name, uri=True, pragmas=pragmas)
    for name in () if has_math_functions() else MATH_FUNCTIONS:
        database.register_function(getattr(math, name), name)
    return database


def has_math_functions() -> bool:
    """Whether SQLite is built with mathematical functions."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return ("ENABLE_MATH_FUNCTIONS",) in connection.execute("PRAGMA compile_options").fetchall()


def postgresql_database(url: str, writable: bool, patience: float | None = None) -> Database:
    """The database at a URL, with the options of the URL and then our own. Raises InvalidDatabaseURL."""
    try:
        given = str(conninfo_to_dict(url).get("options") or "")
    except ProgrammingError:
        # Without what libpq says, in which a part of a password may stand.
        raise InvalidDatabaseURL("DATABASE_URL is none that PostgreSQL understands; a %, @ or / in a password is %25, %40 or %2F") from None
    timeout = None if patience is None else STATEMENT_TIMEOUT.format(max(1, round(patience * 1000)))
    options = " ".join(filter(None, (given, None if writable else READ_ONLY, timeout)))
    return PostgresqlConnections(url.replace("postgres://", "postgresql://", 1), options=options or None, patience=patience, **POOL)
