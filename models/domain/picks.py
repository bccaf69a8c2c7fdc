"""Picks: the values that a filter includes and those that it excludes."""

from typing import Any, NamedTuple

from models.domain.vocabularies import INCIDENT


class Picks(NamedTuple):
    """Values of which one must match (any, if there are none), and values of which none may match."""

    wanted: list[Any]
    unwanted: list[Any]


INCIDENTS = Picks([INCIDENT], [])
"""The default of the filter `kind`."""


def is_single(value: Any) -> bool:
    """Whether a filter's value, Picks or a plain one, allows a single value alone."""
    return len(value.wanted) == 1 if isinstance(value, Picks) else True
