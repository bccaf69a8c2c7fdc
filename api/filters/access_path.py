"""Access paths: how a page of what filters find is read.

Either the index that has the order is scanned until the page is full, or all matches are fetched by the index of a filter, and sorted. The
first reads little where much matches, the second where little does. SQLite's planner knows only how frequent values are on average, and so
is told which to take; PostgreSQL's knows the frequent values.
"""

import functools
import math
from typing import Any, NamedTuple

from peewee import SQL, NodeList, fn

from api.filters.event_filters import FILTERS
from models.db import dialect
from models.db.database import database
from models.db.expressions import SemiJoin
from models.db.prepared_statements import PreparedStatement, bind_parameter, memoize
from models.domain.picks import Picks, is_single
from models.tables.schema import Event

BALANCE = 50
"""It is as costly to gather a share s of N events as to go along an index for a page where s * s * N is about this."""


class AccessPath(NamedTuple):
    """The hint by which SQLite finds events (None: the planner decides), and whether conditions on other tables are tested event by
    event."""

    access: str | None = None
    along: bool = False

    @property
    def events(self) -> Any:
        """The table of events with the hint, for FROM."""
        return Event if self.access is None else NodeList((Event, SQL(self.access)))


def index_scan(index: str) -> AccessPath:
    return AccessPath(f"INDEXED BY {index}", along=True)


def fetch_and_sort(index: str | None) -> AccessPath:
    """The AccessPath that fetches all matches by an index; without one, by the numbers of their states."""
    return AccessPath(f"INDEXED BY {index}") if index else TABLE_SCAN


TABLE_SCAN = AccessPath("NOT INDEXED")
PLANNER_CHOICE = AccessPath()
"""The planner knows best."""

SORT_INDEXES = {"date": "event_by_date", "fatalities": "event_by_fatalities", "updated": "event_by_revision"}
"""By order, the index that has it."""
PARTIAL_INDEXES = {"injuries": "event_injuring", "part_of": "event_serial", "related": "event_related", "same_as": "event_twinned"}
"""By what `has` or `related` asks for, an index that has nothing else, in order of time."""
ACCESS = {name: field.access for name, field in FILTERS.items() if field.access}
"""By filter, the Access to what it finds."""


def page_access_path(selection: Any) -> AccessPath:
    """The AccessPath that reads least for a page of a Selection."""
    return best_access_path(selection) if is_plain(selection.values) else PLANNER_CHOICE


@functools.lru_cache(maxsize=512)
def best_access_path(selection: Any) -> Any:
    """The AccessPath for a page of a plain Selection. It is kept for repeated questions, so that matches are not counted anew."""
    if not dialect.plans_by_averages(database):
        return PLANNER_CHOICE
    given, order = indexed_filters(selection), selection.values["sort"].removeprefix("-")
    in_time = [name for name in given if order == "date" and ACCESS[name].in_time and is_single(selection.values[name])]
    narrowing, alone = [name for name in given if name not in in_time], partial_index(selection.values, order)
    if not (narrowing or alone):
        return PLANNER_CHOICE
    best = alone or next((ACCESS[name].index for name in in_time), SORT_INDEXES[order])
    return selective_access_path(selection, in_time, narrowing) or index_scan(best)


def count_access_path(selection: Any) -> AccessPath:
    """The AccessPath for counting a Selection: a scan of the table where nearly all events match, since any index would look each up."""
    return TABLE_SCAN if {*selection.given} <= {"kind"} and dialect.plans_by_averages(database) else PLANNER_CHOICE


def is_plain(values: dict[str, Any]) -> bool:
    """Whether the question is about current events, in the order of a column, and no other parameter decides how they are read."""
    return values["sort"].removeprefix("-") in SORT_INDEXES and not any(
        values[name] for name in ("as_of", "revision", "q", "within", "distinct")
    )


def indexed_filters(selection: Any) -> list[str]:
    """The names of the filters that are given, want something, and have an index."""
    return [name for name in selection.bound_names if name in ACCESS and has_wanted(selection.values[name])]


def has_wanted(value: Any) -> bool:
    return bool(value.wanted) if isinstance(value, Picks) else True


def partial_index(values: dict[str, Any], order: str) -> Any:
    """The partial index, in order of time, that holds nothing but what one of the wanted things asks for; None without one."""
    related = values["related"].wanted if values["related"] and is_single(values["related"]) else ()
    names = (*(values["has"] or ()), *related) if order == "date" else ()
    return next((PARTIAL_INDEXES[name] for name in names if name in PARTIAL_INDEXES), None)


def selective_access_path(selection: Any, in_time: list[str], narrowing: list[str]) -> Any:
    """The AccessPath by a filter with few matches: one that surely has few, else the first of `in_time`, then of `narrowing`; None
    without."""
    if sure := [name for name in narrowing if ACCESS[name].few and ACCESS[name].few(selection.bound[name])]:
        return fetch_and_sort(ACCESS[sure[0]].index)
    sizes = table_sizes(selection.identity)
    few = next((name for name in [*in_time, *narrowing] if are_few(name, selection, sizes)), None)
    return few and (index_scan if few in in_time else fetch_and_sort)(ACCESS[few].index)


@functools.lru_cache(maxsize=8)
def table_sizes(identity: Any) -> dict[str, Any]:
    """By table, about how many rows it has, as the last load left it."""
    return dialect.table_sizes(database)


def are_few(name: Any, selection: Any, sizes: Any) -> bool:
    """Whether so few events meet one filter that fetching and sorting them is cheaper. In a table without statistics, none are few."""
    part = selection.only_filter(name)
    count, table = memoize(count_matches, name, part)
    most = int(sizes.get(table, 0) * math.sqrt(BALANCE / sizes.get("event", 1)))
    ((number,),) = count.tuples(**part.bind_values, most=most + 1)
    return number <= most


def count_matches(name: str, part: Any) -> tuple[Any, ...]:
    """The PreparedStatement that counts the matches of one filter, up to the bind parameter `most`, and the name of the table they are
    in."""
    met = FILTERS[name].condition(part.bind_parameters[name], part.values["match"] == "certain")
    table, rows = (met.table, met.rows()) if isinstance(met, SemiJoin) else (Event, Event.select(SQL("1")).where(Event.at(), met))
    return PreparedStatement(rows.limit(bind_parameter("most")).alias("found").select_from(fn.COUNT(SQL("1")))), table._meta.table_name
