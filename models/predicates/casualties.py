"""Casualties: conditions on Event by a number of people of which bounds are known. `may` conditions are met by some number within the
bounds, the others by all.
"""

from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, Field, fn

from models.tables.schema import Event

ENDLESS = SQL("2147483648")
"""Beyond every number. It is written out, as an index must have it."""


@dataclass(frozen=True)
class CasualtyRange:
    """The columns of the least, best and most that is claimed. Where none is, no condition is met.

    A bound's column holds the best figure where the bound is missing; without both, the least is 0 and the most unbounded.
    """

    low: Field
    best: Field
    high: Field

    @property
    def bounds(self) -> Any:
        return self.low, self.best, self.high

    @property
    def reported(self) -> Any:
        return self.low.is_null(False) | self.high.is_null(False)

    @property
    def least(self) -> Any:
        return fn.COALESCE(self.low, self.high * 0)

    @property
    def reach(self) -> Any:
        """The most, as an expression; greater than any number where it is unbounded."""
        return fn.COALESCE(self.high, Case(None, [(self.low.is_null(False), ENDLESS)]))

    def may_reach(self, number: Any) -> Any:
        return self.reach >= number

    def reaches(self, number: Any) -> Any:
        return self.may_reach(number) & (self.least >= number)  # the first follows from the second, and has an index

    def may_stay_within(self, number: Any) -> Any:
        return self.least <= number

    def stays_within(self, number: Any) -> Any:
        return self.high <= number


MEASURES = {
    name: CasualtyRange(*(getattr(Event, f"{name}_{bound}") for bound in ("low", "best", "high"))) for name in ("fatalities", "injuries")
}
"""What is measured of events, by name: the columns that hold its bounds. Each is filtered, summed and served alike."""

FATALITIES, INJURIES = MEASURES["fatalities"], MEASURES["injuries"]
