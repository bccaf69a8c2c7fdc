"""Why a list is empty, and what the store covers."""

import functools
from typing import Any

from marshmallow import fields
from peewee import SQL, fn

from api.aggregates.group_by import count_number
from api.filters.access_path import page_access_path
from api.filters.event_filters import FILTERS
from api.filters.selection import Selection
from api.queries.column_page import column_store_for
from api.queries.ordering import SORTS
from models.db.prepared_statements import prepare
from models.domain.dates import FIRST_DAY, LAST_DAY
from models.domain.picks import Picks
from models.domain.vocabularies import ALL, INCIDENT
from models.serialization.schemas import AnswerSchema
from models.tables.schema import Event

LOOSER = {
    "kind": ("default-filter", None, f"there are none of kind {INCIDENT}, which is the default; kind={ALL} finds some"),
    "match": ("uncertain", "possible", "none matches for certain; match=possible finds some"),
    "as_of": ("not-told-yet", None, "no source had told of any by {as_of}; without as_of there are some"),
}
"""By parameter, the reason that it is where another value of it finds something, that value, and how it is told."""

BOUNDS = ("time", "place")
"""What filters may confine, so that each of them may alone leave nothing."""

APART = "each filter on the place finds some by itself, but no event meets all of them together: {}"
NO_MATCH = "no-match"
REASONS = [*(reason for reason, _, _ in LOOSER.values()), *(f"outside-{bounds}" for bounds in BOUNDS), NO_MATCH]


class CoverageSchema(AnswerSchema):
    earliest = fields.String(allow_none=True, metadata={"description": "The first day of any event.", "format": "date"})
    latest = fields.String(allow_none=True, metadata={"description": "The last day of any event.", "format": "date"})
    countries = fields.List(fields.String(), metadata={"description": "The countries of its events."})


class EmptinessSchema(AnswerSchema):
    """Why there is nothing."""

    reason = fields.String(metadata={"description": "The reason.", "enum": REASONS})
    detail = fields.String(metadata={"description": "The reason, for people."})
    coverage = fields.Nested(CoverageSchema)


def explain_empty(request: Any) -> dict[str, Any]:
    """The member of meta that explains a list without events."""
    return make_explanation(request, *find_reason(request))


def explain_no_match(request: Any, name: str) -> dict[str, Any]:
    """The member of meta that explains a list without things of this name."""
    return make_explanation(request, NO_MATCH, f"no {name} meets every filter")


def make_explanation(request: Any, reason: str, detail: str) -> dict[str, Any]:
    then = f", as revision {request.pinned} left the store; later loads may have brought some" if request.pinned else ""
    return {"reason": reason, "detail": detail + then, "coverage": coverage(request.identity, request.at["revision"])}


def find_reason(request: Any) -> tuple[Any, ...]:
    values, asked = request.at, dict(request.http.args)
    implied = {} if request.pinned else {"revision": None}  # by a release that `as_of` names
    for name, (reason, looser, detail) in LOOSER.items():
        loosened = values | {name: looser} | (implied if name == "as_of" else {})
        if values[name] not in (None, looser) and (name != "kind" or name not in asked) and any_event(request.identity, loosened):
            return reason, detail.format(**values)
    for bounds in BOUNDS:
        given = given_filters(values, [name for name, field in FILTERS.items() if field.bounds == bounds])
        if not all(any_event(request.identity, with_only(values, {name: value})) for name, value in given):
            return f"outside-{bounds}", f"no event of the store lies in this {bounds}"
        if len(given) > 1 and not any_event(request.identity, with_only(values, {name: values[name] for name, _ in given})):
            return NO_MATCH, APART.format(", ".join(dict.fromkeys(name for name, _ in given)))
    return NO_MATCH, "no event meets every filter"


def given_filters(values: dict[str, Any], names: list[str]) -> list[tuple[Any, ...]]:
    """(name, value) of those of the filters that are given; wanted and excluded values apart."""
    given = [(name, values[name]) for name in names if values.get(name) is not None]
    return [(name, part) for name, value in given for part in (split_picks(value) if isinstance(value, Picks) else [value])]


def split_picks(picks: Picks) -> list[Picks]:
    return [part for part in (picks._replace(unwanted=[]), picks._replace(wanted=[])) if any(part)]


def with_only(values: dict[str, Any], filters: dict[str, Any]) -> dict[str, Any]:
    """The values with no filters but these, for events of any kind."""
    return dict.fromkeys(values) | {"revision": values["revision"]} | filters


def any_event(identity: Any, values: Any) -> bool:
    selection = Selection(identity, values | {"sort": SORTS[0]})
    if column_store_for(selection):
        return count_number(selection) > 0
    return bool(prepare(any_event_query, selection, page_access_path(selection)).tuples(**selection.bind_values))


def any_event_query(selection: Selection, read: Any) -> Any:
    return Event.select(SQL("1")).from_(read.events).where(selection.condition(along=read.along)).limit(1)


@functools.lru_cache(maxsize=256)
def coverage(identity: Any, revision: Any) -> Any:
    """The first and last day and the countries of the current events, or of those at a revision; open ends do not count."""
    then = Event.at(None, revision)
    earliest = Event.select(fn.MIN(Event.date_earliest)).where(then, Event.date_earliest > FIRST_DAY).scalar()
    latest = Event.select(fn.MAX(Event.date_latest)).where(then, Event.date_latest < LAST_DAY).scalar()
    countries = Event.select(Event.country).where(then, Event.country.is_null(False)).distinct().order_by(Event.country)
    return {"earliest": earliest, "latest": latest, "countries": [country for (country,) in countries.tuples()]}
