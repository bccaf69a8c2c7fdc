"""What stands around the things of a list: its meta and its links; and what they are in GeoJSON."""

import functools
from typing import Any

from marshmallow import fields

from api.aggregates.measures import FacetSchema, TallySchema
from api.queries.empty_result import EmptinessSchema
from models.serialization.schemas import AnswerSchema


class DatasetNoteSchema(AnswerSchema):
    id = fields.String()
    title = fields.String()
    licence = fields.String()
    citation = fields.String()


class MetaSchema(AnswerSchema):
    """What is to be said of a list as a whole."""

    returned = fields.Integer(required=True, metadata={"description": "How many things this page holds."})
    total = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many there are in all; null where they are not counted."}
    )
    revision = fields.Integer(required=True, metadata={"description": "The revision of the store that the answer is from."})
    as_of = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The day, or the release, as of which the answer is; null for now."},
    )
    datasets = fields.List(
        fields.Nested(DatasetNoteSchema),
        required=True,
        metadata={"description": "The datasets that the answer draws on, as they were at its revision, by its `as_of`."},
    )
    empty = fields.Nested(EmptinessSchema, metadata={"description": "Why there is nothing; given where there is nothing."})
    defaults = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "Filters that applied though you did not give them, where there is more without them."},
    )
    left_out = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(TallySchema),
        metadata={
            "description": "By parameter, what its default leaves out of the events that meet all other filters; beside `defaults`, in "
            "aggregates and where `count=exact`."
        },
    )
    not_additive = fields.List(fields.String(), metadata={"description": "Dimensions that count an event once for each of its values."})
    imprecise = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "By dimension, how many events have a date that fits no one period."},
    )
    totals = fields.Nested(TallySchema, metadata={"description": "Counts and sums over all events of the rows, each event once."})
    facets = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(FacetSchema)),
        metadata={
            "description": "By dimension, how many events have each key, the most frequent first, whatever is asked of it "
            "itself. Of `type` and `location`, an event has the keys that its own lies in as well, as filters on these find it."
        },
    )


class PageLinksSchema(AnswerSchema):
    self = fields.String(required=True, metadata={"description": "This answer.", "format": "uri-reference"})
    permanent = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The same at this revision for ever; null where answers do not keep.", "format": "uri-reference"},
    )
    prev = fields.String(
        required=True, allow_none=True, metadata={"description": "The page before; null on the first.", "format": "uri-reference"}
    )
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "The next page; null on the last.", "format": "uri-reference"}
    )


NUMBER = {"type": "number"}


class GeometrySchema(AnswerSchema):
    """Of GeoJSON (RFC 7946), in degrees, WGS 84."""

    type = fields.String(required=True, metadata={"enum": ["Point", "Polygon"]})
    coordinates = fields.List(
        fields.Raw(metadata={"oneOf": [NUMBER, {"type": "array", "items": {"type": "array", "items": NUMBER}}]}),
        required=True,
        metadata={"description": "Of a point, longitude and latitude; of a polygon, rings of such."},
    )


@functools.cache
def list_schema(answer: type) -> type:
    """The schema of a list of what a schema describes."""
    return derived_schema(answer, "List", data=list_field(answer), **ENVELOPES)


@functools.cache
def feature_schema(answer: type) -> type:
    """The schema of that as a feature of GeoJSON."""
    members = {
        "id": fields.String(metadata={"description": "That of the thing; a row of counts has none."}),
        "geometry": fields.Nested(
            GeometrySchema, required=True, allow_none=True, metadata={"description": "Where it is; null where that is no point."}
        ),
        "properties": fields.Nested(answer, required=True),
    }
    return derived_schema(answer, "Feature", type=constant_field("Feature"), **members)


@functools.cache
def collection_schema(answer: type) -> type:
    """The schema of a list of such features."""
    return derived_schema(
        answer, "FeatureCollection", type=constant_field("FeatureCollection"), features=list_field(feature_schema(answer)), **ENVELOPES
    )


def derived_schema(answer: type, what: str, **members: Any) -> type:
    return AnswerSchema.from_dict(members, name=answer.__name__.removesuffix("Schema") + what + "Schema")


def list_field(schema: type) -> Any:
    return fields.List(fields.Nested(schema), required=True)


def constant_field(type: str) -> Any:
    return fields.String(required=True, metadata={"enum": [type]})


ENVELOPES = {"meta": fields.Nested(MetaSchema, required=True), "links": fields.Nested(PageLinksSchema, required=True)}
