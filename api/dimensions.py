"""What aggregates are counted by. To add a dimension, add an entry to DIMENSIONS."""

from dataclasses import dataclass
from typing import Any

from peewee import Case, Select, fn

from models.dates import FIRST_DAY
from models.tables import Citation, Event, Participation


@dataclass(frozen=True)
class Dimension:
    """What it is, and the expression whose value is its key.

    Where an event has several values, `through` selects (state, value) pairs, and `key` is a column of it: such a dimension
    is not additive, since it counts an event once for each value. A `dated` one is null where the date fits no one bucket.
    """

    about: str
    key: Any
    through: Select | None = None
    dated: bool = False


def period(length):
    """The first `length` characters of an event's date, where its earliest and latest day share them."""
    earliest, latest = (fn.SUBSTR(day, 1, length) for day in (Event.date_earliest, Event.date_latest))
    return Case(None, [((earliest == latest) & (Event.date_earliest != FIRST_DAY), earliest)])


actors = Participation.select(Participation.state, Participation.actor).distinct().alias("actors")
sources = Citation.select(Citation.state, Citation.source).alias("sources")

DIMENSIONS = {
    "year": Dimension("The year, where the date fits one.", period(4), dated=True),
    "month": Dimension("The month, where the date fits one.", period(7), dated=True),
    "country": Dimension("The country; null for a place in no one country.", Event.country),
    "location": Dimension("The location itself, not what it lies within; null where none is given.", Event.location),
    "type": Dimension("The type itself, not the one above it.", Event.type),
    "status": Dimension("The status.", Event.status),
    "dataset": Dimension("The dataset.", Event.dataset),
    "actor": Dimension("Each actor, in whatever role; an event counts once for each of them.", actors.c.actor, through=actors),
    "source": Dimension("Each source; an event counts once for each of them.", sources.c.source, through=sources),
}
