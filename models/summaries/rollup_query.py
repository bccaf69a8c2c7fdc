"""Which questions the roll-ups answer, and how they are put to them. To add a filter that they answer, add an entry to FILTERS."""

import functools
from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, Case, fn

from models.db import expressions
from models.domain import periods
from models.domain.periods import LEVELS, NONE
from models.domain.picks import Picks, is_single
from models.domain.vocabularies import INCIDENT, KIND, TYPE
from models.summaries import cube
from models.summaries.cube import ANY, RollupGrain
from models.summaries.tally import MEASURES
from models.tables.schema import Rollup

EVERY_KIND = Picks(KIND.codes, [])
SPLITS = {name for group in cube.SPLITS for name in group}
COLUMNS = {name: Rollup.period for name in LEVELS[1:]} | {name: getattr(Rollup, name) for name in ("kind", *SPLITS)}
"""By dimension, the column that has it."""

QUARTER = fn.SUBSTR(Rollup.period, 6, 1) == "Q"
MONTH = (fn.LENGTH(Rollup.period) == len("2011-12")) & ~QUARTER
KEYS = {name: fn.NULLIF(column, NONE) for name, column in COLUMNS.items()} | {
    "year": fn.NULLIF(fn.SUBSTR(Rollup.period, 1, 4), NONE),
    "quarter": Case(None, [(MONTH, expressions.quarter(Rollup.period)), (QUARTER, Rollup.period)]),
    "month": Case(None, [(MONTH, Rollup.period)]),
}
"""By dimension, its key in SQL."""
MERGED = {"quarter", "month"}
"""Dimensions of which several cells have the key null."""

SUMMED = [name for toll in MEASURES.values() for name in (toll.low.name, toll.best.name, toll.high.name, f"{toll.best.name}_count")]
FIGURES = [Rollup.events, *(getattr(Rollup, name) for name in SUMMED)]
"""What a tally is made of."""

SUMS = [fn.SUM(figure).cast("bigint") for figure in FIGURES]
"""The same of several cells. (PostgreSQL sums to decimals.)"""


def is_selected(column: Any) -> Callable[[Picks], Any]:
    """A filter on a column by models.domain.picks.Picks."""

    def condition(picks: Picks) -> Any:
        wanted = [column.in_(picks.wanted)] if picks.wanted else []
        unwanted = [column.not_in(picks.unwanted)] if picks.unwanted else []
        return reduce(and_, wanted + unwanted)

    return condition


FILTERS: dict[str, Callable[[Any], Any]] = {
    "kind": is_selected(Rollup.kind),
    "type": is_selected(Rollup.type),
    "country": is_selected(Rollup.country),
    "status": is_selected(Rollup.status),
    "dataset": is_selected(Rollup.dataset),
    "date": lambda days: Rollup.period.between(*days.years) if days.years else Rollup.period.in_(days.periods),
}
"""By parameter, the condition on Rollup, of what filters bind of it."""


def query(names: Sequence[str], selection: Any) -> Any:
    """The query of the column of each dimension named and of a tally, with slots; None where the roll-ups do not have that.

    What they `leave_out` is left out.
    """
    found = planned(names, selection)
    return found and selected(names, *found)


def keyed(names: Sequence[str], selection: Any) -> Any:
    """The same with the key of each dimension, by its name, each row's but once, in order of the keys, null last."""
    found = planned(names, selection)
    if found is None or leave_out(selection):
        return None
    cuboid, given = found
    where, merged = condition(cuboid, given), [KEYS[name].is_null() for name in MERGED.intersection(names)]
    if not is_cell(names, cuboid, given):
        rows = summed(names).where(where)
    elif not merged:
        rows = Rollup.select(*keys(names), *FIGURES).where(where)
    else:
        together = reduce(or_, merged)
        rows = Rollup.select(*keys(names), *FIGURES).where(where, ~together).union_all(summed(names).where(where, together))
    return rows.order_by(*(position.asc(nulls="LAST") for position in positions(names)))


def keys(names: Sequence[str]) -> list[Any]:
    return [KEYS[name].alias(name) for name in names]


