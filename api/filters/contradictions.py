"""Parameters that nothing can meet together, whatever the store holds. To name one, give its field a Contrary."""

from collections.abc import Callable
from operator import gt
from typing import NamedTuple

from models.domain.picks import Picks


class Contrary(NamedTuple):
    """Another parameter, and whether the values of the one and of that exclude each other."""

    other: str
    excludes: Callable


def not_above(other):
    """The value may not lie above another's."""
    return Contrary(other, gt)


def apart_from(other):
    """The value may have nothing in common with another's."""
    return Contrary(other, lambda mine, theirs: not {*mine}.isdisjoint(theirs))


def there(name):
    """What meets the value has what `lacks` calls by a name."""
    return Contrary("lacks", lambda value, lacking: name in lacking and (not isinstance(value, Picks) or bool(value.wanted)))
