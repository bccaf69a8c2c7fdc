"""How often things are named, as loaders keep it in models.tables.derived.Mention."""

from typing import Any

from peewee import fn

from models.domain.picks import INCIDENTS
from models.summaries.tally import NOTHING, Tally
from models.tables.schema import Mention

KEYS = ("actor", "source")
"""Dimensions whose keys are what is named."""


def counters(kind: str) -> Any:
    """How often each thing of a kind is named, by its id."""
    return Mention.select(Mention.id, Mention.number).where(Mention.kind == kind)


def incident_count(kind: str, id: Any) -> Any:
    """The number of current incidents that name one thing, as a subquery beside each row."""
    return fn.COALESCE(Mention.select(Mention.number).where(Mention.kind == kind, Mention.id == id), 0)


def facet_rows(name: str, selection: Any, number: int) -> dict[tuple[Any, ...], Tally] | None:
    """By key of a dimension, the tallies of all current incidents without their sums: the first rows, the most frequent first. None where
    that is not what is asked for."""
    if name not in KEYS or {*selection.given} != {"kind"} or selection.values["kind"] != INCIDENTS:
        return None
    first = counters(name).order_by(Mention.number.desc(), Mention.id == "", Mention.id).limit(number)
    return {(id or None,): (often, *NOTHING[1:]) for id, often in first.tuples()}
