"""The day and the revision that `as_of` means where it names a release of a dataset, as `ucdp-ged@21.0.12`."""

import functools
from itertools import groupby
from operator import attrgetter
from typing import Any

from api.http import problems
from models.releases import in_force
from models.tables.schema import Release
from models.text.spelling import closest_match

COLUMNS = (Release.dataset, Release.label, Release.action, Release.released_on, Release.number)


@functools.lru_cache(maxsize=512)
def resolve_moment(as_of: str | None, revision: int | None, identity: Any) -> Any:
    """(day, revision) for `as_of` (a day, dataset@label or None) at a revision (None: not asked for) of a state of the store.

    A release stands for the day on which it was released and, where no revision is asked for, the one of its last load.
    Raises problems.BadParameters where no such release was loaded by then, or it was undone by a revision that is asked for.
    """
    if as_of is None or "@" not in as_of:
        return as_of, revision
    latest = identity.revision
    release = next(
        (load for load in named_loads(revision, latest, Release.dataset == dataset_of(as_of)) if release_name(load) == as_of), None
    )
    if release is None:
        raise unknown_release(as_of, revision, latest)
    return release.released_on, revision or release.number


def release_name(load: Any) -> str:
    return f"{load.dataset}@{load.label}"


def dataset_of(text: str) -> str:
    return text.partition("@")[0]


def named_loads(revision: int | None, latest: int, *conditions: Any) -> list[Any]:
    """The loads by which a release may be named, of those that meet conditions, the last first: what is in force at a revision, or all
    where none is asked for."""
    rows = Release.select(*COLUMNS).where(Release.dataset.is_null(False), Release.number <= (revision or latest), *conditions)
    of_each = (list(made) for _, made in groupby(rows.order_by(Release.dataset, Release.number).namedtuples(), attrgetter("dataset")))
    found = (each for made in of_each for each in (in_force(made) if revision else made) if each.action == "load")
    return sorted(found, key=attrgetter("number"), reverse=True)


def unknown_release(as_of: str, revision: int | None, latest: int) -> problems.BadParameters:
    """The failure: with the releases of the dataset or, where there is none of that id, of all."""
    told = list(dict.fromkeys(map(release_name, named_loads(revision, latest))))
    allowed = [text for text in told if dataset_of(text) == dataset_of(as_of)] or told
    if as_of in map(release_name, named_loads(None, revision or latest)):
        return bad_as_of(f"the release {as_of!r} was undone by revision {revision}", allowed)
    return bad_as_of(f"there is no release {as_of!r} at revision {revision or latest}", allowed, closest_match(as_of, allowed))


def bad_as_of(detail: str, allowed: list[str], near: str | None = None) -> problems.BadParameters:
    datasets = {*map(dataset_of, allowed)}
    all_in = f"/v1/datasets/{datasets.pop()}/releases" if len(datasets) == 1 else "/v1/datasets"
    return problems.BadParameters.of([problems.parameter_error("as_of", detail, allowed, near, all_in)])
