"""Which of the pairs that are alike stand: the best first, and none that would make two events of one dataset the same."""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Pair(NamedTuple):
    """Two events, `a` before `b` by id, their datasets, and their score; what it is made of, where it is newly found."""

    a: str
    b: str
    of_a: str
    of_b: str
    score: float
    parts: dict | None = None


class Groups:
    """Events that are the same, with at most one of each dataset."""

    def __init__(self) -> None:
        self.members = {}

    def join(self, pair: Any) -> Any:
        """Make the two of a Pair the same; whether they are, since that may not be."""
        a, b = self.members.get(pair.a, {pair.of_a: pair.a}), self.members.get(pair.b, {pair.of_b: pair.b})
        if a is b:
            return True
        if not a.keys().isdisjoint(b):
            return False
        together = a | b
        self.members |= dict.fromkeys(together.values(), together)
        return True

    def of(self, id: str) -> Any:
        """The least id of those that are the same with one."""
        return min(self.members[id].values())


def match_pairs(kept: list[Pair], found: Iterator[Any]) -> list[tuple[Any, ...]]:
    """The Pairs that stand, each with its group: first those that are kept, then those found, the best first, ties by id."""
    groups = Groups()
    order = [*sorted(kept), *sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))]
    standing = [pair for pair in order if groups.join(pair)]
    return [(pair, groups.of(pair.a)) for pair in standing]
