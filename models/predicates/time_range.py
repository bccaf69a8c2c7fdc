"""Time ranges: conditions on Event by when it may have happened and when it was known, bounded so that an index answers them.

Events are ordered by their earliest day. One that overlaps a range may have begun long before it, and one that was known on a day may lie
after it, but few do: those stand in indexes of their own, which tell how far to look.
"""

from typing import Any, NamedTuple

from peewee import SQL, fn

from models.domain import periods
from models.tables.schema import Event


class DayRange(NamedTuple):
    """A models.domain.dates.Span as conditions bind it: its first and last day, and the first day of the year before.

    Roll-ups have the events within it where it is one of their periods (`periods`: that and its subperiods), and those that may overlap it
    where it is whole `years`, except for events across years.
    """

    first: str
    last: str
    year_before: str
    periods: list[str]
    years: periods.YearRange | None


def possible_days(span: Any) -> DayRange:
    """The DayRange of events that may overlap a span. A part of a year has no periods: some events lie in wider ones."""
    return DayRange(span.first, span.last, f"{max(int(span.first[:4]) - 1, 0):04}-01-01", [], periods.whole_years(span))


def certain_days(span: Any) -> DayRange:
    """The DayRange of events within a span."""
    period = periods.period_filling(span)
    return possible_days(span)._replace(periods=periods.subperiods(period), years=None) if period else possible_days(span)


def year_of(day: Any) -> Any:
    """The year of a stored day, as an expression with literal numbers: an index is not used for bound ones."""
    return fn.SUBSTR(day, SQL("1"), SQL("4")).cast("integer")


def is_long(table: Any) -> Any:
    """The condition that the event may have lasted beyond the year after the one it began in."""
    return year_of(table.date_latest) - year_of(table.date_earliest) > SQL("1")


def is_announced(table: Any) -> Any:
    """The condition that the event was known before it began."""
    return table.date_earliest > table.known_from


def may_overlap(days: DayRange) -> Any:
    return (Event.date_earliest <= days.last) & (Event.date_latest >= days.first) & (Event.date_earliest >= begins_late_enough(days))


def is_within(days: DayRange) -> Any:
    return Event.date_earliest.between(days.first, days.last) & (Event.date_latest <= days.last)


def begins_late_enough(days: DayRange) -> Any:
    """The condition, implied by not having ended before DayRange, that lets the index skip earlier events: begun in the year before or, for
    long ones, since the earliest of these."""
    other, before = Event.alias(), days.year_before
    found = other.select(fn.MIN(other.date_earliest)).where(is_long(other), other.date_latest >= days.first, other.date_earliest < before)
    return fn.COALESCE(found, before)


def is_current(as_of: Any, revision: Any) -> Any:
    """The condition of Event.at."""
    state = Event.at(as_of, revision)
    return state if as_of is None else state & (Event.date_earliest <= begins_by(as_of))


def begins_by(as_of: Any) -> Any:
    """The condition, implied by being known on a day, that lets the index skip later events: begun by that day, unless announced."""
    other = Event.alias()
    found = other.select(fn.MAX(other.date_earliest)).where(is_announced(other), other.known_from <= as_of, other.date_earliest > as_of)
    return fn.COALESCE(found, as_of)
