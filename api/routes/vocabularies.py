"""Vocabularies: every code that a filter takes or an answer holds, with its definition and how often it occurs."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import orjson
from marshmallow import fields
from peewee import fn

from api.aggregates.group_by import count_current
from api.formats.base import Item
from api.formats.registry import LISTS
from api.http import problems
from api.operations.api_request import ApiRequest
from api.operations.operation import operation
from models.domain.type_crosswalk import original_codes
from models.domain.vocabularies import TYPE, VOCABULARIES
from models.serialization.schemas import AnswerSchema, optional_text, text_field
from models.store import Identity
from models.summaries.counter_query import counters
from models.tables.schema import Actor, Location


class CodeCounts(NamedTuple):
    """Of what it is told how many have each code, and the function that counts them: (code, number), given the Identity of the store."""

    unit: str
    numbers: Callable[[Identity], Iterable[tuple[str, int]]]


def counted_events(unit: str, dimension: str) -> CodeCounts:
    return CodeCounts(unit, lambda identity: count_current(dimension, identity).items())


def counted_rows(unit: str, query: Any) -> CodeCounts:
    return CodeCounts(unit, lambda _: query.tuples())


COUNTS = {
    "type": counted_events("incidents", "type"),
    "kind": counted_events("events", "kind"),
    "status": counted_events("incidents", "status"),
    "country": counted_events("incidents", "country"),
    "role": counted_rows("parts of actors in events of any kind", counters("role")),
    "certainty": counted_rows("claims on events of any kind", counters("certainty")),
    "actor-kind": counted_rows("actors", Actor.select(Actor.kind, fn.COUNT(Actor.id)).group_by(Actor.kind)),
    "location-kind": counted_rows("locations", Location.select(Location.kind, fn.COUNT(Location.id)).group_by(Location.kind)),
}
"""By vocabulary."""

UNITS = "\n".join(f"- `{name}`: {each.unit}" for name, each in COUNTS.items())
"""What is counted, in Markdown."""


class VocabularyLinksSchema(AnswerSchema):
    self = text_field("This one.", format="uri-reference")


class VocabularySchema(AnswerSchema):
    """A list of codes."""

    name = text_field("Its name.")
    about = text_field("What its codes are for.")
    terms = fields.Integer(metadata={"description": "How many codes it has."})
    links = fields.Nested(VocabularyLinksSchema)


class OriginalCodeSchema(AnswerSchema):
    """A dataset's own code."""

    id = text_field("The dataset and its code.", example="gtd:3")
    dataset = text_field("The dataset.", example="gtd")
    code = text_field("Its code, as `original_type` has it.", example="3")
    label = text_field("What the dataset calls it.", example="Bombing/Explosion")


class TermSchema(AnswerSchema):
    """A code and what it means."""

    code = text_field("The code.", example="occurred")
    label = text_field("Its name, for people.")
    definition = text_field("What it means.")
    parent = optional_text("The code above it.")
    count = fields.Integer(
        allow_none=True,
        metadata={
            "description": "How many there are now that have this code or one under it; null where that is not counted. By vocabulary:"
            f"\n\n{UNITS}"
        },
    )
    originals = fields.List(
        fields.Nested(OriginalCodeSchema), metadata={"description": "Codes of datasets that are taken for it, of the vocabulary `type`."}
    )


ORIGINALS = {"type": {code: original_codes(code) for code in TYPE.codes}}
"""By vocabulary and code, the codes of datasets that are taken for it."""

TERM, VOCABULARY = TermSchema(), VocabularySchema()


@operation("/v1/vocabularies", answer=VocabularySchema, many=True, formats=LISTS)
def list_vocabularies(request: ApiRequest) -> Any:
    """The vocabularies.

    The lists of codes that filters take and answers hold: what the codes of each are for, and how many it has.
    """
    found = (
        {"name": each.name, "about": each.about, "terms": len(each.terms), "links": {"self": f"/v1/vocabularies/{each.name}"}}
        for each in VOCABULARIES.values()
    )
    return request.listing([Item(orjson.dumps(VOCABULARY.dump(each))) for each in found])


@operation("/v1/vocabularies/<name>", answer=TermSchema, many=True, formats=LISTS, fails=[problems.NotFound])
def get_vocabulary(request: ApiRequest, name: str) -> Any:
    """The terms of one vocabulary.

    Each with its definition, the code above it in a tree, how often it occurs in the store, and the codes of datasets that it stands for.
    """
    if name not in VOCABULARIES:
        raise problems.NotFound(f"there is no vocabulary {name!r}; there are {', '.join(VOCABULARIES)}")
    return request.listing([Item(orjson.dumps(TERM.dump(term))) for term in terms_of(VOCABULARIES[name], request.identity)])


def terms_of(vocabulary: Any, identity: Identity) -> Iterator[Any]:
    """Its terms, each with its count (None: not counted) and the datasets' codes that it stands for."""
    counted = COUNTS.get(vocabulary.name)
    counts = numbers_within(vocabulary, counted.numbers(identity)) if counted else dict.fromkeys(vocabulary.codes)
    originals = ORIGINALS.get(vocabulary.name, {})
    for term in vocabulary.terms:
        told = {"code": term.code, "label": term.label, "definition": term.definition, "parent": term.parent}
        yield told | {"count": counts.get(term.code, 0), "originals": originals.get(term.code, [])}


def numbers_within(vocabulary: Any, numbers: Any) -> Counter:
    """By code, the numbers of the code itself and of those under it, given (code, number)."""
    found = Counter()
    for code, number in numbers:
        for above in (code, *vocabulary.ancestors(code)) if code in vocabulary else ():
            found[above] += number
    return found
