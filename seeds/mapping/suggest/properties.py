"""What a first mapping says of each property. To suggest another, add a function to PARTS.

Each function gets the ColumnFinder and what is found already, and returns a Guess, or None where no column tells the property.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from models.domain.vocabularies import UNTYPED
from seeds.mapping.suggest.column_matcher import ColumnFinder
from seeds.mapping.suggest.date_inference import guess_date as guess_dates
from seeds.mapping.suggest.sample import SampleColumn
from seeds.mapping.suggest.type_inference import Guess

PLACE = ("country", "admin1", "admin2", "name")
DEGREES = ("latitude", "longitude")
ROLES = {"perpetrator": "perpetrator", "target": "target", "actor 1": "participant", "actor 2": "participant"}
"""By what is looked for: without a hint in the name of the column, no side is told."""
SEPARATORS = (";", "|")
MOST = 0.6
"""The share of rows that a column called an id must tell apart to be taken for one, though not all."""


def group_guesses(found: dict[str, Any]) -> Any:
    """Guesses by name, as one of a mapping; None without any."""
    remarks = [remark for each in found.values() for remark in each.remarks]
    return Guess({name: each.value for name, each in found.items()}, tuple(remarks)) if found else None


def column_of(guess: Any) -> Any:
    """The column that a Guess names; None where there is none."""
    return guess.value.get("column") if guess and isinstance(guess.value, dict) else None


def guess_date(finder: Any, found: dict[Any, Any]) -> Guess:
    start, end = finder.find("start"), finder.find("end")
    if start and end:
        return group_guesses(agree_on_day_order(finder, start, end))
    numbers = {} if start else finder.find_all({name: name for name in ("year", "month", "day")})
    return group_guesses(numbers) if "year" in numbers else start


def agree_on_day_order(finder: Any, start: Any, end: Any) -> Any:
    """The Guesses of start and end; where one does not tell day from month, both as the cells of both tell it."""
    columns = [finder.sample.columns[column_of(each)] for each in (start, end)]
    both = guess_dates(SampleColumn(columns[0].name, columns[0].texts + columns[1].texts)) if start.remarks or end.remarks else None
    if both:
        start, end = both, Guess(both.value | {"column": columns[1].name})
    return {"start": start, "end": end}


def guess_type(finder: Any, found: dict[str, Any]) -> Guess:
    return (
        finder.find("type")
        or finder.find("type in words")
        or Guess(UNTYPED, ("No column seems to tell the type. One code of /v1/vocabularies/type may stand for all rows.",))
    )


def guess_original_type(finder: Any, found: dict[str, Any]) -> Any:
    column = column_of(found["type"])
    return Guess({"column": column}) if column else None


def guess_location(finder: Any, found: dict[str, Any]) -> Guess:
    point = finder.find_all({name: name for name in DEGREES})
    if point.keys() != {*DEGREES}:
        point = finder.find_all({"coordinates": "coordinates"})
    return group_guesses(finder.find_all({name: name for name in PLACE}) | point)


def date_column(found: dict[str, Any]) -> Any:
    """The column of the date, or of its start."""
    told = found.get("date")
    return told and (column_of(told) or next(iter(told.value.values()))["column"])


def place_column(found: dict[str, Any]) -> Any:
    """The column of the deepest place."""
    told = found["location"].value if "location" in found else {}
    return next((told[name]["column"] for name in ("name", "admin2", "admin1", "country") if name in told), None)


def in_braces(column: str) -> Any:
    """The column as a text names it; None where there is none, or its own name has braces."""
    return f"{{{column}}}" if column and set(column).isdisjoint("{}") else None


def guess_id(finder: ColumnFinder, found: dict[str, Any]) -> Guess | None:
    """A column that tells all rows apart; else one that tells most of them apart; else the first few of the date's, the place's and the
    type's that tell all apart together."""
    named = finder.find_id(1) or finder.find_id(MOST)
    if named:
        return remark_repeated(finder, named)
    columns = list(filter(in_braces, (date_column(found), place_column(found), column_of(found["type"]))))
    enough = next((columns[:count] for count in range(1, len(columns) + 1) if finder.share_apart(columns[:count]) == 1), None)
    remark = "No column seems to be an id. These tell the sampled rows apart."
    return Guess("-".join(map(in_braces, enough)), (remark,)) if enough else None


def remark_repeated(finder: ColumnFinder, named: Guess) -> Guess:
    """The Guess of a column of ids, with how many of its rows would be rejected."""
    column = finder.sample.columns[named.value["column"]]
    empty, again = len(finder.sample.rows) - len(column.texts), len(column.texts) - len(column.counts)
    remark = f"{empty} of the rows have no {column.name!r}, and {again} one that stands before: these rows would be rejected."
    return Guess(named.value, (remark,)) if empty or again else named


def guess_title(finder: Any, found: dict[str, Any]) -> Guess:
    """A column of titles; the type and the place, as far as they are told; and what is never empty."""
    own, columns = finder.find("title"), (column_of(found["type"]), place_column(found), column_of(found.get("id")))
    type, place, id = map(in_braces, columns)
    worded = [f"{type or 'Event'} in {place}"] if place else []
    plain = [type] if type else []
    return Guess([*([own.value] if own else []), *worded, *plain, f"Event {id}" if id else "Untitled event"])


def guess_figures(finder: Any, found: dict[str, Any]) -> Guess:
    bounds = finder.find_all({"low": "fatalities low", "best": "fatalities", "high": "fatalities high"})
    return bounds["best"] if bounds.keys() == {"best"} else group_guesses(bounds)


def guess_separator(finder: Any, columns: Iterable[Any]) -> dict[str, Any]:
    """The option that cuts cells where they hold several things."""
    texts = [text for column in columns for text in finder.sample.columns[column].texts]
    mark = next((mark for mark in SEPARATORS if any(mark in text for text in texts)), None)
    return {"split": mark} if mark else {}


def guess_actors(finder: Any, found: dict[str, Any]) -> Any:
    sides = {role: found for role in ROLES if (found := finder.find(role))}
    entries = [{"name": each.value, "role": ROLES[side], **guess_separator(finder, [column_of(each)])} for side, each in sides.items()]
    return Guess(entries, ("Each may have a `kind`, one of /v1/vocabularies/actor-kind.",)) if entries else None


def guess_sources(finder: Any, found: dict[str, Any]) -> Any:
    told = finder.find_all({"title": "source", "url": "url"})
    entry = {name: each.value for name, each in told.items()}
    return Guess([entry | guess_separator(finder, map(column_of, told.values()))]) if entry else None


def guess_by_name(part: str, finder: Any, found: dict[str, Any]) -> Guess | None:
    return finder.find(part)


PARTS = {
    "date": guess_date,
    "type": guess_type,
    "original_type": guess_original_type,
    "location": guess_location,
    "id": guess_id,
    "title": guess_title,
    "fatalities": guess_figures,
    "actors": guess_actors,
    "sources": guess_sources,
} | {name: partial(guess_by_name, name) for name in ("summary", "time", "injuries", "arrests", "participants")}


def guess_properties(finder: Any) -> dict[str, Any]:
    """The Guesses of all properties that seem to be told, by name."""
    found = {}
    for name, part in PARTS.items():
        guess = part(finder, found)
        if guess:
            found[name] = guess
    return found
