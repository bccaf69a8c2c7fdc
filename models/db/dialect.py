"""The only module that asks "SQLite or PostgreSQL?". A new question about the database is one function here."""

import json
import time
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from peewee import SQL, ColumnBase, NodeList, OperationalError, PostgresqlDatabase, Value, fn
from playhouse.postgres_ext import ServerSide
from psycopg.errors import UndefinedTable

from models.db.connections import cause
from models.db.fulltext_index import Fts5, TsVector
from models.db.spatial_index import Gist, RTree

PATIENCE, PAUSE = 5, 0.05
"""Seconds."""

LOADING = int.from_bytes(b"annals")
"""The number of PostgreSQL's advisory lock that a loader holds."""


def is_postgresql(database: Any) -> bool:
    return isinstance(getattr(database, "obj", database), PostgresqlDatabase)


def is_missing(database: Any, error: Any) -> bool:
    """Whether a failed read means that there is no database file, or no table in it."""
    if is_postgresql(database):
        return isinstance(cause(error), UndefinedTable)
    return "no such table" in str(error) or not database.path.exists()


def collation(database: Any) -> Any:
    """Text compares by its bytes on either database, so that order, ranges and prefixes agree."""
    return SQL('COLLATE "C"') if is_postgresql(database) else None


def lock_for_writing(database: Any) -> None:
    """One loader at a time, even before there is a table: SQLite's BEGIN IMMEDIATE does it (see `write_transaction`)."""
    if is_postgresql(database):
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (LOADING,))


def write_transaction(database: Any) -> Any:
    """A transaction that takes the write lock at its start."""
    return database.atomic() if is_postgresql(database) else database.atomic("IMMEDIATE")


def where_among(database: Any, column: Any, values: list[Any]) -> Any:
    """The condition that a column holds one of a list of values, of any length."""
    if is_postgresql(database):
        return column == fn.ANY(Value(values, converter=False, unpack=False))
    return is_encoded_number(database, column, json.dumps(values))


def encode_numbers(database: Any, numbers: set[int]) -> str:
    """Any number of integers as one text, for `is_encoded_number`."""
    return ("{%s}" if is_postgresql(database) else "[%s]") % ",".join(map(str, numbers))


def is_encoded_number(database: Any, column: Any, text: Any) -> Any:
    """The condition that a column holds one of the numbers in a text by `encode_numbers`, or a bind parameter for it. SQLite's may list
    texts."""
    text = text if isinstance(text, Value) else Value(text, converter=False)
    if is_postgresql(database):
        return column == fn.ANY(text.cast("bigint[]"))
    return column.in_(NodeList((SQL("SELECT value FROM"), fn.JSON_EACH(text)), parens=True))


def is_in_json_array(database: Any, column: Any, texts: Any) -> Any:
    """The condition that a column holds one of the texts in a JSON array, a bind parameter."""
    listed = fn.JSON_ARRAY_ELEMENTS_TEXT(texts.cast("json")) if is_postgresql(database) else fn.JSON_EACH(texts)
    return column.in_(NodeList((SQL("SELECT value FROM"), listed), parens=True))


def join_keeps_order(database: Any) -> bool:
    """Whether an outer join keeps the order of the left table's rows: SQLite has no other way to join."""
    return not is_postgresql(database)


def json_array(database: Any, column: Any) -> Any:
    """A column's values over all rows, in order, as the text of a JSON array; empty or null without rows."""
    return fn.JSON_AGG(column).cast("text") if is_postgresql(database) else fn.JSON_GROUP_ARRAY(column)


def json_objects(database: Any, shape: dict[str, Any], separator: bytes) -> Any:
    """The JSON objects of all rows, in order, joined, as bytes; `shape` has expressions by name, and nested dicts of such."""
    if is_postgresql(database):
        text = json_object(fn.JSON_BUILD_OBJECT, shape).cast("text")
        return fn.CONVERT_TO(fn.STRING_AGG(text, separator.decode()), SQL("'UTF8'"))
    return fn.GROUP_CONCAT(json_object(fn.JSON_OBJECT, shape), separator.decode()).cast("blob")


