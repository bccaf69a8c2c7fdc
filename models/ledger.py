"""Which loads of a dataset are in force, those that are not undone, and which of them is foremost: by it the dataset is known and cited."""

from functools import reduce

from models.tables import Release


def loads(dataset):
    """The loads of a dataset that are in force, in the order in which they were made."""
    return in_force(Release.select().where(Release.dataset == dataset).order_by(Release.number))


def in_force(releases):
    """The loads that are in force after all of these Releases of one dataset, given in order."""
    found = []
    for each in releases:
        if each.action == "revert":
            found.pop()
        else:
            found.append(each)
    return found


def foremost(loads):
    """The load that is foremost among some in order, None where there are none."""
    return reduce(lambda found, each: each if overtakes(each, found) else found, loads, None)


def overtakes(load, other):
    """Whether a load is foremost where another was: unless it is of a release of an earlier day. A corpus replaces what it was."""
    return other is None or load.source is None or load.released_on >= other.released_on


def told_by(load, day):
    """Whether a load bears on what was known by a day: what a release tells is known from its own day on."""
    return load.source is None or load.released_on <= day


def whole(loads):
    """The days of those among some loads that are complete releases."""
    return {each.released_on for each in loads if each.complete}
