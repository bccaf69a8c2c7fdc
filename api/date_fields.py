"""Query-string types of days, dates and times."""

import re
from datetime import UTC, datetime

from api.fields import Invalid, Parameter, Parsed
from models import dates


class AsOf(Parameter):
    """A day or a release, as that text: YYYY-MM-DD or dataset@label. That the release is there is asked of the store later."""

    RELEASE = "[^@]+@.+"
    schema = {"type": "string", "format": "as-of", "pattern": f"^([12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}|{RELEASE})$"}

    def read(self, text):
        if re.fullmatch(self.RELEASE, text):
            return text
        found = dates.day(text)
        if found is None:
            days = f"a day from {dates.FIRST_YEAR}-01-01 to {dates.LAST_YEAR}-12-31"
            raise Invalid(f"{text!r} is neither {days} nor a release of a dataset", ["YYYY-MM-DD", "dataset@label"])
        return found.edtf


class Edtf(Parsed):
    """An EDTF date or interval, as a models.dates.Span."""

    schema = {"type": "string", "format": "edtf", "minLength": 1}
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
