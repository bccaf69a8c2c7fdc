"""Locations: the places of events."""

from marshmallow import fields

from api.formats.registry import MAPS
from api.http import problems
from api.operations.operation import operation
from api.parameters.base import Codes
from api.parameters.countries import Countries
from api.parameters.ids import Places
from api.routes.collection import Paged, Resource, ResourceLinksSchema, event_count, typed
from models.domain.vocabularies import LOCATION_KIND
from models.predicates.references import paths, within
from models.serialization.schemas import AnswerSchema, optional, text
from models.tables.schema import Location


class LocationQuery(Paged):
    q = typed(Location, example="boral")
    location = Places(
        where=within(Location.id),
        binds=paths,
        example=["kz.almaty-region"],
        about="Any of these locations and what lies within it.",
    )
    country = Countries(where=Location.country.in_, example=["KZ"], about="In any of these countries: ISO 3166-1 codes, or names.")
    kind = Codes(
        LOCATION_KIND,
        where=Location.kind.in_,
        example=["settlement"],
        about="Of any of these kinds: codes of `/v1/vocabularies/location-kind`.",
    )


class LocationSchema(AnswerSchema):
    """A place. Its id is its path."""

    id = text("Its id: the ids of the places that it lies in, and its own.")
    name = text("Its name.")
    names = fields.List(fields.String(), metadata={"description": "Other names, in any language."})
    kind = text("What it is.", enum=LOCATION_KIND.codes)
    within = optional("The place that it lies in.")
    country = optional("ISO 3166-1 alpha-2 code; null for a place in no one country.")
    latitude = fields.Float(allow_none=True, metadata={"description": "Degrees, WGS 84; null for a place that is no point."})
    longitude = fields.Float(allow_none=True, metadata={"description": "Degrees, WGS 84; null for a place that is no point."})
    bounds = fields.List(
        fields.Float(),
        allow_none=True,
        metadata={"description": "west, south, east, north in degrees, WGS 84; null where they are not known."},
    )
    geonameid = fields.Integer(allow_none=True, metadata={"description": "Its id in GeoNames."})
    basis = optional("Where the coordinates or bounds are from.")
    dataset = text("The dataset that told of it first and whose account of it this is.")
    events = event_count()
    links = fields.Nested(ResourceLinksSchema)


class Locations(Resource):
    def described(self, row):
        bounds = None if row.west is None else [row.west, row.south, row.east, row.north]
        return row._asdict() | {"within": row.id.rpartition(".")[0] or None, "bounds": bounds}

    def point(self, row):
        return () if row.longitude is None else (row.longitude, row.latitude)


LOCATIONS = Locations(Location, LocationQuery, LocationSchema)


@operation("/v1/locations", query=LocationQuery, answer=LocationSchema, many=True, formats=MAPS)
def list_locations(call):
    """Locations, in the order of their ids; where `q` is given, the best fit first.

    A location comes before those within it. Each has the number of incidents at it or within it.
    """
    return LOCATIONS.list(call)


@operation("/v1/locations/<id>", answer=LocationSchema, formats=("json", "geojson"), fails=[problems.NotFound])
def get_location(call, id):
    """One location.

    With its other names, where it lies, and the number of incidents at it or within it.
    """
    return LOCATIONS.get(id)
