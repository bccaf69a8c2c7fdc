"""What is counted and summed of events.

A measure is an entry of models.predicates.casualties.MEASURES: its sums, their schema and the rows of answers follow from it.
models/README.md says what makes the store have it.
"""

from collections.abc import Iterable
from typing import Any

from marshmallow import fields

from models.predicates.casualties import MEASURES
from models.serialization.schemas import AnswerSchema
from models.summaries.tally import EVENTS, OFFSETS


def figure_field(about: Any) -> Any:
    return fields.Integer(allow_none=True, metadata={"description": about})


class SumSchema(AnswerSchema):
    low = figure_field(
        "Of the events with a best figure, the sum of the least that is claimed, or of best where no least is; null without any."
    )
    best = figure_field("The sum of the best figures; null without any. low <= best <= high.")
    high = figure_field(
        "Of the events with a best figure, the sum of the most that is claimed, or of best where no most is; null without any."
    )
    unreported = fields.Integer(metadata={"description": "How many of the events have no best figure; they are in none of the sums."})


class TallySchema(AnswerSchema):
    """How many events there are, and the sums of what they report."""

    events = fields.Integer(metadata={"description": "How many events."})

    class Meta(AnswerSchema.Meta):
        include = {name: fields.Nested(SumSchema) for name in MEASURES}


class FacetSchema(AnswerSchema):
    """How many events have a key."""

    key = fields.String(allow_none=True, metadata={"description": "The value of the dimension; null where an event has none."})
    events = fields.Integer(metadata={"description": "How many events."})
    remainder = fields.Boolean(metadata={"description": "True for the entry that has the events with any other key, each event once."})


def as_columns(columns: Any) -> dict[str, Any]:
    """The same as_dict tells, of `columns` that have the figures of tallies by name: nested dicts of expressions."""
    told = {"events": columns["events"]}
    for name, toll in MEASURES.items():
        figures = {part: columns[getattr(toll, part).name] for part in ("low", "best", "high")}
        told[name] = figures | {"unreported": columns["events"] - columns[f"{toll.best.name}_count"]}
    return told


def as_rows(names: Iterable[Any], pairs: list[tuple[Any, ...]]) -> Any:
    """The rows of answers: of each (key, tally), the parts of its key by the name of the dimension, and the tally."""
    return [as_dict(tally, dict(zip(names, key, strict=True))) for key, tally in pairs]


def as_dict(tally: tuple[Any, ...], key: dict[str, Any] | None = None) -> dict[str, Any]:
    """A tally as answers have it, as a dict; behind its `key` if one is given."""
    row, events = {} if key is None else {"key": key}, tally[EVENTS]
    row["events"] = events
    for name, at in OFFSETS.items():
        low, best, high, reported = tally[at : at + 4]
        row[name] = {"low": low, "best": best, "high": high, "unreported": events - reported}
    return row
