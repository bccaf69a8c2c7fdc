"""Aggregates: counts and sums of events under the filters of /v1/events."""

from itertools import chain
from typing import Any

import orjson
from marshmallow import ValidationError, fields, validates_schema

from api.aggregates import grid
from api.aggregates.dimensions import DIMENSIONS, GLOSSARY
from api.aggregates.group_by import additive_dimensions, count_events, count_totals, total_tallies
from api.aggregates.measures import TallySchema, as_dict, as_rows
from api.aggregates.row_limit import MOST_DIMENSIONS, row_limit
from api.aggregates.row_stream import stream_rows
from api.aggregates.time_series import cumulate, dated_dimensions, fill_gaps
from api.aggregates.top_n import KEY, MOST_EVENTS, SORTS, sort_keys, top_rows
from api.filters.event_filters import EventFilters
from api.formats.base import Item
from api.formats.registry import CITATIONS, MAPS
from api.operations.api_request import ApiRequest
from api.operations.operation import operation
from api.parameters.base import BooleanParameter, ChoiceParameter, InvalidValue, NamesParameter, SortParameter
from api.parameters.numbers import IntegerParameter, NumberParameter
from api.parameters.paging import ALL
from api.queries.empty_result import explain_empty
from models.serialization.columns import Column, columns
from models.serialization.schemas import AnswerSchema
from models.summaries.tally import event_count, total_of

DEEPEST = 20
"""Levels of a tree that can be asked for; none has as many."""


class AllRows(ChoiceParameter):
    """All rows in one stream, or as many as an answer may have: there are no pages."""

    def read(self, text: str) -> Any:
        if text.lower() != ALL:
            raise InvalidValue(f"{text!r} is not {ALL!r}, and rows have no pages: `top` gives the foremost keys", [ALL], "top")
        return ALL


class AggregateQuery(EventFilters):
    by = NamesParameter(
        DIMENSIONS, default=(), most=MOST_DIMENSIONS, example=["year", "country"],
        about=f"The dimensions to count by, at most {MOST_DIMENSIONS}; none, everything in one row.\n\n{GLOSSARY}",
    )  # fmt: skip
    location_depth = IntegerParameter(
        1, DEEPEST, needs="by=location",
        about="count by what a location lies within at this depth, `1` being the outermost, mostly the country. Null for one that is no "
        "deeper.",
    )  # fmt: skip
    type_depth = IntegerParameter(
        1, DEEPEST, needs="by=type",
        about="count by the type above at this depth, `1` being the topmost. Null for one that is no deeper.",
    )  # fmt: skip
    grid = NumberParameter("0.1", "90", default=1, needs="by=grid", about="the side of a cell in degrees, such as `0.5`.")
    fill = BooleanParameter(
        default=False, example=False,
        about="Give the periods without events as well, from the first to the last of the answer or, where it is bounded, of `date`. "
        "For one dated dimension.",
    )  # fmt: skip
    cumulative = BooleanParameter(
        default=False, example=False,
        about="Sum up over time: each row has what comes before it with the same other keys. For one dated dimension.",
    )  # fmt: skip
    top = IntegerParameter(
        1, 1000, needs="by",
        about="only so many keys, such as `3`: those with the most events, or deaths if sorted by them, in this order. No place "
        "is for what is null: a key that is so altogether is given beside those that it comes before. The rest, with keys that are null in "
        "part, is in one row, the last, with `remainder` true and null keys. That row counts each event that has a key outside those "
        "kept, once; one that has a kept key as well counts there, too.",
    )  # fmt: skip
    sort = SortParameter(
        SORTS, example="-events",
        about=f"By key, or the most events or deaths (best figure) first; ties by key. By default `{KEY}`, with `top` `{MOST_EVENTS}`.",
    )  # fmt: skip
    limit = AllRows(
        [ALL], example=ALL,
        about="`all` streams the rows, however many they are; without it, an answer that would have more than 100,000, or what the server "
        "allows, is 400. They come by key, and just as they are stored: with another order, `fill`, `cumulative`, a depth, `admin1` or "
        "`grid`, all rows are made at once, and no more of them than without.",
    )  # fmt: skip

    @validates_schema
    def series_are_of_one_period(self, values: dict[str, Any], **_: Any) -> None:
        """Raises ValidationError where rows cannot be put in an order of time."""
        for name in (name for name in ("fill", "cumulative") if values[name]):
            if len(dated_dimensions(values["by"])) != 1:
                raise ValidationError({name: InvalidValue("one dated dimension is wanted in `by`", dated_dimensions(DIMENSIONS)).messages})
            if values["top"]:
                raise ValidationError({name: InvalidValue("`top` leaves out rows that a series needs; ask for one or the other").messages})


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
def aggregate_events(request: ApiRequest) -> Any:
    """Counts of events and sums of deaths and injuries.

    Under the same filters as `/v1/events`. A sum covers what is reported: `unreported` says how many events are missing from
    it. `meta.totals` are those of all events, each counted once. Dimensions named in `meta.not_additive` count an event once
    for each of its values, so their rows add up to more than that; `meta.imprecise` says how many events have a date that
    fits no one period and stand in its null row. As GeoJSON, the cells of a grid are polygons.
    """
    if request.format.is_citation:
        return request.citation()
    make_rows: Any = top_rows_with_rest if request.values["top"] else all_rows
    rows, sums = rows_as_read(request) or make_rows(request)
    return request.listing(rows, columns=table_columns(request.at), closing=lambda listing: closing_meta(request, listing, *sums()))


