"""Queries for events with their documents: one event, or a page or stream of those under filters, each prepared once per shape."""

import functools
import operator
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from peewee import JOIN, Entity

from api.aggregates import group_by
from api.aggregates.group_query import counted_table
from api.filters.access_path import ACCESS, PLANNER_CHOICE, page_access_path
from api.filters.selection import Selection
from api.formats.base import Format
from api.queries import column_page, fulltext_page
from api.queries.keyset import Order, Position
from api.queries.ordering import make_order
from models.db import dialect
from models.db.database import database
from models.db.prepared_statements import bind_parameter, prepare
from models.tables.schema import Document, Event

BASE_COLUMNS = (Event.id, Event.dataset)
POINT_COLUMNS = (Event.longitude, Event.latitude)
TIME_COLUMNS = (Event.state, Event.known_from)
"""What formats with places and what is included with events need besides; each column costs as much as finding the row."""
LOOKED_UP = [name for name, access in ACCESS.items() if access.elsewhere]
"""Filters whose matches are looked up in another table."""


def documents_query(*columns: Any, stored: Any = Document.body) -> Any:
    table = stored.model
    return Event.select(stored.alias("body"), *columns).join(table, on=table.state == Event.state)


def find_event(id: Any, as_of: Any, revision: Any) -> Any:
    """The row of an event's state at a day and a revision (None: the latest); None where there is none."""
    found = prepare(one_event_query, as_of is not None, revision is not None)
    return next(found.rows(id=id, as_of=as_of, revision=revision), None)


def one_event_query(dated: bool, historic: bool) -> Any:
    then = Event.at(bind_parameter("as_of") if dated else None, bind_parameter("revision") if historic else None)
    return documents_query(*BASE_COLUMNS, *POINT_COLUMNS, *TIME_COLUMNS).where(Event.id == bind_parameter("id"), then)


@dataclass(eq=False)
class EventSearch:
    """The events of a Selection in the `order` that it asks for, as a source for api.queries.keyset.

    `with_points` and `with_times` add columns. `stored_format` is the format whose stored bytes are sent verbatim, or None: a page then has
    rows with these as body, a stream is lists of them.
    """

    selection: Selection
    with_points: bool = False
    with_times: bool = False
    stored_format: Format | None = None

    def __post_init__(self) -> None:
        self.order = make_order(self.selection.bound)

    @property
    def cache_key(self) -> tuple[Any, ...]:
        """What the statement depends on."""
        return self.selection.cache_key, self.selection.values["sort"], self.with_points, self.with_times, self.stored_format

    @property
    def columns(self) -> Any:
        return (
            [Event.id]
            if self.stored_format
            else [*BASE_COLUMNS, *(POINT_COLUMNS if self.with_points else ()), *(TIME_COLUMNS if self.with_times else ())]
        )

    @property
    def stored(self) -> Any:
        return self.stored_format.stored if self.stored_format else Document.body

    def rows(self, position: Position, number: int) -> list[Any]:
        fills = {"number": number} | self.bind_values(position)
        if columns := column_page.column_store_for(self.selection):
            shape = (self, position.key is not None, position.back)
            of_rows = functools.partial(prepare, states_query, Event, *shape)
            found = columns.prepare(states_query, counted_table(()), *shape, otherwise=of_rows).tuples(**fills)
            states = dialect.encode_numbers(database, (state for (state,) in found))
            return list(prepare(state_documents_query, self, position.back).rows(**{column_page.STATES: states}))
        return list(self.statement(position, page_access_path(self.selection), limited=True).rows(**fills))

    def stream(self, position: Position) -> Iterator[Any]:
        found, fills = self.statement(position), self.bind_values(position)
        return found.blobs(**fills) if self.stored_format else found.stream(**fills)

    def count(self) -> Any:
        """The number of events."""
        return group_by.count_number(self.selection)

    def statement(self, position: Position, read: Any = PLANNER_CHOICE, limited: bool = False) -> Any:
        return prepare(events_query, self, position.key is not None, position.back, read, limited)

    def bind_values(self, position: Position) -> dict[str, Any]:
        return self.selection.bind_values | ({} if position.key is None else dict(zip(self.order.columns, position.key, strict=True)))


