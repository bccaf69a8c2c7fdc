"""Picks: of the values of a filter, those that are wanted and those that are not."""

from typing import Any, NamedTuple

from models.domain.vocabularies import INCIDENT


class Picks(NamedTuple):
    """Values of which any will do, and values of which none may be."""

    wanted: list
    unwanted: list


INCIDENTS = Picks([INCIDENT], [])
"""What `kind` is by default."""


def is_single(value: Any) -> bool:
    return len(value.wanted) == 1 if isinstance(value, Picks) else True
