"""Ids that may be meant by one that there is not: those of what has that name, or else those that are written like it."""

from typing import Any

from api.http.problems import parameter_error
from models.predicates.lookup_by_name import find_by_name, find_datasets_by_title, find_sources_by_title
from models.tables.schema import Actor, Dataset, Location, Source
from models.text.spelling import AROUND, nearest

MOST = 10
"""How many ids of a name are told."""

BY_NAME = {Actor: find_by_name, Location: find_by_name, Source: find_sources_by_title, Dataset: find_datasets_by_title}
"""By table, the look-up of what is called so."""


def unknown_ids_error(parameter: Any, missing: Any, table: Any) -> dict[str, Any]:
    """The fault of naming ids that a table lacks, with what may be meant by the first of them."""
    what, id = table.__name__.lower(), missing[0]
    reason = f"there is no {what} {', '.join(map(repr, missing))}"
    beside, all_shown = neighbouring_ids(table, id)
    near = nearest(id, beside, lambda slips: first_column(ids_of(table).where(table.id.in_(slips))))
    found = [] if near else matches_by_name(table, id)
    if found:
        return parameter_error(parameter, f"{reason}{format_matches(found)}", [each.id for each in found[:MOST]], only_match(found))
    return parameter_error(
        parameter, reason if all_shown else f"{reason} (those next to it in order shown; all in /v1/{what}s)", beside, near
    )


def matches_by_name(table: type, text: str) -> list[Any]:
    """What is NameMatch so, the best fit first: no more than MOST and one."""
    return BY_NAME[table](table, text, MOST + 1) if table in BY_NAME else []


def format_matches(found: list[Any]) -> str:
    """What a reason says of the things of a name."""
    cut = f" and more ({MOST} shown)" if len(found) > MOST else ""
    return f"; of that name there {'is' if len(found) == 1 else 'are'} {', '.join(each.id for each in found[:MOST])}{cut}"


def only_match(found: list[Any]) -> str | None:
    """The id of what alone is NameMatch so, or is called just that; None where several are and none is."""
    return found[0].id if len(found) == 1 or found[0].fit == 0 else None


def ids_of(table: Any) -> Any:
    return table.select(table.id).distinct()


def neighbouring_ids(table: Any, id: Any) -> tuple[Any, ...]:
    """The ids beside one in order, and whether there are no others."""
    before = first_column(ids_of(table).where(table.id < id).order_by(table.id.desc()).limit(AROUND))
    after = first_column(ids_of(table).where(table.id > id).order_by(table.id.asc()).limit(AROUND))
    return [*reversed(before), *after], len(before) < AROUND > len(after)


def first_column(ids: Any) -> list[str]:
    return [id for (id,) in ids.tuples()]
