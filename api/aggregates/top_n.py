"""The top n keys, and what the rest add up to: `top` of aggregates, and facets."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.group_by import additive_dimensions, count_events, keys_are_columns, read_tallies, sum_tallies
from api.aggregates.group_query import group_query_by_rank
from api.aggregates.other_bucket import count_remainder
from api.aggregates.row_limit import row_limit
from api.filters.selection import Selection
from models.domain.limits import LAST
from models.summaries.tally import EVENTS, best_figure, event_count, subtract, total_of

FACET_KEYS = 100
"""How many keys a facet tells apart; the rest stand in one entry."""

KEY, MOST_EVENTS = "key", "-events"
SORTS = {KEY: None, MOST_EVENTS: EVENTS, "-fatalities": best_figure("fatalities")}
"""Orders of rows by the place in a tally of what comes first where it is most, ties by key; unreported comes behind 0."""


def sort_keys(rows: dict[tuple[Any, ...], Any], sort: str) -> list[tuple[Any, ...]]:
    """The keys of rows in an order of SORTS; nulls last."""
    by_key = sorted(rows, key=lambda key: tuple([LAST if part is None else part for part in key]) if None in key else key)
    at = SORTS[sort]
    return by_key if at is None else sorted(by_key, key=lambda key: 1 if rows[key][at] is None else -rows[key][at])


def take_top(rows: Any, number: Any) -> Iterator[Any]:
    """The first pairs of (key, tally), up to `number` keys without a null; a key that is null altogether is kept where it comes before
    another."""
    for key, tally in rows:
        number -= None not in key
        if number < 0:
            return
        if None not in key or not any(key):
            yield key, tally


def top_rows(names: list[str], selection: Selection, number: int, sort: str = MOST_EVENTS, total: tuple[Any, ...] | None = None) -> Any:
    """The top `number` rows of a Selection in an order of SORTS but by key, and the tally of the events with any other key (each once), or
    None.

    `total` is the tally of all events, where it is known. Raises problems.BadParameters for too many rows.
    """
    if keys_are_columns(names, selection):
        return top_rows_in_database(names, selection, number, sort, total)
    rows = count_events(names, selection, row_limit()).rows
    kept = dict(take_top(((key, rows[key]) for key in sort_keys(rows, sort)), number))
    if len(kept) == len(rows):
        return kept, None
    once = len(additive_dimensions(names)) == len(names)
    return kept, total_of(rows[key] for key in rows.keys() - kept.keys()) if once else count_remainder(names, selection, kept)


def top_rows_in_database(names: Any, selection: Selection, number: Any, sort: Any, total: Any) -> tuple[Any, ...]:
    """The top rows, as `top_rows`, where the database sorts the keys, so that few of them are held."""
    with closing(read_tallies(names, selection, group_query_by_rank, SORTS[sort])) as found:
        kept = dict(take_top(found, number))
    if len(additive_dimensions(names)) == len(names):
        rest = subtract(
            total_of((count_events(["dataset"], selection).datasets or {}).values()) if total is None else total, total_of(kept.values())
        )
    else:
        rest = count_remainder(names, selection, kept)
    return kept, rest if event_count(rest) else None


def count_facets(names: list[str], selection: Selection) -> dict[str, Any] | None:
    """By dimension, the number of events with each key, the most frequent first. A facet ignores the filters on its own dimension."""
    return {name: count_facet(name, selection.without(DIMENSIONS[name].filters)) for name in names}


def count_facet(name: Any, selection: Selection) -> list[Any] | None:
    rows, rest = count_branches(name, selection) or top_rows([name], selection, FACET_KEYS)
    beside = [{"key": None, "events": event_count(rest), "remainder": True}] if rest else []
    return [{"key": key, "events": event_count(tally)} for (key,), tally in rows.items()] + beside


def count_branches(name: str, selection: Selection) -> Any:
    """What `top_rows` gives of a tree, where an event counts under each ancestor of its key; None for what is no tree."""
    branch = DIMENSIONS[name].branch
    if branch is None:
        return None
    leaves = {key: (tally, branch(key) if key else (key,)) for (key,), tally in count_events([name], selection).rows.items()}
    rows = sum_tallies([((above,), tally) for tally, within in leaves.values() for above in within])
    kept = dict(take_top(((key, rows[key]) for key in sort_keys(rows, MOST_EVENTS)), FACET_KEYS))
    rest = total_of(tally for tally, within in leaves.values() if any((above,) not in kept for above in within))
    return kept, rest if event_count(rest) else None
