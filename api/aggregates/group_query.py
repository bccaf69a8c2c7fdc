"""GROUP BY queries over events: one row for each combination of keys that the database can make.

Each is built by `select_from_columns`, for the column store, or by `select_from_rows`, for the store itself: the same rows.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from peewee import JOIN, SQL, fn

from api.aggregates.dimensions import DIMENSIONS, LINK_JOINS
from api.filters.access_path import count_access_path
from api.filters.selection import Selection
from models.column_store.layout import CountedTable, stored_column
from models.column_store.reader import column_stores
from models.db.prepared_statements import prepare
from models.summaries.tally import MEASURES
from models.tables.schema import Event

Select = Callable[[tuple[str, ...], Selection], Any]


def prepare_groups(build: Callable[..., Any], names: Iterable[str], selection: Selection, *shape: Any) -> Any:
    """The statement of a query of this module, `build(select, names, selection, *shape)`: of the column store where there is one."""
    of_rows = partial(prepare, build, select_from_rows, tuple(names), selection, *shape)
    columns = column_stores.of(selection.identity) if selection.is_columnar else None
    if columns is None:
        return of_rows()
    return columns.prepare(build, select_from_columns, tuple(names), selection, *shape, otherwise=of_rows)


def number_query(select: Select, names: tuple[str, ...], selection: Selection) -> Any:
    """The number of events alone. Of the store, an index with the order of lists serves it."""
    table = counted_table(()) if select is select_from_columns else count_access_path(selection).events
    return Event.select(fn.COUNT(Event.state)).from_(table).where(selection.condition())


def group_query(select: Select, names: tuple[str, ...], selection: Selection) -> Any:
    """The dimensions' columns, the number of events and the sums, grouped."""
    return select(names, selection).group_by(*column_positions(columns_of(names)))


def group_query_by_key(select: Select, names: tuple[str, ...], selection: Selection) -> Any:
    """The group query ordered by key, nulls last."""
    return group_query(select, names, selection).order_by(*order_nulls_last(names))


def group_query_by_rank(select: Select, names: tuple[str, ...], selection: Selection, at: int) -> Any:
    """The group query ordered by the figure at a place of the tally, most first, nulls last; ties by key."""
    place = len(columns_of(names)) + 1 + at
    return group_query(select, names, selection).order_by(SQL(str(place)).desc(nulls="LAST"), *order_nulls_last(names))


def order_nulls_last(names: tuple[str, ...]) -> list[Any]:
    return [position.asc(nulls="LAST") for position in column_positions(columns_of(names))]


def column_positions(columns: list[Any]) -> list[Any]:
    """ORDER BY and GROUP BY terms by position: PostgreSQL takes an expression with bind values for another one each time."""
    return [SQL(str(position)) for position in range(1, len(columns) + 1)]


def columns_of(names: Iterable[str]) -> list[Any]:
    return [column for name in names for column in DIMENSIONS[name].columns]


def select_from_columns(names: tuple[str, ...], selection: Selection) -> Any:
    """SELECT of a column store: a table has the keys, and each event once for each."""
    query = Event.select(*columns_of(names), *sum_columns(Event)).from_(counted_table(names)).where(selection.condition(Event.at))
    is_kind_alone = "actor_kind" in names and "actor" not in names
    return query.where(fn.COALESCE(stored_column("is_first_of_kind"), SQL("TRUE"))) if is_kind_alone else query


def counted_table(names: Iterable[str]) -> CountedTable:
    """The table of the column store that has the keys of dimensions."""
    return CountedTable(several for name in names if (several := DIMENSIONS[name].several))


def select_from_rows(names: tuple[str, ...], selection: Selection) -> Any:
    """SELECT of the store: events joined to the tables that have their keys, each pair once, as an actor may have several roles."""
    columns, links = columns_of(names), dict.fromkeys(link for name in names for link in DIMENSIONS[name].links)
    events, where = count_access_path(selection).events, selection.condition(Event.at)
    if not links:
        return Event.select(*columns, *sum_columns(Event)).from_(events).where(where)
    found = join_links(events, links, columns).where(where).alias("found")
    return found.select_from(*(found.c[name] for name in key_columns(columns)), *sum_columns(found.c))


def join_links(events: Any, links: dict[Any, Any], columns: list[Any]) -> Any:
    """The `events` joined to the tables that multi-valued dimensions need, each pair once."""
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
