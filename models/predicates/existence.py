"""Conditions on Event by what it has or lacks, and by how it is related to others. To add something, add an entry to PRESENT."""

from collections.abc import Iterable
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
"""By name of what an event may have or lack, the condition that it has it."""

RELATED = {"same_as": Event.group.is_null(False), "part_of": Event.part_of.is_null(False), "related": Event.related}
"""By code of the vocabulary RELATION, the condition that an event is so related to another."""


def has_all(names: Iterable[str]) -> Any:
    return reduce(and_, (PRESENT[name] for name in names))


def lacks_all(names: Iterable[str]) -> Any:
    return reduce(and_, (is_not_true(PRESENT[name]) for name in names))


def is_related(codes: Iterable[str]) -> Any:
    """The condition that an event is related to another in any of these ways."""
    return reduce(or_, (RELATED[code] for code in codes))
