"""Pages of a full-text search. SQLite's index yields matches in order of time, so that hardly more is read than a page has; by relevance,
one rank after the other. PostgreSQL's index has no order.
"""

from dataclasses import replace
from typing import Any

from peewee import JOIN, Case, Value, fn

from api.filters.selection import Selection
from api.queries.keyset import Order
from api.queries.ordering import RELEVANCE
from models.db import dialect
from models.db.database import database
from models.db.fulltext_index import FIRST, LAST, NONE, ROWS
from models.db.prepared_statements import bind_parameter
from models.predicates.time_range import begins_by, begins_late_enough
from models.tables.schema import Event


def applies(selection: Selection, way: Order) -> bool:
    """Whether a Selection is a full-text search in order of time, or of rank and time."""
    in_time = [name for name in way.columns if name != RELEVANCE] == ["date_earliest", "id"] and dialect.fulltext_index(database).is_in_time
    return in_time and not selection.values["distinct"] and selection.bound["q"].whole is not None


def page_parts(selection: Selection, way: Order, keyed: bool) -> list[tuple[Any, ...]]:
    """The parts of a page, one for each rank (one where there are none): its order and the condition of lying after the key, if `keyed`."""
    asked = selection.bind_parameters["q"]
    if RELEVANCE not in way.columns:
        return [(way, after_key(selection, way, keyed, asked.whole))]
    within = [replace(way, columns=way.columns | {RELEVANCE: Value(rank)}) for rank in range(len(asked.by_relevance))]
    return [(way, after_key(selection, way, keyed, of_rank)) for way, of_rank in zip(within, asked.by_relevance, strict=True)]


def after_key(selection: Selection, way: Order, keyed: Any, words: Any) -> Any:
    """As Selection.after_key, with no more full-text matches than a page can take: the bind parameter `number`."""
    index, number = dialect.fulltext_index(database), ROWS.c.rowid
    where, found = selection.after_key(way, keyed, but=["q"]), index.matches(words)
    earliest, latest = number_bounds(index, selection.bind_parameters)
    near, far = (latest, earliest) if way.descending else (earliest, latest)
    near += [start_number(index, way)] if keyed else []
    nearest = ROWS.select(number).join(Event, JOIN.CROSS)
    nearest = nearest.where(found, *index.between(earliest, latest), Event.state == index.state(number), where)
    nearest = nearest.order_by(number.desc() if way.descending else number.asc()).limit(bind_parameter("number")).alias("nearest")
    far.append(nearest.select_from((fn.MIN if way.descending else fn.MAX)(nearest.c.rowid)))
    return where & Event.state.in_(ROWS.select(index.state(number)).where(found, *index.between(earliest, latest)))


def start_number(index: Any, way: Order) -> Any:
    """The row number of the index at which reading starts: the key's day; the end, in a rank not begun; one past all, in a finished
    rank."""
    number = index.number(bind_parameter("date_earliest"))
    if RELEVANCE not in way.columns:
        return number
    key, rank = bind_parameter(RELEVANCE), way.columns[RELEVANCE]
    ahead, begin, done = (rank < key, LAST, NONE) if way.descending else (rank > key, FIRST, LAST)
    return Case(None, [(rank == key, number), (ahead, begin)], done)


def number_bounds(index: Any, asked: Any) -> tuple[Any, ...]:
    """The row numbers between which the events of a time range lie, as known by a day: (of earliest days, of latest days)."""
    days, day = asked["date"], asked["as_of"]
    told = [] if day is None else [index.number(begins_by(day))]
    return ([], told) if days is None else ([index.number(begins_late_enough(days))], [*told, index.number(days.last)])
