"""What may be meant by a text that is none of those known: what it is a slip of the pen away from.

Nothing unrelated is to be named, so how many letters may be amiss hangs on how many there are. To compare an id with all that there are
would take seconds. What has the longest beginning in common with it stands beside it in order; behind that beginning is where it is
misspelt first.
"""

from collections.abc import Callable
from string import ascii_letters, digits
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

AROUND = 20
"""How many ids before a misspelt one, and after it, are looked at."""

WRITTEN = ascii_letters + digits + "-._:"
"""What ids are written with."""

LEAST = 3
"""Letters that tell what begins with them. Of so few none may be another."""


def allowed_slips(text: str) -> int:
    """How many letters of a text may be amiss, missing, too many or in the next one's place: none of few, two of many."""
    return (len(text) >= LEAST) + (len(text) > 7)


def closest_match(text: Any, known: Any) -> Any:
    """That of the texts `known` which alone goes on from a text, or else is the fewest slips away from it, in any case; None where all are
    too many."""
    text, by_text = text.casefold(), {each.casefold(): each for each in known}
    return by_text.get(unique_completion(text, by_text) or misspelt_match(text, by_text))


def unique_completion(text: str, known: dict[str, Any]) -> Any:
    """The one that begins with a text; of several, the one with which all others begin."""
    found = [each for each in known if each.startswith(text)] if len(text) >= LEAST else []
    shortest = min(found, key=len, default="")
    return shortest if all(each.startswith(shortest) for each in found) else None


def misspelt_match(text: Any, known: Any) -> Any:
    found = process.extract(text, known.keys(), scorer=OSA.distance, score_cutoff=allowed_slips(text), limit=None)
    found = [(each, amiss) for each, amiss, _ in found if len(text) > LEAST or sorted(text) == sorted(each)]
    return min(found, key=lambda each: (each[1], -fuzz.ratio(text, each[0])), default=(None,))[0]


def slips(text: str, beside: list[str]) -> set[str]:
    """What a text may be misspelt for, given the ids beside it: there a letter is missing, too many, another or changed places with the
    next, or all are in capitals."""
    at = max((shared_prefix_length(text, each) for each in beside), default=0)
    right, wrong = text[:at], text[at:]
    turned = {right + wrong[1:2] + wrong[:1] + wrong[2:], right[:-1] + wrong[:1] + right[-1:] + wrong[1:]}
    return {right + wrong[1:], text.lower(), *turned, *(right + letter + wrong[much:] for letter in WRITTEN for much in (0, 1))}


def shared_prefix_length(one: str, other: str) -> int:
    """How many characters two texts have in common before they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def nearest(text: str, beside: list[str], there: Callable[..., Any]) -> str | None:
    """The id that a text is closest to, of those `beside` it and those that `there(slips)` gives of its slips; None where none is."""
    return closest_match(text, [*beside, *there(slips(text, beside))])
