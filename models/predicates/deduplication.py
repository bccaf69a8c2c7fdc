"""Twins: the condition on Event by which one alone stays of each group of events that are the same."""

from peewee import Case, fn

from models.tables.schema import Event


def is_preferred(condition, preferred):
    """Of the events of a group that meet a condition, it is the one whose dataset comes first among the `preferred` ids.

    Datasets that are not named come after, in the order of their ids. What belongs to no group stays.
    """
    place = fn.ROW_NUMBER().over(partition_by=[Event.group], order_by=[*preference_ranks(preferred), Event.dataset, Event.id])
    placed = Event.select(Event.state, place.alias("place")).where(condition, Event.group.is_null(False))
    return Event.state.not_in(placed.select_from(placed.c.state).where(placed.c.place > 1))


def preference_ranks(preferred):
    return [Case(Event.dataset, [(id, rank) for rank, id in enumerate(preferred)], len(preferred))] if preferred else []
