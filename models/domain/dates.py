"""Imprecise dates: an EDTF text (ISO 8601-2, levels 0 and 1, seasons and quarters) as the days it spans.

Grammar and its reading: the `edtf` library, https://www.loc.gov/standards/datetime/. Qualifiers (`?`, `~`, `%`) are
kept in the text and do not widen the span, since no rule says by how much.
"""

import calendar
import functools
import itertools
import re
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
"""The first month of each season, of the northern hemisphere, and of each quarter."""
ACCEPTED = re.compile(r"(\d{3}X|\d\dXX|\d{4}(-XX){0,2}|\d{4}-[01]\d(-XX|-\d\d(T\S+)?)?)[?~%]?", re.ASCII)
"""The forms that reach the grammar, which knows more of them than it can read back."""

EXAMPLES = "2011-12-03, 2011-07, 2015-22 (summer), 2011-05/2011-12 or ../2015-11"


@dataclass(frozen=True, slots=True)
class Span:
    """A date as far as it is known. `earliest` and `latest` are ISO 8601 days, inclusive; None where the end is open."""

    edtf: str
    earliest: str | None
    latest: str | None
    precision: str

    @property
    def first(self) -> Any:
        return self.earliest or FIRST_DAY

    @property
    def last(self) -> Any:
        return self.latest or LAST_DAY

    @property
    def days(self) -> Any:
        return date.fromisoformat(self.last).toordinal() - date.fromisoformat(self.first).toordinal() + 1


@functools.lru_cache(maxsize=65536)
def parse_date(text: str) -> Any:
    """The Span of an EDTF text. Raises ValueError with a reason fit for the person who wrote it."""
    return parse_interval(text) if "/" in text else parse_single(text)


def parse_interval(text: Any) -> Span | None:
    start, _, end = text.partition("/")
    if not (start and end):
        raise ValueError(f"{text!r} lacks a start or an end; one that is open is written {OPEN!r}")
    earliest = None if start == OPEN else parse_single(start).earliest
    latest = None if end == OPEN else parse_single(end).latest
    if earliest and latest and earliest > latest:
        raise ValueError(f"{text!r} ends before it begins")
    return Span(text, earliest, latest, "interval")


def span_of_stored(first: Any, last: Any) -> Any:
    """The Span from one stored day to another, FIRST_DAY and LAST_DAY standing for an open end."""
    start, end = OPEN if first == FIRST_DAY else first, OPEN if last == LAST_DAY else last
    earliest, latest = (day if day != OPEN else None for day in (start, end))
    return Span(f"{start}/{end}", earliest, latest, "interval")


def parse_plain(text: str) -> Span | None:
    """The Span of a plain YYYY, YYYY-MM or YYYY-MM-DD, which most dates are, without the cost of the grammar; None for any other text."""
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


def parse_single(text: str) -> Any:
    """The Span of one date, season or quarter."""
    return parse_plain(text) or parse_season(text) or parse_by_grammar(text)


def parse_season(text: Any) -> Any:
    """The Span of a season or quarter, a winter's running into the next year; None for any other text."""
    matched = SEASON_OR_QUARTER.fullmatch(text)
    if not matched:
        return None
    year, number = map(int, matched.groups())
    first = FIRST_MONTHS[number]
    ends, last = (year, first + 2) if first <= 10 else (year + 1, first - 10)
    days = (year, first, 1), (ends, last, calendar.monthrange(ends, last)[1])
    first, last = (iso_day(day, text) for day in days)
    return Span(text, first, last, "season" if number <= 24 else "quarter")


def parse_by_grammar(text: str) -> Span | None:
    """The Span of one date, by the grammar, which takes a thousand times as long as the plain forms."""
    parsed = parse_edtf(text, fail_silently=True) if ACCEPTED.fullmatch(text) else None
    if parsed is None:
        raise ValueError(f"{text!r} is not an EDTF date that is taken here, such as {EXAMPLES}")
    return Span(text, iso_day(parsed.lower_strict(), text), iso_day(parsed.upper_strict(), text), date_precision(parsed))


def iso_day(moment: Any, text: str) -> Any:
    year, month, number = moment[:3]
    check_year(year, text)
    if number > calendar.monthrange(year, month)[1]:
        raise ValueError(f"{text!r} is a day that its month does not have")
    return date(year, month, number).isoformat()


def check_year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{text!r} has the year {year}: years from {FIRST_YEAR} to {LAST_YEAR} are taken")


def date_precision(parsed: Any) -> str:
    """day, month, year, decade or century: a code of the vocabulary `date-precision`."""
    if isinstance(parsed, UncertainOrApproximate):
        return date_precision(parsed.date)
    return precision_of_digits(str(parsed))


def precision_of_digits(text: str) -> str:
    """The precision by the digits that are given: 201X is a decade, 2011-XX a year."""
    year, *rest = text.split("T")[0].split("-")
    if "X" in year:
        return "decade" if year.count("X") == 1 else "century"
    given = itertools.takewhile(lambda part: "X" not in part, rest)
    return ("year", "month", "day")[len(list(given))]
