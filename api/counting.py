"""Events counted by dimensions: the rows of aggregates, and facets."""

from itertools import islice

from peewee import JOIN, SQL, fn

from api.dimensions import DIMENSIONS
from api.filters import condition
from api.tallies import MEASURES, NOTHING, Tally
from models.tables import Event

FACET_KEYS = 100
"""How many keys a facet tells apart; the rest stand in one entry."""


def count(names, values):
    """By key, with a part for each dimension named, the Tally of the events that the parameters ask for. One statement."""
    dimensions = [DIMENSIONS[name] for name in names]
    parts = [(len(dimension.columns), dimension.key(values)) for dimension in dimensions]
    rows = {} if names else {(): NOTHING}
    for found in map(iter, statement(dimensions, condition(values)).tuples()):
        key = tuple(part(*islice(found, width)) for width, part in parts)
        tally = Tally.of(*found)
        rows[key] = rows[key] + tally if key in rows else tally
    return rows


def statement(dimensions, where):
    """Each dimension's columns, the dataset, the number of events and the sums."""
    tables = {each.relation: related(each.relation, dimensions) for each in dimensions if each.relation is not None}
    columns = []
    for each in dimensions:
        columns += [tables[each.relation].c[column.name] for column in each.columns] if each.relation in tables else each.columns
    query = Event.select(*columns, Event.dataset, fn.COUNT(Event.state), *sums())
    for table in tables.values():
        query = query.join_from(Event, table, JOIN.LEFT_OUTER, on=table.c.state == Event.state)
    # By position, since PostgreSQL takes an expression with bound values for another one each time.
    return query.where(where).group_by(*(SQL(str(position)) for position in range(1, len(columns) + 2)))


def related(relation, dimensions):
    """A relation with all that dimensions take of it, in one row: an actor stands beside its own kind."""
    return relation.select_extend(*(column for each in dimensions if each.relation is relation for column in each.columns))


def sums():
    for toll in MEASURES.values():
        yield from (fn.SUM(toll.low), fn.SUM(toll.best), fn.SUM(toll.high), fn.COUNT(toll.best))


def additive(names):
    """The dimensions that count an event once."""
    return [name for name in names if DIMENSIONS[name].relation is None]


def whole(rows, names, values):
    """What the rows that `count` gave come to, each event once: its Tally, and by dated dimension how many fit no one period."""
    once = additive(names)
    rows = rows if len(once) == len(names) else count(once, values)
    dated = {name: at for at, name in enumerate(once) if DIMENSIONS[name].period}
    imprecise = {name: sum(tally.events for key, tally in rows.items() if key[at] is None) for name, at in dated.items()}
    return sum(rows.values(), NOTHING), imprecise


SORTS = {
    "key": lambda tally: 0,
    "-events": lambda tally: -tally.events,
    "-fatalities": lambda tally: -(-1 if tally.best("fatalities") is None else tally.best("fatalities")),
}
"""Orders of rows, ties by key; unreported comes behind 0."""


def ordered(rows, sort):
    """The keys of rows in an order of SORTS; null comes last."""
    return sorted(rows, key=lambda key: (SORTS[sort](rows[key]), [(part is None, part or "") for part in key]))


def largest(rows, number, sort="-events"):
    """The first rows in an order of SORTS, and the Tally of the rest, or None."""
    keys = ordered(rows, sort)
    rest = [rows[key] for key in keys[number:]]
    return {key: rows[key] for key in keys[:number]}, sum(rest, NOTHING) if rest else None


def facets(names, values):
    """By dimension, how many events have each key, the most frequent first. A facet ignores the filters on what it counts by."""
    return {name: facet(name, values | dict.fromkeys(DIMENSIONS[name].filters)) for name in names}


def facet(name, values):
    rows, rest = largest(count([name], values), FACET_KEYS)
    remainder = [{"key": None, "events": rest.events, "remainder": True}] if rest else []
    return [{"key": key, "events": tally.events} for (key,), tally in rows.items()] + remainder
