"""Events: lists of them, one, its claims, and its states over time."""

from collections.abc import Iterable
from typing import Any

import orjson
from marshmallow import Schema, fields

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.top_n import FACET_KEYS, count_facets
from api.filters.event_filters import EventFilters, as_of_parameter, revision_parameter
from api.formats.base import Item, StoredBodies
from api.formats.registry import CITATIONS, LISTS, MAPS
from api.formats.sparse_fields import Paths
from api.http import problems
from api.operations.operation import operation
from api.parameters.base import NamesParameter
from api.parameters.paging import count_parameter, cursor_parameter, limit_parameter
from api.queries import event_query
from api.queries.empty_result import explain_empty
from api.queries.event_query import EventSearch, documents_query
from api.queries.include import INCLUDED, EventSchema, claim_document, sources_of, with_included
from api.queries.missing_event import missing_event_problem
from api.queries.ordering import sort_parameter
from models.serialization.schemas import AnswerSchema, ClaimSchema
from models.tables.schema import Claim, Event, Source
from models.tables.validity import known_at, recorded_at


def event_fields_parameter() -> Any:
    return Paths(EventSchema, example=["id", "title", "date.edtf", "fatalities"], about="Only these parts of an event: dotted paths.")


def include_parameter() -> Any:
    return NamesParameter(INCLUDED, example=["claims"], about="What an event carries along, under `included`; tables do without.")


class EventList(EventFilters):
    sort = sort_parameter()
    limit = limit_parameter()
    cursor = cursor_parameter()
    count = count_parameter()
    fields = event_fields_parameter()
    include = include_parameter()
    facets = NamesParameter(
        DIMENSIONS, default=(), example=["country", "type"],
        about="Dimensions, as `by` of `/v1/aggregates` has them: `meta.facets` has how many events there are with each key, were it "
        f"not for the filters on the dimension itself, of the {FACET_KEYS} most frequent; and as `remainder` how many have another, each "
        "event once. A number is what the filter on the key finds: of `type` and `location` with what lies under it; of a period, what "
        "`date` finds in it with `match=certain`.",
    )  # fmt: skip


class MomentQuery(Schema):
    as_of = as_of_parameter()
    revision = revision_parameter()


class EventQuery(MomentQuery):
    fields = event_fields_parameter()
    include = include_parameter()


class EventStateSchema(AnswerSchema):
    """One state of an event. Both intervals are half-open; null is an open end."""

    known_from = fields.String(metadata={"description": "The day from which the sources reported it so.", "format": "date"})
    known_until = fields.String(
        allow_none=True, metadata={"description": "The day from which they reported it otherwise.", "format": "date"}
    )
    revision_from = fields.Integer(metadata={"description": "The load that recorded it."})
    revision_until = fields.Integer(allow_none=True, metadata={"description": "The load that replaced or retracted it."})
    event = fields.Nested(EventSchema)


STATE = EventStateSchema(exclude=["event"])


def wants_stored_json(request: Any) -> bool:
    """Nothing is wanted of an event but what is stored of it for the format, nor of a stream a meta."""
    format, whole = request.format, not request.values["fields"] and (request.format.is_tabular or not request.values["include"])
    return format.stored is not None and whole and not (format.joins_stored_json and request.streams)


def stored_bodies(rows: Iterable[Any], request: Any) -> StoredBodies:
    """What is Stored of the rows of a page, or of a stream."""
    if request.streams:
        return StoredBodies(rows)
    # An id begins with its dataset's, and is in the index that has the order: to ask for both is to look into the table.
    return StoredBodies([[row.body for row in rows]] if rows else [], frozenset(row.id.partition(":")[0] for row in rows))


def event_items(rows: Iterable[Any], request: Any) -> Iterable[Any]:
    """The Items of rows, with points where the format has places for them: those of a page at once, those of a stream as they are taken."""
    take = iter if request.streams else list
    if request.values["include"]:
        rows = with_included(rows, request.values["include"], request.revision)
    if request.format.needs_points:
        return take(Item(row.body, row.dataset, row.longitude, row.latitude, id=row.id) for row in rows)
    return take(Item(row.body, row.dataset) for row in rows)


@operation("/v1/events", query=EventList, answer=EventSchema, many=True, formats=(*MAPS, *CITATIONS))
def list_events(request: Any) -> Any:
    """Events, page by page.

    Incidents alone unless `kind` says otherwise; the latest first unless `sort` does. A walk through the pages stays on the
    revision that it began at, even while a load runs.
    """
    if request.format.is_citation:
        return request.citation()
    spliced = wants_stored_json(request)
    wanted = (
        {"stored_format": request.format}
        if spliced
        else {"with_points": request.format.needs_points, "with_times": bool(request.values["include"])}
    )
    page = request.page_from(EventSearch(request.selection, **wanted))
    counts = {"facets": count_facets(request.values["facets"], request.selection)} if request.values["facets"] else {}
    counts |= request.left_out if page.total is not None else {}
    return request.listing(
        (stored_bodies if spliced else event_items)(page.rows, request),
        page,
        when_empty=lambda: {"empty": explain_empty(request)},
        **counts,
    )


@operation(
    "/v1/events/<id>",
    query=EventQuery,
    answer=EventSchema,
    formats=("json", "geojson"),
    fails=[problems.NotFound, problems.Gone, problems.Merged],
)
def get_event(request: Any, id: str) -> Item | None:
    """One event.

    As its sources report it now, or had reported it by `as_of`. An event that was retracted answers 410 and says by
    which release; one that was merged into another redirects there (308).
    """
    return next(iter(event_items([require_event(request, id)], request)))


@operation(
    "/v1/events/<id>/claims",
    query=MomentQuery,
    answer=ClaimSchema,
    many=True,
    formats=LISTS,
    fails=[problems.NotFound, problems.Gone, problems.Merged],
)
def list_event_claims(request: Any, id: str) -> Any:
    """Who said what about an event.

    Each claim is one source's account: what it asserts, whom it cites, how certainly, and in which paragraph. Oldest first.
    """
    event = require_event(request, id)
    query = (
        Claim.select(Claim, Source)
        .join(Source)
        .where(Claim.event == id, recorded_at(Claim, request.at["revision"]), known_at(Claim, event.known_from))
    )
    sources = sources_of(event)
    claims = [claim_document(claim, sources) for claim in query.order_by(Claim.known_from, Claim.id)]
    return request.listing([Item(orjson.dumps(claim), event.dataset) for claim in claims])


@operation("/v1/events/<id>/history", answer=EventStateSchema, many=True, formats=LISTS, fails=[problems.NotFound])
def list_event_history(request: Any, id: str) -> Any:
    """The states of an event over time.

    By the revision that recorded them, then by when they were known; none is left out, a replaced or retracted one neither.
    """
    times = (Event.dataset, Event.known_from, Event.known_until, Event.revision_from, Event.revision_until)
    rows = list(documents_query(*times).where(Event.id == id).order_by(Event.revision_from, Event.known_from).namedtuples())
    if not rows:
        raise problems.NotFound(f"there is no event {id!r}")
    states = [orjson.dumps(STATE.dump(row))[:-1] + b',"event":' + bytes(row.body) + b"}" for row in rows]
    return request.listing([Item(state, row.dataset) for state, row in zip(states, rows, strict=True)])


def require_event(request: Any, id: str) -> Any:
    """The row of the event's state at the moment asked for. Raises what `absence` says where there is none."""
    row = event_query.find_event(id, request.at["as_of"], request.at["revision"])
    if row is None:
        raise missing_event_problem(request, id)
    return row
