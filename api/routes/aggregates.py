"""Aggregates: counts and sums of events under the filters of /v1/events."""

from itertools import chain

import orjson
from marshmallow import ValidationError, fields, validates_schema

from api.aggregates import grid, json_rows
from api.aggregates.dimensions import DIMENSIONS, GLOSSARY
from api.aggregates.group_by import additive, are_rolled, count, totals, whole
from api.aggregates.measures import TallySchema, as_dict, as_rows
from api.aggregates.row_limit import MOST_DIMENSIONS, check, most
from api.aggregates.row_stream import running
from api.aggregates.time_series import cumulated, dated, filled
from api.aggregates.top_n import KEY, MOST, SORTS, largest, ordered
from api.filters.event_filters import EventFilters
from api.formats.base import Item
from api.formats.registry import CITATIONS, MAPS
from api.operations.operation import operation
from api.parameters.base import Choice, Invalid, Names, Sort, Truth
from api.parameters.numbers import Number, Whole
from api.parameters.paging import ALL
from api.queries.empty_result import why
from models.serialization.columns import Column, columns
from models.serialization.schemas import AnswerSchema
from models.summaries.tally import events, together

DEEPEST = 20
"""Levels of a tree that can be asked for; none has as many."""


class Everything(Choice):
    """All rows in one stream, or as many as an answer may have: there are no pages."""

    def read(self, text):
        if text.lower() != ALL:
            raise Invalid(f"{text!r} is not {ALL!r}, and rows have no pages: `top` gives the foremost keys", [ALL], "top")
        return ALL


class AggregateQuery(EventFilters):
    by = Names(
        DIMENSIONS, default=(), most=MOST_DIMENSIONS, example=["year", "country"],
        about=f"The dimensions to count by, at most {MOST_DIMENSIONS}; none, everything in one row.\n\n{GLOSSARY}",
    )  # fmt: skip
    location_depth = Whole(
        1, DEEPEST, needs="by=location",
        about="count by what a location lies within at this depth, `1` being the outermost, mostly the country. Null for one that is no "
        "deeper.",
    )  # fmt: skip
    type_depth = Whole(
        1, DEEPEST, needs="by=type",
        about="count by the type above at this depth, `1` being the topmost. Null for one that is no deeper.",
    )  # fmt: skip
    grid = Number("0.1", "90", default=1, needs="by=grid", about="the side of a cell in degrees, such as `0.5`.")
    fill = Truth(
        default=False, example=False,
        about="Give the periods without events as well, from the first to the last of the answer or, where it is bounded, of `date`. "
        "For one dated dimension.",
    )  # fmt: skip
    cumulative = Truth(
        default=False, example=False,
        about="Sum up over time: each row has what comes before it with the same other keys. For one dated dimension.",
    )  # fmt: skip
    top = Whole(
        1, 1000, needs="by",
        about="only so many keys, such as `3`: those with the most events, or deaths if sorted by them, in this order. No place "
        "is for what is null: a key that is so altogether is given beside those that it comes before. The rest, with keys that are null in "
        "part, is in one row, the last, with `remainder` true and null keys. That row counts each event that has a key outside those "
        "kept, once; one that has a kept key as well counts there, too.",
    )  # fmt: skip
    sort = Sort(
        SORTS, example="-events",
        about=f"By key, or the most events or deaths (best figure) first; ties by key. By default `{KEY}`, with `top` `{MOST}`.",
    )  # fmt: skip
    limit = Everything(
        [ALL], example=ALL,
        about="`all` streams the rows, however many they are; without it, an answer that would have more than 100,000, or what the server "
        "allows, is 400. They come by key, and just as they are stored: with another order, `fill`, `cumulative`, a depth, `admin1` or "
        "`grid`, all rows are made at once, and no more of them than without.",
    )  # fmt: skip

    @validates_schema
    def series_are_of_one_period(self, values, **_):
        """Raises ValidationError where rows cannot be put in an order of time."""
        for name in (name for name in ("fill", "cumulative") if values[name]):
            if len(dated(values["by"])) != 1:
                raise ValidationError({name: Invalid("one dated dimension is wanted in `by`", dated(DIMENSIONS)).messages})
            if values["top"]:
                raise ValidationError({name: Invalid("`top` leaves out rows that a series needs; ask for one or the other").messages})


class CellSchema(AnswerSchema):
    """A cell of the grid, in degrees, WGS 84."""

    latitude = fields.Float(metadata={"description": "The latitude of its centre."})
    longitude = fields.Float(metadata={"description": "The longitude of its centre."})
    west = fields.Float()
    south = fields.Float()
    east = fields.Float()
    north = fields.Float()


class AggregateSchema(TallySchema):
    """One row: how many events have this key, and the sums of what they report."""

    key = fields.Dict(
        keys=fields.String(), values=fields.String(allow_none=True),
        metadata={"description": "The value of each dimension; null where the event has none, or its date fits no one period."},
    )  # fmt: skip
    remainder = fields.Boolean(
        metadata={"description": "The row has the events with a key that `top` leaves out, each event once. Given with `top`."}
    )
    cell = fields.Nested(CellSchema, allow_none=True, metadata={"description": "The cell; null without a point. Given with `by=grid`."})


