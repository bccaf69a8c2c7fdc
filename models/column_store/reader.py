"""Reads the column store of a revision."""

import atexit
import functools
import logging
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from peewee import OperationalError, Query, logger

from models.column_store import files
from models.column_store.maker import ColumnStoreMaker
from models.db import dialect
from models.db.connections import DeadlineExceeded
from models.db.database import database
from models.db.prepared_statements import BATCH, PreparedStatement, bind_all, memoize
from models.store import Identity

Otherwise = Callable[[], PreparedStatement]

log = logging.getLogger(__name__)

OPENING = threading.Lock()
"""Held to open a file: DuckDB refuses a second connection of a process until the settings of both are the same."""


class ColumnStores:
    """The column stores that this process reads: each may take so many megabytes of `memory`; with 0, none is read.

    Where there is none, the `maker` is told so, if there is one.
    """

    memory = 0
    maker: ColumnStoreMaker | None = None

    def configure(self, memory: int, maker: ColumnStoreMaker | None = None) -> None:
        self.memory, self.maker = memory, maker

    def of(self, identity: Identity) -> "ColumnStore | None":
        """The ColumnStore of a revision, None where there is none that can be read."""
        try:
            if self.memory and (path := files.file_of(identity)).exists():
                with OPENING:
                    return opened(path, self.memory)
        except (OSError, duckdb.Error) as error:
            log.warning("a column store cannot be read, so counts take longer: %s", error)
            return None
        if self.memory and self.maker:
            self.maker.want(identity)
        return None


column_stores = ColumnStores()


class ColumnStore:
    """The column store in a file, which is read by any number of threads."""

    def __init__(self, path: Path, memory: int) -> None:
        self.connection = duckdb.connect(path, read_only=True)
        self.connection.execute(f"SET memory_limit = '{memory}MB'")
        self.connection.execute("SET temp_directory = ?", [tempfile.gettempdir()])
        self.connection.execute("SET enable_progress_bar = false")
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET enable_external_access = false")

    def prepare(self, build: Callable[..., Query], *shape: Any, otherwise: Otherwise) -> "ColumnStatement":
        """The ColumnStatement of the query `build(*shape)`, whose SQL is cached as by `memoize`."""
        sql, parameters = memoize(column_sql, build, *shape)
        return ColumnStatement(self, sql, parameters, otherwise)


class ColumnStatement:
    """A query as SQL of a ColumnStore, executed with values by name of its bind parameters, as a PreparedStatement is.

    Where it would take more memory than is allowed, the statement that `otherwise` gives is executed in its place.
    """

    def __init__(self, store: ColumnStore, sql: str, parameters: list[Any], otherwise: Otherwise) -> None:
        self.store, self.sql, self.parameters, self.otherwise = store, sql, parameters, otherwise

    def tuples(self, **values: Any) -> list[Any]:
        return [row for rows in self.batches(**values) for row in rows]

    def batches(self, **values: Any) -> Iterator[list[Any]]:
        """The rows as tuples, in lists, fetched while they are consumed. Raises DeadlineExceeded when the time is over."""
        with self.store.connection.cursor() as cursor:
            try:
                rows = self.begin(cursor, bind_all(self.parameters, values))
            except duckdb.OutOfMemoryException as error:
                log.warning("SQL answers in the place of a column store: %s", str(error).partition("\n")[0])
                yield from self.otherwise().batches(**values)
                return
            while rows:
                database.hurry()
                yield rows
                rows = cursor.fetchmany(BATCH)

    def begin(self, cursor: duckdb.DuckDBPyConnection, parameters: list[Any]) -> list[Any]:
        """Execute it, and give the first rows."""
        logger.debug((self.sql, parameters))
        with interrupted_at_deadline(cursor):
            cursor.execute(self.sql, parameters)
            return cursor.fetchmany(BATCH)


@functools.lru_cache(maxsize=2)
def opened(path: Path, memory: int) -> ColumnStore:
    """The ColumnStore in a file; the last two are kept, since requests may still read the revision before the latest."""
    return ColumnStore(path, memory)


atexit.register(opened.cache_clear)


def column_sql(build: Callable[..., Query], *shape: Any) -> tuple[str, list[Any]]:
    return dialect.column_store_sql(build(*shape))


@contextmanager
def interrupted_at_deadline(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt what a cursor executes when the deadline of the snapshot has passed. Raises DeadlineExceeded, OperationalError, and
    duckdb.OutOfMemoryException."""
    timer = threading.Timer(min(database.left, threading.TIMEOUT_MAX), cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise DeadlineExceeded("the time is over") from None
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise OperationalError(str(error)) from error
    finally:
        timer.cancel()
