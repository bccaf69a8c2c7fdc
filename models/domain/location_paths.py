"""The ids of locations, which are paths: what lies within one is a range of ids, and what it lies in can be read off it."""

import functools
from itertools import accumulate
from typing import Any, NamedTuple


class LocationPath(NamedTuple):
    """The id of a location, and the two ids between which those of all that lies within it stand, since ids are paths."""

    id: str
    least: str
    most: str


def location_path(id: str) -> LocationPath:
    return LocationPath(id, f"{id}.", f"{id}/")


def is_within(column: Any, path: LocationPath) -> Any:
    """A column of locations holds the one of a LocationPath or one within it. (The first two conditions are for the index alone.)"""
    return (column >= path.id) & (column < path.most) & ((column == path.id) | (column > path.least))


@functools.lru_cache(maxsize=65536)
def lineage(id: str) -> Any:
    """The ids of the locations that one lies in, the outermost first, and its own."""
    return tuple(accumulate(id.split("."), "{}.{}".format))
