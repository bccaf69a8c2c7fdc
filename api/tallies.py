"""What is counted and summed of events. To add a measure, add an entry to MEASURES and a field to TallySchema."""

from dataclasses import dataclass

from marshmallow import Schema, fields

from models.tolls import FATALITIES, INJURIES

MEASURES = {"fatalities": FATALITIES, "injuries": INJURIES}
"""What is summed: its low, its best and its high."""


class SumSchema(Schema):
    low = fields.Integer(allow_none=True, metadata={"description": "The sum of the least that is claimed; null when none reports one."})
    best = fields.Integer(allow_none=True, metadata={"description": "The sum of the best figures; null when none reports one."})
    high = fields.Integer(allow_none=True, metadata={"description": "The sum of the most that is claimed; null when none reports one."})
    unreported = fields.Integer(metadata={"description": "How many of the events have no best figure; they are not in the sum of best."})


class TallySchema(Schema):
    """How many events there are, and the sums of what they report."""

    events = fields.Integer(metadata={"description": "How many events."})
    fatalities = fields.Nested(SumSchema)
    injuries = fields.Nested(SumSchema)


class FacetSchema(Schema):
    """How many events have a key."""

    key = fields.String(allow_none=True, metadata={"description": "The value of the dimension; null where an event has none."})
    events = fields.Integer(metadata={"description": "How many events."})
    remainder = fields.Boolean(metadata={"description": "True for the entry that has all the keys which are not told apart."})


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of events; for each of MEASURES (low, best, high, how many events have a best); the ids of their datasets."""

    events: int
    sums: tuple
    datasets: frozenset

    @classmethod
    def of(cls, dataset, events, *numbers):
        """The tally of a dataset's events, with the sums one after the other. (PostgreSQL sums integers to decimals.)"""
        whole = [None if number is None else int(number) for number in numbers]
        return cls(events, tuple(zip(*[iter(whole)] * 4, strict=True)), frozenset([dataset]))

    def __add__(self, other):
        sums = tuple(tuple(map(added, *pair)) for pair in zip(self.sums, other.sums, strict=True))
        return Tally(self.events + other.events, sums, self.datasets | other.datasets)

    def best(self, measure):
        """The sum of the best figures of one of MEASURES; None where none is reported."""
        return self.sums[list(MEASURES).index(measure)][1]

    def as_dict(self):
        """As answers tell it."""
        return {"events": self.events} | {name: self.measure(*sums) for name, sums in zip(MEASURES, self.sums, strict=True)}

    def measure(self, low, best, high, reported):
        return {"low": low, "best": best, "high": high, "unreported": self.events - reported}


NOTHING = Tally(0, ((None, None, None, 0),) * len(MEASURES), frozenset())


def added(a, b):
    """A sum in which unreported stays null."""
    return b if a is None else a if b is None else a + b
