"""GROUP BY statements over events: one row for each combination of keys that the database can make."""

from collections.abc import Iterable, Iterator
from typing import Any

from peewee import JOIN, SQL, fn

from api.aggregates.dimensions import DIMENSIONS, LINK_JOINS
from api.filters.access_path import across_years_access_path, count_access_path
from api.filters.selection import Selection
from models.summaries.tally import MEASURES
from models.tables.schema import Event


def group_query(names: tuple[Any, ...], selection: Selection) -> Any:
    return select_groups(names, count_access_path(selection).events, selection.condition(Event.at))


def group_query_by_key(names: tuple[Any, ...], selection: Selection) -> Any:
    """The group query ordered by key, nulls last."""
    return group_query(names, selection).order_by(*order_nulls_last(names))


def group_query_by_rank(names: tuple[Any, ...], selection: Selection, at: int) -> Any:
    """The group query ordered by the figure at a place of the tally, most first, nulls last; ties by key."""
    place = len(columns_of(names)) + 1 + at
    return group_query(names, selection).order_by(SQL(str(place)).desc(nulls="LAST"), *order_nulls_last(names))


def group_query_across_years(names: tuple[Any, ...], selection: Selection) -> Any:
    return select_groups(names, across_years_access_path().events, selection.condition(Event.at) & Event.across)


def order_nulls_last(names: tuple[Any, ...]) -> list[Any]:
    return [position.asc(nulls="LAST") for position in column_positions(columns_of(names))]


def column_positions(columns: list[Any]) -> list[Any]:
    """ORDER BY and GROUP BY terms by position: PostgreSQL takes an expression with bind values for another one each time."""
    return [SQL(str(position)) for position in range(1, len(columns) + 1)]


def columns_of(names: Iterable[Any]) -> list[Any]:
    return [column for name in names for column in DIMENSIONS[name].columns]


def select_groups(names: Iterable[Any], events: Any, where: Any) -> Any:
    """SELECT the dimensions' columns, the number of `events` and the sums, grouped."""
    columns, links = columns_of(names), dict.fromkeys(link for name in names for link in DIMENSIONS[name].links)
    if links:
        found = join_links(events, links, columns).where(where).alias("found")
        return found.select_from(*(found.c[name] for name in key_columns(columns)), *sum_columns(found.c)).group_by(
            *column_positions(columns)
        )
    return Event.select(*columns, *sum_columns(Event)).from_(events).where(where).group_by(*column_positions(columns))


def join_links(events: Any, links: dict[Any, Any], columns: list[Any]) -> Any:
    """The `events` joined to the tables that multi-valued dimensions need, each pair once: an actor may have several roles."""
    keys = (column.alias(name) for name, column in key_columns(columns).items())
    bounds = (bound for toll in MEASURES.values() for bound in toll.bounds)
    query = Event.select(Event.state, *keys, *bounds).from_(events)
    for link in links:
        query = query.join_from(Event, link, JOIN.LEFT_OUTER, on=LINK_JOINS[link])
    return query.distinct()


def key_columns(columns: list[Any]) -> dict[str, Any]:
    return {f"key{place}": column for place, column in enumerate(columns)}


def sum_columns(event: Any) -> Iterator[Any]:
    """The columns of a tally: the number of events, and the sums over the events that have a best figure."""
    yield fn.COUNT(event.state)
    for toll in MEASURES.values():
        low, best, high = (getattr(event, bound.name) for bound in toll.bounds)
        told = best.is_null(False)
        yield from (fn.SUM(low).filter(told), fn.SUM(best), fn.SUM(high).filter(told), fn.COUNT(best))
