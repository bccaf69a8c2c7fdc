"""Whether days or months come first in the dates of ACLED's files: its own have days first, those that a spreadsheet saved again have what
the settings of that machine say. The whole column settles it, with what no event can be: after the release, or after its timestamp.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import NamedTuple

from seeds.errors import UnreadableFile
from seeds.files.row import Row

DAY_FIRST, MONTH_FIRST = ORDERS = ("day-first", "month-first")
SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)", re.ASCII)
LOOKED_AT = 1000
"""Rows that tell whether dates are written with slashes, so that most files are read but once."""
EXAMPLES = 3

UNDECIDED = "event_date {} may have its day or its month first, and no date of the file tells which: --date-order says it"
CONTRADICTORY = "event_date has days first and months first: {} cannot have its day first, {} not its month; write them as 2022-02-23"


class WrittenDate(NamedTuple):
    """A date of three numbers between slashes, as it stands, and the last day on which its event can have been."""

    text: str
    last: date

    def fits(self, order: str) -> bool:
        """Whether it is a day, and not after `last`, with days or months first."""
        first, second, year = map(int, self.text.split("/"))
        day, month = (first, second) if order == DAY_FIRST else (second, first)
        try:
            return date(year if year > 99 else 2000 + year, month, day) <= self.last
        except ValueError:
            return False


def settle_order(rows: Iterable[Row], released: str) -> str:
    """Which of ORDERS the dates of rows are in, given the day of their release; DAY_FIRST where none of the first LOOKED_AT has slashes.

    Raises UnreadableFile where both are possible and where neither is.
    """
    rows = iter(rows)
    head = list(islice(rows, LOOKED_AT))
    if not any(slashed_dates(head, date.max)):
        return DAY_FIRST
    dates = set(slashed_dates(chain(head, rows), date.fromisoformat(released)))
    against = {order: sorted({each.text for each in dates if not each.fits(order)}) for order in ORDERS}
    possible = [order for order in ORDERS if not against[order]]
    if len(possible) == 1:
        return possible[0]
    if all(len({*each.text.split("/")[:2]}) == 1 for each in dates):
        return DAY_FIRST
    if possible:
        raise UnreadableFile(UNDECIDED.format(example(each.text for each in dates)))
    raise UnreadableFile(CONTRADICTORY.format(*map(example, against.values())))


def example(texts: Iterable[str]) -> str:
    """The first few of some texts."""
    return ", ".join(sorted(texts)[:EXAMPLES])


def slashed_dates(rows: Iterable[Row], released: date) -> Iterator[WrittenDate]:
    for row in rows:
        if (text := row.text("event_date")) and SLASHED.fullmatch(text):
            yield WrittenDate(text, min(released, last_change(row) or released))


def last_change(row: Row) -> date | None:
    """The day of a row's timestamp, a number of seconds since 1970; None without one."""
    text = row.text("timestamp") or ""
    return datetime.fromtimestamp(int(text), UTC).date() if text.isdecimal() and len(text) < 11 else None
