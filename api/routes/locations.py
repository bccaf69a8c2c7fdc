"""Locations: the places of events."""

from typing import Any

from marshmallow import fields

from api.formats.registry import MAPS
from api.http import problems
from api.operations.api_request import ApiRequest
from api.operations.operation import operation
from api.parameters.base import CodesParameter
from api.parameters.countries import CountriesParameter
from api.parameters.ids import LocationIds
from api.routes.collection import PageQuery, Resource, ResourceLinksSchema, event_count_field, name_prefix_parameter
from models.domain.vocabularies import LOCATION_KIND
from models.predicates.references import is_within_any, location_paths
from models.serialization.schemas import AnswerSchema, optional_text, text_field
from models.tables.schema import Location


class LocationQuery(PageQuery):
    q = name_prefix_parameter(Location, example="boral")
    location = LocationIds(
        where=is_within_any(Location.id),
        binds=location_paths,
        example=["kz.almaty-region"],
        about="Any of these locations and what lies within it.",
    )
    country = CountriesParameter(where=Location.country.in_, example=["KZ"], about="In any of these countries: ISO 3166-1 codes, or names.")
    kind = CodesParameter(
        LOCATION_KIND,
        where=Location.kind.in_,
        example=["settlement"],
        about="Of any of these kinds: codes of `/v1/vocabularies/location-kind`.",
    )


class LocationSchema(AnswerSchema):
    """A place. Its id is its path."""

    id = text_field("Its id: the ids of the places that it lies in, and its own.")
    name = text_field("Its name.")
    names = fields.List(fields.String(), metadata={"description": "Other names, in any language."})
    kind = text_field("What it is.", enum=LOCATION_KIND.codes)
    within = optional_text("The place that it lies in.")
    country = optional_text("ISO 3166-1 alpha-2 code; null for a place in no one country.")
    latitude = fields.Float(allow_none=True, metadata={"description": "Degrees, WGS 84; null for a place that is no point."})
    longitude = fields.Float(allow_none=True, metadata={"description": "Degrees, WGS 84; null for a place that is no point."})
    bounds = fields.List(
        fields.Float(),
        allow_none=True,
        metadata={"description": "west, south, east, north in degrees, WGS 84; null where they are not known."},
    )
    geonameid = fields.Integer(allow_none=True, metadata={"description": "Its id in GeoNames."})
    basis = optional_text("Where the coordinates or bounds are from.")
    dataset = text_field("The dataset that reported it first and whose account of it this is.")
    events = event_count_field()
    links = fields.Nested(ResourceLinksSchema)


class Locations(Resource):
    def described(self, row: Any) -> Any:
        bounds = None if row.west is None else [row.west, row.south, row.east, row.north]
        return row._asdict() | {"within": row.id.rpartition(".")[0] or None, "bounds": bounds}

    def point(self, row: Any) -> Any:
        return row.longitude, row.latitude


LOCATIONS = Locations(Location, LocationQuery, LocationSchema)


@operation("/v1/locations", query=LocationQuery, answer=LocationSchema, many=True, formats=MAPS)
def list_locations(request: ApiRequest) -> Any:
    """Locations, in the order of their ids; where `q` is given, the best fit first.

    A location comes before those within it. Each has the number of incidents at it or within it.
    """
    return LOCATIONS.list(request)


@operation("/v1/locations/<id>", answer=LocationSchema, formats=("json", "geojson"), fails=[problems.NotFound])
def get_location(request: ApiRequest, id: str) -> Any:
    """One location.

    With its other names, where it lies, and the number of incidents at it or within it.
    """
    return LOCATIONS.get(id)
