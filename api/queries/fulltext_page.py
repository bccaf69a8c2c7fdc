"""Pages of events that are asked for by words: SQLite's full-text index tells of them in order of time, and so of hardly more than a page
has; of how well they fit, one rank after the other. PostgreSQL's knows no order.
"""

from dataclasses import replace

from peewee import JOIN, Case, Value, fn

from api.queries.ordering import RELEVANCE
from models.db import dialect
from models.db.database import database
from models.db.fulltext_index import FIRST, LAST, NONE, ROWS
from models.db.prepared_statements import bind_parameter
from models.predicates.time_range import begins_by, begins_late_enough
from models.tables.schema import Event


def applies(selection, way):
    """The events of a Selection are asked for in order of time, or of rank and time, on a way, by words that they have."""
    in_time = [name for name in way.columns if name != RELEVANCE] == ["date_earliest", "id"] and dialect.fulltext_index(database).is_in_time
    return in_time and not selection.values["distinct"] and selection.bound["q"].whole is not None


def page_parts(selection, way, keyed):
    """What lies beyond a key, if `keyed`, on a way: of each rank, or all where there are none, the way within it and `beyond`."""
    asked = selection.bind_parameters["q"]
    if RELEVANCE not in way.columns:
        return [(way, after_key(selection, way, keyed, asked.whole))]
    within = [replace(way, columns=way.columns | {RELEVANCE: Value(rank)}) for rank in range(len(asked.by_relevance))]
    return [(way, after_key(selection, way, keyed, of_rank)) for way, of_rank in zip(within, asked.by_relevance, strict=True)]


def after_key(selection, way, keyed, words):
    """What Selection.beyond gives, but that of what words find it has no more than the days of one page: `number` in their slot."""
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


def start_number(index, way):
    """The number of rows at which the page begins: the key's day; in a rank not reached yet, the end at which reading starts; in one
    that is finished, a number that leaves nothing."""
    number = index.number(bind_parameter("date_earliest"))
    if RELEVANCE not in way.columns:
        return number
    key, rank = bind_parameter(RELEVANCE), way.columns[RELEVANCE]
    ahead, begin, done = (rank < key, LAST, NONE) if way.descending else (rank > key, FIRST, LAST)
    return Case(None, [(rank == key, number), (ahead, begin)], done)


def number_bounds(index, asked):
    """The numbers of rows between which lie the events of a time, as they were told by a day: of earliest days, of latest ones."""
    days, day = asked["date"], asked["as_of"]
    told = [] if day is None else [index.number(begins_by(day))]
    return ([], told) if days is None else ([index.number(begins_late_enough(days))], [*told, index.number(days.last)])
