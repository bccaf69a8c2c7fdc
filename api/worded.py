"""Pages of events that are asked for by words and time alone: SQLite's full-text index tells of them in order of time, and so of hardly
more than a page has. PostgreSQL's knows no order.
"""

from peewee import JOIN, fn

from api.filters import EventFilters
from models import dialect
from models.database import database
from models.fulltext import ROWS
from models.prepared import slot
from models.spans import since
from models.tables import Event

BESIDE = {"q", "kind", "date"}
"""Filters that leave most of what words find, or a run of it: under any other, much would be read in vain."""


def suits(selection, way):
    """The events of a Selection are asked for, on a way, in order of time, and by nothing but words that they have and a time."""
    values, fields = selection.values, EventFilters._declared_fields
    given = {name for name, field in fields.items() if field.where and values[name] is not None}
    is_plain = given <= BESIDE and not (values["as_of"] or values["revision"] or values["distinct"])
    has_words = values["q"] is not None and selection.bound["q"].whole is not None
    return is_plain and has_words and [*way.columns] == ["date_earliest", "id"] and dialect.full_text(database).is_in_time


def beyond(selection, way, keyed):
    """What Selection.beyond gives, but that of what words find it has no more than the days of one page: `number` in their slot."""
    index, number = dialect.full_text(database), ROWS.c.rowid
    where, found = selection.beyond(way, keyed, but=["q"]), index.matches(selection.slotted["q"].whole)
    earliest, latest = bounds(index, selection.slotted["date"])
    near, far = (latest, earliest) if way.descending else (earliest, latest)
    near += [index.number(slot("date_earliest"))] if keyed else []
    nearest = ROWS.select(number).join(Event, JOIN.CROSS)
    nearest = nearest.where(found, *index.between(earliest, latest), Event.state == index.state(number), where)
    nearest = nearest.order_by(number.desc() if way.descending else number.asc()).limit(slot("number")).alias("nearest")
    far.append(nearest.select_from((fn.MIN if way.descending else fn.MAX)(nearest.c.rowid)))
    return where & Event.state.in_(ROWS.select(index.state(number)).where(found, *index.between(earliest, latest)))


def bounds(index, days):
    """The numbers of rows between which models.spans.Days (None: any) lie: of the first, of the last, in a list each."""
    return ([], []) if days is None else ([index.number(since(days))], [index.number(days.last)])
