"""Which loads of a dataset are in force (not reverted), and which of them is preferred: it describes the dataset and is cited."""

import functools
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from models.tables.schema import Release

of_dataset = attrgetter("dataset")

ReleaseRow = Any
"""A row of Release, as a namedtuple or a model."""


class ReleaseInForce(NamedTuple):
    """A dataset's preferred release, and the first release whose data answers may contain: an earlier one, if the preferred is partial."""

    last: ReleaseRow
    first: ReleaseRow

    @property
    def note(self) -> dict[str, Any]:
        """The title, licence and citation of the dataset, for answers that contain its data."""
        return {name: self.last.about[name] for name in ("title", "licence", "citation")}


def releases_in_force(identity: Any, revision: int | None, day: str | None) -> dict[str, ReleaseInForce]:
    """By id of a dataset, in order, the ReleaseInForce at a revision (None: the latest) as of an ISO day (None: now)."""
    by_revision = {
        id: [each for each in releases if each.number <= (revision or each.number)]
        for id, releases in releases_by_dataset(identity).items()
    }
    return {id: release_in_force(releases, day) for id, releases in by_revision.items() if releases}


@functools.lru_cache(maxsize=8)
def releases_by_dataset(identity: Any) -> dict[str, list[ReleaseRow]]:
    """By id of a dataset, in order, its releases in the order of their numbers. `identity` of the store is the key of the cache."""
    rows = Release.select().where(Release.dataset.is_null(False)).order_by(Release.number).namedtuples()
    return {id: list(releases) for id, releases in groupby(sorted(rows, key=of_dataset), of_dataset)}


def release_in_force(releases: Sequence[ReleaseRow], day: str | None) -> ReleaseInForce:
    """The ReleaseInForce as of an ISO day (None: now), given all releases of a dataset in order.

    Without a load by that day, the loads after it count; without any load in force, the revert of the last one."""
    loads = in_force(releases)
    by_then = [each for each in loads if day is None or was_released_by(each, day)] or loads or releases[-1:]
    last = preferred_load(by_then)
    complete = preferred_load([each for each in by_then if each.complete])
    return ReleaseInForce(last, last if last.complete else complete or min(by_then, key=attrgetter("released_on")))


def loads_of_dataset(dataset: str) -> list[ReleaseRow]:
    """The loads of a dataset that are in force, in the order of their numbers."""
    return in_force(Release.select().where(Release.dataset == dataset).order_by(Release.number))


def in_force(releases: Iterable[ReleaseRow]) -> list[ReleaseRow]:
    """The loads in force after all of the given releases of one dataset, in order: each revert undoes the last load before it."""
    loads: list[ReleaseRow] = []
    for each in releases:
        if each.action == "revert":
            loads.pop()
        else:
            loads.append(each)
    return loads


def preferred_load(loads: Iterable[ReleaseRow]) -> ReleaseRow:
    """The preferred one of some loads in order, None where there are none: the last of those released latest."""
    preferred = None
    for each in loads:
        if takes_precedence(each, preferred):
            preferred = each
    return preferred


def takes_precedence(load: ReleaseRow, other: ReleaseRow | None) -> bool:
    """Whether a load is preferred over an earlier one: unless its release is of an earlier day. A corpus always replaces its last load."""
    return other is None or load.source is None or load.released_on >= other.released_on


def was_released_by(load: ReleaseRow, day: str) -> bool:
    """Whether a load has data known by an ISO day: that of a release is known from its own day on, that of a corpus from any day."""
    return load.source is None or load.released_on <= day


def complete_release_days(loads: Iterable[ReleaseRow]) -> set[str]:
    """The days of the complete releases among some loads."""
    return {each.released_on for each in loads if each.complete}
