"""Statements that are built once and run often, each time with other bind values."""

import functools
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from peewee import Value

from models.db import dialect
from models.db.database import database

BATCH = 500
"""Rows that are taken at a time where only their number matters."""


@dataclass(frozen=True)
class BindParameter:
    """A placeholder in a statement, whose value is given when it is run."""

    name: str


def bind_parameter(name: str) -> Any:
    """A BindParameter as an expression."""
    return Value(BindParameter(name), converter=False)


BINDABLE = (str, int, float)
"""What stands in a slot. Anything else, a truth among them, settles the form of a statement."""


def bind_parameters(name: Any, value: Any) -> Any:
    """A value with a BindParameter in place of each text and number in it, however nested; `bind_values` has the values."""
    if isinstance(value, list | tuple):
        found = [bind_parameters(inner, each) for inner, each in named_parts(name, value)]
        return found if isinstance(value, list) else type(value)(*found)
    return bind_parameter(name) if type(value) in BINDABLE else value


def bind_values(name: Any, value: Any) -> Iterator[Any]:
    """(name, value) for each placeholder that `bind_parameters` makes."""
    if isinstance(value, (list, tuple)):
        for inner, each in named_parts(name, value):
            yield from bind_values(inner, each)
    elif type(value) in BINDABLE:
        yield name, value


def named_parts(name: Any, value: Any) -> Any:
    """(name, value) of each element of a list or a named tuple."""
    names: Any = getattr(value, "_fields", None) or range(len(value))
    return [(f"{name}.{part}", each) for part, each in zip(names, value, strict=True)]


def cache_key(value: Any, slotted: bool) -> Any:
    """What a statement depends on, hashable: the value itself or, where it is `slotted`, its shape with types in place of values."""
    if isinstance(value, (list, tuple)):
        return tuple([cache_key(each, slotted) for each in value])
    return type(value) if slotted and type(value) in BINDABLE else value


class PreparedStatement:
    """A query as SQL of the bound database. Its rows are named tuples of what the driver gives, without conversion by fields."""

    def __init__(self, query: Any) -> None:
        self.sql, self.parameters = query.sql()

    def rows(self, **values: Any) -> Any:
        return as_namedtuples(database.execute_sql(self.sql, self.bind(values)))

    def tuples(self, **values: Any) -> Any:
        return database.execute_sql(self.sql, self.bind(values)).fetchall()

    def stream(self, **values: Any) -> Iterator[Any]:
        """The rows as named tuples, fetched while they are consumed."""
        with closing(dialect.open_cursor(database, self.sql, self.bind(values))) as cursor:
            yield from as_namedtuples(cursor)

    def batches(self, **values: Any) -> Iterator[Any]:
        """The rows as tuples, in lists, fetched while they are consumed. Raises DeadlineExceeded."""
        with closing(dialect.open_cursor(database, self.sql, self.bind(values))) as cursor:
            while rows := cursor.fetchmany(BATCH):
                database.hurry()
                yield rows

    def blobs(self, **values: Any) -> Iterator[Any]:
        """The values of the only column, in lists, fetched while they are consumed."""
        return ([blob for (blob,) in rows] for rows in self.batches(**values))

    def bind(self, values: Any) -> Any:
        return [values[each.name] if isinstance(each, BindParameter) else each for each in self.parameters]


def as_namedtuples(cursor: Any) -> Iterable[Any]:
    return map(row_factory(next(zip(*cursor.description, strict=True))), cursor)


@functools.cache
def row_factory(names: Any) -> Any:
    row: Any = namedtuple("Row", tuple(names))  # type: ignore[misc]  # its fields are known when it is run
    return row._make


def prepare(build: Callable[..., Any], *shape: Any) -> Any:
    """The PreparedStatement of the query `build(*shape)`, memoized; None where that is None."""
    return memoize(build_statement, build, *shape)


def build_statement(build: Callable[..., Any], *shape: Any) -> PreparedStatement | None:
    query = build(*shape)
    return None if query is None else PreparedStatement(query)


def memoize(make: Callable[..., Any], *shape: Any) -> Any:
    """LRU cache of `make(*shape)`.

    Arguments with a `cache_key` are looked up by it and not retained: what they bind may be large. Binding another database empties the
    cache.
    """
    place = cache_entry(make, *[getattr(each, "cache_key", each) for each in shape])
    if not place:
        place.append(make(*shape))
    return place[0]


@functools.lru_cache(maxsize=512)
def cache_entry(*form: Any) -> list[Any]:
    """The list that holds what was made for a key, empty until it is."""
    return []


database.attach_callback(lambda _: cache_entry.cache_clear())
