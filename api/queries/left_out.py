"""What lists and counts leave out unless they are asked for it: every kind of event but incidents."""

import functools

from api.aggregates.group_by import are_rolled, count
from api.aggregates.group_query import grouped
from api.filters.access_path import reading_to_count
from models.db.prepared_statements import statement
from models.domain.vocabularies import INCIDENT
from models.summaries.tally import together
from models.tables.schema import Event


@functools.lru_cache(maxsize=256)
def leave_out(identity, revision):
    """The store had such events at a revision (None: the latest)."""
    return Event.select(Event.state).where(Event.at(None, revision), Event.kind != INCIDENT).exists()


def left_out(selection):
    """The Tally of those that meet all other filters of a Selection."""
    meant = selection.without(["kind"])
    by = ["kind", "dataset"]  # roll-ups tell the rows by dataset in any case
    if are_rolled(by, meant):
        return together(tally for (kind, _), tally in count(by, meant).rows.items() if kind != INCIDENT)
    return statement(others, meant).tuples(**meant.fills)[0]


def others(selection):
    return grouped([], reading_to_count(selection).events, selection.condition(Event.at) & (Event.kind != INCIDENT))
