"""Spans of days: conditions on Event by when it may have been, and by when it may have been told, so bounded that an index answers them.

Events are ordered by their earliest day. What overlaps a span may have begun long before it, and what was known on a day may
lie after it, but seldom does: the few that do stand in indexes of their own, which say how far one must look.
"""

from typing import NamedTuple

from peewee import SQL, fn

from models.domain import periods
from models.tables.schema import Event


class DayRange(NamedTuple):
    """A models.domain.dates.Span as conditions bind it: its first and last day, and the first of the year before.

    Roll-ups have what falls in it where it is one of their periods (`periods`: that and the shorter ones in it), and what may fall in
    it where it is whole `years`, but for the events across years.
    """

    first: str
    last: str
    year_before: str
    periods: list[str]
    years: periods.YearRange | None


def possible_days(span):
    """The DayRange of what may fall in a span. Of a part of a year no periods make that up, since some of it lies in wider ones."""
    return DayRange(span.first, span.last, f"{max(int(span.first[:4]) - 1, 0):04}-01-01", [], periods.whole_years(span))


def certain_days(span):
    """The DayRange of what falls in a span."""
    period = periods.period_filling(span)
    return possible_days(span)._replace(periods=periods.subperiods(period), years=None) if period else possible_days(span)


def year_of(day):
    """The year of a stored day. Its numbers are written out, since an index is not used for what may be any number."""
    return fn.SUBSTR(day, SQL("1"), SQL("4")).cast("integer")


def is_long(table):
    """The event may have lasted beyond the year after the one it began in."""
    return year_of(table.date_latest) - year_of(table.date_earliest) > SQL("1")


def is_announced(table):
    """The event was told before it began."""
    return table.date_earliest > table.known_from


def may_overlap(days):
    return (Event.date_earliest <= days.last) & (Event.date_latest >= days.first) & (Event.date_earliest >= begins_late_enough(days))


def is_within(days):
    return Event.date_earliest.between(days.first, days.last) & (Event.date_latest <= days.last)


def begins_late_enough(days):
    """No event that has not ended by the first of DayRange began before this day: the year before, unless it is a long one."""
    other, before = Event.alias(), days.year_before
    found = other.select(fn.MIN(other.date_earliest)).where(is_long(other), other.date_latest >= days.first, other.date_earliest < before)
    return fn.COALESCE(found, before)


def is_current(as_of, revision):
    """As Event.at."""
    state = Event.at(as_of, revision)
    return state if as_of is None else state & (Event.date_earliest <= begins_by(as_of))


def begins_by(as_of):
    """No event that was known on a day begins after this one: the day itself, unless it was told ahead."""
    other = Event.alias()
    found = other.select(fn.MAX(other.date_earliest)).where(is_announced(other), other.known_from <= as_of, other.date_earliest > as_of)
    return fn.COALESCE(found, as_of)
