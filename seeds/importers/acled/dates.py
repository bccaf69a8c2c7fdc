"""When an event of ACLED happened. What a user should know:

- The date of an event that is known to the week is the middle of the week: it is told with three days on either side. Of one that is
  known to the month, which has the middle, first or last day of it, only the month is told.
- Two digits of a year are 1997 to 2096, since ACLED begins in 1997; other years are refused. Days come first, 03/04/2016 is in April,
  unless the whole file says otherwise (`date_order.py`).
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any

from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.importers.acled.date_order import DAY_FIRST, MONTH_FIRST, SLASHED
from seeds.importers.memoize import memoize_by_columns

MONTHS = "january february march april may june july august september october november december"
MONTH = {form: number for number, name in enumerate(MONTHS.split(), 1) for form in (name, name[:3], f"{number}", f"{number:02}")}
MONTH |= {"sept": 9}
WRITTEN = re.compile(r"(\d\d?)[-/ ](\d\d?|[a-z]+)[-/ ](\d{4}|\d\d)", re.ASCII | re.IGNORECASE)
YEARS = range(1997, 2097)

HALF_A_WEEK = timedelta(days=3)
EDTF = {
    1: date.isoformat,
    2: lambda day: f"{day - HALF_A_WEEK}/{day + HALF_A_WEEK}",
    3: lambda day: f"{day:%Y-%m}",
}
"""By `time_precision`."""


def precision_code(row: Row, column: str) -> Any:
    """The code 1, 2 or 3 of a cell that must hold one. Raises RowRejected."""
    row.required(column)
    return row.whole(column, 1, 3)


def written_day(text: str, order: str = DAY_FIRST) -> date:
    """The day that a text means, in any form that ACLED has had, and between slashes in one of ORDERS. Raises KeyError or ValueError."""
    if not (written := WRITTEN.fullmatch(text)):
        return date.fromisoformat(text)
    first, second = written[1], written[2].lower()
    if order == MONTH_FIRST and SLASHED.fullmatch(text):
        first, second = second, first
    day, month, year = int(first), MONTH[second], int(written[3])
    return date(year if year > 99 else next(each for each in YEARS if each % 100 == year), month, day)


def day_of(text: str, order: str) -> date:
    """The day that a text means. Raises RowRejected."""
    try:
        day = written_day(text, order)
    except (KeyError, ValueError):
        raise RowRejected(f"event_date {text!r} is no day such as 2022-02-23, 03 December 2020, 9-May-20 or 31-12-19") from None
    if day.year not in YEARS:
        raise RowRejected(f"event_date {text!r} is not from {YEARS[0]} to {YEARS[-1]}")
    return day


@lru_cache
def date_reader(order: str) -> Callable[[Row], str]:
    """The function from a row to its date, days or months first between slashes. It is remembered with what it remembers."""
    return memoize_by_columns("event_date", "year", "time_precision")(partial(date_of, order=order))


def date_of(row: Row, order: str = DAY_FIRST) -> str:
    """EDTF of the day, or of the week or month that it stands for. Raises RowRejected."""
    day, year = day_of(row.required("event_date"), order), row.whole("year")
    if year not in (None, day.year):
        raise RowRejected(f"event_date {row.text('event_date')!r} is not in the year {year}")
    return EDTF[precision_code(row, "time_precision")](day)
