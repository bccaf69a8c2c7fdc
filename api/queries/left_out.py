"""What lists and counts leave out by default: every kind of event but incidents."""

import functools
from typing import Any

from api.aggregates.group_by import count_events, has_rollups
from api.aggregates.group_query import select_groups
from api.filters.access_path import count_access_path
from api.filters.selection import Selection
from models.db.prepared_statements import prepare
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
    by = ["kind", "dataset"]  # roll-ups tell the rows by dataset in any case
    if has_rollups(by, meant):
        return total_of(tally for (kind, _), tally in count_events(by, meant).rows.items() if kind != INCIDENT)
    return prepare(left_out_query, meant).tuples(**meant.bind_values)[0]


def left_out_query(selection: Selection) -> Any:
    return select_groups([], count_access_path(selection).events, selection.condition(Event.at) & (Event.kind != INCIDENT))
