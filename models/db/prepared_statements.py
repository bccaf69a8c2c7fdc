"""Statements that are built once and executed often, each time with other values for their bind parameters."""

import functools
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from peewee import Query, Value

from models.db import dialect
from models.db.database import database

BATCH = 500
"""Rows that are fetched at a time."""


@dataclass(frozen=True)
class BindParameter:
    """A parameter of a statement whose value is given when that is executed."""

    name: str


def bind_parameter(name: str) -> Value:
    """A BindParameter as an expression."""
    return Value(BindParameter(name), converter=False)


BINDABLE = (str, int, float)
"""Types of values that are bound. Any other value, a boolean among them, is part of the SQL of a statement."""


def bind_parameters(name: str, value: Any) -> Any:
    """A value in which each text and number is replaced by a bind parameter, inside lists and named tuples too.

    The parameters are named by `name` and the path within the value; `bind_values` gives their values."""
    if isinstance(value, (list, tuple)):
        parts = [bind_parameters(inner, each) for inner, each in named_parts(name, value)]
        return parts if isinstance(value, list) else type(value)._make(parts)  # type: ignore[attr-defined]  # tuples are named ones
    return bind_parameter(name) if type(value) in BINDABLE else value


def bind_values(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The (name, value) of each bind parameter that `bind_parameters` makes of a value."""
    if isinstance(value, (list, tuple)):
        for inner, each in named_parts(name, value):
            yield from bind_values(inner, each)
    elif type(value) in BINDABLE:
        yield name, value


def named_parts(name: str, value: list[Any] | tuple[Any, ...]) -> list[tuple[str, Any]]:
    """The (name, value) of each item of a list or a named tuple."""
    names = value._fields if isinstance(value, tuple) else range(len(value))  # type: ignore[attr-defined]  # tuples are named ones
    return [(f"{name}.{part}", each) for part, each in zip(names, value, strict=True)]


def cache_key(value: Any, bound: bool) -> Any:
    """What the SQL of a statement depends on of a value, hashable: if it is `bound`, the types of its texts and numbers instead of them."""
    if isinstance(value, (list, tuple)):
        return tuple([cache_key(each, bound) for each in value])
    return type(value) if bound and type(value) in BINDABLE else value


class PreparedStatement:
    """A query as SQL of the bound database, executed with values by name of its bind parameters.

    The values in its rows are as the driver gives them: peewee's fields do not convert them."""

    def __init__(self, query: Query) -> None:
        self.sql, self.parameters = query.sql()

    def rows(self, **values: Any) -> Iterator[Any]:
        """The rows as namedtuples."""
        return as_namedtuples(database.execute_sql(self.sql, self.bind(values)))

    def tuples(self, **values: Any) -> list[Any]:
        return database.execute_sql(self.sql, self.bind(values)).fetchall()

    def stream(self, **values: Any) -> Iterator[Any]:
        """The rows as namedtuples, fetched while they are consumed."""
        with closing(dialect.open_cursor(database, self.sql, self.bind(values))) as cursor:
            yield from as_namedtuples(cursor)

    def batches(self, **values: Any) -> Iterator[list[Any]]:
        """The rows as tuples, in lists, fetched while they are consumed. Raises DeadlineExceeded when the time is over."""
        with closing(dialect.open_cursor(database, self.sql, self.bind(values))) as cursor:
            while rows := cursor.fetchmany(BATCH):
                database.hurry()
                yield rows

    def blobs(self, **values: Any) -> Iterator[list[bytes]]:
        """The values of the only column, which holds blobs, in lists, fetched while they are consumed."""
        return ([blob for (blob,) in rows] for rows in self.batches(**values))

    def bind(self, values: dict[str, Any]) -> list[Any]:
        return bind_all(self.parameters, values)


def bind_all(parameters: list[Any], values: dict[str, Any]) -> list[Any]:
    """The parameters of a statement, with the values by name of those that are bind parameters."""
    return [values[each.name] if isinstance(each, BindParameter) else each for each in parameters]


def as_namedtuples(cursor: Any) -> Iterator[Any]:
    return map(row_factory(next(zip(*cursor.description, strict=True))), cursor)


@functools.cache
def row_factory(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    row: Any = namedtuple("Row", names)  # type: ignore[misc]  # the names are known at run time alone
    return row._make


def prepare(build: Callable[..., Query | None], *shape: Any) -> Any:
    """The PreparedStatement of the query `build(*shape)`, or None where that is None; cached as by `memoize`."""
    return memoize(build_statement, build, *shape)


def build_statement(build: Callable[..., Query | None], *shape: Any) -> PreparedStatement | None:
    query = build(*shape)
    return None if query is None else PreparedStatement(query)


def memoize(make: Callable[..., Any], *shape: Any) -> Any:
    """The result of `make(*shape)`, from a cache of the least recently used shapes.

    An argument that has a `cache_key` is cached by that and not kept itself, since the values that it binds may be large. The cache is
    emptied when another database is bound.
    """
    entry = cache_entry(make, *[getattr(each, "cache_key", each) for each in shape])
    if not entry:
        entry.append(make(*shape))
    return entry[0]


@functools.lru_cache(maxsize=512)
def cache_entry(*key: Any) -> list[Any]:
    """The list that holds the cached result for a key, empty until there is one."""
    return []


database.attach_callback(lambda _: cache_entry.cache_clear())
