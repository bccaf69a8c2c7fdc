"""Aggregates: counts and sums of events under the filters of /v1/events."""

from collections import defaultdict

import orjson
from marshmallow import Schema, fields
from peewee import JOIN, SQL, fn

from api.dimensions import DIMENSIONS
from api.fields import Names
from api.filters import EventFilters, condition
from api.formats import Item
from api.operations import operation
from models.tables import Event

BOUNDS = ("low", "best", "high")
MEASURES = {
    "fatalities": (Event.fatalities_low, Event.fatalities_best, Event.fatalities_high),
    "injuries": (Event.injuries_low, Event.injuries_best, Event.injuries_high),
}
"""What is summed, by its low, best and high column."""


class AggregateQuery(EventFilters):
    by = Names(DIMENSIONS, default=(), example=["year", "country"], about="The dimensions to count by; none, everything in one row.")


class SumSchema(Schema):
    low = fields.Integer(allow_none=True, metadata={"description": "The sum of the least that is claimed; null when none reports one."})
    best = fields.Integer(allow_none=True, metadata={"description": "The sum of the best figures; null when none reports one."})
    high = fields.Integer(allow_none=True, metadata={"description": "The sum of the most that is claimed; null when none reports one."})
    unreported = fields.Integer(metadata={"description": "How many of the events have no best figure; they are not in the sum of best."})


class AggregateSchema(Schema):
    """One row: how many events have this key, and the sums of what they report."""

    key = fields.Dict(
        keys=fields.String(), values=fields.String(allow_none=True),
        metadata={"description": "The value of each dimension; null where the event has none, or its date fits no one period."},
    )  # fmt: skip
    events = fields.Integer(metadata={"description": "How many events."})
    fatalities = fields.Nested(SumSchema)
    injuries = fields.Nested(SumSchema)


@operation("/v1/aggregates", query=AggregateQuery, answer=AggregateSchema, many=True)
def aggregate_events(call):
    """Counts of events and sums of deaths and injuries.

    Under the same filters as `/v1/events`. A sum covers what is reported: `unreported` says how many events are missing from
    it. Dimensions named in `meta.not_additive` count an event once for each of its values, so their rows add up to more than
    there are events; `meta.imprecise` says how many events have a date that fits no one period and stand in its null row.
    """
    by = call.values["by"]
    rows = merged(counted([DIMENSIONS[name] for name in by], condition(call.at)), len(by)) or nothing(by)
    keys = sorted(rows, key=lambda key: [(part is None, part) for part in key])
    items = [Item(orjson.dumps(row(dict(zip(by, key, strict=True)), rows[key]["sums"]))) for key in keys]
    return call.listing(items, drawn_on=set().union(*(each["datasets"] for each in rows.values())), **remarks(by, rows))


def counted(dimensions, where):
    """Tuples of each dimension's key, the dataset, the number of events and the sums, from one statement."""
    query = Event.select(*(dimension.key for dimension in dimensions), Event.dataset, fn.COUNT(Event.state), *sums())
    for through in (dimension.through for dimension in dimensions if dimension.through is not None):
        query = query.join_from(Event, through, JOIN.LEFT_OUTER, on=through.c.state == Event.state)
    positions = (
        SQL(str(position)) for position in range(1, len(dimensions) + 2)
    )  # PostgreSQL takes an expression with bound values for another one
    return query.where(where).group_by(*positions).tuples()


def sums():
    for bounds in MEASURES.values():
        yield from (fn.SUM(column) for column in bounds)
        yield fn.COUNT(bounds[BOUNDS.index("best")])


def merged(tuples, width):
    """By key, the sums over all datasets and which datasets those are."""
    rows = defaultdict(lambda: {"sums": None, "datasets": set()})
    for key, dataset, numbers in ((found[:width], found[width], found[width + 1 :]) for found in tuples):
        rows[key]["sums"] = [added(*pair) for pair in zip(rows[key]["sums"] or [None] * len(numbers), numbers, strict=True)]
        rows[key]["datasets"].add(dataset)
    return rows


def nothing(by):
    """Without a dimension there is one row even where no event matches."""
    return {} if by else {(): {"sums": [0, *[None, None, None, 0] * len(MEASURES)], "datasets": set()}}


def added(a, b):
    """A sum in which unreported stays null."""
    return b if a is None else a if b is None else a + b


def row(key, sums):
    events, *numbers = map(whole, sums)
    width = len(BOUNDS) + 1
    measures = {name: numbers[at * width : (at + 1) * width] for at, name in enumerate(MEASURES)}
    return {"key": key, "events": events} | {name: measure(*values, events) for name, values in measures.items()}


def whole(number):
    """PostgreSQL sums integers to decimals."""
    return None if number is None else int(number)


def measure(low, best, high, reported, events):
    return {"low": low, "best": best, "high": high, "unreported": events - reported}


def remarks(by, rows):
    """What of these dimensions has to be said beside the rows."""
    dated = {name: at for at, name in enumerate(by) if DIMENSIONS[name].dated}
    imprecise = {name: sum(int(row["sums"][0]) for key, row in rows.items() if key[at] is None) for name, at in dated.items()}
    return {"not_additive": [name for name in by if DIMENSIONS[name].through is not None], "imprecise": imprecise}
