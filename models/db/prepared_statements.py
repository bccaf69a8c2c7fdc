"""Statements that are put together once and run often, each time with other values in their slots."""

import functools
from collections import namedtuple
from contextlib import closing
from dataclasses import dataclass

from peewee import Value

from models.db import dialect
from models.db.database import database

BATCH = 500
"""Rows that are taken at a time where only their number matters."""


@dataclass(frozen=True)
class BindParameter:
    """A parameter of a statement whose value is given when it is run."""

    name: str


def bind_parameter(name):
    """A Slot as an expression."""
    return Value(BindParameter(name), converter=False)


BINDABLE = (str, int, float)
"""What stands in a slot. Anything else, a truth among them, settles the form of a statement."""


def bind_parameters(name, value):
    """A value with a slot for each text and number in it, in whatever lists and tuples it stands; `fills` has what fills them."""
    if isinstance(value, (list, tuple)):
        found = [bind_parameters(inner, each) for inner, each in named_parts(name, value)]
        return found if isinstance(value, list) else type(value)._make(found)
    return bind_parameter(name) if type(value) in BINDABLE else value


def bind_values(name, value):
    """Pairs of the name and the value of each slot that `slots` makes."""
    if isinstance(value, (list, tuple)):
        for inner, each in named_parts(name, value):
            yield from bind_values(inner, each)
    elif type(value) in BINDABLE:
        yield name, value


def named_parts(name, value):
    """The name and the value of each thing in a list or a tuple with names."""
    names = value._fields if isinstance(value, tuple) else range(len(value))
    return [(f"{name}.{part}", each) for part, each in zip(names, value, strict=True)]


def cache_key(value, slotted):
    """What the form of a statement hangs on: a value, hashable, but for what stands in slots if it is `slotted`."""
    if isinstance(value, (list, tuple)):
        return tuple([cache_key(each, slotted) for each in value])
    return type(value) if slotted and type(value) in BINDABLE else value


class PreparedStatement:
    """A query as SQL of the bound database. Its rows are namedtuples of what the database gives, with no conversion by fields."""

    def __init__(self, query):
        self.sql, self.parameters = query.sql()

    def rows(self, **values):
        return as_namedtuples(database.execute_sql(self.sql, self.bind(values)))

    def tuples(self, **values):
        return database.execute_sql(self.sql, self.bind(values)).fetchall()

    def stream(self, **values):
        """The rows, fetched as they are taken."""
        with closing(dialect.open_cursor(database, self.sql, self.bind(values))) as cursor:
            yield from as_namedtuples(cursor)

    def batches(self, **values):
        """The rows as tuples, in lists, fetched as they are taken, while there is time."""
        with closing(dialect.open_cursor(database, self.sql, self.bind(values))) as cursor:
            while rows := cursor.fetchmany(BATCH):
                database.hurry()
                yield rows

    def blobs(self, **values):
        """The values of its one column, which holds blobs, in lists, fetched as they are taken."""
        return ([blob for (blob,) in rows] for rows in self.batches(**values))

    def bind(self, values):
        return [values[each.name] if isinstance(each, BindParameter) else each for each in self.parameters]


def as_namedtuples(cursor):
    return map(row_factory(next(zip(*cursor.description, strict=True))), cursor)


@functools.cache
def row_factory(names):
    return namedtuple("Row", names)._make


def prepare(build, *shape):
    """The PreparedStatement of the query `build(*shape)`, None where that is None, as `kept`."""
    return memoize(build_statement, build, *shape)


def build_statement(build, *shape):
    query = build(*shape)
    return None if query is None else PreparedStatement(query)


def memoize(make, *shape):
    """What `make(*shape)` gives, which is not made again for what is of the same shape, for as long as others are not asked for more.

    What has a `form` counts by that, and is not kept itself: what it binds may be large. All of it is forgotten when another database is
    bound.
    """
    place = cache_entry(make, *[getattr(each, "cache_key", each) for each in shape])
    if not place:
        place.append(make(*shape))
    return place[0]


@functools.lru_cache(maxsize=512)
def cache_entry(*form):
    """The list that holds what was made of a form, empty until it is."""
    return []


database.attach_callback(lambda _: cache_entry.cache_clear())