@operation("/v1/aggregates", query=AggregateQuery, answer=AggregateSchema, many=True, formats=(*MAPS, *CITATIONS))
def aggregate_events(call):
    """Counts of events and sums of deaths and injuries.

    Under the same filters as `/v1/events`. A sum covers what is reported: `unreported` says how many events are missing from
    it. `meta.totals` are those of all events, each counted once. Dimensions named in `meta.not_additive` count an event once
    for each of its values, so their rows add up to more than that; `meta.imprecise` says how many events have a date that
    fits no one period and stand in its null row. As GeoJSON, the cells of a grid are polygons.
    """
    if call.format.cites:
        return call.citation()
    rows, sums = written(call) or streamed(call) or (ranked if call.values["top"] else counted)(call)
    return call.listing(rows, columns=table(call.at), closing=lambda listing: summed_up(call, listing, *sums()))


def summed_up(call, listing, datasets, imprecise):
    """What meta says of the rows of a Listing; the datasets that they draw on are noted with it."""
    by, total = call.values["by"], together(datasets.values())
    listing.drawn_on = datasets.keys()
    meta = {"totals": as_dict(total), "imprecise": imprecise, "not_additive": [name for name in by if name not in additive(by)]}
    return meta | call.left_out | ({} if events(total) else {"empty": why(call)})


# Each of these gives (the rows, the function that gives what counting.totals does once they are taken).


def written(call):
    """The rows written by the database; None where it does not have them in roll-ups, as they are wanted."""
    by, selection = call.values["by"], call.selection
    lasts = call.pinned is not None  # the very bytes then, which databases write each in their own way
    arranges = lasts or any(call.values[name] for name in ("type_depth", "location_depth"))
    if arranges or not (by and is_plain(call.values) and call.format.splices):
        return None
    found = json_rows.read(by, selection)
    if found is None or (call.streams and found.rows.number > most()):
        return None
    check(found.rows.number, most())
    return found.rows, lambda: (count(["dataset"], selection).datasets, found.imprecise)


def streamed(call):
    """The rows as they are read; None where they are wanted in another way than the database has them, or are in roll-ups."""
    by = call.values["by"]
    if not is_plain(call.values) or (not call.streams and are_rolled(by, call.selection)):
        return None
    found = running(by, call.selection, None if call.streams else most())
    return found and (chain.from_iterable(items(call.at, pairs) for pairs in found.batches()), found.totals)


def is_plain(values):
    """All rows by key, and no others."""
    return values["sort"] in (None, KEY) and not any(values[name] for name in ("fill", "cumulative", "top"))


def ranked(call):
    """The foremost keys, by rank or by key, then the rest in one."""
    values, by, sort = call.at, call.values["by"], call.values["sort"] or MOST
    told = whole(by, call.selection)
    rows, rest = largest(by, call.selection, values["top"], MOST if sort == KEY else sort, together(told[0].values()))
    beside = [((None,) * len(by), rest)] if rest else []
    return [*items(values, in_order(rows, sort)), *items(values, beside, remainder=True)], lambda: told


def counted(call):
    """The rows, all of them at once."""
    values, by = call.at, call.values["by"]
    found = count(by, call.selection, most())
    rows = found.rows
    if values["fill"]:
        rows = filled(rows, by, values["date"])
    if values["cumulative"]:
        rows = cumulated(rows, by)
    return items(values, in_order(rows, values["sort"] or KEY)), lambda: totals(found, by, call.selection)


def in_order(rows, sort):
    """(key, Tally) of rows by key, in an order of SORTS."""
    return [(key, rows[key]) for key in ordered(rows, sort)]


def items(values, pairs, remainder=False):
    """The Items of (key, Tally) pairs, with what only some answers need."""
    rows, shapes = as_rows(values["by"], pairs), [None] * len(pairs)
    if values["top"]:
        rows = [row | {"remainder": remainder} for row in rows]
    if "grid" in values["by"]:
        cells = [row["key"]["grid"] and grid.cell(row["key"]["grid"], values["grid"]) for row in rows]
        rows, shapes = (
            [row | {"cell": cell} for row, cell in zip(rows, cells, strict=True)],
            [cell and grid.polygon(cell) for cell in cells],
        )
    return [Item(orjson.dumps(row), shape=shape) for row, shape in zip(rows, shapes, strict=True)]


def needless(values):
    """What a row does not have, since nothing that is asked needs it."""
    return {name for name, needed in (("remainder", values["top"]), ("cell", "grid" in values["by"])) if not needed}


def table(values):
    """The columns of the rows: each part of the key has one."""
    keys, left_out = [Column(f"key_{name}", ("key", name), DIMENSIONS[name].kind) for name in values["by"]], {"key", *needless(values)}
    return keys + [column for column in columns(AggregateSchema) if column.path[0] not in left_out]
