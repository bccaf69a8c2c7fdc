"""Actors: who takes part in events."""

from marshmallow import fields

from api.formats.registry import LISTS
from api.http import problems
from api.operations.operation import operation
from api.parameters.base import Codes
from api.parameters.countries import Countries
from api.parameters.ids import Ids
from api.routes.collection import Paged, Resource, ResourceLinksSchema, event_count, typed
from models.domain.vocabularies import ACTOR_KIND
from models.serialization.schemas import AnswerSchema, optional, text
from models.tables.schema import Actor, Dataset


class ActorQuery(Paged):
    q = typed(Actor, example="Ары")
    dataset = Ids(Dataset, where=Actor.dataset.in_, example=["kazakhstan"], about="Of any of these datasets.")
    kind = Codes(
        ACTOR_KIND,
        where=Actor.kind.in_,
        example=["state-forces"],
        about="Of any of these kinds: codes of `/v1/vocabularies/actor-kind`.",
    )
    country = Countries(where=Actor.country.in_, example=["KZ"], about="Of any of these countries: ISO 3166-1 codes, or names.")


class ActorSchema(AnswerSchema):
    """Who takes part in events."""

    id = text("Its id.")
    dataset = text("The dataset that names it.")
    name = text("Its name.")
    names = fields.List(fields.String(), metadata={"description": "Other names, in any language."})
    kind = text("What it is.", enum=ACTOR_KIND.codes)
    country = optional("ISO 3166-1 alpha-2 code of the country it belongs to.")
    events = event_count()
    links = fields.Nested(ResourceLinksSchema)


ACTORS = Resource(Actor, ActorQuery, ActorSchema)


@operation("/v1/actors", query=ActorQuery, answer=ActorSchema, many=True, formats=LISTS)
def list_actors(call):
    """Actors, in the order of their ids; where `q` is given, the best fit first.

    Each has the number of incidents that it takes part in, in whatever role.
    """
    return ACTORS.list(call)


@operation("/v1/actors/<id>", answer=ActorSchema, fails=[problems.NotFound])
def get_actor(call, id):
    """One actor.

    With its other names and the number of incidents that it takes part in.
    """
    return ACTORS.get(id)
