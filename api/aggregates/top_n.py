"""The foremost keys of what is counted, and what the rest come to: `top` of aggregates, and facets."""

import functools
from contextlib import closing

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.group_by import additive, are_rolled, are_told, count, summed, tallied
from api.aggregates.group_query import by_rank
from api.aggregates.other_bucket import remainder
from api.aggregates.row_limit import most
from api.filters.event_filters import EventFilters
from api.filters.selection import Selection
from models.domain.limits import LAST
from models.domain.picks import INCIDENTS
from models.summaries import counter_query
from models.summaries.tally import EVENTS, best, events, less, together

FACET_KEYS = 100
"""How many keys a facet tells apart; the rest stand in one entry."""

KEY, MOST = "key", "-events"
SORTS = {KEY: None, MOST: EVENTS, "-fatalities": best("fatalities")}
"""Orders of rows by the place in a tally of what comes first where it is most, ties by key; unreported comes behind 0."""


def ordered(rows, sort):
    """The keys of rows in an order of SORTS; null comes last."""
    by_key = sorted(rows, key=lambda key: tuple([LAST if part is None else part for part in key]) if None in key else key)
    at = SORTS[sort]
    return by_key if at is None else sorted(by_key, key=lambda key: 1 if rows[key][at] is None else -rows[key][at])


def foremost(rows, number):
    """The first of (key, Tally), up to so many keys without a null, and the one that is null altogether if it comes before another."""
    for key, tally in rows:
        number -= None not in key
        if number < 0:
            return
        if None not in key or not any(key):
            yield key, tally


def largest(names, selection, number, sort=MOST, total=None):
    """The rows of a Selection by dimensions that are `foremost` in an order of SORTS but by key, and the Tally of the events that have a
    key beside those, each once, or None where there is no other key. `total` is the Tally of all events, if it is known.

    Raises errors.BadParameters for too many rows.
    """
    if are_told(names, selection) and not are_rolled(names, selection):
        return picked(names, selection, number, sort, total)
    rows = count(names, selection, most()).rows
    kept = dict(foremost(((key, rows[key]) for key in ordered(rows, sort)), number))
    if len(kept) == len(rows):
        return kept, None
    once = len(additive(names)) == len(names)
    return kept, together(rows[key] for key in rows.keys() - kept.keys()) if once else remainder(names, selection, kept)


def picked(names, selection, number, sort, total):
    """The same, where the database puts the keys in order, so that few of them are held."""
    with closing(tallied(names, selection, by_rank, SORTS[sort])) as found:
        kept = dict(foremost(found, number))
    if len(additive(names)) == len(names):
        rest = less(together(count(["dataset"], selection).datasets.values()) if total is None else total, together(kept.values()))
    else:
        rest = remainder(names, selection, kept)
    return kept, rest if events(rest) else None


def facets(names, selection):
    """By dimension, how many events have each key, the most frequent first. A facet ignores the filters on what it counts by."""
    return {name: facet(name, selection.without(DIMENSIONS[name].filters)) for name in names}


def facet(name, selection):
    rows, rest = everywhere(name, selection) or branches(name, selection) or largest([name], selection, FACET_KEYS)
    beside = [{"key": None, "events": events(rest), "remainder": True}] if rest else []
    return [{"key": key, "events": events(tally)} for (key,), tally in rows.items()] + beside


def branches(name, selection):
    """What `largest` gives of a tree, in which an event has each key that its own lies in; None of what is no tree."""
    branch = DIMENSIONS[name].branch
    if branch is None:
        return None
    leaves = {key: (tally, branch(key) if key else (key,)) for (key,), tally in count([name], selection).rows.items()}
    rows = summed([((above,), tally) for tally, within in leaves.values() for above in within])
    kept = dict(foremost(((key, rows[key]) for key in ordered(rows, MOST)), FACET_KEYS))
    rest = together(tally for tally, within in leaves.values() if any((above,) not in kept for above in within))
    return kept, rest if events(rest) else None


def everywhere(name, selection):
    """What `largest` gives, from what is kept of all current incidents; None where that is not what is asked for."""
    if (rows := counter_query.facet(name, selection, FACET_KEYS + 2)) is None:
        return None
    kept = dict(foremost(rows.items(), FACET_KEYS))
    return kept, remainder_of_all(name, selection.identity, tuple(kept)) if len(rows) > len(kept) else None


@functools.lru_cache(maxsize=8)
def remainder_of_all(name, identity, kept):
    """The remainder of all current incidents in a state of the store: of a million, it takes a second to tell."""
    return remainder([name], Selection(identity, dict.fromkeys(EventFilters._declared_fields) | {"kind": INCIDENTS}), kept)
