"""How large an answer of counts may be that is made as a whole."""

from typing import Any

from api import settings
from api.http import problems

MOST_DIMENSIONS = 4
"""Dimensions that events are counted by at once."""


def row_limit() -> Any:
    """How many rows it may have."""
    return settings.get("AGGREGATE_ROWS")


def check_row_limit(number: Any, most: Any) -> Any:
    """Raises problems.BadParameters for a number of rows above `most` (None: there may be any number)."""
    if most is not None and number > most:
        raise problems.BadParameters.of([problems.parameter_error("by", TOO_MANY.format(most))])


TOO_MANY = (
    "that would be more than {} rows; ask for fewer dimensions, a longer period, a coarser grid or depth, for less by a filter, for the "
    "foremost keys alone (top), or for all of them as a stream (limit=all), which takes rows by key and just as they are stored: not "
    "sorted otherwise, filled or cumulated, nor by admin1, grid or a depth"
)
