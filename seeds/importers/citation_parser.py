"""A citation in a cell, taken apart where that is certain."""

import re
from calendar import month_name
from functools import lru_cache
from typing import Any

from models.domain import dates
from seeds.importers.imported_event import ImportedSource

MONTHS = {name: f"{number:02}" for number, name in enumerate(month_name) if name}
CITED = re.compile(
    r'(?:(?P<author>[^",\d]{3,60}), )?"(?P<title>[^"]{3,}(?:(?<!,)"[^"]+)*?)",? (?P<publisher>[^"]{2,}), '
    r"(?P<month>[A-Z][a-z]+) (?:(?P<day>\d\d?), )?(?P<year>\d{4})\.?",
    re.ASCII,
)


def publication_date(found: Any) -> str:
    """EDTF of a match's year, month and day, where there is one. Raises KeyError or ValueError where there is no such month or day."""
    day = found["day"] and f"{int(found['day']):02}"
    return dates.parse_date("-".join(filter(None, (found["year"], MONTHS[found["month"]], day)))).edtf


@lru_cache(maxsize=65536)
def parse_citation(text: str) -> ImportedSource:
    """The Work of `"Title," Publisher, July 3, 2015.`, with or without an author before it; of any other text, all of it as title."""
    found = CITED.fullmatch(text.replace("“", '"').replace("”", '"'))
    try:
        return (
            ImportedSource(found["title"].removesuffix(","), found["publisher"], found["author"], publication_date(found))
            if found
            else ImportedSource(text)
        )
    except (KeyError, ValueError):
        return ImportedSource(text)
