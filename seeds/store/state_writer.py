"""Ends and begins claims and event states, with all the rows that hang on a state."""

from operator import attrgetter, itemgetter
from typing import Any

from peewee import chunked

from models.db.bulk import insert, where_among
from models.serialization.csv_rows import END
from models.tables.schema import Citation, Claim, Document, Event, Line, Participation
from seeds.store.repository import CLAIM_COLUMNS

TOLD = CLAIM_COLUMNS[:-1]
told_by = attrgetter(*TOLD)

PART = {"id": "actor", "role": "role", "fatalities": "fatalities", "injuries": "injuries"}
"""Keys of a document's actors, and the columns that they are written to."""

part_of = itemgetter(*PART)
OPENED = ("revision_from", "revision_until")


def end_states(differences: list[Any], revision: int) -> None:
    """Close the claims and states that seeds.pipeline.diff end."""
    for table, key, ended in ((Claim, Claim.number, "ended_claims"), (Event, Event.state, "ended_states")):
        for part in chunked([number for each in differences for number in getattr(each, ended)], 1000):
            table.update(revision_until=revision).where(where_among(key, part)).execute()


def begin_claims_and_states(differences: list[Any], states: list[tuple[Any, ...]], revision: int) -> None:
    """Write the claims and the states, pairs of a number and a seeds.pipeline.event_states.EventState, that seeds.pipeline.diff begin."""
    opened = (revision, None)
    insert(Claim, (*TOLD, *OPENED), [(*told_by(each), *opened) for all in differences for each in all.statements])
    if states:
        begin_states(states, opened)


def begin_states(states: list[tuple[Any, ...]], opened: tuple[Any, ...]) -> None:
    """Write new states with all that hangs on them."""
    columns = ("state", *states[0][1].columns, "checksum", *OPENED)
    insert(Event, columns, [(number, *each.columns.values(), each.checksum, *opened) for number, each in states])
    insert(Participation, ("state", *PART.values()), [(number, *part_of(part)) for number, each in states for part in each.parts])
    insert(Citation, ("state", "source"), [(number, source) for number, each in states for source in each.citations])
    tail = b',"revision":%d}' % opened[0]
    insert(Document, ("state", "body"), [(number, each.body[:-1] + tail) for number, each in states])
    last = b",%d" % opened[0] + END
    insert(Line, ("state", "line"), [(number, each.line + last) for number, each in states])
