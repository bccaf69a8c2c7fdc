"""The only module that distinguishes SQLite, PostgreSQL and the column store: one function for each difference between them.

Which database is bound is known when a query is built; whether it is for the column store, only when it is written as SQL.
"""

import csv
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, TextIO, TypeAlias

from peewee import SQL, ColumnBase, Database, DatabaseProxy, Expression, NodeList, OperationalError, PostgresqlDatabase, Value, fn
from playhouse.postgres_ext import ServerSide
from psycopg.errors import UndefinedTable

from models.db.connections import cause
from models.db.fulltext_index import Fts5, TsVector
from models.db.spatial_index import Gist, RTree

PATIENCE, PAUSE = 5, 0.05  # seconds for which a locked store is tried again, and between two tries

LOADING = int.from_bytes(b"annals")
"""The key of PostgreSQL's advisory lock that a loader holds."""

AnyDatabase: TypeAlias = Database | DatabaseProxy


def is_postgresql(database: AnyDatabase) -> bool:
    return isinstance(getattr(database, "obj", database), PostgresqlDatabase)


def is_missing(database: Any, error: Exception) -> bool:
    """Whether a read failed because there is no file, or no table in it."""
    if is_postgresql(database):
        return isinstance(cause(error), UndefinedTable)
    return "no such table" in str(error) or not database.path.exists()


def collation(database: AnyDatabase) -> SQL | None:
    """The collation of text columns, None for the default: by bytes on either database, so that order, ranges and prefixes agree."""
    return SQL('COLLATE "C"') if is_postgresql(database) else None


def lock_for_writing(database: AnyDatabase) -> None:
    """Keep other loaders out until the transaction ends, even before there is a table. (On SQLite, `write_transaction` does that.)"""
    if is_postgresql(database):
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (LOADING,))


def write_transaction(database: AnyDatabase) -> AbstractContextManager[Any]:
    """A transaction that takes the write lock at its start."""
    return database.atomic() if is_postgresql(database) else database.atomic("IMMEDIATE")


def where_among(database: AnyDatabase, column: Any, values: list[Any]) -> Expression:
    """The condition that a column holds one of a list of values, of which there may be any number."""
    if is_postgresql(database):
        return column == fn.ANY(Value(values, converter=False, unpack=False))
    return is_encoded_number(database, column, json.dumps(values))


def encode_numbers(database: AnyDatabase, numbers: Iterable[int]) -> str:
    """Any number of whole numbers as one text, for `is_encoded_number`."""
    return ("{%s}" if is_postgresql(database) else "[%s]") % ",".join(map(str, numbers))


def is_encoded_number(database: AnyDatabase, column: Any, text: str | Value) -> "DialectExpression":
    """The condition that a column holds one of the numbers in a text from `encode_numbers`, or in a bind parameter for such a text."""
    text = text if isinstance(text, Value) else Value(text, converter=False)
    listed = fn.REPLACE(fn.REPLACE(text, "{", "["), "}", "]").cast("bigint[]")
    return DialectExpression(
        database,
        sqlite=column.in_(NodeList((SQL("SELECT value FROM"), fn.JSON_EACH(text)), parens=True)),
        postgresql=column == fn.ANY(text.cast("bigint[]")),
        columns=column.in_(NodeList((SQL("SELECT"), fn.UNNEST(listed)), parens=True)),
    )


def is_in_json_array(database: AnyDatabase, column: Any, texts: Value) -> Expression:
    """The condition that a column holds one of the texts in a JSON array, given as a bind parameter."""
    elements = DialectExpression(
        database,
        sqlite=NodeList((SQL("value FROM"), fn.JSON_EACH(texts))),
        postgresql=NodeList((SQL("value FROM"), fn.JSON_ARRAY_ELEMENTS_TEXT(texts.cast("json")))),
        columns=fn.UNNEST(fn.FROM_JSON(texts.cast("json"), SQL("""'["VARCHAR"]'"""))),
    )
    return column.in_(NodeList((SQL("SELECT"), elements), parens=True))


def join_keeps_order(database: AnyDatabase) -> bool:
    """Whether an outer join gives its rows in the order of its left table: so it is on SQLite, which has only nested loops."""
    return not is_postgresql(database)


def json_array(database: AnyDatabase, column: Any) -> Any:
    """The aggregate of a column over all rows, in their order, as the text of a JSON array; empty or null where there are no rows."""
    return fn.JSON_AGG(column).cast("text") if is_postgresql(database) else fn.JSON_GROUP_ARRAY(column)


def json_objects(database: AnyDatabase, shape: dict[str, Any], separator: bytes) -> Any:
    """The aggregate of all rows, in their order, as JSON objects joined, as bytes. `shape` is by name an expression or a nested shape."""
    if is_postgresql(database):
        text = json_object(fn.JSON_BUILD_OBJECT, shape).cast("text")
        return fn.CONVERT_TO(fn.STRING_AGG(text, separator.decode()), SQL("'UTF8'"))
    return fn.GROUP_CONCAT(json_object(fn.JSON_OBJECT, shape), separator.decode()).cast("blob")


def json_object(function: Callable[..., Any], shape: dict[str, Any]) -> Any:
    parts = ((SQL(f"'{name}'"), json_object(function, each) if isinstance(each, dict) else each) for name, each in shape.items())
    return function(*chain.from_iterable(parts))


