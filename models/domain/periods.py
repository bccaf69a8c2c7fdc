"""Periods of the calendar (years, quarters, months) in which dates lie, by name: `2011`, `2011-Q4`, `2011-12`."""

import functools
from datetime import date, timedelta
from typing import Any, NamedTuple

LEVELS = ("all", "year", "quarter", "month")
"""Levels of time, the coarsest first."""

NONE = "~"
"""Stands in a cell for no country, or no one period; behind every code in order."""


def shortest_period(earliest: str, latest: str) -> str:
    """What the shortest period of LEVELS is called that two days lie in; NONE where they share no year."""
    if earliest[:7] == latest[:7]:
        return earliest[:7]
    if earliest[:4] != latest[:4]:
        return NONE
    first, last = quarter_of(earliest), quarter_of(latest)
    return first if first == last else earliest[:4]


def quarter_of(day: str) -> str:
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


@functools.cache
def enclosing_periods(period: str) -> Any:
    """What the period of each of LEVELS is called that a period lies in; NONE where it lies in no one."""
    if period == NONE:
        return (NONE,) * len(LEVELS)
    if len(period) == 4:
        return NONE, period, NONE, NONE
    return NONE, period[:4], *((period, NONE) if "Q" in period else (quarter_of(period), period))


def level_of(period: str) -> int:
    """The place among LEVELS of a period."""
    return enclosing_periods(period).index(period)


def period_filling(span: Any) -> str | None:
    """The period of LEVELS whose first and last days are those of a models.domain.dates.Span; None where there is none."""
    name = shortest_period(span.first, span.last)
    if name == NONE or name in (
        shortest_period(shift_day(span.first, -1), span.last),
        shortest_period(span.first, shift_day(span.last, 1)),
    ):
        return None
    return name


class YearRange(NamedTuple):
    """Between which names those of all periods of whole years stand."""

    least: str
    most: str


def whole_years(span: Any) -> YearRange | None:
    """The YearRange that a models.domain.dates.Span consists of; None where it is not whole ones."""
    is_whole = span.first.endswith("-01-01") and span.last.endswith("-12-31")
    return YearRange(span.first[:4], f"{span.last[:4]}-Q4") if is_whole else None


def shift_day(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def subperiods(name: str) -> list[str]:
    """A period, and the shorter ones of LEVELS that lie in it."""
    year = name[:4]
    all = [year, *(f"{year}-Q{number}" for number in range(1, 5)), *(f"{year}-{number:02}" for number in range(1, 13))]
    return [each for each in all if name in enclosing_periods(each)]
