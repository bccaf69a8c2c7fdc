"""Spans of days: conditions on Event by when it may have been, and by when it may have been told, so bounded that an index answers them.

Events are ordered by their earliest day. What overlaps a span may have begun long before it, and what was known on a day may
lie after it, but seldom does: the few that do stand in indexes of their own, which say how far one must look.
"""

from peewee import fn

from models.tables import Event, ahead, long


def may_fall_in(span):
    return (Event.date_earliest <= span.last) & (Event.date_latest >= span.first) & (Event.date_earliest >= since(span.first))


def falls_in(span):
    return (Event.date_earliest >= span.first) & (Event.date_latest <= span.last)


def since(day):
    """No event that has not ended by a day began before this one: the year before, unless it is a long one."""
    other = Event.alias()
    year_before = f"{max(int(day[:4]) - 1, 0):04}-01-01"
    found = other.select(fn.MIN(other.date_earliest)).where(long(other), other.date_latest >= day, other.date_earliest < year_before)
    return fn.COALESCE(found, year_before)


def at(as_of, revision):
    """As Event.at."""
    state = Event.at(as_of, revision)
    return state if as_of is None else state & (Event.date_earliest <= until(as_of))


def until(as_of):
    """No event that was known on a day begins after this one: the day itself, unless it was told ahead."""
    other = Event.alias()
    found = other.select(fn.MAX(other.date_earliest)).where(ahead(other), other.known_from <= as_of, other.date_earliest > as_of)
    return fn.COALESCE(found, as_of)
