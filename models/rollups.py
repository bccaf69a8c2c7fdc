"""Roll-ups: what the current events come to, in cells of cuboids, so that counting all of them reads some thousand rows.

A cuboid splits the events by their kind and by some of: the period of a level, the country, the type, status with dataset. To add a
level, add it to LEVELS, to `period`, `at_levels` and `within`, and to KEYS and MERGED of api/rollups.py; to add a dimension, add its column
to models.derived.Rollup and the primary key of that, and its name to SPLITS and CELL. Either raises SCHEMA_VERSION.
"""

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from operator import itemgetter
from typing import NamedTuple

LEVELS = ("all", "year", "quarter", "month")
"""Levels of time, the coarsest first."""

NONE = "~"
"""Stands in a cell for no country, or no one period; behind every code in order."""

ANY = ""
"""Stands in a cell for all values, where the cuboid does not split by them."""

SPLITS = (("country",), ("type",), ("status", "dataset"))
"""What a cuboid splits by or not, in groups."""

CELL = ("kind", "type", "country", "period", "status", "dataset")
"""What makes a cell of a cuboid, in the order of the primary key."""
PERIOD = CELL.index("period")

FIGURES = ("fatalities_low", "fatalities_best", "fatalities_high", "injuries_low", "injuries_best", "injuries_high")
"""What is summed; beside each sum, `<name>_count` is how many events have one."""


@dataclass(frozen=True)
class Cuboid:
    """Its number in the table, its level's place among LEVELS, and the names of what else it splits by."""

    number: int
    level: int
    names: frozenset

    def cell(self, cell):
        """The cell of this cuboid that one of a finer cuboid lies in."""
        return self.pick((*cell, ANY, coarser(cell[PERIOD], self.level)))

    @functools.cached_property
    def pick(self):
        """What picks a cell of this cuboid from one of a finer cuboid, ANY and the period."""
        return itemgetter(*(-1 if name == "period" else CELL.index(name) if name in {"kind", *self.names} else -2 for name in CELL))


def cuboids():
    """Every Cuboid, the finest first."""
    choices = product(reversed(range(len(LEVELS))), *(((True, False),) * len(SPLITS)))
    for number, (level, *taken) in enumerate(choices):
        groups = [group for group, is_taken in zip(SPLITS, taken, strict=True) if is_taken]
        yield Cuboid(number, level, frozenset(name for group in groups for name in group))


CUBOIDS = tuple(cuboids())


def covering(level, names):
    """The coarsest Cuboid that splits by a level and by the names."""
    return next(each for each in reversed(CUBOIDS) if each.level == level and names <= each.names)


def finer(cuboid):
    """The Cuboid from which one is summed up: of the same level with one more group, else of the next level; None for the finest."""
    split = next((group for group in reversed(SPLITS) if not cuboid.names.issuperset(group)), None)
    if split:
        return covering(cuboid.level, cuboid.names | set(split))
    return covering(cuboid.level + 1, cuboid.names) if cuboid.level + 1 < len(LEVELS) else None


FINEST = CUBOIDS[0]
COARSER = {above: [each for each in CUBOIDS if finer(each) == above] for above in CUBOIDS}
"""By Cuboid, those that are summed up from it."""


def period(earliest, latest):
    """What the shortest period of LEVELS is called that two days lie in; NONE where they share no year."""
    if earliest[:7] == latest[:7]:
        return earliest[:7]
    if earliest[:4] != latest[:4]:
        return NONE
    first, last = quarter(earliest), quarter(latest)
    return first if first == last else earliest[:4]


def quarter(day):
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


@functools.cache
def at_levels(period):
    """What the period of each of LEVELS is called that a period lies in; NONE where it lies in no one."""
    if period == NONE:
        return (NONE,) * len(LEVELS)
    if len(period) == 4:
        return NONE, period, NONE, NONE
    return NONE, period[:4], *((period, NONE) if "Q" in period else (quarter(period), period))


@functools.cache
def coarser(period, level):
    """The shortest period that one lies in and that a level knows."""
    if level == 0:
        return ANY
    return next((name for name in at_levels(period)[level::-1] if name != NONE), NONE)


def level(period):
    """The place among LEVELS of a period."""
    return at_levels(period).index(period)


def filled_by(span):
    """The period of LEVELS whose first and last days are those of a models.dates.Span; None where there is none."""
    name = period(span.first, span.last)
    if name == NONE or name in (period(moved(span.first, -1), span.last), period(span.first, moved(span.last, 1))):
        return None
    return name


class Years(NamedTuple):
    """Between which names those of all periods of whole years stand."""

    least: str
    most: str


def years(span):
    """The Years that a models.dates.Span consists of; None where it is not whole ones."""
    is_whole = span.first.endswith("-01-01") and span.last.endswith("-12-31")
    return Years(span.first[:4], f"{span.last[:4]}-Q4") if is_whole else None


def moved(day, days):
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def within(name):
    """A period, and the shorter ones of LEVELS that lie in it."""
    year = name[:4]
    all = [year, *(f"{year}-Q{number}" for number in range(1, 5)), *(f"{year}-{number:02}" for number in range(1, 13))]
    return [each for each in all if name in at_levels(each)]
