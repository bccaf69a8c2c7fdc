"""Casualties: conditions on Event by the bounds of a number of people.

A condition named `may_...` holds if some number within the bounds meets it, any other if all of them do.
"""

from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, Field, fn

from models.tables.schema import Event

ENDLESS = SQL("2147483648")
"""Greater than every number. It is written into the SQL, since an expression index does not match a bound value."""


@dataclass(frozen=True)
class CasualtyRange:
    """The columns of the lower bound, best figure and upper bound of a number of people. An event that has none of them meets no condition.

    The columns of the bounds hold the best figure where a bound is missing; without any, the lower bound is 0 and the upper infinite.
    """

    low: Field
    best: Field
    high: Field

    @property
    def bounds(self) -> tuple[Field, Field, Field]:
        return self.low, self.best, self.high

    @property
    def reported(self) -> Any:
        """The condition that any figure is reported."""
        return self.low.is_null(False) | self.high.is_null(False)

    @property
    def least(self) -> Any:
        """The lower bound as an expression, 0 where only an upper one is reported."""
        return fn.COALESCE(self.low, self.high * 0)

    @property
    def reach(self) -> Any:
        """The upper bound as an expression, ENDLESS where only a lower one is reported."""
        return fn.COALESCE(self.high, Case(None, [(self.low.is_null(False), ENDLESS)]))

    def may_reach(self, number: Any) -> Any:
        return self.reach >= number

    def reaches(self, number: Any) -> Any:
        return self.may_reach(number) & (self.least >= number)  # the second implies the first, which has an index

    def may_stay_within(self, number: Any) -> Any:
        return self.least <= number

    def stays_within(self, number: Any) -> Any:
        return self.high <= number


MEASURES = {
    name: CasualtyRange(*(getattr(Event, f"{name}_{bound}") for bound in ("low", "best", "high"))) for name in ("fatalities", "injuries")
}
"""What is measured of events, by name: the columns that hold its bounds. Each is filtered, summed and served alike."""

FATALITIES, INJURIES = MEASURES["fatalities"], MEASURES["injuries"]