def fulltext_index(database: AnyDatabase) -> Any:
    """The class of the full-text index: Fts5 or TsVector. Fts5 alone has what a page in order of time needs (`is_in_time`)."""
    return TsVector if is_postgresql(database) else Fts5


def spatial_index(database: AnyDatabase) -> type[RTree] | type[Gist]:
    """The class of the spatial index."""
    return Gist if is_postgresql(database) else RTree


def enable_wal(database: AnyDatabase) -> None:
    """Turn on SQLite's write-ahead log: readers and a loader do not wait for each other. In a first load it would write each page twice."""
    if not is_postgresql(database):
        run_unless_locked(database, "PRAGMA journal_mode = wal")


def run_unless_locked(database: AnyDatabase, statement: str) -> None:
    """Execute a change of SQLite's journal mode, for which SQLite does not wait, whatever `busy_timeout` is. Gives up when another process
    has held the store for PATIENCE seconds: it is a load, which will make the change itself."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            database.execute_sql(statement)
            return
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() > deadline:
                return
            time.sleep(PAUSE)


def refresh_statistics(database: AnyDatabase) -> None:
    """Renew the statistics of the query planner. SQLite reads all indexes for that, PostgreSQL a sample."""
    database.execute_sql("ANALYZE")


def table_sizes(database: AnyDatabase) -> dict[str, int]:
    """By table, the approximate number of rows when SQLite's statistics were last refreshed; empty on PostgreSQL."""
    if is_postgresql(database) or not database.table_exists("sqlite_stat1"):
        return {}
    return dict(database.execute_sql("SELECT tbl, max(CAST(stat AS integer)) FROM sqlite_stat1 GROUP BY tbl").fetchall())


def plans_by_averages(database: AnyDatabase) -> bool:
    """Whether the planner knows only the average frequency of a value, as SQLite's does; PostgreSQL's knows the most frequent ones."""
    return not is_postgresql(database)


def exists(database: AnyDatabase, query: Any) -> Any:
    """The condition that a correlated query has a row, evaluated row by row: OFFSET 0 keeps PostgreSQL from turning it into a join."""
    return fn.EXISTS(query.offset(0) if is_postgresql(database) else query)


def name(database: AnyDatabase) -> str:
    """The name of the database system, as a cache key."""
    return "postgresql" if is_postgresql(database) else "sqlite"


def open_cursor(database: AnyDatabase, sql: str, parameters: Sequence[Any]) -> Any:
    """A cursor that fetches the rows of a statement while they are consumed: on PostgreSQL, a server-side one."""
    return database.execute_sql(sql, parameters, **({"named_cursor": True} if is_postgresql(database) else {}))


def write_csv(database: AnyDatabase, query: Any, file: TextIO) -> None:
    """Write the rows of a query into a file, as CSV without header, null as nothing."""
    if is_postgresql(database):
        sql, parameters = query.sql()
        with database.cursor().copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", parameters) as rows:
            file.writelines(str(part, "utf-8") for part in rows)
    else:
        csv.writer(file).writerows(database.execute(query))


def stream_rows(query: Any) -> Iterator[Any]:
    """The rows of a query as namedtuples, fetched while they are consumed: on PostgreSQL, by a server-side cursor."""
    rows = query.namedtuples()
    return ServerSide(rows) if is_postgresql(query.model._meta.database) else rows.iterator()


class WithoutRowid:
    """True where a table can be stored in its primary key alone (SQLite's WITHOUT ROWID). `database` may be bound later."""

    def __init__(self, database: AnyDatabase) -> None:
        self.database = database

    def __bool__(self) -> bool:
        return not is_postgresql(self.database)


class DialectExpression(ColumnBase):
    """An expression that differs between SQLite, PostgreSQL and the column store; `database` may be bound later."""

    def __init__(self, database: AnyDatabase, sqlite: Any, postgresql: Any, columns: Any) -> None:
        self.database, self.sqlite, self.postgresql, self.columns = database, sqlite, postgresql, columns

    def __sql__(self, ctx: Any) -> Any:
        if ctx.state.is_column_store:
            return ctx.sql(self.columns)
        return ctx.sql(self.postgresql if is_postgresql(self.database) else self.sqlite)


def on_columns(database: AnyDatabase, columns: Any, rows: Any) -> DialectExpression:
    """An expression for the column store, and the one for either database in its place."""
    return DialectExpression(database, sqlite=rows, postgresql=rows, columns=columns)


def column_store_sql(query: Any) -> tuple[str, list[Any]]:
    """A query as SQL of the column store, and its parameters."""
    return Database(None).get_sql_context(is_column_store=True, nulls_ordering=True).parse(query)


def iso_week(database: AnyDatabase, day: Any) -> DialectExpression:
    """The ISO 8601 week of a stored day, such as 2011-W48. On SQLite, year and number follow from the date of the week's Thursday."""
    thursday = fn.DATE(day, "-3 days", "weekday 4")
    number = (fn.STRFTIME("%j", thursday).cast("integer") + 6) / 7
    return DialectExpression(
        database,
        sqlite=fn.PRINTF("%s-W%02d", fn.SUBSTR(thursday, 1, 4), number),
        postgresql=fn.TO_CHAR(day.cast("date"), 'IYYY-"W"IW'),
        columns=fn.STRFTIME(day.cast("date"), "%G-W%V"),
    )
