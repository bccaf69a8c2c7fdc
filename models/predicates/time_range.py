"""Conditions on Event by when it happened and by when it was known, with bounds on its earliest day, so that an index serves them.

Indexes are in order of the earliest day. An event that overlaps a span may have begun long before it, and one known on a day may lie
after that day, but few do. Those few have indexes of their own, which tell how far the large index must be read.
"""

from typing import Any, NamedTuple

from peewee import SQL, fn

from models.db import dialect
from models.db.database import database
from models.domain.dates import Span
from models.tables.schema import Event


class DayRange(NamedTuple):
    """A Span as conditions bind it: its first and last day, and 1 January of the year before."""

    first: str
    last: str
    year_before: str


def day_range(span: Span) -> DayRange:
    """The DayRange of a span."""
    return DayRange(span.first, span.last, f"{max(int(span.first[:4]) - 1, 0):04}-01-01")


def year_of(day: Any) -> Any:
    """The year of a stored day, as an expression. Its numbers are written into the SQL: an expression index does not match bound values."""
    return fn.SUBSTR(day, SQL("1"), SQL("4")).cast("integer")


def is_long(table: Any) -> Any:
    """The condition that an event may have lasted beyond the year after the one in which it began."""
    return year_of(table.date_latest) - year_of(table.date_earliest) > SQL("1")


def is_announced(table: Any) -> Any:
    """The condition that an event was known before it began."""
    return table.date_earliest > table.known_from


def may_overlap(days: Any) -> Any:
    """The condition that an event may have happened in a DayRange."""
    return (Event.date_earliest <= days.last) & (Event.date_latest >= days.first) & (Event.date_earliest >= begins_late_enough(days))


def is_within(days: Any) -> Any:
    """The condition that an event certainly happened in a DayRange."""
    return Event.date_earliest.between(days.first, days.last) & (Event.date_latest <= days.last)


def begins_late_enough(days: Any) -> Any:
    """The day, as an expression, before which no event began that lasted until the first day of a DayRange.

    It is 1 January of the year before, or the earliest day of a long event that lasted so."""
    other, before = Event.alias(), days.year_before
    found = other.select(fn.MIN(other.date_earliest)).where(is_long(other), other.date_latest >= days.first, other.date_earliest < before)
    return dialect.on_columns(database, SQL("''"), fn.COALESCE(found, before))


def is_current(as_of: Any, revision: Any) -> Any:
    """The condition of Event.at, with a bound on the earliest day that lets an index serve it."""
    state = Event.at(as_of, revision)
    return state if as_of is None else state & (Event.date_earliest <= begins_by(as_of))


def begins_by(as_of: Any) -> Any:
    """The day, as an expression, after which no event known on a day began: that day, or a later one for an event known ahead."""
    other = Event.alias()
    found = other.select(fn.MAX(other.date_earliest)).where(is_announced(other), other.known_from <= as_of, other.date_earliest > as_of)
    return dialect.on_columns(database, SQL("'~'"), fn.COALESCE(found, as_of))
