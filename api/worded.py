"""Pages of events that are asked for by words: SQLite's full-text index tells of them in order of time, and so of hardly more than a page
has. PostgreSQL's knows no order.
"""

from peewee import JOIN, fn

from models import dialect
from models.database import database
from models.fulltext import ROWS
from models.prepared import slot
from models.spans import since, until
from models.tables import Event


def suits(selection, way):
    """The events of a Selection are asked for in order of time, on a way, by words that they have."""
    in_time = [*way.columns] == ["date_earliest", "id"] and dialect.full_text(database).is_in_time
    return in_time and not selection.values["distinct"] and selection.bound["q"].whole is not None


def beyond(selection, way, keyed):
    """What Selection.beyond gives, but that of what words find it has no more than the days of one page: `number` in their slot."""
    index, number = dialect.full_text(database), ROWS.c.rowid
    where, found = selection.beyond(way, keyed, but=["q"]), index.matches(selection.slotted["q"].whole)
    earliest, latest = bounds(index, selection.slotted)
    near, far = (latest, earliest) if way.descending else (earliest, latest)
    near += [index.number(slot("date_earliest"))] if keyed else []
    nearest = ROWS.select(number).join(Event, JOIN.CROSS)
    nearest = nearest.where(found, *index.between(earliest, latest), Event.state == index.state(number), where)
    nearest = nearest.order_by(number.desc() if way.descending else number.asc()).limit(slot("number")).alias("nearest")
    far.append(nearest.select_from((fn.MIN if way.descending else fn.MAX)(nearest.c.rowid)))
    return where & Event.state.in_(ROWS.select(index.state(number)).where(found, *index.between(earliest, latest)))


def bounds(index, asked):
    """The numbers of rows between which lie the events of a time, as they were told by a day: of earliest days, of latest ones."""
    days, day = asked["date"], asked["as_of"]
    told = [] if day is None else [index.number(until(day))]
    return ([], told) if days is None else ([index.number(since(days))], [*told, index.number(days.last)])
