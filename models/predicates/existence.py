"""Presence: conditions on Event by what it has or lacks, and by how it is connected. To add something, add an entry."""

from functools import reduce
from operator import and_, or_
from typing import Any

from models.db.expressions import is_not_true
from models.predicates.casualties import MEASURES
from models.tables.schema import Citation, Event, Participation

CITED = Event.state.in_(Citation.select(Citation.state))

PRESENT = {
    "coordinates": Event.longitude.is_null(False),
    "location": Event.location.is_null(False),
    "country": Event.country.is_null(False),
    **{name: measure.reported for name, measure in MEASURES.items()},
    "actors": Event.state.in_(Participation.select(Participation.state)),
    "part_of": Event.part_of.is_null(False),
    "claims": CITED,
    "sources": CITED,
}
"""What an event may have or lack, by name: the condition of having it."""

RELATED = {"same_as": Event.group.is_null(False), "part_of": Event.part_of.is_null(False), "related": Event.related}
"""By code of RELATION, the condition that another event is so connected with it."""


def has_all(names: list[str]) -> Any:
    return reduce(and_, (PRESENT[name] for name in names))


def lacks_all(names: list[str]) -> Any:
    return reduce(and_, (is_not_true(PRESENT[name]) for name in names))


def is_related(codes: list[str]) -> Any:
    """In any of these ways."""
    return reduce(or_, (RELATED[code] for code in codes))
