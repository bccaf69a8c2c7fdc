"""Events: lists of them, one, its claims, and its states over time."""

import orjson
from marshmallow import Schema, fields
from peewee import fn

from api import errors
from api.fields import Choice, Day, Whole
from api.filters import EventFilters, condition
from api.formats import Item
from api.operations import operation
from api.pagination import Order, cursor, limit
from models.documents import ClaimSchema, EventSchema
from models.tables import Claim, Document, Event, Source, recorded

COLUMNS = {"date": Event.date_earliest, "fatalities": Event.fatalities_order, "updated": Event.revision_from}
ORDERS = {f"{sign}{name}": Order(column, Event.id, bool(sign)) for name, column in COLUMNS.items() for sign in ("-", "")}
CLAIMS = ClaimSchema()
EXAMPLE = {"id": "kazakhstan:boralday-2011"}


class EventList(EventFilters):
    sort = Choice(
        ORDERS, default="-date", example="-date",
        about="By earliest day, best figure of deaths (unreported below zero) or revision of the last change; `-`, descending. Ties by id.",
    )  # fmt: skip
    limit = limit()
    cursor = cursor()


class Moment(Schema):
    as_of = Day(example="2012-01-01", about="As the sources had told it by the end of this day; by default, as they tell it now.")
    revision = Whole(1, 2**31 - 1, example=1, about="As the store stood after this load; by default, after the latest.")


class StateSchema(Schema):
    """One state of an event. Both intervals are half-open; null is an open end."""

    known_from = fields.String(metadata={"description": "From which day the sources told it so.", "format": "date"})
    known_until = fields.String(allow_none=True, metadata={"description": "The day from which they told it otherwise.", "format": "date"})
    revision_from = fields.Integer(metadata={"description": "The load that recorded it."})
    revision_until = fields.Integer(allow_none=True, metadata={"description": "The load that replaced or retracted it."})
    event = fields.Nested(EventSchema)


STATE = StateSchema(exclude=["event"])


def documents(*columns):
    return Event.select(Event.id, Event.dataset, Event.longitude, Event.latitude, Document.body, *columns).join(
        Document, on=Document.state == Event.state
    )


def item(row):
    return Item(bytes(row.body), row.dataset, (row.longitude, row.latitude) if row.longitude is not None else None)


@operation("/v1/events", query=EventList, answer=EventSchema, many=True, formats=("json", "geojson"))
def list_events(call):
    """Events, page by page.

    Incidents alone unless `kind` says otherwise; the latest first unless `sort` does. A walk through the pages stays on the
    revision that it began at, even while a load runs.
    """
    order = ORDERS[call.values["sort"]]
    rows, next = call.page(documents(*order.columns).where(condition(call.at)), order)
    return call.listing([item(row) for row in rows], next)


@operation(
    "/v1/events/<id>",
    query=Moment,
    answer=EventSchema,
    formats=("json", "geojson"),
    fails=[errors.NotFound, errors.Gone],
    examples=EXAMPLE,
)
def get_event(call, id):
    """One event.

    As its sources tell it now, or had told it by `as_of`. An event that was retracted answers 410.
    """
    return item(existing(call, id, documents()))


@operation("/v1/events/<id>/claims", query=Moment, answer=ClaimSchema, many=True, fails=[errors.NotFound, errors.Gone], examples=EXAMPLE)
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


@operation("/v1/events/<id>/history", answer=StateSchema, many=True, fails=[errors.NotFound], examples=EXAMPLE)
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
