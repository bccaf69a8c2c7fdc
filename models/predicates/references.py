"""Conditions on Event by the locations, actors and sources that it refers to."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from models.db.expressions import SemiJoin, any_of
from models.domain.location_paths import LocationPath, is_within, location_path
from models.tables.schema import Citation, Event, Location, Participation


def is_within_any(column: Any) -> Callable[[Iterable[LocationPath]], Any]:
    """The function from LocationPaths to the condition that a column of location ids holds one of them or one within it."""
    return lambda paths: any_of(is_within(column, path) for path in paths)


def happened_in(paths: Sequence[LocationPath]) -> Any:
    """The condition that an event is at or within one of some locations.

    Several are first resolved to ids of locations: SQLite uses an index for a list of ids, but not for several ranges."""
    return (
        is_within_any(Event.location)(paths)
        if len(paths) == 1
        else SemiJoin(Event.location, Location.id, is_within_any(Location.id)(paths))
    )


def location_paths(ids: Iterable[str]) -> list[LocationPath]:
    return list(map(location_path, ids))


def has_actor(ids: Iterable[Any]) -> SemiJoin:
    return SemiJoin(Event.state, Participation.state, Participation.actor.in_(ids))


def has_source(ids: Iterable[Any]) -> SemiJoin:
    return SemiJoin(Event.state, Citation.state, Citation.source.in_(ids))
