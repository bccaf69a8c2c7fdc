"""Naming: conditions on Event by the places, actors and sources that it names."""

from models.db.expressions import Found, disjunction
from models.domain.location_paths import inside, path
from models.tables.schema import Citation, Event, Location, Participation


def within(column):
    """The filter on a column of locations: one of the places or inside it."""
    return lambda paths: disjunction(inside(column, path) for path in paths)


def happened_in(paths):
    """SQLite finds several ranges by no index, but a place by each of many ids."""
    return within(Event.location)(paths) if len(paths) == 1 else Found(Event.location, Location.id, within(Location.id)(paths))


def paths(ids):
    return list(map(path, ids))


def has_actor(ids):
    return Found(Event.state, Participation.state, Participation.actor.in_(ids))


def has_source(ids):
    return Found(Event.state, Citation.state, Citation.source.in_(ids))
