"""The filters of events, in every list, count and aggregate alike. To add a filter, add a field that carries its condition."""

import functools
from collections.abc import Callable
from functools import reduce
from operator import and_
from typing import Any

from marshmallow import Schema

from api.filters.contradictions import disjoint_from, not_above, requires_presence
from api.parameters.base import LEAVES_NOTHING, Access, BooleanParameter, ChoiceParameter, CodesParameter, InvalidValue, NamesParameter
from api.parameters.countries import CountriesParameter
from api.parameters.dates import AsOfParameter, EdtfParameter, InstantParameter
from api.parameters.ids import IdsParameter, LocationIds, RankedIds
from api.parameters.numbers import IntegerParameter
from api.parameters.spatial import BboxParameter, NearParameter, PolygonParameter
from api.parameters.texts import FullTextParameter, StoredTexts
from models.domain.limits import LARGEST
from models.domain.picks import INCIDENTS, Picks
from models.domain.vocabularies import ALL, INCIDENT, KIND, RELATION, STATUS, TYPE
from models.predicates import bounding_box, distance, fulltext, polygon, time_range
from models.predicates.casualties import FATALITIES, INJURIES
from models.predicates.deduplication import is_preferred
from models.predicates.existence import PRESENT, has_all, is_related, lacks_all
from models.predicates.references import happened_in, has_actor, has_source, location_paths
from models.predicates.updated_since import recorded_since, since_moment
from models.tables.schema import Actor, Dataset, Event, Source
from models.text.search_query import MOST_ASKED