def positions(names: Sequence[str]) -> list[SQL]:
    """What a query's first columns are called in its GROUP BY and ORDER BY."""
    return [SQL(str(position)) for position in range(1, len(names) + 1)]


def summed(names: Sequence[str]) -> Any:
    figures = [total.alias(figure.name) for total, figure in zip(SUMS, FIGURES, strict=True)]
    return Rollup.select(*keys(names), *figures).group_by(*positions(names))


def planned(names: Sequence[str], selection: Any) -> tuple[RollupGrain, dict[str, Any]] | None:
    """(the RollupGrain to be read, by name the filters that narrow it, with slots); None where the roll-ups do not have that."""
    given, days = {name: selection.bind_parameters[name] for name in selection.given}, selection.bound["date"]
    if not ({*names} <= COLUMNS.keys() and given.keys() <= FILTERS.keys() and (days is None or days.years or days.periods)):
        return None
    levels = [LEVELS.index(name) for name in names if name in LEVELS]
    levels += [periods.level_of(days.periods[0] if days.periods else days.years.least)] if days else []
    return cube.covering(max(levels, default=0), SPLITS & {*names, *given}), given


def leave_out(selection: Any) -> bool:
    """Of the events that are meant, those across years are in no cell that is read."""
    return selection.bound["date"] is not None and selection.bound["date"].years is not None


@functools.lru_cache(maxsize=8)
def add_up(identity: Any) -> bool:
    """Their sums are those of events that have a best figure, as answers tell them: in this state of the store, none has bounds alone."""
    bounds = ((bound, toll.best) for toll in MEASURES.values() for bound in (toll.low, toll.high))
    uneven = reduce(or_, (getattr(Rollup, f"{bound.name}_count") != getattr(Rollup, f"{best.name}_count") for bound, best in bounds))
    return not Rollup.select(SQL("1")).where(Rollup.cuboid == cube.ROLLUP_GRAINS[-1].number, uneven).exists()


def selected(names: Sequence[str], cuboid: RollupGrain, given: dict[str, Any]) -> Any:
    """The rows of cells, summed up by the dimensions named where several may have the same key."""
    columns = [COLUMNS[name] for name in names]
    where = condition(cuboid, given)
    if is_cell(names, cuboid, given):
        return Rollup.select(*columns, *FIGURES).where(where)
    return Rollup.select(*columns, *SUMS).where(where).group_by(*positions(names))


def is_cell(names: Sequence[str], cuboid: RollupGrain, given: dict[str, Any]) -> bool:
    """A key of dimensions is one cell's."""
    settled = {*names} | ({"kind"} if "kind" in given and is_single(given["kind"]) else set())
    return {"kind", *cuboid.names} <= settled and (cuboid.level == 0 or not settled.isdisjoint(LEVELS))


def condition(cuboid: RollupGrain, given: dict[str, Any]) -> Any:
    """What is given, and what stands before it in the primary key, so that it leads to the rows without a scan."""
    named = {"kind": EVERY_KIND} | given
    conditions = [Rollup.cuboid == cuboid.number, *(FILTERS[name](value) for name, value in named.items())]
    conditions += [COLUMNS[name] == ANY for name in sorted(SPLITS - cuboid.names)]
    if "type" in cuboid.names and "type" not in given and len(named) > 1:
        conditions.append(Rollup.type.in_(TYPE.codes))
    return reduce(and_, conditions)


def part(name: str, key: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function from the column of a dimension to what `key` makes of it."""
    at = LEVELS.index(name) if name in LEVELS else None

    def read(value: Any) -> Any:
        found = value if at is None else periods.enclosing_periods(value)[at]
        return key(None if found == NONE else found)

    return read


def events_by(column: Any) -> Any:
    """Of a column of Rollup, how many current incidents have each value; of the kind, how many events."""
    cuboid = cube.covering(0, frozenset({column.name} & SPLITS))
    kinds = KIND.codes if column is Rollup.kind else [INCIDENT]
    meant = (Rollup.cuboid == cuboid.number) & Rollup.kind.in_(kinds)
    return Rollup.select(column, fn.SUM(Rollup.events)).where(meant).group_by(column)
