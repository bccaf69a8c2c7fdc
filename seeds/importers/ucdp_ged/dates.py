"""When an event of UCDP GED happened, as precisely as `date_prec` says."""

import re
from functools import lru_cache
from typing import Any

from models.domain import dates
from seeds.errors import RowRejected
from seeds.files.row import Row

DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00:00(?:\.0+)?)?", re.ASCII)
FIRST, LAST = "1946-01-01", "2099-12-31"
"""UCDP begins in 1946."""
KNOWN = {4: len("2021-08"), 5: len("2021")}
"""By `date_prec`, how much of an ISO day is known."""


@lru_cache(16384)
def parse_day(text: Any) -> Any:
    """The ISO day of any of the three spellings; None where it is none."""
    found = DAY.fullmatch(text)
    span = found and dates.parse_day(found[1])
    return span.edtf if span and FIRST <= span.edtf <= LAST else None


def day_of(row: Row, column: Any) -> Any:
    text = row.required(column)
    if not (found := parse_day(text)):
        raise RowRejected(f"{column} {text!r} is not a day from {FIRST} to {LAST}, such as 2021-08-26 or 2021-08-26T00:00:00")
    return found


def date_of(row: Row) -> Any:
    """EDTF: a day, an interval, or the month or year that the interval is."""
    start, end = day_of(row, "date_start"), day_of(row, "date_end")
    if end < start:
        raise RowRejected(f"date_end {end} is before date_start {start}")
    precision = row.whole("date_prec", 0, 5)
    if start == end:
        return start
    return simplify_interval(start, end, KNOWN[precision]) if precision in KNOWN else f"{start}/{end}"


def simplify_interval(start: Any, end: Any, known: Any) -> Any:
    span = dates.parse_date(start[:known])
    return span.edtf if (span.earliest, span.latest) == (start, end) else f"{start}/{end}"
