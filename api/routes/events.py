"""Events: lists of them, one, its claims, and its states over time."""

import orjson
from marshmallow import Schema, fields

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.top_n import FACET_KEYS, facets
from api.filters.event_filters import EventFilters, as_of, revision
from api.formats.base import Item, Stored
from api.formats.registry import CITATIONS, LISTS, MAPS
from api.formats.sparse_fields import Paths
from api.http import problems
from api.operations.operation import operation
from api.parameters.base import Names
from api.parameters.paging import count, cursor, limit
from api.queries import event_query
from api.queries.empty_result import why
from api.queries.event_query import Search, documents
from api.queries.include import INCLUDED, EventSchema, carrying, sources_of, told
from api.queries.missing_event import absence
from api.queries.ordering import sort
from models.serialization.schemas import AnswerSchema, ClaimSchema
from models.tables.schema import Claim, Event, Source
from models.tables.validity import known, recorded


def event_fields():
    return Paths(EventSchema, example=["id", "title", "date.edtf", "fatalities"], about="Only these parts of an event: dotted paths.")


def included():
    return Names(INCLUDED, example=["claims"], about="What an event carries along, under `included`; tables do without.")


class EventList(EventFilters):
    sort = sort()
    limit = limit()
    cursor = cursor()
    count = count()
    fields = event_fields()
    include = included()
    facets = Names(
        DIMENSIONS, default=(), example=["country", "type"],
        about="Dimensions, as `by` of `/v1/aggregates` has them: `meta.facets` has how many events there are with each key, were it "
        f"not for the filters on the dimension itself, of the {FACET_KEYS} most frequent; and as `remainder` how many have another, each "
        "event once. A number is what the filter on the key finds: of `type` and `location` with what lies under it; of a period, what "
        "`date` finds in it with `match=certain`.",
    )  # fmt: skip


class Moment(Schema):
    as_of = as_of()
    revision = revision()


class EventQuery(Moment):
    fields = event_fields()
    include = included()


class EventStateSchema(AnswerSchema):
    """One state of an event. Both intervals are half-open; null is an open end."""

    known_from = fields.String(metadata={"description": "From which day the sources told it so.", "format": "date"})
    known_until = fields.String(allow_none=True, metadata={"description": "The day from which they told it otherwise.", "format": "date"})
    revision_from = fields.Integer(metadata={"description": "The load that recorded it."})
    revision_until = fields.Integer(allow_none=True, metadata={"description": "The load that replaced or retracted it."})
    event = fields.Nested(EventSchema)


STATE = EventStateSchema(exclude=["event"])


def splices(call):
    """Nothing is wanted of an event but what is stored of it for the format, nor of a stream a meta."""
    format, whole = call.format, not call.values["fields"] and (call.format.tabular or not call.values["include"])
    return format.stored is not None and whole and not (format.splices and call.streams)


def stored(rows, call):
    """What is Stored of the rows of a page, or of a stream."""
    if call.streams:
        return Stored(rows)
    # An id begins with its dataset's, and is in the index that has the order: to ask for both is to look into the table.
    return Stored([[row.body for row in rows]] if rows else [], frozenset(row.id.partition(":")[0] for row in rows))


def items(rows, call):
    """The Items of rows, with points where the format has places for them: those of a page at once, those of a stream as they are taken."""
    take = iter if call.streams else list
    if call.values["include"]:
        rows = carrying(rows, call.values["include"], call.revision)
    if call.format.places:
        return take(Item(row.body, row.dataset, row.longitude, row.latitude, id=row.id) for row in rows)
    return take(Item(row.body, row.dataset) for row in rows)


@operation("/v1/events", query=EventList, answer=EventSchema, many=True, formats=(*MAPS, *CITATIONS))
def list_events(call):
    """Events, page by page.

    Incidents alone unless `kind` says otherwise; the latest first unless `sort` does. A walk through the pages stays on the
    revision that it began at, even while a load runs.
    """
    if call.format.cites:
        return call.citation()
    spliced = splices(call)
    wanted = {"spliced": call.format} if spliced else {"placed": call.format.places, "traced": bool(call.values["include"])}
    page = call.page_of(Search(call.selection, **wanted))
    counts = {"facets": facets(call.values["facets"], call.selection)} if call.values["facets"] else {}
    counts |= call.left_out if page.total is not None else {}
    return call.listing((stored if spliced else items)(page.rows, call), page, when_empty=lambda: {"empty": why(call)}, **counts)


@operation(
    "/v1/events/<id>",
    query=EventQuery,
    answer=EventSchema,
    formats=("json", "geojson"),
    fails=[problems.NotFound, problems.Gone, problems.Merged],
)
def get_event(call, id):
    """One event.

    As its sources tell it now, or had told it by `as_of`. An event that was retracted answers 410 and says by
    which release; one that was merged into another redirects there (308).
    """
    return next(iter(items([existing(call, id)], call)))


@operation(
    "/v1/events/<id>/claims",
    query=Moment,
    answer=ClaimSchema,
    many=True,
    formats=LISTS,
    fails=[problems.NotFound, problems.Gone, problems.Merged],
)
def list_event_claims(call, id):
    """Who said what about an event.

    Each claim is one source's account: what it asserts, whom it cites, how certainly, and in which paragraph. Oldest first.
    """
    event = existing(call, id)
    query = (
        Claim.select(Claim, Source)
        .join(Source)
        .where(Claim.event == id, recorded(Claim, call.at["revision"]), known(Claim, event.known_from))
    )
    sources = sources_of(event)
    claims = [told(claim, sources) for claim in query.order_by(Claim.known_from, Claim.id)]
    return call.listing([Item(orjson.dumps(claim), event.dataset) for claim in claims])


@operation("/v1/events/<id>/history", answer=EventStateSchema, many=True, formats=LISTS, fails=[problems.NotFound])
def list_event_history(call, id):
    """The states of an event over time.

    By the revision that recorded them, then by when they were known; none is left out, a replaced or retracted one neither.
    """
    times = (Event.dataset, Event.known_from, Event.known_until, Event.revision_from, Event.revision_until)
    rows = list(documents(*times).where(Event.id == id).order_by(Event.revision_from, Event.known_from).namedtuples())
    if not rows:
        raise problems.NotFound(f"there is no event {id!r}")
    states = [orjson.dumps(STATE.dump(row))[:-1] + b',"event":' + bytes(row.body) + b"}" for row in rows]
    return call.listing([Item(state, row.dataset) for state, row in zip(states, rows, strict=True)])


def existing(call, id):
    """The row of the event's state at the moment asked for. Raises what `absence` says where there is none."""
    row = event_query.event(id, call.at["as_of"], call.at["revision"])
    if row is None:
        raise absence(call, id)
    return row
