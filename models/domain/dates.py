"""Parses imprecise dates: EDTF texts (ISO 8601-2, levels 0 and 1, seasons and quarters) into the days that they span.

Grammar and its reading: the `edtf` library, https://www.loc.gov/standards/datetime/. Qualifiers (`?`, `~`, `%`) are
kept in the text and do not widen the span, since no rule says by how much.
"""

import calendar
import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from edtf import parse_edtf
from edtf.parser.parser_classes import UncertainOrApproximate

FIRST_YEAR, LAST_YEAR = 1000, 2999
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
"""Stored in place of an open start or end, so that a sort key is never null and a comparison needs no case."""

OPEN = ".."
PLAIN = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
SEASON_OR_QUARTER = re.compile(r"(\d{4})-(2[1-4]|3[3-6])", re.ASCII)
FIRST_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10}
"""The first month of each season (of the northern hemisphere) and of each quarter, by its EDTF number."""
ACCEPTED = re.compile(r"(\d{3}X|\d\dXX|\d{4}(-XX){0,2}|\d{4}-[01]\d(-XX|-\d\d(T\S+)?)?)[?~%]?", re.ASCII)
"""The forms that are given to the grammar of `edtf`, which parses more forms than it can give the bounds of."""

EXAMPLES = "2011-12-03, 2011-07, 2015-22 (summer), 2011-05/2011-12 or ../2015-11"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an imprecise date may mean. `earliest` and `latest` are ISO 8601 days, inclusive; None where that end is open.

    `first` and `last` are the same as they are stored: with FIRST_DAY and LAST_DAY for an open end; `days` is how many lie between them.
    """

    edtf: str
    earliest: str | None
    latest: str | None
    precision: str

    @property
    def first(self) -> str:
        return self.earliest or FIRST_DAY

    @property
    def last(self) -> str:
        return self.latest or LAST_DAY

    @property
    def days(self) -> int:
        return date.fromisoformat(self.last).toordinal() - date.fromisoformat(self.first).toordinal() + 1


@functools.lru_cache(maxsize=65536)
def parse_date(text: str) -> Span:
    """The Span of an EDTF text. Raises ValueError with a reason that can be shown to the author of the text."""
    return parse_interval(text) if "/" in text else parse_single(text)


def parse_interval(text: str) -> Span:
    """The Span of START/END, either of which may be open."""
    start, _, end = text.partition("/")
    if not (start and end):
        raise ValueError(f"{text!r} lacks a start or an end; one that is open is written {OPEN!r}")
    earliest = None if start == OPEN else parse_single(start).earliest
    latest = None if end == OPEN else parse_single(end).latest
    if earliest and latest and earliest > latest:
        raise ValueError(f"{text!r} ends before it begins")
    return Span(text, earliest, latest, "interval")


def span_of_stored(first: str, last: str) -> Span:
    """The Span from one stored day to another; FIRST_DAY and LAST_DAY mean an open end."""
    start, end = OPEN if first == FIRST_DAY else first, OPEN if last == LAST_DAY else last
    return Span(f"{start}/{end}", None if start == OPEN else start, None if end == OPEN else end, "interval")


def parse_plain(text: str) -> Span | None:
    """The Span of a plain YYYY, YYYY-MM or YYYY-MM-DD, as most dates are, without the cost of the grammar; None for any other text."""
    if not PLAIN.fullmatch(text):
        return None
    try:
        first = date.fromisoformat(f"{text}-01-01"[:10])
        check_year(first.year, text)
    except ValueError:
        return None
    month = first.month if len(text) > len("2011") else 12
    last = first if len(text) == len("2011-12-03") else first.replace(month=month, day=calendar.monthrange(first.year, month)[1])
    return Span(text, first.isoformat(), last.isoformat(), precision_of_digits(text))


def parse_day(text: str) -> Span | None:
    """The Span of a plain YYYY-MM-DD; None for any other text."""
    return parse_plain(text) if len(text) == len("2011-12-03") else None


def parse_single(text: str) -> Span:
    """The Span of one date, season or quarter."""
    return parse_plain(text) or parse_season(text) or parse_by_grammar(text)


def parse_season(text: str) -> Span | None:
    """The Span of a season or quarter; None for any other text. A winter runs into the next year."""
    matched = SEASON_OR_QUARTER.fullmatch(text)
    if not matched:
        return None
    year, number = map(int, matched.groups())
    first = FIRST_MONTHS[number]
    ends, last = (year, first + 2) if first <= 10 else (year + 1, first - 10)
    latest = (ends, last, calendar.monthrange(ends, last)[1])
    return Span(text, iso_day((year, first, 1), text), iso_day(latest, text), "season" if number <= 24 else "quarter")


def parse_by_grammar(text: str) -> Span:
    """The Span of one date by the grammar of `edtf`, which takes a thousand times as long as the plain forms. Raises ValueError."""
    parsed = parse_edtf(text, fail_silently=True) if ACCEPTED.fullmatch(text) else None
    if parsed is None:
        raise ValueError(f"{text!r} is not an EDTF date that is taken here, such as {EXAMPLES}")
    return Span(text, iso_day(parsed.lower_strict(), text), iso_day(parsed.upper_strict(), text), date_precision(parsed))


def iso_day(moment: Sequence[int], text: str) -> str:
    """The ISO day of (year, month, day, ...). Raises ValueError, with the text that it is from, where there is no such day."""
    year, month, number = moment[:3]
    check_year(year, text)
    if number > calendar.monthrange(year, month)[1]:
        raise ValueError(f"{text!r} is a day that its month does not have")
    return date(year, month, number).isoformat()


def check_year(year: int, text: str) -> None:
    """Raise ValueError where a year is out of range."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{text!r} has the year {year}: years from {FIRST_YEAR} to {LAST_YEAR} are taken")


def date_precision(parsed: Any) -> str:
    """The precision of a date parsed by `edtf`: day, month, year, decade or century, as codes of the vocabulary `date-precision`."""
    if isinstance(parsed, UncertainOrApproximate):
        return date_precision(parsed.date)
    return precision_of_digits(str(parsed))


def precision_of_digits(text: str) -> str:
    """The precision of a date by the digits that it gives: 201X is a decade, 2011-XX a year."""
    year, *rest = text.split("T")[0].split("-")
    if "X" in year:
        return "decade" if year.count("X") == 1 else "century"
    given = itertools.takewhile(lambda part: "X" not in part, rest)
    return ("year", "month", "day")[len(list(given))]
