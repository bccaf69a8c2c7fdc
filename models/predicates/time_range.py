"""Spans of days: conditions on Event by when it may have been, and by when it may have been told, so bounded that an index answers them.

Events are ordered by their earliest day. What overlaps a span may have begun long before it, and what was known on a day may
lie after it, but seldom does: the few that do stand in indexes of their own, which say how far one must look.
"""

from typing import NamedTuple

from peewee import SQL, fn

from models.domain import periods
from models.tables.schema import Event


class Days(NamedTuple):
    """A models.domain.dates.Span as conditions bind it: its first and last day, and the first of the year before.

    Roll-ups have what falls in it where it is one of their periods (`periods`: that and the shorter ones in it), and what may fall in
    it where it is whole `years`, but for the events across years.
    """

    first: str
    last: str
    year_before: str
    periods: list[str]
    years: periods.Years | None


def days(span):
    """The Days of what may fall in a span. Of a part of a year no periods make that up, since some of it lies in wider ones."""
    return Days(span.first, span.last, f"{max(int(span.first[:4]) - 1, 0):04}-01-01", [], periods.years(span))


def whole_days(span):
    """The Days of what falls in a span."""
    period = periods.filled_by(span)
    return days(span)._replace(periods=periods.within(period), years=None) if period else days(span)


def year(day):
    """The year of a stored day. Its numbers are written out, since an index is not used for what may be any number."""
    return fn.SUBSTR(day, SQL("1"), SQL("4")).cast("integer")


def long(table):
    """The event may have lasted beyond the year after the one it began in."""
    return year(table.date_latest) - year(table.date_earliest) > SQL("1")


def ahead(table):
    """The event was told before it began."""
    return table.date_earliest > table.known_from


def may_fall_in(days):
    return (Event.date_earliest <= days.last) & (Event.date_latest >= days.first) & (Event.date_earliest >= since(days))


def falls_in(days):
    return Event.date_earliest.between(days.first, days.last) & (Event.date_latest <= days.last)


def since(days):
    """No event that has not ended by the first of Days began before this day: the year before, unless it is a long one."""
    other, before = Event.alias(), days.year_before
    found = other.select(fn.MIN(other.date_earliest)).where(long(other), other.date_latest >= days.first, other.date_earliest < before)
    return fn.COALESCE(found, before)


def at(as_of, revision):
    """As Event.at."""
    state = Event.at(as_of, revision)
    return state if as_of is None else state & (Event.date_earliest <= until(as_of))


def until(as_of):
    """No event that was known on a day begins after this one: the day itself, unless it was told ahead."""
    other = Event.alias()
    found = other.select(fn.MAX(other.date_earliest)).where(ahead(other), other.known_from <= as_of, other.date_earliest > as_of)
    return fn.COALESCE(found, as_of)
