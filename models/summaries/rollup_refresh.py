"""The roll-ups kept in step with the current states: what a load begins and ends of them is summed up, then added to the stored cells."""

import functools
from collections.abc import Collection, Iterable
from operator import add, itemgetter
from typing import Any

from models.db import bulk
from models.db.bulk import insert
from models.domain.periods import NONE, shortest_period
from models.summaries.cube import CELL, COARSER, FIGURES, FINEST, RollupGrain
from models.tables.schema import Event, Rollup

MOST = 200_000
"""Cells held in memory. Fewer, and a first load writes the same cells more often."""

COLUMNS = ("kind", "type", "country", "date_earliest", "date_latest", "status", "dataset", *FIGURES)
counted = itemgetter(*COLUMNS)

KEY = ("cuboid", *CELL)
COUNTS = tuple(f"{figure}_count" for figure in FIGURES)
MEASURES = ("events", *FIGURES, *COUNTS)
MIDDLE = 1 + len(FIGURES)


def added(figure: str) -> str:
    count = f"rollup.{figure}_count + excluded.{figure}_count"
    total = f"coalesce(rollup.{figure}, 0) + coalesce(excluded.{figure}, 0)"
    return f"{figure} = CASE WHEN {count} > 0 THEN {total} END, {figure}_count = {count}"


ADDED = ", ".join(["events = rollup.events + excluded.events", *map(added, FIGURES)])
CONFLICT = f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {ADDED}"


class Rollups:
    """What is to be added to the cells of the finest cuboid: by cell, the MEASURES."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, ...], list[int]] = {}

    def record(self, steps: Any) -> None:
        """Take in StateChanges."""
        for state in steps.begun:
            self.add(1, *counted(state.columns))
        for state, *values in read_states(steps.stored):
            self.add(steps.stored[state], *values)
        if len(self.cells) > MOST:
            self.flush()

    def add(
        self,
        sign: int,
        kind: str,
        type: str,
        country: str | None,
        earliest: str,
        latest: str,
        status: str,
        dataset: str,
        *figures: int | None,
    ) -> None:
        cell = (kind, type, country or NONE, shortest_period(earliest, latest), status, dataset)
        sums = self.cells.get(cell)
        if sums is None:
            sums = self.cells[cell] = [0] * len(MEASURES)
        sums[0] += sign
        for place, figure in enumerate(figures, 1):
            if figure is not None:
                sums[place] += sign * figure
                sums[place + len(FIGURES)] += sign

    def flush(self) -> None:
        """Add it to the stored cells of every cuboid; those that no event is left in go."""
        cells, self.cells = self.cells, {}
        spread(FINEST, {cell: tuple(sums) for cell, sums in cells.items() if any(sums)})
        Rollup.delete().where(Rollup.events == 0).execute()


def read_states(states: Collection[int]) -> Iterable[Any]:
    """The current states that are in the store already: number and COLUMNS."""
    columns = (getattr(Event, name) for name in COLUMNS)
    return bulk.rows_for_ids(Event.select(Event.state, *columns).where(bulk.where_among(Event.state, states)).tuples(), states)


def spread(cuboid: RollupGrain, cells: dict[tuple[str, ...], tuple[int, ...]]) -> None:
    """Write the cells of a cuboid and of all that are summed up from it."""
    write(cuboid, cells)
    for coarser in COARSER[cuboid]:
        spread(coarser, summed(coarser, cells))


def summed(cuboid: RollupGrain, cells: dict[tuple[str, ...], tuple[int, ...]]) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The cells of a cuboid, from those of a finer one."""
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    for finer, more in cells.items():
        cell = cuboid.cell(finer)
        sums = found.get(cell)
        found[cell] = more if sums is None else tuple(map(add, sums, more))
    return found


def write(cuboid: RollupGrain, cells: dict[tuple[str, ...], tuple[int, ...]]) -> None:
    """Add to stored cells, in the order of the table."""
    if cells:
        values = ((cuboid.number, *cell, *sums_of_rows(cells[cell])) for cell in sorted(cells))
        insert(Rollup, (*KEY, *MEASURES), values, CONFLICT)


@functools.lru_cache(maxsize=4096)
def sums_of_rows(sums: tuple[int, ...]) -> tuple[int | None, ...]:
    """MEASURES as they are stored: a sum is null where none reports. Most cells hold one event, and many the same."""
    counts = sums[MIDDLE:]
    return sums[0], *(total if total or count else None for total, count in zip(sums[1:MIDDLE], counts, strict=True)), *counts
