"""Counts of events grouped by dimensions: the rows of aggregates."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from api.aggregates.dimensions import DIMENSIONS, shape_values, unchanged
from api.aggregates.group_query import group_query, number_query, prepare_groups
from api.aggregates.row_limit import check_row_limit
from api.filters.event_filters import FILTERS
from api.filters.selection import Selection
from models.domain.picks import INCIDENTS
from models.store import Identity
from models.summaries.tally import NOTHING, Tally, add, event_count

Key = tuple[str | None, ...]


@dataclass(frozen=True)
class GroupedCounts:
    """Tallies by key, a tuple with a part for each dimension, and by dataset (None: not known)."""

    rows: dict[Key, Tally]
    datasets: dict[str, Tally] | None


def count_events(names: Sequence[str], selection: Selection, most: int | None = None) -> GroupedCounts:
    """The GroupedCounts of a Selection by dimensions, by one statement; without datasets where an event counts under several keys.

    Raises problems.BadParameters for more keys than `most` (None: any number).
    """
    once = len(additive_dimensions(names)) == len(names)
    asked = [*names, "dataset"] if once and "dataset" not in names else names
    at = asked.index("dataset") if once else 0
    rows: dict[Key, Tally] = {}
    datasets: dict[str, Tally] = {}
    with closing(read_tallies(asked, selection, group_query)) as found:
        for key, tally in found:
            add_tally(rows, key[: len(names)], tally)
            if once:
                add_tally(datasets, key[at], tally)
            check_row_limit(len(rows), most)
    return GroupedCounts(rows or ({} if names else {(): NOTHING}), datasets if once else None)


def count_number(selection: Selection) -> int:
    """The number of events of a Selection."""
    ((number,),) = prepare_groups(number_query, (), selection).tuples(**selection.bind_values)
    return number


def count_current(name: str, identity: Identity) -> dict[str, int]:
    """The number of current incidents by one dimension that counts each event once; by `kind`, that of current events of each."""
    every = dict.fromkeys(FILTERS)
    counted = count_events([name], Selection(identity, every if name == "kind" else every | {"kind": INCIDENTS}))
    return {key: event_count(tally) for (key,), tally in counted.rows.items() if key is not None}


def read_tallies(
    names: Sequence[str], selection: Selection, build: Callable[..., Any], *shape: Any
) -> Generator[tuple[Key, Tally], None, None]:
    """(key, tally) for each row of the statement that `build` makes, while it is read; a key may occur more than once."""
    parts = [(len(DIMENSIONS[name].columns), key) for name, key in zip(names, key_functions(names, selection), strict=True)]
    batches = prepare_groups(build, names, selection, *shape).batches(**selection.bind_values, **shape_values(selection.values))
    return (key_and_tally(parts, iter(row)) for row in chain.from_iterable(batches))


def key_functions(names: Iterable[str], selection: Selection) -> list[Callable[..., str | None]]:
    """For each dimension, the function from its columns' values to its part of the key."""
    return [DIMENSIONS[name].key(selection.values) for name in names]


def keys_are_columns(names: Iterable[str], selection: Selection) -> bool:
    """Whether the database itself makes the keys of all these dimensions."""
    return all(key is unchanged for key in key_functions(names, selection))


def key_and_tally(parts: list[tuple[int, Callable[..., Any]]], row: Iterator[Any]) -> tuple[Key, Tally]:
    """The key and the tally in a row."""
    return tuple([part(*islice(row, width)) for width, part in parts]), tuple(row)


def sum_tallies(pairs: Iterable[tuple[Any, Tally]]) -> dict[Any, Tally]:
    """The tallies of (key, tally) pairs summed by key."""
    rows: dict[Any, Tally] = {}
    for key, tally in pairs:
        add_tally(rows, key, tally)
    return rows


def add_tally(rows: dict[Any, Tally], key: Any, tally: Tally) -> None:
    rows[key] = add(rows[key], tally) if key in rows else tally


def additive_dimensions(names: Iterable[str]) -> list[str]:
    """The dimensions that count each event once."""
    return [name for name in names if not DIMENSIONS[name].several]


def total_tallies(counted: GroupedCounts, names: Sequence[str], selection: Selection) -> tuple[dict[str, Tally], dict[str, int]]:
    """The totals, each event once: tallies by dataset, and by dated dimension the number of events whose date fits no one period."""
    if counted.datasets is None:
        return count_totals(names, selection)
    dated = {name: at for at, name in enumerate(names) if DIMENSIONS[name].period}
    imprecise = {name: sum(event_count(tally) for key, tally in counted.rows.items() if key[at] is None) for name, at in dated.items()}
    return counted.datasets, imprecise


def count_totals(names: Iterable[str], selection: Selection) -> tuple[dict[str, Tally], dict[str, int]]:
    """The totals as `total_tallies` has them, by a statement of their own."""
    asked = [*(name for name in names if DIMENSIONS[name].period), "dataset"]
    return total_tallies(count_events(asked, selection), asked, selection)
