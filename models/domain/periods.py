"""Calendar periods (years, quarters, months), each by its name: `2011`, `2011-Q4`, `2011-12`."""

import functools
from datetime import date, timedelta
from typing import NamedTuple

from models.domain.dates import Span

LEVELS = ("all", "year", "quarter", "month")
"""Levels of time, the coarsest first."""

NONE = "~"
"""Stands in a cell for no country, or for no single period; sorts after every code."""


def shortest_period(earliest: str, latest: str) -> str:
    """The name of the shortest period that two ISO days both lie in; NONE where they lie in different years."""
    if earliest[:7] == latest[:7]:
        return earliest[:7]
    if earliest[:4] != latest[:4]:
        return NONE
    first, last = quarter_of(earliest), quarter_of(latest)
    return first if first == last else earliest[:4]


def quarter_of(day: str) -> str:
    """The quarter of an ISO day or month."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


@functools.cache
def enclosing_periods(period: str) -> tuple[str, ...]:
    """For each of LEVELS, the name of the period that a period lies in; NONE where it lies in no single one of that level."""
    if period == NONE:
        return (NONE,) * len(LEVELS)
    if len(period) == 4:
        return NONE, period, NONE, NONE
    return NONE, period[:4], *((period, NONE) if "Q" in period else (quarter_of(period), period))


def level_of(period: str) -> int:
    """The index in LEVELS of the level of a period."""
    return enclosing_periods(period).index(period)


def period_filling(span: Span) -> str | None:
    """The name of the period that has the same first and last day as a Span; None where there is none."""
    name = shortest_period(span.first, span.last)
    if name == NONE or name in (
        shortest_period(shift_day(span.first, -1), span.last),
        shortest_period(span.first, shift_day(span.last, 1)),
    ):
        return None
    return name


class YearRange(NamedTuple):
    """The least and the greatest name of all periods in a range of whole years: every such name lies between them."""

    least: str
    most: str


def whole_years(span: Span) -> YearRange | None:
    """The YearRange of a Span that consists of whole years; None for any other."""
    is_whole = span.first.endswith("-01-01") and span.last.endswith("-12-31")
    return YearRange(span.first[:4], f"{span.last[:4]}-Q4") if is_whole else None


def shift_day(day: str, days: int) -> str:
    """The ISO day that lies so many days after another, or before it where `days` is negative."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def subperiods(name: str) -> list[str]:
    """The names of a period and of all shorter periods in it."""
    year = name[:4]
    of_year = [year, *(f"{year}-Q{number}" for number in range(1, 5)), *(f"{year}-{number:02}" for number in range(1, 13))]
    return [each for each in of_year if name in enclosing_periods(each)]
