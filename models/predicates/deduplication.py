"""Deduplication: the condition on Event by which one event is kept of each group that describes the same."""

from collections.abc import Iterable
from typing import Any

from peewee import Case, fn

from models.tables.schema import Event


def is_preferred(condition: Any, preferred: Iterable[Any]) -> Any:
    """The condition that, of the events of its group that meet `condition`, this is the one whose dataset comes first in `preferred`.

    Other datasets follow in the order of their ids. Events without a group are kept.
    """
    place = fn.ROW_NUMBER().over(partition_by=[Event.group], order_by=[*preference_ranks(preferred), Event.dataset, Event.id])
    placed = Event.select(Event.state, place.alias("place")).where(condition, Event.group.is_null(False))
    return Event.state.not_in(placed.select_from(placed.c.state).where(placed.c.place > 1))


def preference_ranks(preferred: Any) -> list[Any]:
    return [Case(Event.dataset, [(id, rank) for rank, id in enumerate(preferred)], len(preferred))] if preferred else []
