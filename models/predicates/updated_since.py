"""Recency: the condition on Event by when a load recorded it so."""

from typing import Any, NamedTuple

from peewee import fn

from models.domain.limits import LARGEST
from models.tables.schema import Event, Release


class UpdatedSince(NamedTuple):
    """A moment, and a revision before which nothing was loaded since then: a planner knows how little lies behind a number."""

    moment: str
    revision: int


def since_moment(moment: str) -> UpdatedSince:
    first = Release.select(fn.MIN(Release.number)).where(Release.loaded_at >= moment).scalar()
    return UpdatedSince(moment, LARGEST if first is None else first)


def recorded_since(since: UpdatedSince) -> Any:
    loads = Release.select(Release.number).where(Release.loaded_at >= since.moment)
    return (Event.revision_from >= since.revision) & Event.revision_from.in_(loads)
