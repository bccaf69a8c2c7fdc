"""The foremost keys of what is counted, and what the rest come to: `top` of aggregates, and facets."""

import functools

from api import mentions
from api.counting import additive, count
from api.dimensions import DIMENSIONS
from api.filters import EventFilters
from api.remainder import remainder
from api.selections import Selection
from api.tallies import best, events, together
from models.limits import LAST
from models.vocabularies import INCIDENT

FACET_KEYS = 100
"""How many keys a facet tells apart; the rest stand in one entry."""

SORTS = {
    "key": None,
    "-events": lambda tally: -events(tally),
    "-fatalities": lambda tally: -(-1 if best(tally, "fatalities") is None else best(tally, "fatalities")),
}
"""Orders of rows, ties by key; unreported comes behind 0."""


def ordered(rows, sort):
    """The keys of rows in an order of SORTS; null comes last."""
    by_key = sorted(rows, key=lambda key: tuple([LAST if part is None else part for part in key]) if None in key else key)
    return by_key if SORTS[sort] is None else sorted(by_key, key=lambda key: SORTS[sort](rows[key]))


def largest(names, selection, rows, number, sort="-events"):
    """The first of the rows of a Selection by dimensions, in an order of SORTS, and the Tally of the events that have a key beside those,
    each once, or None where there is no other key."""
    keys = ordered(rows, sort)
    kept, others = keys[:number], keys[number:]
    once = len(additive(names)) == len(names)
    rest = others and (together(rows[key] for key in others) if once else remainder(names, selection, kept))
    return {key: rows[key] for key in kept}, rest or None


def facets(names, selection):
    """By dimension, how many events have each key, the most frequent first. A facet ignores the filters on what it counts by."""
    return {name: facet(name, selection.without(DIMENSIONS[name].filters)) for name in names}


def facet(name, selection):
    rows, rest = everywhere(name, selection) or largest([name], selection, count([name], selection).rows, FACET_KEYS)
    beside = [{"key": None, "events": events(rest), "remainder": True}] if rest else []
    return [{"key": key, "events": events(tally)} for (key,), tally in rows.items()] + beside


def everywhere(name, selection):
    """What `largest` gives, from what is kept of all current incidents; None where that is not what is asked for."""
    if (rows := mentions.facet(name, selection, FACET_KEYS + 1)) is None:
        return None
    kept = [*rows][:FACET_KEYS]
    return {key: rows[key] for key in kept}, remainder_of_all(name, selection.identity, tuple(kept)) if len(rows) > len(kept) else None


@functools.lru_cache(maxsize=8)
def remainder_of_all(name, identity, kept):
    """The remainder of all current incidents in a state of the store: of a million, it takes a second to tell."""
    return remainder([name], Selection(identity, dict.fromkeys(EventFilters._declared_fields) | {"kind": INCIDENT}), kept)
