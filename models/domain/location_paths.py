"""Location ids are paths: the locations within one are a range of ids, and those that contain it are the prefixes of its id."""

import functools
from itertools import accumulate
from typing import Any, NamedTuple


class LocationPath(NamedTuple):
    """The id of a location, and the bounds (both exclusive) of the range of ids of all locations within it."""

    id: str
    least: str
    most: str


def location_path(id: str) -> LocationPath:
    return LocationPath(id, f"{id}.", f"{id}/")


def is_within(column: Any, path: LocationPath) -> Any:
    """The condition that a column of location ids holds a location or one within it. (The first two terms let an index serve it.)"""
    return (column >= path.id) & (column < path.most) & ((column == path.id) | (column > path.least))


@functools.lru_cache(maxsize=65536)
def lineage(id: str) -> tuple[str, ...]:
    """The ids of the locations that contain a location, the outermost first, and its own id last."""
    return tuple(accumulate(id.split("."), "{}.{}".format))
