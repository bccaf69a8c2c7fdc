"""The documents that an event of UCDP GED rests on."""

import re
from functools import lru_cache
from typing import Any

from models.domain import dates
from seeds.files.row import Row
from seeds.importers.imported_event import ImportedSource

ITEM = re.compile(r"\s*([^\s,].*?),(\d{4}-\d\d-\d\d),(.*\S.*)", re.ASCII | re.DOTALL)
NO_DATE = "1753-01-01"
"""What documents without a date have: the first day that SQL Server's datetime can hold."""

LONGEST = 1000
"""Characters of a document's title; one that is cut has as many, others have fewer."""


def sources_of(row: Row) -> Any:
    """The documents; the pipeline takes those that are told alike for one."""
    text = row.text("source_article")
    if text is None:
        return ()
    return tuple(parse_items(text, row.whole("number_of_sources", -1)) or [ImportedSource(shorten(text))])


def parse_items(text: Any, number: Any) -> Any:
    """The documents of `"office,date,headline";"office,date,headline"`; none where that is not certain. -1 is an unknown number."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return []
    found = [ITEM.fullmatch(item) for item in text[1:-1].split('";"')]
    certain = number in (None, -1, len(found)) and all(item and is_day(item[2]) for item in found)
    return [make_source(*item.groups()) for item in found if item] if certain else []


def make_source(office: Any, date: Any, headline: Any) -> Any:
    return ImportedSource(shorten(headline), shorten(office), published=None if date == NO_DATE else date)


@lru_cache(16384)
def is_day(text: Any) -> Any:
    return dates.parse_day(text) is not None


def shorten(text: Any) -> Any:
    """The text in one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) < LONGEST else f"{line[: LONGEST - 1]}…"
