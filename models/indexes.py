"""The indexes of events, and their purposes. Indexes of links between tables are declared with the tables."""

from typing import Any

from models.predicates.casualties import FATALITIES, INJURIES, MEASURES
from models.predicates.time_range import is_announced, is_long
from models.tables.schema import Change, Event, Mention


def index(name: str, *columns: Any, where: Any) -> None:
    Event.add_index(Event.index(*columns, where=where, name=name))


OPEN, CURRENT, RECORDED = Event.open(), Event.at(), Event.revision_from.is_null(False)
"""Most indexes hold the current states alone, so that a long history does not slow the usual queries down."""

ENDS = (Event.known_until, Event.revision_until)
"""Null in every index of current states, but SQLite would look them up in the table if they were not in the index."""
IN_TIME = (Event.date_earliest, Event.id)
DATED = (*IN_TIME, Event.kind, Event.date_latest, Event.dataset, *ENDS)
SUMMED = tuple(bound for measure in MEASURES.values() for bound in measure.bounds)

# One event, and the queries of loaders.
Event.add_index(Event.index(Event.id, Event.known_from, name="event_id"))
index("event_current", Event.id, where=CURRENT)
index("event_open", Event.dataset, Event.id, where=OPEN)

# The orders of lists: each index is scanned until a page is full.
index("event_by_date", *DATED, where=CURRENT)
index("event_by_fatalities", Event.fatalities_order, Event.id, where=CURRENT)
index("event_by_revision", Event.revision_from, Event.id, *ENDS, where=CURRENT)

# Filters, in order of time.
index("event_by_country", Event.country, *DATED, where=CURRENT)
index("event_by_type", Event.type, *IN_TIME, *ENDS, where=CURRENT)
index("event_by_dataset", Event.dataset, *IN_TIME, Event.kind, *ENDS, where=CURRENT)
index("event_by_original", Event.original_type, *IN_TIME, where=CURRENT & Event.original_type.is_null(False))
index("event_by_series", Event.part_of, *IN_TIME, where=CURRENT & Event.part_of.is_null(False))
index("event_by_group", Event.group, where=CURRENT & Event.group.is_null(False))
index("event_injuring", *IN_TIME, where=CURRENT & INJURIES.reported)
index("event_serial", *IN_TIME, where=CURRENT & Event.part_of.is_null(False))
index("event_related", *IN_TIME, where=CURRENT & Event.related)
index("event_twinned", *IN_TIME, where=CURRENT & Event.group.is_null(False))

# Filters, in other orders.
index("event_by_location", Event.location, *IN_TIME, *ENDS, where=OPEN)  # also for loaders, to find which events refer to a place
index("event_by_area", Event.area, *DATED, *SUMMED, where=CURRENT)
index("event_by_reach", FATALITIES.reach, *ENDS, where=CURRENT)

# Events known on a day, and the few events by which models.predicates.time_range bounds how far an index must be read.
index("event_told", *IN_TIME, Event.kind, Event.known_from, Event.known_until, where=OPEN)
index("event_long", Event.date_earliest, Event.date_latest, where=is_long(Event))
index("event_ahead", Event.known_from, Event.date_earliest, where=is_announced(Event))

# What earlier revisions held, in order of time. Only a condition on revision_from implies that it is not null, so no other query takes it.
index("event_recorded", *IN_TIME, Event.kind, Event.revision_from, Event.revision_until, Event.known_until, where=RECORDED)

Change.add_index(Change.index(Change.event, where=Change.into.is_null(False), name="change_merged"))
Mention.add_index(Mention.index(Mention.kind, where=Mention.number == 0, name="mention_empty"))
