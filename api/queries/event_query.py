"""Events and their documents: one, or those under filters in an order, by statements that are prepared once for each way of asking."""

import functools
import operator
from dataclasses import dataclass, replace

from peewee import JOIN, Entity, fn

from api.aggregates import group_by
from api.filters.access_path import ACCESS, LEFT_ALONE, reading
from api.filters.selection import Selection
from api.formats.base import Format
from api.queries import fulltext_page
from api.queries.ordering import order_of
from models.db import dialect
from models.db.database import database
from models.db.prepared_statements import slot, statement
from models.summaries import tally
from models.tables.schema import Document, Event

SHOWN = (Event.id, Event.dataset)
PLACED = (Event.longitude, Event.latitude)
TRACED = (Event.state, Event.known_from)
"""What formats with places and what is included with events need besides; each column costs as much as finding the row."""
LOOKED_UP = [name for name, access in ACCESS.items() if access.elsewhere]
"""Filters whose matches are looked up in another table."""


def documents(*columns, stored=Document.body):
    table = stored.model
    return Event.select(stored.alias("body"), *columns).join(table, on=table.state == Event.state)


def event(id, as_of, revision):
    """The row of an event's state at a day and a revision (None: the latest), None where there is none."""
    found = statement(one, as_of is not None, revision is not None)
    return next(found.rows(id=id, as_of=as_of, revision=revision), None)


def one(dated, historic):
    then = Event.at(slot("as_of") if dated else None, slot("revision") if historic else None)
    return documents(*SHOWN, *PLACED, *TRACED).where(Event.id == slot("id"), then)


@dataclass(eq=False)
class Search:
    """The events of a Selection, in the `order` that it asks for, as api.queries.keyset has them, with more columns where they are wanted.

    `spliced` is the format for which the events are wanted as they are stored: a page of them is rows all the same, a stream is lists of
    what is stored.
    """

    selection: Selection
    placed: bool = False
    traced: bool = False
    spliced: Format | None = None

    def __post_init__(self):
        self.order = order_of(self.selection.bound)

    @property
    def form(self):
        """What its statement hangs on."""
        return self.selection.form, self.selection.values["sort"], self.placed, self.traced, self.spliced

    @property
    def columns(self):
        return [Event.id] if self.spliced else [*SHOWN, *(PLACED if self.placed else ()), *(TRACED if self.traced else ())]

    @property
    def stored(self):
        return self.spliced.stored if self.spliced else Document.body

    def rows(self, position, number):
        return list(self.statement(position, reading(self.selection), limited=True).rows(number=number, **self.fills(position)))

    def stream(self, position):
        found, fills = self.statement(position), self.fills(position)
        return found.blobs(**fills) if self.spliced else found.stream(**fills)

    def count(self):
        """How many events there are, from the roll-ups where these have it."""
        counted = group_by.rolled([], self.selection)
        if counted:
            return sum(map(tally.events, counted.datasets.values()))
        ((number,),) = statement(total, self.selection).tuples(**self.selection.fills)
        return number

    def statement(self, position, read=LEFT_ALONE, limited=False):
        return statement(query, self, position.key is not None, position.back, read, limited)

    def fills(self, position):
        return self.selection.fills | ({} if position.key is None else dict(zip(self.order.columns, position.key, strict=True)))


def total(selection):
    return Event.select(fn.COUNT(Event.state)).where(selection.condition())


def query(search, keyed, back, read, limited):
    """The documents of a search, from a key on, its slots being the names of the order's columns; `limited` to the slot `number`.

    `read` is the api.filters.access_path.Reading for a page.
    """
    order = order_of(search.selection.slotted)
    way = order.reversed() if back else order
    if limited:
        return page_on(way, search, keyed, read)
    found = blobs(search.stored) if search.spliced else documents(*search.columns)
    return order.apply(found).where(search.selection.beyond(way, keyed))


def blobs(stored):
    return Event.select(stored).join(stored.model, on=stored.model.state == Event.state)


def page_on(way, search, keyed, read):
    """The rows of a page, by the plan that reads least for it."""
    selection = search.selection
    if read != LEFT_ALONE:
        return late(search, way, [(way, selection.beyond(way, keyed, along=read.along))], read.events)
    gathered = [name for name in LOOKED_UP if selection.values[name] is not None]
    if gathered == ["q"] and fulltext_page.suits(selection, way):
        return late(search, way, fulltext_page.parts(selection, way, keyed))
    where = selection.beyond(way, keyed)
    return late(search, way, [(way, where)]) if gathered else early(search, way, where)


def early(search, way, where):
    """The rows of a page, in the order in which an index has them."""
    return way.apply(documents(*search.columns, *keys(way), stored=search.stored)).where(where).limit(slot("number"))


def late(search, way, parts, events=Event):
    """The states that stand on the page first, and what is stored of those alone. They come in `parts`, each the way within it and the
    condition on it, of `events` as they are read."""
    columns = {column.name: column for column in (Event.state, *search.columns)} | way.columns
    chosen = (selected(columns | within.columns).from_(events).where(where) for within, where in parts)
    found = called(way, Entity).apply(functools.reduce(operator.add, chosen)).limit(slot("number")).alias("found")
    table = search.stored.model
    rows = table.select(search.stored.alias("body"), *(found.c[name] for name in columns)).from_(found)
    rows = rows.join(table, JOIN.LEFT_OUTER, on=table.state == found.c.state)
    return rows if dialect.keeps_order(database) else called(way, found.c.__getattr__).apply(rows)


def selected(columns):
    return Event.select(*(column.alias(name) for name, column in columns.items()))


def called(way, call):
    """A way through columns that have names already."""
    return replace(way, columns={name: call(name) for name in way.columns})


def keys(way):
    return [column.alias(name) for name, column in way.columns.items() if name != "id"]