def way_of(search: EventSearch, back: bool) -> Order:
    """The Order in which a page is read, `back` from its end."""
    order = make_order(search.selection.bind_parameters)
    return order.reversed() if back else order


def states_query(events: Any, search: EventSearch, keyed: bool, back: bool) -> Any:
    return column_page.states_query(events, search.selection, way_of(search, back), keyed)


def state_documents_query(search: EventSearch, back: bool) -> Any:
    """The query for the documents of the states of a page, in its order."""
    way = way_of(search, back)
    return way.apply(documents_query(*search.columns, *key_columns(way), stored=search.stored)).where(column_page.among_states())


def events_query(search: EventSearch, keyed: bool, back: bool, read: Any, limited: bool) -> Any:
    """The query for the documents of a search, after a key if `keyed`; its bind parameters are named as the order's columns.

    `limited` to the bind parameter `number`, a page is read by the AccessPath `read`.
    """
    order, way = make_order(search.selection.bind_parameters), way_of(search, back)
    if limited:
        return page_query(way, search, keyed, read)
    found = bodies_query(search.stored) if search.stored_format else documents_query(*search.columns)
    return order.apply(found).where(search.selection.after_key(way, keyed))


def bodies_query(stored: Any) -> Any:
    return Event.select(stored).join(stored.model, on=stored.model.state == Event.state)


def page_query(way: Order, search: EventSearch, keyed: bool, read: Any) -> Any:
    """The query for a page, by the plan that reads least."""
    selection = search.selection
    if read != PLANNER_CHOICE:
        return late_lookup_query(search, way, [(way, selection.after_key(way, keyed, along=read.along))], read.events)
    gathered = [name for name in LOOKED_UP if selection.values[name] is not None]
    if gathered == ["q"] and fulltext_page.applies(selection, way):
        return late_lookup_query(search, way, fulltext_page.page_parts(selection, way, keyed))
    where = selection.after_key(way, keyed)
    return late_lookup_query(search, way, [(way, where)]) if gathered else index_order_query(search, way, where)


def index_order_query(search: EventSearch, way: Order, where: Any) -> Any:
    """The query for a page in the order of an index: filters and documents are joined row by row."""
    return way.apply(documents_query(*search.columns, *key_columns(way), stored=search.stored)).where(where).limit(bind_parameter("number"))


def late_lookup_query(search: EventSearch, way: Order, parts: list[tuple[Any, ...]], events: Any = Event) -> Any:
    """The query that finds the states of a page first and looks up only their documents.

    The states come in `parts`, pairs of an order and a condition, from `events`, the table with its hint.
    """
    columns = {column.name: column for column in (Event.state, *search.columns)} | way.columns
    chosen = (select_aliased(columns | within.columns).from_(events).where(where) for within, where in parts)
    found = renamed_order(way, Entity).apply(functools.reduce(operator.add, chosen)).limit(bind_parameter("number")).alias("found")
    table = search.stored.model
    rows = table.select(search.stored.alias("body"), *(found.c[name] for name in columns)).from_(found)
    rows = rows.join(table, JOIN.LEFT_OUTER, on=table.state == found.c.state)
    return rows if dialect.join_keeps_order(database) else renamed_order(way, found.c.__getattr__).apply(rows)


def select_aliased(columns: dict[str, Any]) -> Any:
    return Event.select(*(column.alias(name) for name, column in columns.items()))


def renamed_order(way: Order, call: type) -> Any:
    """An order by columns that are already named."""
    return replace(way, columns={name: call(name) for name in way.columns})


def key_columns(way: Order) -> list[Any]:
    return [column.alias(name) for name, column in way.columns.items() if name != "id"]
