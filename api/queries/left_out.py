"""What lists and counts leave out by default: every kind of event but incidents."""

import functools
from typing import Any

from api.aggregates.group_by import count_events
from api.filters.selection import Selection
from models.domain.vocabularies import INCIDENT
from models.summaries.tally import total_of
from models.tables.schema import Event


@functools.lru_cache(maxsize=256)
def has_other_kinds(identity: Any, revision: int | None) -> bool:
    """Whether the store had such events at a revision (None: the latest)."""
    return Event.select(Event.state).where(Event.at(None, revision), Event.kind != INCIDENT).exists()


def count_left_out(selection: Selection) -> tuple[Any, ...]:
    """The tally of those that meet all other filters of a Selection."""
    meant = selection.without(["kind"])
    return total_of(tally for (kind,), tally in count_events(["kind"], meant).rows.items() if kind != INCIDENT)
