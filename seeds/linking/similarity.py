"""How alike two events of different datasets are: a score from 0 to 1. To add a part of it, add it to PARTS with its weight.

Two events are compared where both are incidents in the same country, their dates, of no more than 31 days each, lie at most 2 days
apart, the boxes in which they may lie at most 50 km apart, their types in the same tree of the vocabulary, and they have something
else in common: words of their actors' names, or a number of deaths that both allow. The score is the weighted mean of five parts:

- date (25 %): where the dates overlap, from 1/2 to 1 by the share that the days in common are of all their days: the same day is 1,
  a day of a month 1/2 and a little; n days apart, (1 - n/3) / 2.
- place (25 %): 1 for one point, less by a fiftieth for each kilometre between the boxes, and down to half of that the larger the
  larger box is, half way at 50 km across. Without a box on both sides: n/(n + 1), n being the levels that two location ids share
  of which one lies in the other; else they are not compared.
- toll (20 %): r where both report deaths, (r + 1) / 2 where the ranges overlap; r is the smaller best figure by the larger, plus 1 each.
- actors (20 %): the words that their names have in common, by the number of words of the one that has fewer. Other names
  count; words without meaning here (COMMON), those of one or two letters, and numbers do not.
- type (10 %): twice the depth of the nearest type above both by the sum of their depths, after Wu and Palmer (1994),
  "Verb semantics and lexical selection", https://doi.org/10.3115/981732.981751.

Where either side tells no toll or no actors, or one no type, that part counts for one half: it speaks neither for nor against.
"""

import functools
from typing import Any

from models.domain.vocabularies import TYPE, UNTYPED
from seeds.linking.extents import distance_between

UNKNOWN = 0.5
DAYS_APART = 2
KILOMETRES_APART = 50
HALF_WAY = 50
"""Kilometres across at which a box is half as imprecise as can be."""

COMMON = {"and", "armed", "for", "forces", "from", "government", "group", "groups", "the", "unidentified", "unknown"}


def date_similarity(a: Any, b: Any) -> float:
    apart = max(a.first, b.first) - min(a.last, b.last)
    if apart > 0:
        return (1 - apart / (DAYS_APART + 1)) / 2
    return (1 + (1 - apart) / (1 + max(a.last, b.last) - min(a.first, b.first))) / 2


def place_similarity(a: Any, b: Any) -> float | None:
    """None where they lie too far apart, or that cannot be told."""
    if a.extent is None or b.extent is None:
        return path_similarity(a.location, b.location)
    apart = distance_between(a.extent, b.extent)
    if apart >= KILOMETRES_APART:
        return None
    return (1 - apart / KILOMETRES_APART) * (1 + HALF_WAY / (HALF_WAY + max(a.extent.size, b.extent.size))) / 2


def path_similarity(a: Any, b: Any) -> Any:
    outer, inner = sorted((a, b), key=len)
    levels = outer.count(".") + 1
    return levels / (levels + 1) if f"{inner}.".startswith(f"{outer}.") else None


def casualty_similarity(a: Any, b: Any) -> float:
    if a.toll is None or b.toll is None:
        return UNKNOWN
    ratio = (min(a.toll.best, b.toll.best) + 1) / (max(a.toll.best, b.toll.best) + 1)
    return (1 + ratio) / 2 if casualties_agree(a, b) else ratio


def actor_similarity(a: Any, b: Any) -> float:
    if not (a.words and b.words):
        return UNKNOWN
    return len(a.words & b.words) / min(len(a.words), len(b.words))


def type_similarity(a: Any, b: Any) -> float | None:
    """None where no type is above both; an event without a type may have that of the other."""
    return UNKNOWN if UNTYPED in (a.type, b.type) and a.type != b.type else similarity_of_distance(a.type, b.type)


@functools.cache
def similarity_of_distance(a: Any, b: Any) -> float | None:
    a, b = ({code, *TYPE.ancestors(code)} for code in (a, b))
    return 2 * len(a & b) / (len(a) + len(b)) or None


PARTS = {
    "place": (0.25, place_similarity),
    "type": (0.1, type_similarity),
    "date": (0.25, date_similarity),
    "toll": (0.2, casualty_similarity),
    "actors": (0.2, actor_similarity),
}
"""By name, the weight and the function of two Candidates that gives the part; None where they cannot be the same."""


def similarity_parts(a: Any, b: Any) -> dict[str, Any] | None:
    """The parts by name; None where two Candidates cannot be the same."""
    found = {}
    for name, (_, part) in PARTS.items():
        found[name] = part(a, b)
        if found[name] is None:
            return None
    return found if casualties_agree(a, b) or not a.words.isdisjoint(b.words) else None


def total_score(parts: dict[str, Any]) -> float:
    """What parts add up to, to four decimals."""
    return round(sum(weight * parts[name] for name, (weight, _) in PARTS.items()), 4)


def casualties_agree(a: Any, b: Any) -> bool:
    """Both report deaths, and some number lies within the bounds of both."""
    return bool(a.toll and b.toll and a.toll.low <= b.toll.high and b.toll.low <= a.toll.high)
