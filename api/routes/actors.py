"""Actors: who takes part in events."""

from typing import Any

from marshmallow import fields

from api.formats.registry import LISTS
from api.http import problems
from api.operations.api_request import ApiRequest
from api.operations.operation import operation
from api.parameters.base import CodesParameter
from api.parameters.countries import CountriesParameter
from api.parameters.ids import IdsParameter
from api.routes.collection import PageQuery, Resource, ResourceLinksSchema, event_count_field, name_prefix_parameter
from models.domain.vocabularies import ACTOR_KIND
from models.serialization.schemas import AnswerSchema, optional_text, text_field
from models.tables.schema import Actor, Dataset


class ActorQuery(PageQuery):
    q = name_prefix_parameter(Actor, example="Ары")
    dataset = IdsParameter(Dataset, where=Actor.dataset.in_, example=["kazakhstan"], about="Of any of these datasets.")
    kind = CodesParameter(
        ACTOR_KIND,
        where=Actor.kind.in_,
        example=["state-forces"],
        about="Of any of these kinds: codes of `/v1/vocabularies/actor-kind`.",
    )
    country = CountriesParameter(where=Actor.country.in_, example=["KZ"], about="Of any of these countries: ISO 3166-1 codes, or names.")


class ActorSchema(AnswerSchema):
    """Who takes part in events."""

    id = text_field("Its id.")
    dataset = text_field("The dataset that names it.")
    name = text_field("Its name.")
    names = fields.List(fields.String(), metadata={"description": "Other names, in any language."})
    kind = text_field("What it is.", enum=ACTOR_KIND.codes)
    country = optional_text("ISO 3166-1 alpha-2 code of the country it belongs to.")
    events = event_count_field()
    links = fields.Nested(ResourceLinksSchema)


ACTORS = Resource(Actor, ActorQuery, ActorSchema)


@operation("/v1/actors", query=ActorQuery, answer=ActorSchema, many=True, formats=LISTS)
def list_actors(request: ApiRequest) -> Any:
    """Actors, in the order of their ids; where `q` is given, the best fit first.

    Each has the number of incidents that it takes part in, in whatever role.
    """
    return ACTORS.list(request)


@operation("/v1/actors/<id>", answer=ActorSchema, fails=[problems.NotFound])
def get_actor(request: ApiRequest, id: str) -> Any:
    """One actor.

    With its other names and the number of incidents that it takes part in.
    """
    return ACTORS.get(id)
