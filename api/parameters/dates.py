"""Query-string types of days, dates and times."""

import re
from datetime import UTC, datetime, time
from typing import Any

from api.parameters.base import InvalidValue, Parameter, ParsedParameter
from models.domain import dates
from models.domain.dates import parse_day

DAY = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TIME = r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
SIGN = "[+ -]"
"""A `+` that stands in a URL as it is means a space."""
ZONE = f"([Zz]|{SIGN}[0-9]{{2}}(:?[0-9]{{2}})?)?"
PATTERN = f"{DAY}{TIME}{ZONE}"
SPOILT = re.compile(r" ([0-9:]+)$")
"""A zone whose `+` was read as a space."""
AFTER_DAY = len("2011-12-03T")


def parse_datetime(text: str) -> datetime | None:
    """The datetime that a text is, in UTC unless it says otherwise; None where it is none."""
    if not re.fullmatch(PATTERN, text):
        return None
    date, time = text[:AFTER_DAY], SPOILT.sub(r"+\1", text[AFTER_DAY:].upper())
    try:
        moment = datetime.fromisoformat(date + time)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if parse_day(text[: AFTER_DAY - 1]) else None


def day_of(text: str) -> Any:
    """The day of a date-time as it is written there, in its own zone: days of events have none. Any other text as it stands."""
    return text[: AFTER_DAY - 1] if parse_datetime(text) else text


class AsOfParameter(Parameter):
    """A day or a release, as that text: YYYY-MM-DD or dataset@label. That the release is there is asked of the store later."""

    RELEASE = "[^@]+@.+"
    schema = {"type": "string", "format": "as-of", "pattern": f"^({DAY}|{PATTERN}|{RELEASE})$"}

    def read(self, text: str) -> Any:
        if re.fullmatch(self.RELEASE, text):
            return text
        found = dates.parse_day(day_of(text))
        if found is None:
            days = f"a day from {dates.FIRST_YEAR}-01-01 to {dates.LAST_YEAR}-12-31"
            raise InvalidValue(f"{text!r} is neither {days} nor a release of a dataset", ["YYYY-MM-DD", "dataset@label"])
        return found.edtf


class EdtfParameter(ParsedParameter):
    """An EDTF date or interval, as a models.domain.dates.Span. Of a date-time, its day counts."""

    schema = {"type": "string", "format": "edtf", "minLength": 1}

    @staticmethod
    def parse(text: str) -> Any:
        return dates.parse_date("/".join(map(day_of, text.split("/"))))


class InstantParameter(Parameter):
    """A day or a date-time, as the ISO 8601 text of its second in UTC."""

    schema = {"type": "string", "format": "date-or-date-time", "pattern": f"^({DAY}|{PATTERN})$"}

    def read(self, text: str) -> Any:
        found = dates.parse_day(text)
        moment = datetime.combine(datetime.fromisoformat(text), time(), UTC) if found else parse_datetime(text)
        if moment is None:
            raise InvalidValue(f"{text!r} is neither a day nor an RFC 3339 date-time", ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"])
        return moment.astimezone(UTC).isoformat(timespec="seconds")
