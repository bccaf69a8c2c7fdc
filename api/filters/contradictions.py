"""Parameters that nothing can meet together, whatever the store holds. To name one, give its field a Contradiction."""

from collections.abc import Callable
from operator import gt
from typing import Any, NamedTuple

from models.domain.picks import Picks


class Contradiction(NamedTuple):
    """Another parameter, and whether the values of the one and of that exclude each other."""

    other: str
    excludes: Callable


def not_above(other: Any) -> Any:
    """The value may not lie above another's."""
    return Contradiction(other, gt)


def disjoint_from(other: Any) -> Any:
    """The value may have nothing in common with another's."""
    return Contradiction(other, lambda mine, theirs: not {*mine}.isdisjoint(theirs))


def requires_presence(name: Any) -> Any:
    """What meets the value has what `lacks` calls by a name."""
    return Contradiction("lacks", lambda value, lacking: name in lacking and (not isinstance(value, Picks) or bool(value.wanted)))
