"""Roll-ups: what the current events come to, in cells of cuboids, so that counting all of them reads some thousand rows.

A cuboid splits the events by their kind and by some of: the period of a level, the country, the type, status with dataset. To add a
level, add it to LEVELS, `period`, `at_levels`, `within`, and to KEYS and MERGED of rollup_query.py; to add a dimension, add its column
to models.tables.derived.Rollup and the primary key of that, and its name to SPLITS and CELL. Either raises SCHEMA_VERSION.
"""

import functools
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import Any

from models.domain.periods import LEVELS, NONE, enclosing_periods
from models.predicates.casualties import MEASURES

ANY = ""
"""Stands in a cell for all values, where the cuboid does not split by them."""

SPLITS = (("country",), ("type",), ("status", "dataset"))
"""What a cuboid splits by or not, in groups."""

CELL = ("kind", "type", "country", "period", "status", "dataset")
"""What makes a cell of a cuboid, in the order of the primary key."""
PERIOD = CELL.index("period")

FIGURES = tuple(bound.name for measure in MEASURES.values() for bound in measure.bounds)
"""What is summed; beside each sum, `<name>_count` is how many events have one."""


@dataclass(frozen=True)
class RollupGrain:
    """Its number in the table, its level's place among LEVELS, and the names of what else it splits by."""

    number: int
    level: int
    names: frozenset[str]

    def cell(self, cell: tuple[str, ...]) -> tuple[str, ...]:
        """The cell of this cuboid that one of a finer cuboid lies in."""
        return self.pick((*cell, ANY, coarser(cell[PERIOD], self.level)))

    @functools.cached_property
    def pick(self) -> Callable[[tuple[str, ...]], Any]:
        """What picks a cell of this cuboid from one of a finer cuboid, ANY and the period."""
        return itemgetter(*(-1 if name == "period" else CELL.index(name) if name in {"kind", *self.names} else -2 for name in CELL))


def rollup_grains() -> Iterator[RollupGrain]:
    """Every RollupGrain, the finest first."""
    choices = product(reversed(range(len(LEVELS))), *(((True, False),) * len(SPLITS)))
    for number, (level, *taken) in enumerate(choices):
        groups = [group for group, is_taken in zip(SPLITS, taken, strict=True) if is_taken]
        yield RollupGrain(number, level, frozenset(name for group in groups for name in group))


ROLLUP_GRAINS = tuple(rollup_grains())


def covering(level: int, names: Set[str]) -> RollupGrain:
    """The coarsest RollupGrain that splits by a level and by the names."""
    return next(each for each in reversed(ROLLUP_GRAINS) if each.level == level and names <= each.names)


def next_finer(cuboid: RollupGrain) -> RollupGrain | None:
    """The RollupGrain from which one is summed up: of the same level with one more group, else of the next level; None for the finest."""
    split = next((group for group in reversed(SPLITS) if not cuboid.names.issuperset(group)), None)
    if split:
        return covering(cuboid.level, cuboid.names | set(split))
    return covering(cuboid.level + 1, cuboid.names) if cuboid.level + 1 < len(LEVELS) else None


FINEST = ROLLUP_GRAINS[0]
COARSER = {above: [each for each in ROLLUP_GRAINS if next_finer(each) == above] for above in ROLLUP_GRAINS}
"""By RollupGrain, those that are summed up from it."""


@functools.cache
def coarser(period: str, level: int) -> str:
    """The shortest period that one lies in and that a level knows."""
    if level == 0:
        return ANY
    return next((name for name in enclosing_periods(period)[level::-1] if name != NONE), NONE)
