"""The periods that events are counted by. To add one, add it to PERIODS; what it is called is the key of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any

from peewee import Case, fn

from models.column_store.layout import stored_column
from models.db import dialect
from models.db.database import database
from models.db.expressions import quarter
from models.domain import periods
from models.tables.schema import Event


@dataclass(frozen=True)
class Period:
    """What the period of a day is called, in Python and, of a stored day, in SQL; `code` is that of the period, and of its stored column.

    `within` gives a day of the period that is called so; `shortest` is the fewest days that one has.
    """

    code: str
    name: Callable[[date], str]
    sql: Callable
    within: Callable[[str], date]
    shortest: int

    @property
    def column(self) -> Any:
        """The period of an event; null where its date does not lie in one alone."""
        earliest, latest = self.sql(Event.date_earliest), self.sql(Event.date_latest)
        return dialect.on_columns(database, stored_column(self.code), Case(None, [(earliest == latest, earliest)]))

    def between(self, first: date, last: date) -> Any:
        """The periods from one date's to another's, in order: steps of the shortest length miss none."""
        days = chain(range(first.toordinal(), last.toordinal(), self.shortest), [last.toordinal()])
        return (name for name, _ in groupby(self.name(date.fromordinal(day)) for day in days))


PERIODS = {
    "year": Period(
        code="year",
        name=lambda day: f"{day.year:04}",
        sql=lambda day: fn.SUBSTR(day, 1, 4),
        within=lambda name: date(int(name), 1, 1),
        shortest=365,
    ),
    "quarter": Period(
        code="quarter",
        name=lambda day: periods.quarter_of(day.isoformat()),
        sql=quarter,
        within=lambda name: date(int(name[:4]), int(name[-1]) * 3, 1),
        shortest=90,
    ),
    "month": Period(
        code="month",
        name=lambda day: day.isoformat()[:7],
        sql=lambda day: fn.SUBSTR(day, 1, 7),
        within=lambda name: date.fromisoformat(f"{name}-01"),
        shortest=28,
    ),
    "week": Period(
        code="week",
        name=lambda day: "{:04}-W{:02}".format(*day.isocalendar()),
        sql=lambda day: dialect.iso_week(database, day),
        within=date.fromisoformat,
        shortest=7,
    ),
    "day": Period(
        code="day",
        name=date.isoformat,
        sql=lambda day: day,
        within=date.fromisoformat,
        shortest=1,
    ),
}
