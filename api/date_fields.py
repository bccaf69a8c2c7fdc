"""Query-string types of days, dates and times."""

import re
from datetime import UTC, datetime, time

from api import instants
from api.fields import Invalid, Parameter, Parsed
from models import dates


class AsOf(Parameter):
    """A day or a release, as that text: YYYY-MM-DD or dataset@label. That the release is there is asked of the store later."""

    RELEASE = "[^@]+@.+"
    schema = {"type": "string", "format": "as-of", "pattern": f"^({instants.DAY}|{instants.PATTERN}|{RELEASE})$"}

    def read(self, text):
        if re.fullmatch(self.RELEASE, text):
            return text
        found = dates.day(instants.day_of(text))
        if found is None:
            days = f"a day from {dates.FIRST_YEAR}-01-01 to {dates.LAST_YEAR}-12-31"
            raise Invalid(f"{text!r} is neither {days} nor a release of a dataset", ["YYYY-MM-DD", "dataset@label"])
        return found.edtf


class Edtf(Parsed):
    """An EDTF date or interval, as a models.dates.Span. Of a date-time, its day counts."""

    schema = {"type": "string", "format": "edtf", "minLength": 1}

    @staticmethod
    def parse(text):
        return dates.parse("/".join(map(instants.day_of, text.split("/"))))


class Instant(Parameter):
    """A day or a date-time, as the ISO 8601 text of its second in UTC."""

    schema = {"type": "string", "format": "date-or-date-time", "pattern": f"^({instants.DAY}|{instants.PATTERN})$"}

    def read(self, text):
        found = dates.day(text)
        moment = datetime.combine(datetime.fromisoformat(text), time(), UTC) if found else instants.parse(text)
        if moment is None:
            raise Invalid(f"{text!r} is neither a day nor an RFC 3339 date-time", ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"])
        return moment.astimezone(UTC).isoformat(timespec="seconds")
