"""The condition on Event by when a load recorded its state."""

from typing import Any, NamedTuple

from peewee import fn

from models.domain.limits import LARGEST
from models.tables.schema import Event, Release


class UpdatedSince(NamedTuple):
    """A moment (ISO 8601, UTC), and the first revision since then, by which the planner can estimate how few rows follow."""

    moment: str
    revision: int


def since_moment(moment: str) -> UpdatedSince:
    first = Release.select(fn.MIN(Release.number)).where(Release.loaded_at >= moment).scalar()
    return UpdatedSince(moment, LARGEST if first is None else first)


def recorded_since(since: Any) -> Any:
    """The condition that the state of an event was recorded since a moment, given as UpdatedSince."""
    loads = Release.select(Release.number).where(Release.loaded_at >= since.moment)
    return (Event.revision_from >= since.revision) & Event.revision_from.in_(loads)
