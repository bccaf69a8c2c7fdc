"""One statement for many rows, past peewee's queries, several times as fast as one of many rows; what fails is told as peewee tells it."""

import functools
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from peewee import __exception_wrapper__  # type: ignore[attr-defined]

from models.db import dialect
from models.db.base import Json
from models.db.database import database


def insert_many(table: type, entries: list[Any], conflict: str = "") -> None:
    """Insert dicts of the same columns."""
    if entries:
        insert(table, (*entries[0],), map(itemgetter(*entries[0]), entries), conflict)


def insert(table: type, names: tuple[Any, ...], values: Iterable[Any], conflict: str = "") -> None:
    """Insert tuples of the named columns."""
    write = insert_statement(database.param, table, *names)
    execute_many(f"{write.statement} {conflict}", map(write.coded, values))


@functools.lru_cache
def insert_statement(mark: Any, table: Any, *names: Any) -> "InsertStatement":
    return InsertStatement(mark, [table._meta.fields[name] for name in names])


class InsertStatement:
    """The statement that inserts rows of some columns, and `coded`, which makes its parameters of their values."""

    def __init__(self, mark: str, fields: list[Any]) -> None:
        names = ", ".join(f'"{field.column_name}"' for field in fields)
        marks = ", ".join([mark] * len(fields))
        self.statement = f'INSERT INTO "{fields[0].model._meta.table_name}" ({names}) VALUES ({marks})'
        self.json = [(place, field.db_value) for place, field in enumerate(fields) if isinstance(field, Json)]

    def coded(self, values: Any) -> Iterable[Any]:
        if not self.json:
            return values
        values = list(values)
        for place, code in self.json:
            values[place] = code(values[place])
        return values


def execute_many(statement: str, rows: Iterable[Any]) -> Any:
    """Run a statement once for each tuple of parameters. Raises peewee's errors."""
    with __exception_wrapper__:
        database.cursor().executemany(statement, rows)


def where_among(column: Any, values: Iterable[Any] | dict[int, Any]) -> Any:
    return dialect.where_among(database, column, list(values))


def rows_for_ids(query: Any, ids: Iterable[Any] | dict[int, Any]) -> Any:
    """The rows of a query for ids; without any, it is not run: while a table has no index, as in a first load, it reads all of it."""
    return query if ids else ()
