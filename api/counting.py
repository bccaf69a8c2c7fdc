"""Events counted by dimensions: the rows of aggregates."""

import functools
from dataclasses import dataclass
from itertools import islice

from peewee import JOIN, SQL, fn

from api import rollups
from api.dimensions import DIMENSIONS, LINKED
from api.reading import reading_across_years, reading_to_count
from api.tallies import MEASURES, NOTHING, added, events, together
from models.prepared import statement
from models.tables import Event


@dataclass(frozen=True)
class Counted:
    """The tallies of events by key, which has a part for each dimension, and by dataset (None: not told)."""

    rows: dict
    datasets: dict


def count(names, selection):
    """What the events of a Selection come to by dimensions: their Counted, from roll-ups where these have it."""
    return rolled(names, selection) or read(names, selection, events_by)


def executed(build, names, selection):
    """The rows of the query that `build` gives, prepared, as the database gives them; None where it gives none."""
    found = statement(build, tuple(names), selection)
    return found and found.tuples(**selection.fills)


def cells(names, selection):
    return rollups.query(names, selection)


def rolled(names, selection):
    """The Counted that roll-ups give, with what they leave out beside; None where they do not have it."""
    counted = told_by_cells(names, selection)
    if counted is None or not rollups.leave_out(selection):
        return counted
    rest = read(names, selection, across_years)
    return Counted(merged([*counted.rows.items(), *rest.rows.items()]), merged([*counted.datasets.items(), *rest.datasets.items()]))


def told_by_cells(names, selection):
    """The Counted of what is in roll-ups, the datasets by another query if need be; None where that is not what is asked for."""
    if not names:
        whole = told_by_cells(["dataset"], selection)
        return whole and Counted({(): together(whole.datasets.values())}, whole.datasets)
    found = executed(cells, names, selection)
    if found is None:
        return None
    parts = [functools.cache(rollups.part(name, DIMENSIONS[name].key(selection.values))) for name in names]
    keys = zip(*(map(part, column) for part, column in zip(parts, zip(*found, strict=True), strict=False)), strict=True)
    rows = merged(list(zip(keys, (row[len(parts) :] for row in found), strict=False)))
    datasets = split(rows, names.index("dataset")) if "dataset" in names else told_by_cells(["dataset"], selection).datasets
    return Counted(rows, datasets)


def read(names, selection, build):
    """The Counted that one statement over events gives; where an event counts under several keys, without its datasets."""
    once = len(additive(names)) == len(names)
    asked = [*names, "dataset"] if once and "dataset" not in names else names
    parts = [(len(DIMENSIONS[name].columns), DIMENSIONS[name].key(selection.values)) for name in asked]
    rows = merged([keyed(parts, iter(row)) for row in executed(build, asked, selection)])
    found = rows if asked is names else merged([(key[:-1], tally) for key, tally in rows.items()])
    return Counted(found or ({} if names else {(): NOTHING}), split(rows, asked.index("dataset")) if once else None)


def keyed(parts, row):
    """The key and the tally of a row of the statement."""
    return tuple([part(*islice(row, width)) for width, part in parts]), tuple(row)


def split(rows, at):
    """By one part of the key, the tallies together."""
    return merged([(key[at], tally) for key, tally in rows.items()])


def merged(pairs):
    """By key, the tallies together."""
    rows = dict(pairs)
    return rows if len(rows) == len(pairs) else summed(pairs)


def summed(pairs):
    rows = {}
    for key, tally in pairs:
        rows[key] = added(rows[key], tally) if key in rows else tally
    return rows


def events_by(names, selection):
    return grouped(names, reading_to_count(selection).events, selection.condition(Event.at))


def across_years(names, selection):
    return grouped(names, reading_across_years().events, selection.condition(Event.at) & Event.across)


def grouped(names, events, where):
    """Each dimension's columns, the number of `events` and the sums."""
    dimensions = [DIMENSIONS[name] for name in names]
    columns = [column for each in dimensions for column in each.columns]
    links = dict.fromkeys(link for each in dimensions for link in each.links)
    # By position, since PostgreSQL takes an expression with bound values for another one each time.
    groups = [SQL(str(position)) for position in range(1, len(columns) + 1)]
    if links:
        found = linked(events, links, columns).where(where).alias("found")
        return found.select_from(*(found.c[name] for name in numbered(columns)), *sums(found.c)).group_by(*groups)
    return Event.select(*columns, *sums(Event)).from_(events).where(where).group_by(*groups)


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
    """Of events, their number and the sums."""
    yield fn.COUNT(event.state)
    for toll in MEASURES.values():
        low, best, high = (getattr(event, bound.name) for bound in toll.bounds)
        yield from (fn.SUM(low), fn.SUM(best), fn.SUM(high), fn.COUNT(best))


def additive(names):
    """The dimensions that count an event once."""
    return [name for name in names if not DIMENSIONS[name].links]


def totals(counted, names, selection):
    """What that comes to, each event once: the tally by dataset, and by dated dimension how many events fit no one period."""
    once = additive(names)
    counted = counted if len(once) == len(names) else count([*once, *{"dataset"}.difference(once)], selection)
    dated = {name: at for at, name in enumerate(once) if DIMENSIONS[name].period}
    imprecise = {name: sum(events(tally) for key, tally in counted.rows.items() if key[at] is None) for name, at in dated.items()}
    return counted.datasets, imprecise
