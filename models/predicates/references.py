"""Naming: conditions on Event by the places, actors and sources that it names."""

from collections.abc import Callable
from typing import Any

from models.db.expressions import SemiJoin, any_of
from models.domain.location_paths import is_within, location_path
from models.tables.schema import Citation, Event, Location, Participation


def is_within_any(column: Any) -> Callable[..., Any]:
    """The filter on a column of locations: one of the places or inside it."""
    return lambda paths: any_of(is_within(column, path) for path in paths)


def happened_in(paths: list[Any]) -> Any:
    """SQLite finds several ranges by no index, but a place by each of many ids."""
    return (
        is_within_any(Event.location)(paths)
        if len(paths) == 1
        else SemiJoin(Event.location, Location.id, is_within_any(Location.id)(paths))
    )


def location_paths(ids: list[str]) -> list[Any]:
    return list(map(location_path, ids))


def has_actor(ids: list[Any]) -> SemiJoin:
    return SemiJoin(Event.state, Participation.state, Participation.actor.in_(ids))


def has_source(ids: list[Any]) -> SemiJoin:
    return SemiJoin(Event.state, Citation.state, Citation.source.in_(ids))
