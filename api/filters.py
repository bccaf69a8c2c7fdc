"""The filters of events, in every list, count and aggregate alike. To add a filter, add a field that carries its condition."""

from functools import reduce
from operator import or_

from marshmallow import Schema

from api.fields import Bbox, Choice, Codes, Day, Edtf, Ids, Whole
from models.tables import Actor, Citation, Dataset, Event, Location, Participation, Source
from models.vocabularies import COUNTRY, KIND, STATUS, TYPE

ALL = "all"
GLOBE = (-180, 180)


def within(column):
    """The filter on a column of locations: one of the places or inside it. Ids are paths, so that what lies inside is a range of them."""
    return lambda ids: reduce(or_, ((column == id) | ((column > f"{id}.") & (column < f"{id}/")) for id in ids))


def is_a(codes):
    """Of one of the types or of one under it."""
    return Event.type.in_(sorted({code for each in codes for code in TYPE.within(each)}))


def may_fall_in(span):
    return (Event.date_earliest <= span.last) & (Event.date_latest >= span.first)


def falls_in(span):
    return (Event.date_earliest >= span.first) & (Event.date_latest <= span.last)


def may_lie_in(bbox):
    """Some part of the event's area, a point's being the point, lies in the box."""
    west, south, east, north = bbox
    return (Event.south <= north) & (Event.north >= south) & meets(west, east)


def meets(west, east):
    """The event's longitudes and the box's have one in common; either may cross the antimeridian (west above east)."""
    crossing = Event.west > Event.east
    if west <= east:
        return (~crossing & (Event.west <= east) & (Event.east >= west)) | (crossing & ((Event.west <= east) | (Event.east >= west)))
    return crossing | (Event.west <= east) | (Event.east >= west)


def lies_in(bbox):
    """The whole of the event's area lies in the box."""
    west, south, east, north = bbox
    inside = (Event.south >= south) & (Event.north <= north)
    return inside if (west, east) == GLOBE else inside & spans(west, east)


def spans(west, east):
    """The box's longitudes hold the event's; either may cross the antimeridian (west above east)."""
    crossing = Event.west > Event.east
    if west <= east:
        return ~crossing & (Event.west >= west) & (Event.east <= east)
    beside = ~crossing & ((Event.west >= west) | (Event.east <= east))
    return beside | (crossing & (Event.west >= west) & (Event.east <= east))


def has_actor(ids):
    return Event.state.in_(Participation.select(Participation.state).where(Participation.actor.in_(ids)))


def has_source(ids):
    return Event.state.in_(Citation.select(Citation.state).where(Citation.source.in_(ids)))


def is_kind(kind):
    return None if kind == ALL else Event.kind == kind


class EventFilters(Schema):
    country = Codes(COUNTRY, where=Event.country.in_, example=["KZ"], about="In any of these countries: ISO 3166-1 alpha-2 codes.")
    location = Ids(
        Location,
        where=within(Event.location),
        example=["kz.almaty-region"],
        about="At any of these locations or within it: ids of `/v1/locations`.",
    )
    type = Codes(TYPE, where=is_a, example=["battle"], about="Of any of these types or of one under it: codes of `/v1/vocabularies/type`.")
    status = Codes(STATUS, where=Event.status.in_, example=["occurred"], about="Of any of these: codes of `/v1/vocabularies/status`.")
    kind = Choice(
        [*KIND.codes, ALL], where=is_kind, default="incident", example="incident",
        about="Incidents unless you ask otherwise, so that the toll of a series is never added to those of its members.",
    )  # fmt: skip
    dataset = Ids(Dataset, where=Event.dataset.in_, example=["kazakhstan"], about="From any of these datasets.")
    source = Ids(Source, where=has_source, example=["kazakhstan:eurasianet-2011-12-05"], about="Told by any of these sources.")
    actor = Ids(Actor, where=has_actor, example=["kazakhstan:arystan"], about="With any of these actors, in whatever role.")
    date = Edtf(
        where=may_fall_in, certain=falls_in, example="2011-12",
        about="In this time: an EDTF date (`2011-12-03`, `2011-12`, `2015-22` for a summer) or interval (`2011-05/2011-12`, `2011-05/..`).",
    )  # fmt: skip
    bbox = Bbox(
        where=may_lie_in, certain=lies_in, example="76.5,43,77.5,43.5",
        about="In this box: `west,south,east,north`, degrees, WGS 84; west above east crosses the antimeridian. No place, no match.",
    )  # fmt: skip
    match = Choice(
        ["possible", "certain"], default="possible", example="possible",
        about="Whether an imprecise date or place matches when it may lie in what you ask (`possible`) or only when it must (`certain`).",
    )  # fmt: skip
    as_of = Day(example="2012-01-01", about="As the sources had told it by the end of this day; by default, as they tell it now.")
    revision = Whole(1, 2**31 - 1, example=1, about="As the store stood after this load; by default, after the latest.")


def condition(values):
    """The one condition on Event that parsed parameters add up to."""
    return folded(EventFilters, values, Event.at(values["as_of"], values["revision"]))


def folded(schema, values, expression=None):
    """The conditions that a schema's fields make of the values given, all in one; None when there is none."""
    for name, field in schema._declared_fields.items():
        if field.where and values.get(name) is not None:
            wanted = field.condition(values[name], values.get("match") == "certain")
            expression = wanted if expression is None else expression if wanted is None else expression & wanted
    return expression
