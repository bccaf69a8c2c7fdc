"""Counts of events grouped by dimensions: the rows of aggregates."""

import functools
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from api.aggregates.dimensions import DIMENSIONS, unchanged
from api.aggregates.group_query import group_query, group_query_across_years
from api.aggregates.row_limit import check_row_limit
from api.filters.selection import Selection
from models.db.prepared_statements import prepare
from models.summaries import rollup_query
from models.summaries.tally import NOTHING, add, event_count, total_of


@dataclass(frozen=True)
class GroupedCounts:
    """Tallies by key, a tuple with a part for each dimension, and by dataset (None: not known)."""

    rows: dict
    datasets: dict | None


def count_events(names: Iterable[Any], selection: Selection, most: int | None = None) -> GroupedCounts:
    """The GroupedCounts of a Selection by dimensions, from roll-ups where these have it.

    Raises problems.BadParameters for more keys than `most` (None: any number).
    """
    found = count_by_rollups(names, selection) if has_rollups(names, selection) else None
    if found is None:
        return count_by_statement(names, selection, group_query, most)
    check_row_limit(len(found.rows), most)
    return found


def has_rollups(names: Iterable[Any], selection: Selection) -> bool:
    """Whether the roll-ups have the counts."""
    return rollup_query.add_up(selection.identity) and prepare(rollup_statement, tuple(names), selection) is not None


def rollup_statement(names: tuple[Any, ...], selection: Selection) -> Any:
    return rollup_query.query(names, selection)


def count_by_rollups(names: Iterable[Any], selection: Selection) -> GroupedCounts | None:
    """The GroupedCounts by roll-ups, with the events that these leave out added; None where they cannot tell."""
    counted = read_rollups(names, selection)
    if counted is None or not rollup_query.leave_out(selection):
        return counted
    rest = count_by_statement(names, selection, group_query_across_years)
    return GroupedCounts(
        merge_tallies([*counted.rows.items(), *rest.rows.items()]), merge_tallies([*counted.datasets.items(), *rest.datasets.items()])
    )


def read_rollups(names: Any, selection: Selection) -> Any:
    """The GroupedCounts of what roll-ups hold; None where they do not have these dimensions and filters."""
    if not names:
        whole = read_rollups(["dataset"], selection)
        return whole and GroupedCounts({(): total_of(whole.datasets.values())}, whole.datasets)
    asked = prepare(rollup_statement, tuple(names), selection)
    if asked is None:
        return None
    found = asked.tuples(**selection.bind_values)
    parts = [functools.cache(rollup_query.part(name, key)) for name, key in zip(names, key_functions(names, selection), strict=True)]
    columns = zip(*(map(part, column) for part, column in zip(parts, zip(*found, strict=True), strict=False)), strict=True)
    rows = merge_tallies(list(zip(columns, (row[len(parts) :] for row in found), strict=False)))
    datasets = totals_by_part(rows, names.index("dataset")) if "dataset" in names else read_rollups(["dataset"], selection).datasets
    return GroupedCounts(rows, datasets)


def count_by_statement(names: Any, selection: Selection, build: Any, most: Any = None) -> Any:
    """The GroupedCounts by one statement over events; without datasets where an event counts under several keys."""
    once = len(additive_dimensions(names)) == len(names)
    asked = [*names, "dataset"] if once and "dataset" not in names else names
    at = asked.index("dataset") if once else None
    rows, datasets = {}, {}
    with closing(read_tallies(asked, selection, build)) as found:
        for key, tally in found:
            add_tally(rows, key[: len(names)], tally)
            if once:
                add_tally(datasets, key[at], tally)
            check_row_limit(len(rows), most)
    return GroupedCounts(rows or ({} if names else {(): NOTHING}), datasets if once else None)


def read_tallies(names: Any, selection: Selection, build: Any, *shape: Any) -> Any:
    """(key, tally) for each row of the statement that `build` makes, while it is read; a key may occur more than once."""
    parts = [(len(DIMENSIONS[name].columns), key) for name, key in zip(names, key_functions(names, selection), strict=True)]
    batches = prepare(build, tuple(names), selection, *shape).batches(**selection.bind_values)
    return (key_and_tally(parts, iter(row)) for row in chain.from_iterable(batches))


def key_functions(names: Any, selection: Selection) -> list[Any]:
    """For each dimension, the function from its columns' values to its part of the key."""
    return [DIMENSIONS[name].key(selection.values) for name in names]


def keys_are_columns(names: Any, selection: Selection) -> Any:
    """Whether the database itself makes the keys of all these dimensions."""
    return all(key is unchanged for key in key_functions(names, selection))


def key_and_tally(parts: list[tuple[Any, ...]], row: Any) -> tuple[Any, ...]:
    """The key and the tally in a row."""
    return tuple([part(*islice(row, width)) for width, part in parts]), tuple(row)


def totals_by_part(rows: dict[tuple[Any, ...], Any], at: int) -> Any:
    """The tallies summed by one part of the key."""
    return merge_tallies([(key[at], tally) for key, tally in rows.items()])


def merge_tallies(pairs: list[tuple[Any, ...]]) -> dict[Any, Any]:
    """The tallies of (key, tally) pairs summed by key."""
    rows = dict(pairs)
    return rows if len(rows) == len(pairs) else sum_tallies(pairs)


def sum_tallies(pairs: list[tuple[Any, ...]]) -> dict[Any, Any]:
    rows = {}
    for key, tally in pairs:
        add_tally(rows, key, tally)
    return rows


def add_tally(rows: dict[Any, Any], key: str | tuple[Any, ...], tally: tuple[Any, ...]) -> Any:
    rows[key] = add(rows[key], tally) if key in rows else tally


def additive_dimensions(names: Iterable[Any]) -> Any:
    """The dimensions that count each event once."""
    return [name for name in names if not DIMENSIONS[name].links]


def total_tallies(counted: GroupedCounts, names: Iterable[Any], selection: Selection) -> tuple[Any, ...]:
    """The totals, each event once: tallies by dataset, and by dated dimension the number of events whose date fits no one period."""
    if counted.datasets is None:
        return count_totals(names, selection)
    dated = {name: at for at, name in enumerate(names) if DIMENSIONS[name].period}
    imprecise = {name: sum(event_count(tally) for key, tally in counted.rows.items() if key[at] is None) for name, at in dated.items()}
    return counted.datasets, imprecise


def count_totals(names: Iterable[Any], selection: Selection) -> tuple[Any, ...]:
    """The totals as `total_tallies` has them, by a statement of their own."""
    asked = [*(name for name in names if DIMENSIONS[name].period), "dataset"]
    return total_tallies(count_events(asked, selection), asked, selection)
