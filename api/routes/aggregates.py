"""Aggregates: counts and sums of events under the filters of /v1/events."""

import orjson
from marshmallow import ValidationError, fields, validates_schema

from api import cells, grid
from api.counting import additive, count, totals
from api.dimensions import DIMENSIONS, GLOSSARY
from api.emptiness import why
from api.fields import Invalid, Names, Sort, Truth
from api.filters import EventFilters
from api.formats import CITATIONS, MAPS, Item
from api.number_fields import Number, Whole
from api.operations import operation
from api.ranking import SORTS, largest, ordered
from api.series import cumulated, dated, filled
from api.tallies import TallySchema, as_dict, events, together
from models.columns import Column, columns
from models.documents import AnswerSchema

DEEPEST = 20
"""Levels of a tree that can be asked for; none has as many."""


class AggregateQuery(EventFilters):
    by = Names(
        DIMENSIONS, default=(), example=["year", "country"],
        about=f"The dimensions to count by; none, everything in one row.\n\n{GLOSSARY}",
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
    grid = Number("0.1", "90", default=1, needs="by=grid", about="the side of a cell in degrees, such as `0.5`; by default, 1.")
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
        about="only so many keys, such as `3`: those with the most events, or deaths if sorted by them. The rest is in one row, with "
        "`remainder` true and null keys. That row counts each event that has a key outside those kept, once; one that has a kept key as "
        "well counts there, too.",
    )  # fmt: skip
    sort = Sort(SORTS, default="key", example="-events", about="By key, or the most events or deaths (best figure) first; ties by key.")

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
    by = call.values["by"]
    told, datasets, imprecise = written(call) or counted(call)
    total = together(datasets.values())
    meta = {"totals": as_dict(total), "imprecise": imprecise, "not_additive": [name for name in by if name not in additive(by)]}
    reason = {} if events(total) else {"empty": why(call)}
    return call.listing(told, drawn_on=datasets.keys(), columns=table(call.at), **meta, **reason)


def written(call):
    """What `counted` gives, the rows Joined by the database; None where it does not have them in roll-ups, as they are wanted."""
    by, selection = call.values["by"], call.selection
    arranges = any(call.values[name] for name in ("fill", "cumulative", "top", "type_depth", "location_depth"))
    if arranges or not (by and call.format.splices and call.values["sort"] == "key"):
        return None
    found = cells.read(by, selection)
    return found and (found.rows, count(["dataset"], selection).datasets, found.imprecise)


def counted(call):
    """The rows as Items, the tally by dataset, and by dated dimension how many events fit no one period."""
    values, by = call.at, call.values["by"]
    found = count(by, call.selection)
    rows, rest = arranged(found.rows, values, call.selection)
    told = items(values, rows) + ([item(values, (None,) * len(by), rest, remainder=True)] if rest else [])
    return told, *totals(found, by, call.selection)


def arranged(rows, values, selection):
    """(rows by key as the parameters want them, the Tally of what has other keys where they leave some out)."""
    if values["fill"]:
        rows = filled(rows, values["by"], values["date"])
    if values["cumulative"]:
        rows = cumulated(rows, values["by"])
    if values["top"]:
        return largest(values["by"], selection, rows, values["top"], "-events" if values["sort"] == "key" else values["sort"])
    return rows, None


def items(values, rows):
    """The rows by key, in order."""
    if values["top"] or "grid" in values["by"]:
        return [item(values, key, rows[key]) for key in ordered(rows, values["sort"])]
    by = values["by"]
    return [Item(orjson.dumps(as_dict(rows[key], dict(zip(by, key, strict=True))))) for key in ordered(rows, values["sort"])]


def item(values, key, tally, remainder=False):
    """One row, with what only some answers need."""
    parts = dict(zip(values["by"], key, strict=True))
    row, cell = as_dict(tally, parts), None
    if values["top"]:
        row["remainder"] = remainder
    if "grid" in parts:
        row["cell"] = cell = parts["grid"] and grid.cell(parts["grid"], values["grid"])
    return Item(orjson.dumps(row), shape=cell and grid.polygon(cell))


def needless(values):
    """What a row does not have, since nothing that is asked needs it."""
    return {name for name, needed in (("remainder", values["top"]), ("cell", "grid" in values["by"])) if not needed}


def table(values):
    """The columns of the rows: each part of the key has one."""
    keys, left_out = [Column(f"key_{name}", ("key", name), DIMENSIONS[name].kind) for name in values["by"]], {"key", *needless(values)}
    return keys + [column for column in columns(AggregateSchema) if column.path[0] not in left_out]
