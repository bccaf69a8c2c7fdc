"""Releases in force: which loads of a dataset are not undone, and which is the preferred one, by which the dataset is named and cited."""

import functools
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from models.tables.schema import Release

of_dataset = attrgetter("dataset")


class ReleaseInForce(NamedTuple):
    """The preferred release of a dataset and the first one that an answer may draw on, which differs where the preferred one is a part."""

    last: Any
    first: Any

    @property
    def note(self) -> dict[str, Any]:
        """What answers that draw on the dataset say of it."""
        return {name: self.last.about[name] for name in ("title", "licence", "citation")}


def releases_in_force(identity: Any, revision: int | None, day: str | None) -> dict[str, Any]:
    """By dataset id, in order, the ReleaseInForce at a revision (None: the latest) by a day (None: now)."""
    made = {
        id: [each for each in releases if each.number <= (revision or each.number)]
        for id, releases in releases_by_dataset(identity).items()
    }
    return {id: release_in_force(releases, day) for id, releases in made.items() if releases}


@functools.lru_cache(maxsize=8)
def releases_by_dataset(identity: Any) -> dict[str, Any]:
    """By dataset id, in order, its Releases in the order in which they were made."""
    rows = Release.select().where(Release.dataset.is_null(False)).order_by(Release.number).namedtuples()
    return {id: list(releases) for id, releases in groupby(sorted(rows, key=of_dataset), of_dataset)}


def release_in_force(releases: list[Any], day: str | None) -> ReleaseInForce:
    """The ReleaseInForce of a dataset's Releases by a day; of a dataset with no load in force, what undid the last."""
    loads = in_force(releases)
    by_then = [each for each in loads if day is None or was_released_by(each, day)] or loads or releases[-1:]
    last = preferred_load(by_then)
    whole = preferred_load([each for each in by_then if each.complete])
    return ReleaseInForce(last, last if last.complete else whole or min(by_then, key=attrgetter("released_on")))


def loads_of_dataset(dataset: str) -> Any:
    """The loads of a dataset that are in force, oldest first."""
    return in_force(Release.select().where(Release.dataset == dataset).order_by(Release.number))


def in_force(releases: Any) -> list[Any]:
    """The loads that are in force after all these Releases of one dataset, oldest first."""
    found = []
    for each in releases:
        if each.action == "revert":
            found.pop()
        else:
            found.append(each)
    return found


def preferred_load(loads: Any) -> Any:
    """The preferred one of some loads, oldest first; None without any."""
    found = None
    for each in loads:
        found = each if takes_precedence(each, found) else found
    return found


def takes_precedence(load: Any, other: Any) -> Any:
    """Whether a load is preferred over an earlier one: unless its release has an earlier day. A corpus replaces what it was."""
    return other is None or load.source is None or load.released_on >= other.released_on


def was_released_by(load: Any, day: str) -> bool:
    """Whether a load counts for what was known by a day: a release is known from its own day on."""
    return load.source is None or load.released_on <= day


def complete_release_days(loads: list[Release]) -> set[str]:
    """The days of the complete releases among some loads."""
    return {each.released_on for each in loads if each.complete}
