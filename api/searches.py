"""Events and their documents: one, or those under filters in an order, by statements that are prepared once for each way of asking."""

import functools
from dataclasses import dataclass, field, replace

import orjson
from peewee import JOIN

from api.filters import condition
from api.joined import Joined
from api.sorting import order_of
from models import dialect
from models.database import database
from models.prepared import slot, statement
from models.tables import Document, Event

SHOWN = (Event.id, Event.dataset, Document.body)
PLACED = (Event.longitude, Event.latitude)
TRACED = (Event.state, Event.known_from)
"""What formats with places and what is included with events need besides; each column costs as much as finding the row."""
GATHERED = ("actor", "bbox", "near", "part_of", "q", "source", "within")
"""Filters whose matches an index gathers in no order: all must be sorted before it is known which stand on a page."""


def documents(*columns):
    return Event.select(*SHOWN, *columns).join(Document, on=Document.state == Event.state)


def event(id, as_of, revision):
    """The row of an event's state at a day and a revision (None: the latest), None where there is none."""
    found = statement(dialect.name(database), one, as_of is not None, revision is not None)
    return next(found.rows(id=id, as_of=as_of, revision=revision), None)


def one(dated, historic):
    then = Event.at(slot("as_of") if dated else None, slot("revision") if historic else None)
    return documents(*PLACED, *TRACED).where(Event.id == slot("id"), then)


@dataclass(frozen=True)
class Search:
    """The events that meet parsed parameters, in their order, as api.pagination has them, with more columns where they are wanted.

    `asked` tells apart what the parameters mean: how they were spelt, of which state of the store. A page of documents alone can be
    had `joined`, forwards.
    """

    asked: tuple
    values: dict = field(compare=False)
    placed: bool = False
    traced: bool = False
    joined: bool = False

    @property
    def columns(self):
        return [*(PLACED if self.placed else ()), *(TRACED if self.traced else ())]

    @functools.cached_property
    def order(self):
        return order_of(self.values)

    def rows(self, position, number):
        found = self.statement(position, limited=True).rows(number=number, **self.key(position))
        return self.together(*next(found)) if self.joined else list(found)

    def together(self, body, rows):
        return Joined(body or b"", ("size", "dataset", *self.order.columns), orjson.loads(rows or "[]"))

    def stream(self, position):
        return self.statement(position, limited=False).stream(**self.key(position))

    def count(self):
        return Event.select(Event.state).where(condition(self.values)).count()

    def statement(self, position, limited):
        return statement(dialect.name(database), query, self, position.key is not None, position.back, limited)

    def key(self, position):
        return {} if position.key is None else dict(zip(self.order.columns, position.key, strict=True))


def query(search, keyed, back, limited):
    """The documents of a search, from a key on, its slots being the names of the order's columns; `limited` to the slot `number`."""
    way, where = search.order.reversed() if back else search.order, condition(search.values)
    if keyed:
        where &= way.after([slot(name) for name in way.columns])
    if not limited:
        return direct(search.columns, search.order, where)
    gathered = any(search.values[name] is not None for name in GATHERED)
    page = late(search.columns, way, where) if gathered else direct(search.columns, way, where).limit(slot("number"))
    return joined(page.alias("page"), way) if search.joined else page


def direct(columns, way, where):
    """The rows in the order in which an index has them."""
    return way.apply(documents(*columns, *keys(way))).where(where)


def late(columns, way, where):
    """The states that stand on the page first, and the documents of those alone."""
    columns = {column.name: column for column in (Event.state, Event.id, Event.dataset, *columns)} | way.columns
    found = way.apply(Event.select(*(column.alias(name) for name, column in columns.items()))).where(where).limit(slot("number"))
    found = found.alias("found")
    rows = Document.select(Document.body, *(found.c[name] for name in columns)).from_(found)
    rows = rows.join(Document, JOIN.LEFT_OUTER, on=Document.state == found.c.state)
    again = replace(way, columns={name: found.c[name] for name in way.columns})
    return rows if dialect.keeps_order(database) else again.apply(rows)


def keys(way):
    return [column.alias(name) for name, column in way.columns.items() if name != "id"]


def joined(page, way):
    """One row: the documents, joined by commas, and the JSON of the rows that Joined has."""
    size = dialect.size(database, page.c.body)
    told = dialect.json_rows(database, size, page.c.dataset, *(page.c[name] for name in way.columns))
    return Document.select(dialect.together(database, page.c.body).alias("body"), told.alias("rows")).from_(page)
