"""What a list of events can carry along with each of them. To add something, add an entry to INCLUDED."""

from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

import orjson
from marshmallow import fields

from models.claims import stands_on
from models.conditions import recorded
from models.documents import AnswerSchema, ClaimSchema
from models.prepared import BATCH
from models.tables import Actor, Citation, Claim, Participation, Source

CLAIMS = ClaimSchema()


def claims(rows, revision):
    """(state, claim) for each claim that an event rests on."""
    known = {row.id: row for row in rows}
    query = Claim.select(Claim, Source).join(Source).where(Claim.event.in_(list(known)), recorded(Claim, revision))
    for claim in query.order_by(Claim.event, Claim.known_from, Claim.id):
        if stands_on(claim, known[claim.event].known_from):
            yield known[claim.event].state, CLAIMS.dump(claim)


def linked(table, link, key, columns):
    """What yields (state, row of a table as a dict) for each row that a table of links ties to a state."""

    def found(rows, revision):
        query = (
            link.select(link.state, *(getattr(table, column) for column in columns))
            .join(table, on=key == table.id)
            .where(link.state.in_([row.state for row in rows]))
        )
        for row in query.order_by(link.state, table.id).distinct().dicts():
            yield row.pop("state"), row

    return found


class Companion(NamedTuple):
    """What an event carries along: things of `field`, a list of them, each of which `found` yields as (state, a dict).

    It is given rows of events, with id, state and known_from, and a revision or None.
    """

    field: fields.List
    found: Callable


def rows_of(about):
    """The field of rows of a table as they stand."""
    return fields.List(fields.Dict(), metadata={"description": about})


INCLUDED = {
    "claims": Companion(fields.List(fields.Nested(ClaimSchema)), claims),
    "actors": Companion(
        rows_of("Its actors, with their other names and countries."),
        linked(Actor, Participation, Participation.actor, ("id", "dataset", "name", "names", "kind", "country")),
    ),
    "sources": Companion(
        rows_of("Its sources, with author, publisher and address."),
        linked(Source, Citation, Citation.source, ("id", "dataset", "title", "author", "publisher", "published", "url")),
    ),
}

IncludedSchema = AnswerSchema.from_dict({name: companion.field for name, companion in INCLUDED.items()}, name="IncludedSchema")
"""What an event carries along where `include` asks for it."""


def carrying(rows, names, revision):
    """(row, its JSON) for each row of events, the JSON with what is included under `included`."""
    rows = iter(rows)
    while chunk := list(islice(rows, BATCH)):
        found = defaultdict(lambda: {name: [] for name in names})
        for name in names:
            for state, thing in INCLUDED[name].found(chunk, revision):
                found[state][name].append(thing)
        for row in chunk:
            yield row, bytes(row.body)[:-1] + b',"included":' + orjson.dumps(found[row.state]) + b"}"
