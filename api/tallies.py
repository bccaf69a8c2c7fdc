"""What is counted and summed of events.

To add a measure that the store has, add an entry to MEASURES, a field to TallySchema and a line to as_dict; the README says what makes the
store have it.
"""

import functools
from operator import sub

from marshmallow import fields

from models.documents import AnswerSchema
from models.tolls import FATALITIES, INJURIES

MEASURES = {"fatalities": FATALITIES, "injuries": INJURIES}
"""What is summed: its low, its best and its high."""

PLACES = {name: 1 + 4 * number for number, name in enumerate(MEASURES)}
"""Where the sums of each begin in a tally."""


def bound(about):
    return fields.Integer(allow_none=True, metadata={"description": about})


class SumSchema(AnswerSchema):
    low = bound("Of the events with a best figure, the sum of the least that is claimed, or of best where no least is; null without any.")
    best = bound("The sum of the best figures; null without any. low <= best <= high.")
    high = bound("Of the events with a best figure, the sum of the most that is claimed, or of best where no most is; null without any.")
    unreported = fields.Integer(metadata={"description": "How many of the events have no best figure; they are in none of the sums."})


class TallySchema(AnswerSchema):
    """How many events there are, and the sums of what they report."""

    events = fields.Integer(metadata={"description": "How many events."})
    fatalities = fields.Nested(SumSchema)
    injuries = fields.Nested(SumSchema)


class FacetSchema(AnswerSchema):
    """How many events have a key."""

    key = fields.String(allow_none=True, metadata={"description": "The value of the dimension; null where an event has none."})
    events = fields.Integer(metadata={"description": "How many events."})
    remainder = fields.Boolean(
        metadata={"description": "True for the entry that has the events with a key which is not told apart, each event once."}
    )


EVENTS = 0
"""Where in a tally the number of events stands."""

NOTHING = (0, *(None, None, None, 0) * len(MEASURES))
"""A tally: how many events; for each of MEASURES how many of these have a best figure, last, and before it the sums of their low, best and
high: those of the same events, so that low <= best <= high."""


def added(a, b):
    """The tally of the events of two."""
    return tuple(map(plus, a, b))


def plus(a, b):
    """A sum in which unreported stays null."""
    return b if a is None else a if b is None else a + b


def less(total, part):
    """The tally of the events that are left of a total without a part of it."""
    left = list(map(sub, total[:1], part[:1]))
    for at in PLACES.values():
        *sums, reported = total[at : at + 4]
        rest = reported - part[at + 3]
        left += [*(a - (b or 0) if rest else None for a, b in zip(sums, part[at : at + 3], strict=True)), rest]
    return tuple(left)


def together(tallies):
    """The tally of the events of all."""
    return functools.reduce(added, tallies, NOTHING)


def events(tally):
    return tally[EVENTS]


def best(measure):
    """Where in a tally the sum of the best figures of one of MEASURES stands; None where none is reported."""
    return PLACES[measure] + 1


def as_columns(columns):
    """The same as_dict tells, of `columns` that have the figures of tallies by name: nested dicts of expressions."""
    told = {"events": columns["events"]}
    for name, toll in MEASURES.items():
        figures = {part: columns[getattr(toll, part).name] for part in ("low", "best", "high")}
        told[name] = figures | {"unreported": columns["events"] - columns[f"{toll.best.name}_count"]}
    return told


def as_dict(tally, key=None):
    """As answers tell it, behind its `key` if one is given. (Written out, since an answer may have thousands.)"""
    told = {} if key is None else {"key": key}
    events, low, best, high, reported, injured_low, injured_best, injured_high, injured_reported = tally
    told["events"] = events
    told["fatalities"] = {"low": low, "best": best, "high": high, "unreported": events - reported}
    told["injuries"] = {"low": injured_low, "best": injured_best, "high": injured_high, "unreported": events - injured_reported}
    return told
