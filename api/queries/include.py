"""What events of a list can carry along, by `include`. To add something, add an entry to INCLUDED."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import orjson
from marshmallow import fields

from models.db.prepared_statements import BATCH
from models.domain.claims import is_known_on
from models.domain.vocabularies import ACTOR_KIND
from models.serialization import schemas
from models.serialization.schemas import AnswerSchema, ClaimSchema, code_field, list_field, optional_text, text_field
from models.tables.schema import Actor, Citation, Claim, Participation, Source
from models.tables.validity import recorded_at

CLAIMS = ClaimSchema()


def included_claims(rows: Any, revision: Any) -> Iterator[Any]:
    """(state, claim as a dict) for each claim that the events of `rows` rest on."""
    known, cited = {row.id: row for row in rows}, {row.id: sources_of(row) for row in rows}
    query = Claim.select(Claim, Source).join(Source).where(Claim.event.in_(list(known)), recorded_at(Claim, revision))
    for claim in query.order_by(Claim.event, Claim.known_from, Claim.id):
        if is_known_on(claim, known[claim.event].known_from):
            yield known[claim.event].state, claim_document(claim, cited[claim.event])


def sources_of(row: Any) -> dict[str, Any]:
    """By id, the sources in an event's document, as they were when it was written."""
    return {source["id"]: source for source in orjson.loads(row.body)["sources"]}


def claim_document(claim: Any, sources: Any) -> dict[str, Any]:
    """A claim as a dict; `sources` are those that `sources_of` its event gives."""
    source = sources[claim.source_id]
    return CLAIMS.dump(claim) | {"source": source, "published": source["published"]}


class IncludedActorSchema(AnswerSchema):
    id = text_field("Its id.")
    dataset = text_field("The dataset that names it.")
    name = text_field("Its name.")
    names = fields.List(fields.String(), metadata={"description": "Other names, in any language."})
    kind = code_field(ACTOR_KIND, "What it is.")
    country = optional_text("ISO 3166-1 alpha-2 code of the country it belongs to.")


class IncludedSourceSchema(AnswerSchema):
    id = text_field("Its id.")
    dataset = text_field("The dataset that is coded from it, or cites it.")
    title = text_field("Its title.")
    author = optional_text("Who wrote it.")
    publisher = optional_text("Who published it.")
    published = optional_text("When it was published, in EDTF; null where unknown.")
    url = optional_text("Where it can be read.")


def linked_rows_reader(table: Any, link: Any, key: Any, schema: Any) -> Any:
    """A function of rows and a revision that yields (state, row of `table` as a dict) by a table of links."""
    columns = [getattr(table, name) for name in schema().fields]

    def found(rows: Any, revision: Any) -> Any:
        query = link.select(link.state, *columns).join(table, on=key == table.id).where(link.state.in_([row.state for row in rows]))
        for row in query.order_by(link.state, table.id).distinct().dicts():
            yield row.pop("state"), row

    return found


class Inclusion(NamedTuple):
    """What an event carries along: a list `field`, whose things `found` yields as (state, dict).

    `found` is given rows of events with id, state, known_from and body, and a revision or None. `is_immutable`: a thing stays as it was at
    that revision, whatever later loads say.
    """

    field: fields.List
    found: Callable
    is_immutable: bool = False


INCLUDED = {
    "claims": Inclusion(fields.List(fields.Nested(ClaimSchema)), included_claims, is_immutable=True),
    "actors": Inclusion(
        list_field(fields.Nested(IncludedActorSchema), "Its actors, with their other names and countries."),
        linked_rows_reader(Actor, Participation, Participation.actor, IncludedActorSchema),
    ),
    "sources": Inclusion(
        list_field(fields.Nested(IncludedSourceSchema), "Its sources, with author, publisher and address."),
        linked_rows_reader(Source, Citation, Citation.source, IncludedSourceSchema),
    ),
}

IncludedSchema = AnswerSchema.from_dict({name: companion.field for name, companion in INCLUDED.items()}, name="IncludedSchema")
"""What an event carries along where `include` asks for it."""


class EventSchema(schemas.EventSchema):
    """One event, as what its claims add up to, with what it carries along."""

    included = fields.Nested(IncludedSchema, metadata={"description": "What it carries along. Given with `include`."})


def are_immutable(names: Any) -> bool:
    """Whether everything that is included by these names is immutable."""
    return all(INCLUDED[name].is_immutable for name in names or ())


def with_included(rows: Any, names: Any, revision: Any) -> Iterator[Any]:
    """The rows of events, with `included` in their JSON."""
    rows = iter(rows)
    while chunk := list(islice(rows, BATCH)):
        found = defaultdict(lambda: {name: [] for name in names})
        for name in names:
            for state, thing in INCLUDED[name].found(chunk, revision):
                found[state][name].append(thing)
        for row in chunk:
            yield row._replace(body=bytes(row.body)[:-1] + b',"included":' + orjson.dumps(found[row.state]) + b"}")
