"""Inserts many rows by executing one prepared statement for each row: several times as fast as peewee's multi-row INSERT.

Driver errors are raised as peewee's.
"""

import functools
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter
from typing import Any

from peewee import Expression, Field, __exception_wrapper__  # type: ignore[attr-defined]  # not in peewee's stubs

from models.db import dialect
from models.db.base import Json, Table
from models.db.database import database


def insert_many(table: type[Table], entries: Sequence[dict[str, Any]], conflict: str = "") -> None:
    """Insert dicts that all have the same columns; `conflict` is an ON CONFLICT clause."""
    if entries:
        insert(table, (*entries[0],), map(itemgetter(*entries[0]), entries), conflict)


def insert(table: type[Table], names: Sequence[str], values: Iterable[Sequence[Any]], conflict: str = "") -> None:
    """Insert tuples of the named columns; `conflict` is an ON CONFLICT clause."""
    insertion = insert_statement(database.param, table, *names)  # type: ignore[arg-type]  # peewee hashes tables, which its metaclass hides
    execute_many(f"{insertion.statement} {conflict}", map(insertion.parameters, values))


@functools.lru_cache
def insert_statement(placeholder: str, table: type[Table], *names: str) -> "InsertStatement":
    return InsertStatement(placeholder, [table._meta.fields[name] for name in names])


class InsertStatement:
    """An INSERT of one row of some columns, with a placeholder (`?` or `%s`) for each."""

    def __init__(self, placeholder: str, fields: Sequence[Field]) -> None:
        names = ", ".join(f'"{field.column_name}"' for field in fields)
        placeholders = ", ".join([placeholder] * len(fields))
        self.statement = f'INSERT INTO "{fields[0].model._meta.table_name}" ({names}) VALUES ({placeholders})'
        self.json_encoders = [(index, field.db_value) for index, field in enumerate(fields) if isinstance(field, Json)]

    def parameters(self, values: Sequence[Any]) -> Sequence[Any]:
        """The parameters for a row: its values, those of JSON columns encoded."""
        if not self.json_encoders:
            return values
        encoded = list(values)
        for index, encode in self.json_encoders:
            encoded[index] = encode(encoded[index])
        return encoded


def execute_many(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Execute a statement once for each tuple of parameters. Raises peewee's errors."""
    with __exception_wrapper__:
        database.cursor().executemany(statement, rows)


def where_among(column: Field, values: Iterable[Any]) -> Expression:
    """The condition that a column holds one of some values, of which there may be any number."""
    return dialect.where_among(database, column, list(values))


def rows_for_ids(query: Iterable[Any], ids: Collection[Any]) -> Iterable[Any]:
    """The rows of a query by ids, or nothing where there are no ids. The query is then not executed: while a table has no index, as during
    a first load, it would read the whole table."""
    return query if ids else ()
