"""Pages that no index has in order: the column store finds their states, and the store has their documents.

So it is with what was known on a day or recorded at a revision, with events counted once, and with what lies in a polygon.
"""

from typing import Any

from api.filters.access_path import is_plain
from api.filters.selection import Selection
from api.queries.keyset import Order
from models.column_store.reader import ColumnStore, column_stores
from models.db import dialect
from models.db.database import database
from models.db.prepared_statements import bind_parameter
from models.tables.schema import Event

IN_TIME = {"kind", "as_of", "revision"}
"""Parameters by which few states are passed over in the index that has what was known, or recorded, in order of time."""

STATES = "states"
"""The bind parameter for the states of a page, as dialect.encode_numbers makes it."""


def column_store_for(selection: Selection) -> ColumnStore | None:
    """The column store that finds a page of a Selection; None where an index has its order, or there is no column store."""
    values = selection.values
    is_in_time = "date" in values["sort"] and {*selection.given} <= IN_TIME
    if is_plain(values) or is_in_time or not selection.is_columnar:
        return None
    return column_stores.of(selection.identity)


def states_query(events: Any, selection: Selection, way: Order, keyed: bool) -> Any:
    """The query for the states of a page out of `events`, a table of either store, in an order, after a key if `keyed`; at most the bind
    parameter `number`."""
    found = Event.select(Event.state).from_(events).where(selection.after_key(way, keyed))
    return way.apply(found).limit(bind_parameter("number"))


def among_states() -> Any:
    """The condition that an event's state is one of those bound to STATES."""
    return dialect.is_encoded_number(database, Event.state, bind_parameter(STATES))