def json_object(function: Callable[..., Any], shape: dict[str, Any]) -> Any:
    parts = ((SQL(f"'{name}'"), json_object(function, each) if isinstance(each, dict) else each) for name, each in shape.items())
    return function(*chain.from_iterable(parts))


def fulltext_index(database: Any) -> Any:
    """The full-text index."""
    return TsVector if is_postgresql(database) else Fts5


def spatial_index(database: Any) -> Any:
    """The index of areas."""
    return Gist if is_postgresql(database) else RTree


def enable_wal(database: Any) -> None:
    """Let SQLite's readers and a loader no longer wait for each other. The first load runs without, and so writes its pages only once."""
    if not is_postgresql(database):
        run_unless_locked(database, "PRAGMA journal_mode = wal")


def run_unless_locked(database: Any, statement: str) -> Any:
    """Run a change of SQLite's journal, which is as well left to the next load: another that holds the store for longer than PATIENCE is
    one. SQLite itself does not wait for that at all, whatever `busy_timeout` says."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return database.execute_sql(statement)
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() > last:
                return None
            time.sleep(PAUSE)


def refresh_statistics(database: Any) -> None:
    """Renew the planner's statistics. SQLite reads all indexes for that, PostgreSQL a sample."""
    database.execute_sql("ANALYZE")


def table_sizes(database: Any) -> dict[str, Any]:
    """By table, its approximate number of rows at SQLite's last refresh of statistics; empty on PostgreSQL."""
    if is_postgresql(database) or not database.table_exists("sqlite_stat1"):
        return {}
    return dict(database.execute_sql("SELECT tbl, max(CAST(stat AS integer)) FROM sqlite_stat1 GROUP BY tbl").fetchall())


def plans_by_averages(database: Any) -> bool:
    """Whether the planner knows only average frequencies of values; PostgreSQL's knows the frequent values."""
    return not is_postgresql(database)


def exists(database: Any, query: Any) -> Any:
    """The condition that a query has a row, tested row by row: PostgreSQL would otherwise compute the whole set first."""
    return fn.EXISTS(query.offset(0) if is_postgresql(database) else query)


def name(database: Any) -> Any:
    """The name of the database, for caches of what is made for it."""
    return "postgresql" if is_postgresql(database) else "sqlite"


def open_cursor(database: Any, sql: str, parameters: list[Any]) -> Any:
    """A cursor whose rows are fetched while they are consumed: on PostgreSQL, a server-side cursor."""
    return database.execute_sql(sql, parameters, **({"named_cursor": True} if is_postgresql(database) else {}))


def stream_rows(query: Any) -> Iterator[Any]:
    """The rows of a query as named tuples, fetched while they are consumed: on PostgreSQL, by a server-side cursor."""
    rows = query.namedtuples()
    return ServerSide(rows) if is_postgresql(query.model._meta.database) else rows.iterator()


class WithoutRowid:
    """True where a table can be stored in its primary key alone: SQLite's WITHOUT ROWID. `database` may be bound later."""

    def __init__(self, database: Any) -> None:
        self.database = database

    def __bool__(self) -> bool:
        return not is_postgresql(self.database)


class DialectExpression(ColumnBase):
    """An expression that is written differently on SQLite and PostgreSQL; `database` may be bound after it is made."""

    def __init__(self, database: Any, sqlite: Any, postgresql: Any) -> None:
        self.database, self.sqlite, self.postgresql = database, sqlite, postgresql

    def __sql__(self, ctx: Any) -> Any:
        return ctx.sql(self.postgresql if is_postgresql(self.database) else self.sqlite)


def iso_week(database: Any, day: Any) -> Any:
    """The ISO 8601 week of a stored day, such as 2011-W48. On SQLite, its Thursday gives the year and the number of the week."""
    thursday = fn.DATE(day, "-3 days", "weekday 4")
    number = (fn.STRFTIME("%j", thursday).cast("integer") + 6) / 7
    return DialectExpression(
        database,
        sqlite=fn.PRINTF("%s-W%02d", fn.SUBSTR(thursday, 1, 4), number),
        postgresql=fn.TO_CHAR(day.cast("date"), 'IYYY-"W"IW'),
    )
