"""Cells read as dates: EDTF, formats of strptime, start and end, numbers of year, month and day."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from models.domain import dates
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.mapping.cells.cell_readers import cell_reader, combine_readers

YEAR, MONTH, DAY = "Yy", "mbB", "d"
TAKEN = "YymbBdHIMSfpzZaA%"
LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date there is at each precision."""
DIGITS = {"%Y": 4} | dict.fromkeys(("%y", "%m", "%d", "%H", "%I", "%M", "%S"), 2)
"""How many digits a number has where nothing divides it from the next."""


class DateFormat(NamedTuple):
    """How a date is spelt: in `pattern`, which datetime.strptime knows, to the `length` of an ISO date; or in EDTF, without one.

    `shape` is the regular expression of a text whose numbers have all their digits where nothing divides them: strptime reads
    2020113 by %Y%m%d as a day of November.
    """

    pattern: str
    length: int | None = None
    shape: str = ".*"

    def spelt(self, text: str) -> Any:
        """The EDTF of a text in this format; None where it is in another. Two digits of a year never mean one that is yet to come."""
        if self.length is None:
            return text
        try:
            day = datetime.strptime(text, self.pattern).date()
        except ValueError:
            return None
        if "%y" in self.pattern and day > date.today():
            day = day.replace(year=day.year - 100)
        return day.isoformat()[: self.length] if re.fullmatch(self.shape, text, re.IGNORECASE) else None


EDTF = DateFormat("edtf")


def parse_format(pattern: str) -> DateFormat:
    """The Format that a mapping names. Raises ValueError with a reason fit for the person who wrote it."""
    if pattern == EDTF.pattern:
        return EDTF
    given = re.findall("%(.?)", pattern)
    if unknown := sorted(set(given) - set(TAKEN)):
        raise ValueError(
            f"%{unknown[0]} is not taken in {pattern!r}: %Y %y %m %b %B %d are, and %H %I %M %S %f %p %z %Z %a %A to pass over"
        )
    precision = format_precision(given)
    if precision is None:
        raise ValueError(f"{pattern!r} is not a date's format, such as %d/%m/%Y: %Y, or with it %m, or with both %d, are wanted; or edtf")
    return DateFormat(pattern, LENGTHS[precision], format_pattern(pattern))


def format_pattern(pattern: str) -> str:
    """The regular expression of texts in a format, loose but for how many digits there are in numbers that nothing divides."""
    runs = re.findall(r"(?:%[YymdHIMS])+|%.|\s+|[^%\s]+", pattern)
    return "".join(run_pattern(re.findall("%.", run)) or (r"\s+" if run.isspace() else re.escape(run)) for run in runs)


def run_pattern(directives: Any) -> Any:
    """The same of directives that stand together: any text for one alone, nothing for none."""
    if len(directives) > 1:
        return rf"\d{{{sum(DIGITS[each] for each in directives)}}}"
    return ".*?" if directives else ""


def format_precision(given: Any) -> Any:
    """day, month or year by the directives of a format; None where one is missing or stands twice."""
    year, month, day = (sum(letter in part for letter in given) for part in (YEAR, MONTH, DAY))
    return {(1, 1, 1): "day", (1, 1, 0): "month", (1, 0, 0): "year"}.get((year, month, day)) if len(set(given)) == len(given) else None


def read_date(column: Any, format: Any = (EDTF,)) -> Any:
    """A date in the first of the formats that fits."""

    @lru_cache(4096)
    def convert(text: Any) -> Any:
        spelt = next((found for each in format if (found := each.spelt(text))), None)
        if spelt is None:
            raise RowRejected(f"{column} {text!r} is not a date in the format {' or '.join(each.pattern for each in format)}")
        return read_edtf(spelt, f"{column}: ")

    return cell_reader(column, convert)


def read_edtf(text: Any, where: Any = "") -> Any:
    """An EDTF text, checked. Raises RowRejected."""
    try:
        return dates.parse_date(text).edtf
    except ValueError as error:
        raise RowRejected(f"{where}{error}") from None


def read_span(start: Any, end: Any) -> Any:
    """From one date to another; where the end is empty, or the same, the start alone."""

    def read(row: Row) -> Any:
        first, last = start(row), end(row)
        return first if last in (None, first) else read_edtf(f"{first or dates.OPEN}/{last}")

    return combine_readers(read, [start, end])


def calendar_date(year: Any = None, month: Any = None, day: Any = None) -> Any:
    """EDTF of numbers; a month or day that is None or 0 is not known, nor is a day without its month. Raises RowRejected."""
    if not year:
        return None
    return read_edtf("-".join([f"{year:04}"] + ([f"{month:02}"] if month else []) + ([f"{day:02}"] if month and day else [])))
