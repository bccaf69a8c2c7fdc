"""Events: lists of them, one, its claims, and its states over time."""

import orjson
from marshmallow import Schema, fields
from peewee import fn

from api import errors
from api.counting import facets
from api.date_fields import Day
from api.dimensions import DIMENSIONS
from api.emptiness import why
from api.fields import Names, Whole
from api.filters import EventFilters, condition
from api.formats import CITATIONS, LISTS, MAPS, Item
from api.inclusion import INCLUDED, carrying
from api.operations import operation
from api.pagination import count, cursor, limit
from api.projection import Paths
from api.sorting import order_of, sort
from models.documents import ClaimSchema, EventSchema
from models.tables import Claim, Document, Event, Source, recorded

CLAIMS = ClaimSchema()
EXAMPLE = {"id": "kazakhstan:boralday-2011"}


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
        "not for the filters on the dimension itself.",
    )  # fmt: skip


class Moment(Schema):
    as_of = Day(example="2012-01-01", about="As the sources had told it by the end of this day; by default, as they tell it now.")
    revision = Whole(1, 2**31 - 1, example=1, about="As the store stood after this load; by default, after the latest.")


class EventQuery(Moment):
    fields = event_fields()
    include = included()


class StateSchema(Schema):
    """One state of an event. Both intervals are half-open; null is an open end."""

    known_from = fields.String(metadata={"description": "From which day the sources told it so.", "format": "date"})
    known_until = fields.String(allow_none=True, metadata={"description": "The day from which they told it otherwise.", "format": "date"})
    revision_from = fields.Integer(metadata={"description": "The load that recorded it."})
    revision_until = fields.Integer(allow_none=True, metadata={"description": "The load that replaced or retracted it."})
    event = fields.Nested(EventSchema)


class IncludedSchema(Schema):
    """What an event carries along where `include` asks for it."""

    claims = fields.List(fields.Nested(ClaimSchema))
    actors = fields.List(fields.Dict(), metadata={"description": "Its actors, with their other names and countries."})
    sources = fields.List(fields.Dict(), metadata={"description": "Its sources, with author, publisher and address."})


class ListedEventSchema(EventSchema):
    """One event, as what its claims add up to."""

    included = fields.Nested(IncludedSchema)


STATE = StateSchema(exclude=["event"])


STORED = (Event.state, Event.id, Event.dataset, Event.known_from, Event.longitude, Event.latitude, Document.body)


def documents(*columns):
    return Event.select(*STORED, *columns).join(Document, on=Document.state == Event.state)


def item(row, body=None):
    return Item(body or bytes(row.body), row.dataset, (row.longitude, row.latitude) if row.longitude is not None else None)


def items(rows, call):
    if not call.values["include"]:
        return map(item, rows)
    return (item(row, body) for row, body in carrying(rows, call.values["include"], call.revision))


@operation("/v1/events", query=EventList, answer=ListedEventSchema, many=True, formats=(*MAPS, *CITATIONS))
def list_events(call):
    """Events, page by page.

    Incidents alone unless `kind` says otherwise; the latest first unless `sort` does. A walk through the pages stays on the
    revision that it began at, even while a load runs.
    """
    where = condition(call.at)
    if call.format.cites:
        return call.citation(where)
    order = order_of(call.values)
    page = call.page(documents(*(column.alias(name) for name, column in order.columns.items())).where(where), order)
    counts = {"facets": facets(call.values["facets"], call.at)} if call.values["facets"] else {}
    return call.listing(items(page.rows, call), page, when_empty=lambda: {"empty": why(call)}, **counts)


@operation(
    "/v1/events/<id>",
    query=EventQuery,
    answer=ListedEventSchema,
    formats=("json", "geojson"),
    fails=[errors.NotFound, errors.Gone],
    examples=EXAMPLE,
)
def get_event(call, id):
    """One event.

    As its sources tell it now, or had told it by `as_of`. An event that was retracted answers 410.
    """
    return next(iter(items([existing(call, id, documents())], call)))


@operation(
    "/v1/events/<id>/claims",
    query=Moment,
    answer=ClaimSchema,
    many=True,
    formats=LISTS,
    fails=[errors.NotFound, errors.Gone],
    examples=EXAMPLE,
)
def list_event_claims(call, id):
    """Who said what about an event.

    Each claim is one source's account: what it asserts, whom it cites, how certainly, and in which paragraph. Oldest first.
    """
    event = existing(call, id, Event.select(Event.id, Event.dataset, Event.known_from))
    query = (
        Claim.select(Claim, Source)
        .join(Source)
        .where(Claim.event == id, recorded(Claim, call.at["revision"]), Claim.known_from <= event.known_from)
    )
    claims = [CLAIMS.dump(claim) for claim in query.order_by(Claim.known_from, Claim.id)]
    return call.listing([Item(orjson.dumps(claim), event.dataset) for claim in claims])


@operation("/v1/events/<id>/history", answer=StateSchema, many=True, formats=LISTS, fails=[errors.NotFound], examples=EXAMPLE)
def list_event_history(call, id):
    """The states of an event over time.

    By the revision that recorded them, then by when they were known; none is left out, a replaced or retracted one neither.
    """
    times = (Event.known_from, Event.known_until, Event.revision_from, Event.revision_until)
    rows = list(documents(*times).where(Event.id == id).order_by(Event.revision_from, Event.known_from).namedtuples())
    if not rows:
        raise errors.NotFound(f"there is no event {id!r}")
    states = [orjson.dumps(STATE.dump(row))[:-1] + b',"event":' + bytes(row.body) + b"}" for row in rows]
    return call.listing([Item(state, row.dataset) for state, row in zip(states, rows, strict=True)])


def existing(call, id, query):
    """The row of the event's state at the moment asked for. Raises errors.NotFound or errors.Gone, saying when there was one."""
    row = query.where(Event.id == id, Event.at(call.at.get("as_of"), call.at["revision"])).namedtuples().first()
    if row is None:
        raise absence(call, id)
    return row


def absence(call, id):
    known_from, revision = Event.select(fn.MIN(Event.known_from), fn.MIN(Event.revision_from)).where(Event.id == id).tuples().first()
    if known_from is None:
        return errors.NotFound(f"there is no event {id!r}")
    if call.values["as_of"] and call.values["as_of"] < known_from:
        return errors.NotFound(f"no source had told of {id!r} by {call.values['as_of']}; it is known from {known_from}")
    if call.revision < revision:
        return errors.NotFound(f"{id!r} was not in the store at revision {call.revision}; it is from revision {revision}")
    ended = Event.select(fn.MAX(Event.revision_until)).where(Event.id == id).scalar()
    return errors.Gone(f"{id!r} was retracted at revision {ended}; /v1/events/{id}/history has what it was")
