"""Deduplication: the condition on Event that keeps one event of each group of twins, which are the same event in different datasets."""

from collections.abc import Sequence
from typing import Any

from peewee import Case, fn

from models.tables.schema import Event


def is_preferred(condition: Any, preferred: Sequence[Any]) -> Any:
    """The condition that an event is, of those in its group that meet a condition, the one whose dataset comes first in `preferred` (ids).

    Datasets that are not in it come after those that are, in the order of their ids. An event of no group meets the condition.
    """
    place = fn.ROW_NUMBER().over(partition_by=[Event.group], order_by=[*preference_ranks(preferred), Event.dataset, Event.id])
    placed = Event.select(Event.state, place.alias("place")).where(condition, Event.group.is_null(False))
    return Event.state.not_in(placed.select_from(placed.c.state).where(placed.c.place > 1))


def preference_ranks(preferred: Sequence[Any]) -> list[Any]:
    """The expressions to order by so that events of preferred datasets come first, in their order."""
    return [Case(Event.dataset, [(id, rank) for rank, id in enumerate(preferred)], len(preferred))] if preferred else []