class Kinds(CodesParameter):
    """Kinds of events, as Picks of the wanted ones: each event has one kind, so excluding one means wanting the others. All of them are
    None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(KIND, default=INCIDENTS, **more)
        self.accepted = [*KIND.codes, ALL]
        self.schema = {**self.schema, "enum": [*self.schema["enum"], ALL]}

    def read(self, text: Any) -> Any:
        parts = [part.strip() for part in text.split(",")]
        if ALL in map(str.lower, parts):
            parts = [part for part in parts if part.startswith("!")]
        wanted, unwanted = super().read(",".join(parts)) if parts else ([], [])
        left = [code for code in wanted or KIND.codes if code not in unwanted]
        if not left:
            raise InvalidValue(f"{text!r} {LEAVES_NOTHING}")
        return None if {*left} == {*KIND.codes} else Picks(left, [])


def with_subtypes(types: list[str]) -> list[str]:
    """Codes of types, and those of everything below them."""
    return sorted({code for each in types for code in TYPE.within(each)})


def identity(value: Any) -> Any:
    return value


def as_of_parameter() -> Any:
    return AsOfParameter(
        binds=identity,
        example="2012-01-01",
        about="As the sources had reported it by the end of this day (of a date-time, its day); by default, as they report it now. A "
        "release of a dataset, such as `ucdp-ged@21.0.12`, stands for its day and for the revision of its last load, or for `revision`, by "
        "which it must not be undone.",
    )


def revision_parameter() -> Any:
    return IntegerParameter(
        1, LARGEST, binds=identity, example=1, about="As the store stood after this load; by default, after the latest."
    )


class EventFilters(Schema):
    country = CountriesParameter(
        where=Event.country.in_, binds=identity, example=["KZ"], contrary=(requires_presence("country"),),
        access=Access("event_by_country", in_time=True), bounds="place",
        about="In any of these countries: ISO 3166-1 codes (`KZ`, `KAZ` or `398`), or names (`Kazakhstan`, `Turkey`).",
    )  # fmt: skip
    location = LocationIds(
        where=happened_in,
        binds=location_paths,
        contrary=(requires_presence("location"),),
        access=Access("event_by_location"),
        bounds="place",
        example=["kz.almaty-region"],
        about="At any of these locations or within it: ids of `/v1/locations`.",
    )
    type = CodesParameter(
        TYPE, where=Event.type.in_, binds=with_subtypes, example=["battle"], access=Access("event_by_type", in_time=True),
        about="Of any of these types or of one under it: codes of `/v1/vocabularies/type`.",
    )  # fmt: skip
    status = CodesParameter(
        STATUS, where=Event.status.in_, binds=identity, example=["occurred"], about="Of any of these: codes of `/v1/vocabularies/status`."
    )
    kind = Kinds(
        where=Event.kind.in_, example=[INCIDENT],
        about="Of any of these: codes of `/v1/vocabularies/kind`, or `all`. Incidents unless you ask otherwise, so that the toll of a "
        "series is never added to those of its members.",
    )  # fmt: skip
    dataset = IdsParameter(
        Dataset, where=Event.dataset.in_, binds=identity, example=["kazakhstan"], access=Access("event_by_dataset", in_time=True),
        about="From any of these datasets.",
    )  # fmt: skip
    source = IdsParameter(
        Source,
        where=has_source,
        binds=identity,
        contrary=(requires_presence("sources"),),
        access=Access(elsewhere=True),
        example=["kazakhstan:eurasianet-2011-12-05"],
        about="Told by any of these sources.",
    )
    actor = IdsParameter(
        Actor, where=has_actor, binds=identity, contrary=(requires_presence("actors"),), example=["kazakhstan:arystan"],
        access=Access(elsewhere=True),
        about="With any of these actors, in whatever role.",
    )  # fmt: skip
    date = EdtfParameter(
        where=time_range.may_overlap, certain=time_range.is_within, binds=time_range.day_range,
        example="2011-12", access=Access("event_by_date", in_time=True), bounds="time",
        about="In this time: an EDTF date (`2011-12-03`, `2011-12`, `2015-22` for a summer) or interval (`2011-05/2011-12`, `2011-05/..`). "
        "Of a date-time, the day counts that is written in it, in whatever zone.",
    )  # fmt: skip
    bbox = BboxParameter(
        where=bounding_box.may_be_within, certain=bounding_box.is_within, binds=lambda sides: bounding_box.bounding_box(*sides),
        example="76.5,43,77.5,43.5", access=Access("event_by_area", few=bounding_box.is_small, elsewhere=True), bounds="place",
        about="In this box: `west,south,east,north`, degrees, WGS 84; west above east crosses the antimeridian. No place, no match.",
    )  # fmt: skip
    near = NearParameter(
        where=distance.may_be_near, certain=distance.is_near, binds=distance.parse_circle, example="43.25,76.95,50",
        access=Access("event_by_area", few=lambda circle: bounding_box.is_small(circle.box), elsewhere=True), bounds="place",
        about="No farther than this from a point: `latitude,longitude,kilometres`, by the great circle. No place, no match.",
    )  # fmt: skip
    within = PolygonParameter(
        where=polygon.is_within, binds=polygon.touched_areas, binds_certain=polygon.covered_areas,
        access=Access(elsewhere=True), bounds="place",
        example="POLYGON((76.5 43, 77.5 43, 77.5 43.5, 76.5 43.5, 76.5 43))",
        about="In this polygon or on its edge: WKT of a POLYGON or MULTIPOLYGON, longitude before latitude, holes allowed, in the plane of "
              f"degrees; at most {polygon.MOST_POINTS} points. One over the antimeridian is given as two. No place, no match.",
    )  # fmt: skip
    fatalities_min = IntegerParameter(
        0, LARGEST, where=FATALITIES.may_reach, certain=FATALITIES.reaches, binds=identity, example=5, access=Access("event_by_reach"),
        contrary=(requires_presence("fatalities"), not_above("fatalities_max")),
        about="At least so many deaths. Where sources give low and high, `match` says which of them counts. Unreported, no match.",
    )  # fmt: skip
    fatalities_max = IntegerParameter(
        0, LARGEST, where=FATALITIES.may_stay_within, certain=FATALITIES.stays_within, binds=identity, example=10,
        contrary=(requires_presence("fatalities"),),
        about="At most so many deaths. Unreported, no match.",
    )  # fmt: skip
    injuries_min = IntegerParameter(
        0, LARGEST, where=INJURIES.may_reach, certain=INJURIES.reaches, binds=identity, example=None,
        contrary=(requires_presence("injuries"), not_above("injuries_max")),
        about="At least so many injured, such as `3`; as `fatalities_min`. Unreported, no match.",
    )  # fmt: skip
    injuries_max = IntegerParameter(
        0, LARGEST, where=INJURIES.may_stay_within, certain=INJURIES.stays_within, binds=identity, example=None,
        contrary=(requires_presence("injuries"),),
        about="At most so many injured, such as `10`; as `fatalities_max`. Unreported, no match.",
    )  # fmt: skip
    disputed = BooleanParameter(
        where=lambda wanted: Event.disputed == wanted,
        example=False,
        about="Whether its claims disagree on anything: `disputed` of an event.",
    )
    has = NamesParameter(
        PRESENT,
        where=has_all,
        contrary=(disjoint_from("lacks"),),
        example=["coordinates", "fatalities"],
        about="With all of these. Deaths are there when any figure is.",
    )
    lacks = NamesParameter(PRESENT, where=lacks_all, example=["injuries"], about="With none of these.")
    part_of = IdsParameter(
        Event, where=Event.part_of.in_, binds=identity, example=["kazakhstan:string-of-cases-2011"],
        contrary=(requires_presence("part_of"),), access=Access("event_by_series", in_time=True),
        about="Counted in any of these series: ids of events.",
    )  # fmt: skip
    related = CodesParameter(
        RELATION, where=is_related, example=["part_of"],
        about="Connected with another event in any of these ways: codes of `/v1/vocabularies/relation`. `same_as` are the events that "
        "another dataset has, too.",
    )  # fmt: skip
    distinct = BooleanParameter(
        default=False, example=True,
        about="Each event once, however many datasets have it: of those that meet all other filters and are `same_as` each other, the one "
        "of the dataset that comes first by `prefer`.",
    )  # fmt: skip
    prefer = RankedIds(
        Dataset, default=(), needs="distinct=true", example=["kazakhstan"],
        about="whose account counts: ids of datasets, the first before all. Those not named come after, in order of id.",
    )  # fmt: skip
    original_type = StoredTexts(
        Event.original_type, binds=identity, example=None, access=Access("event_by_original", in_time=True),
        about="With any of these codes, which its dataset has for what happened, in any case, such as `Battles / Armed clash`: `originals` "
        "in `/v1/vocabularies/type` has them. One with a comma in it cannot be asked for.",
    )  # fmt: skip
    q = FullTextParameter(
        where=fulltext.matches_query, binds=fulltext.compile_query, example='clash "near Almaty" -bombing', access=Access(elsewhere=True),
        about="With these words in title, summary, names of actors and places (other names too) or titles of sources, in any case, with "
              'or without diacritics. All must occur, with `AND` between them or without; `"a phrase"` as it stands; `Talib*`, what begins '
              "so; `-word` or `NOT word`, not that; `or` between alternatives; parentheses group. `AND` and `NOT` are written in capitals. "
              f"At most {MOST_ASKED} words, each alternative written out.",
    )  # fmt: skip
    updated_since = InstantParameter(
        where=recorded_since, binds=since_moment, example="2020-01-01", access=Access("event_by_revision"),
        about="As a load since then recorded it: a day or a date-time (RFC 3339; seconds and zone may lack); UTC unless it says otherwise.",
    )  # fmt: skip
    match = ChoiceParameter(
        ["possible", "certain"], default="possible", example="possible",
        about="Whether an imprecise date, place or toll matches when it may be what you ask for (`possible`) or only when it must be.",
    )  # fmt: skip
    as_of = as_of_parameter()
    revision = revision_parameter()


@functools.cache
def parameters_of(schema: type[Schema]) -> dict[str, Any]:
    """The Parameters of a schema by name."""
    return schema().fields


FILTERS = parameters_of(EventFilters)


@functools.cache
def binding_fields(schema: type) -> dict[str, Any]:
    """By name, the fields of a schema whose condition takes bind values."""
    return {name: field for name, field in parameters_of(schema).items() if field.binds}


def bind_filters(schema: type, values: dict[str, Any]) -> dict[str, Any]:
    """The parsed parameters, with those of `binding_fields` as their conditions take them."""
    fields, certainly = binding_fields(schema), values.get("match") == "certain"
    return values | {name: fields[name].bound(values[name], certainly) for name in fields if values.get(name) is not None}


def event_condition(bound: dict[str, Any], at: Callable[..., Any] = time_range.is_current, along: bool = False) -> Any:
    """The condition on Event of all `bound` parameters; `at` makes the part on the day and the revision.

    `along`: it is tested event by event (models.db.expressions).
    """
    expression = combine_conditions(EventFilters, bound, at(bound["as_of"], bound["revision"]), along)
    return expression & is_preferred(expression, bound["prefer"]) if bound["distinct"] else expression


def combine_conditions(schema: type, bound: dict[str, Any], expression: Any = None, along: bool = False) -> Any:
    """The conjunction of the conditions of a schema's fields that are given; None when none is."""
    certainly, fields = bound.get("match") == "certain", parameters_of(schema).items()
    given = ((name, field) for name, field in fields if field.where and bound.get(name) is not None)
    wanted = [expression, *(field.condition(bound[name], certainly, along) for name, field in given)]
    present = [each for each in wanted if each is not None]
    return reduce(and_, present) if present else None
