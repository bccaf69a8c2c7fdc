"""How often things are named, as loaders keep it in models.tables.derived.Mention."""

from typing import Any

from peewee import fn

from models.tables.schema import Mention


def counters(kind: str) -> Any:
    """How often each thing of a kind is named, by its id."""
    return Mention.select(Mention.id, Mention.number).where(Mention.kind == kind)


def incident_count(kind: str, id: Any) -> Any:
    """The number of current incidents that name one thing, as a subquery beside each row."""
    return fn.COALESCE(Mention.select(Mention.number).where(Mention.kind == kind, Mention.id == id), 0)