def closing_meta(request: ApiRequest, listing: Any, datasets: dict[str, Any], imprecise: dict[str, Any]) -> Any:
    """What meta says of the rows of a Listing; the datasets that they draw on are noted with it."""
    by, total = request.values["by"], total_of(datasets.values())
    listing.drawn_on = datasets.keys()
    meta = {"totals": as_dict(total), "imprecise": imprecise, "not_additive": [name for name in by if name not in additive_dimensions(by)]}
    return meta | request.left_out | ({} if event_count(total) else {"empty": explain_empty(request)})


# Each of these gives (the rows, the function that gives what counting.totals does once they are taken).


def rows_as_read(request: ApiRequest) -> Any:
    """The rows as they are read; None where they are wanted in another way than the database has them."""
    by = request.values["by"]
    if not keeps_stored_rows(request.values):
        return None
    found = stream_rows(by, request.selection, None if request.streams else row_limit())
    return found and (chain.from_iterable(make_items(request.at, pairs) for pairs in found.batches()), found.totals)


def keeps_stored_rows(values: Any) -> bool:
    """All rows by key, and no others."""
    return values["sort"] in (None, KEY) and not any(values[name] for name in ("fill", "cumulative", "top"))


def top_rows_with_rest(request: ApiRequest) -> tuple[Any, ...]:
    """The foremost keys, by rank or by key, then the rest in one."""
    values, by, sort = request.at, request.values["by"], request.values["sort"] or MOST_EVENTS
    told = count_totals(by, request.selection)
    rows, rest = top_rows(by, request.selection, values["top"], MOST_EVENTS if sort == KEY else sort, total_of(told[0].values()))
    beside = [((None,) * len(by), rest)] if rest else []
    return [*make_items(values, sorted_rows(rows, sort)), *make_items(values, beside, remainder=True)], lambda: told


def all_rows(request: ApiRequest) -> tuple[Any, ...] | None:
    """The rows, all of them at once."""
    values, by = request.at, request.values["by"]
    found = count_events(by, request.selection, row_limit())
    rows = found.rows
    if values["fill"]:
        rows = fill_gaps(rows, by, values["date"])
    if values["cumulative"]:
        rows = cumulate(rows, by)
    return make_items(values, sorted_rows(rows, values["sort"] or KEY)), lambda: total_tallies(found, by, request.selection)


def sorted_rows(rows: dict[tuple[Any, ...], Any], sort: str) -> list[tuple[Any, ...]]:
    """(key, Tally) of rows by key, in an order of SORTS."""
    return [(key, rows[key]) for key in sort_keys(rows, sort)]


def make_items(values: Any, pairs: Any, remainder: Any = False) -> Any:
    """The Items of (key, Tally) pairs, with what only some answers need."""
    rows, shapes = as_rows(values["by"], pairs), [None] * len(pairs)
    if values["top"]:
        rows = [row | {"remainder": remainder} for row in rows]
    if "grid" in values["by"]:
        cells = [row["key"]["grid"] and grid.cell_bounds(row["key"]["grid"], values["grid"]) for row in rows]
        rows, shapes = (
            [row | {"cell": cell} for row, cell in zip(rows, cells, strict=True)],
            [cell and grid.cell_polygon(cell) for cell in cells],
        )
    return [Item(orjson.dumps(row), shape=shape) for row, shape in zip(rows, shapes, strict=True)]


def omitted_columns(values: dict[str, Any]) -> set[str]:
    """What a row does not have, since nothing that is asked needs it."""
    return {name for name, needed in (("remainder", values["top"]), ("cell", "grid" in values["by"])) if not needed}


def table_columns(values: dict[str, Any]) -> Any:
    """The columns of the rows: each part of the key has one."""
    keys, left_out = (
        [Column(f"key_{name}", ("key", name), DIMENSIONS[name].kind) for name in values["by"]],
        {"key", *omitted_columns(values)},
    )
    return keys + [column for column in columns(AggregateSchema) if column.path[0] not in left_out]
