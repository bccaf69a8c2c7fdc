"""Query-string types of days, dates and times."""

import re
from datetime import UTC, datetime

from api.fields import Invalid, Parameter, Parsed
from models import dates


class Day(Parameter):
    """A day, YYYY-MM-DD."""

    schema = {"type": "string", "format": "date", "pattern": "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"}

    def read(self, text):
        found = dates.day(text)
        if found is None:
            raise Invalid(f"{text!r} is not a day from {dates.FIRST_YEAR}-01-01 to {dates.LAST_YEAR}-12-31", ["YYYY-MM-DD"])
        return found.edtf


class Edtf(Parsed):
    """An EDTF date or interval, as a models.dates.Span."""

    schema = {"type": "string", "format": "edtf"}
    parse = staticmethod(dates.parse)


class Instant(Parameter):
    """A day or an RFC 3339 date-time, as the ISO 8601 text of its second in UTC."""

    TIME = r"[0-9]{2}:[0-9]{2}"
    schema = {
        "type": "string",
        "format": "date-or-date-time",
        "pattern": rf"^[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}([Tt ]{TIME}(:[0-9]{{2}}(\.[0-9]{{1,9}})?)?([Zz]|[+ -]{TIME})?)?$",
    }

    def read(self, text):
        try:
            if not re.fullmatch(self.schema["pattern"], text):
                raise ValueError
            moment = datetime.fromisoformat(re.sub(rf" ({self.TIME})$", r"+\1", text.upper()))  # "+" in a URL means a space
        except ValueError:
            raise Invalid(f"{text!r} is neither a day nor an RFC 3339 date-time", ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"]) from None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
