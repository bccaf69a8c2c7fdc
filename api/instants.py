"""Date-times as machines write them, in one grammar for every parameter that takes a day or a time: that of RFC 3339
(https://www.rfc-editor.org/rfc/rfc3339#section-5.6) and what ISO 8601 allows besides, such as no seconds, or a zone without a colon.
"""

import re
from datetime import UTC, datetime

from models.dates import day

DAY = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TIME = r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
SIGN = "[+ -]"
"""A `+` that stands in a URL as it is means a space."""
ZONE = f"([Zz]|{SIGN}[0-9]{{2}}(:?[0-9]{{2}})?)?"
PATTERN = f"{DAY}{TIME}{ZONE}"
SPOILT = re.compile(r" ([0-9:]+)$")
"""A zone whose `+` was read as a space."""
AFTER_DAY = len("2011-12-03T")


def parse(text):
    """The datetime that a text is, in UTC unless it says otherwise; None where it is none."""
    if not re.fullmatch(PATTERN, text):
        return None
    date, time = text[:AFTER_DAY], SPOILT.sub(r"+\1", text[AFTER_DAY:].upper())
    try:
        moment = datetime.fromisoformat(date + time)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if day(text[: AFTER_DAY - 1]) else None


def day_of(text):
    """The day of a date-time as it is written there, in its own zone: days of events have none. Any other text as it stands."""
    return text[: AFTER_DAY - 1] if parse(text) else text
