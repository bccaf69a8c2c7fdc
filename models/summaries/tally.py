"""Tallies: the number of events, and for each measure the sums of its low, best and high figures and how many report it."""

import functools
from collections.abc import Iterable, Sequence
from operator import sub
from typing import Any

from models.predicates.casualties import MEASURES

OFFSETS = {name: 1 + 4 * number for number, name in enumerate(MEASURES)}
"""Where the sums of each begin in a tally."""


Tally = tuple[Any, ...]

EVENTS = 0
"""Where in a tally the number of events stands."""

NOTHING: Tally = (0, *(None, None, None, 0) * len(MEASURES))
"""A tally: how many events; for each of MEASURES how many of these have a best figure, last, and before it the sums of their low, best and
high: those of the same events, so that low <= best <= high."""


def add(a: Tally, b: Tally) -> Tally:
    """The tally of the events of two."""
    return tuple(map(add_figures, a, b))


def add_figures(a: Any, b: Any) -> Any:
    """A sum in which unreported stays null."""
    return b if a is None else a if b is None else a + b


def subtract(total: Tally, part: Tally) -> Tally:
    """The tally of the events that are left of a total without a part of it."""
    left = list(map(sub, total[:1], part[:1]))
    for at in OFFSETS.values():
        *sums, reported = total[at : at + 4]
        rest = reported - part[at + 3]
        left += [*(a - (b or 0) if rest else None for a, b in zip(sums, part[at : at + 3], strict=True)), rest]
    return tuple(left)


def total_of(tallies: Iterable[Tally]) -> Tally:
    """The tally of the events of all."""
    return functools.reduce(add, tallies, NOTHING)


def sum_runs(rows: Iterable[Any], width: int, start: int, before: Sequence[Any] = ()) -> list[tuple[Any, Tally]]:
    """[(key, tally)] of rows in the order of their keys: of each run of rows whose first `width` columns are one key, the tally of all.

    The tally of a row is in its columns from `start` on. `before` is [(key, tally)] of the run that the first row may go on.
    """
    found = list(before)
    for row in rows:
        key, tally = row[:width], row[start:]
        if found and found[-1][0] == key:
            found[-1] = key, add(found[-1][1], tally)
        else:
            found.append((key, tally))
    return found


def add_up(tallies: dict[Any, Tally], rows: Iterable[Any], at: int, start: int) -> None:
    """Add the tally of each row, in its columns from `start` on, to that of its column `at` among some tallies."""
    for row in rows:
        tallies[row[at]] = add(tallies.get(row[at], NOTHING), row[start:])


def event_count(tally: Tally) -> int:
    return tally[EVENTS]


def best_figure(measure: str) -> int:
    """Where in a tally the sum of the best figures of one of MEASURES stands; None where none is reported."""
    return OFFSETS[measure] + 1
