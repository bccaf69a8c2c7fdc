"""The day and the revision that `as_of` means where it names a release of a dataset, as `ucdp-ged@21.0.12`."""

from api import errors
from api.fields import nearest
from models.tables import Release

SHOWN = 40
"""Releases that an error lists."""


def moment(as_of, revision, latest):
    """(day, revision) for `as_of` (a day, dataset@label or None) at a revision (None: not asked for) of a store whose last is `latest`.

    A release stands for the day on which it was released and, where no revision is asked for, the one of its last load.
    Raises errors.BadParameters where no such release was loaded by then.
    """
    if as_of is None or "@" not in as_of:
        return as_of, revision
    release = releases(revision or latest).where(Release.label == label_of(as_of), Release.dataset == dataset_of(as_of)).first()
    if release is None:
        raise unknown(as_of, revision or latest)
    return release.released_on, revision or release.number


def dataset_of(text):
    return text.partition("@")[0]


def label_of(text):
    return text.partition("@")[2]


def releases(revision):
    """The loads up to a revision, the last first."""
    loads = Release.select(Release.dataset, Release.label, Release.released_on, Release.number).where(Release.action == "load")
    return loads.where(Release.number <= revision).order_by(Release.number.desc()).namedtuples()


def unknown(as_of, revision):
    """The failure: with the releases of the dataset or, where there is none of that id, of all."""
    told = list(dict.fromkeys(f"{each.dataset}@{each.label}" for each in releases(revision)))
    allowed = [text for text in told if dataset_of(text) == dataset_of(as_of)] or told
    near = nearest(as_of.lower(), {text.lower(): text for text in allowed})
    detail = f"there is no release {as_of!r} at revision {revision}"
    return errors.BadParameters.of([errors.fault("as_of", detail, allowed[:SHOWN], near)])
