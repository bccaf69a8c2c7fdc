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
class Slot:
    """A parameter of a statement whose value is given when it is run."""

    name: str


def slot(name):
    """A Slot as an expression."""
    return Value(Slot(name), converter=False)


BOUND = (str, int, float)
"""What stands in a slot. Anything else, a truth among them, settles the form of a statement."""


def slots(name, value):
    """A value with a slot for each text and number in it, in whatever lists and tuples it stands; `fills` has what fills them."""
    if isinstance(value, (list, tuple)):
        found = [slots(inner, each) for inner, each in parts(name, value)]
        return found if isinstance(value, list) else type(value)._make(found)
    return slot(name) if type(value) in BOUND else value


def fills(name, value):
    """Pairs of the name and the value of each slot that `slots` makes."""
    if isinstance(value, (list, tuple)):
        for inner, each in parts(name, value):
            yield from fills(inner, each)
    elif type(value) in BOUND:
        yield name, value


def parts(name, value):
    """The name and the value of each thing in a list or a tuple with names."""
    names = value._fields if isinstance(value, tuple) else range(len(value))
    return [(f"{name}.{part}", each) for part, each in zip(names, value, strict=True)]


def form(value, slotted):
    """What the form of a statement hangs on: a value, hashable, but for what stands in slots if it is `slotted`."""
    if isinstance(value, (list, tuple)):
        return tuple([form(each, slotted) for each in value])
    return type(value) if slotted and type(value) in BOUND else value


class Statement:
    """A query as SQL of the bound database. Its rows are namedtuples of what the database gives, with no conversion by fields."""

    def __init__(self, query):
        self.sql, self.parameters = query.sql()

    def rows(self, **values):
        return named(database.execute_sql(self.sql, self.filled(values)))

    def tuples(self, **values):
        return database.execute_sql(self.sql, self.filled(values)).fetchall()

    def stream(self, **values):
        """The rows, fetched as they are taken."""
        with closing(dialect.cursor(database, self.sql, self.filled(values))) as cursor:
            yield from named(cursor)

    def batches(self, **values):
        """The rows as tuples, in lists, fetched as they are taken, while there is time."""
        with closing(dialect.cursor(database, self.sql, self.filled(values))) as cursor:
            while rows := cursor.fetchmany(BATCH):
                database.hurry()
                yield rows

    def blobs(self, **values):
        """The values of its one column, which holds blobs, in lists, fetched as they are taken."""
        return ([blob for (blob,) in rows] for rows in self.batches(**values))

    def filled(self, values):
        return [values[each.name] if isinstance(each, Slot) else each for each in self.parameters]


def named(cursor):
    return map(row(next(zip(*cursor.description, strict=True))), cursor)


@functools.cache
def row(names):
    return namedtuple("Row", names)._make


def statement(build, *shape):
    """The Statement of the query `build(*shape)`, None where that is None, as `kept`."""
    return kept(built, build, *shape)


def built(build, *shape):
    query = build(*shape)
    return None if query is None else Statement(query)


def kept(make, *shape):
    """What `make(*shape)` gives, which is not made again for what is of the same shape, for as long as others are not asked for more.

    What has a `form` counts by that, and is not kept itself: what it binds may be large. All of it is forgotten when another database is
    bound.
    """
    place = place_of(make, *[getattr(each, "form", each) for each in shape])
    if not place:
        place.append(make(*shape))
    return place[0]


@functools.lru_cache(maxsize=512)
def place_of(*form):
    """The list that holds what was made of a form, empty until it is."""
    return []


database.attach_callback(lambda _: place_of.cache_clear())
