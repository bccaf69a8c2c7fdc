"""The statements that count events by dimensions, one row for each key that the database can tell."""

from peewee import JOIN, SQL, fn

from api.aggregates.dimensions import DIMENSIONS, LINKED
from api.filters.access_path import reading_across_years, reading_to_count
from models.summaries.tally import MEASURES
from models.tables.schema import Event


def events_by(names, selection):
    return grouped(names, reading_to_count(selection).events, selection.condition(Event.at))


def in_order(names, selection):
    """The same in the order of the keys, null last."""
    return events_by(names, selection).order_by(*nulls_last(names))


def by_rank(names, selection, at):
    """The same with the most of what stands at a place of a Tally first, what has none of it last; ties by key."""
    place = len(columns_of(names)) + 1 + at
    return events_by(names, selection).order_by(SQL(str(place)).desc(nulls="LAST"), *nulls_last(names))


def across_years(names, selection):
    return grouped(names, reading_across_years().events, selection.condition(Event.at) & Event.across)


def nulls_last(names):
    return [position.asc(nulls="LAST") for position in positions(columns_of(names))]


def positions(columns):
    """What the first columns of a query are called in it: PostgreSQL takes an expression with bound values for another one each time."""
    return [SQL(str(position)) for position in range(1, len(columns) + 1)]


def columns_of(names):
    return [column for name in names for column in DIMENSIONS[name].columns]


def grouped(names, events, where):
    """Each dimension's columns, the number of `events` and the sums."""
    columns, links = columns_of(names), dict.fromkeys(link for name in names for link in DIMENSIONS[name].links)
    if links:
        found = linked(events, links, columns).where(where).alias("found")
        return found.select_from(*(found.c[name] for name in numbered(columns)), *sums(found.c)).group_by(*positions(columns))
    return Event.select(*columns, *sums(Event)).from_(events).where(where).group_by(*positions(columns))


def linked(events, links, columns):
    """The `events` beside what their columns and those of what is linked with them say, each pair once: an actor may have several roles."""
    keys = (column.alias(name) for name, column in numbered(columns).items())
    bounds = (bound for toll in MEASURES.values() for bound in toll.bounds)
    query = Event.select(Event.state, *keys, *bounds).from_(events)
    for link in links:
        query = query.join_from(Event, link, JOIN.LEFT_OUTER, on=LINKED[link])
    return query.distinct()


def numbered(columns):
    return {f"key{place}": column for place, column in enumerate(columns)}


def sums(event):
    """Of events, their number and the sums: those of the events that have a best figure."""
    yield fn.COUNT(event.state)
    for toll in MEASURES.values():
        low, best, high = (getattr(event, bound.name) for bound in toll.bounds)
        told = best.is_null(False)
        yield from (fn.SUM(low).filter(told), fn.SUM(best), fn.SUM(high).filter(told), fn.COUNT(best))
