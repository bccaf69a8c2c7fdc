"""Spelling suggestions: finds the known text that an unknown one is a misspelling or an abbreviation of.

No unrelated text may be suggested, so the number of wrong letters that is allowed depends on the length of the text. Comparing an id with
every stored one would take seconds. Instead, the ids beside it in sort order are looked at: they share the longest prefix with it, and
the first misspelt letter stands right behind that prefix.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from string import ascii_letters, digits

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

AROUND = 20
"""How many ids before a misspelt one in sort order, and how many after it, are looked at."""

WRITTEN = ascii_letters + digits + "-._:"
"""The characters that ids consist of."""

LEAST = 3
"""The least number of letters for which a completion is suggested. In a text of so few, letters may change places but not be replaced."""


def allowed_slips(text: str) -> int:
    """How many edits (a letter replaced, missing, added or swapped with the next) are allowed in a text: 0 to 2, by its length."""
    return (len(text) >= LEAST) + (len(text) > 7)


def closest_match(text: str, known: Iterable[str]) -> str | None:
    """The known text that is the only completion of `text`, else the one the fewest edits away, in any case; None where none is near."""
    text, by_casefolded = text.casefold(), {each.casefold(): each for each in known}
    match = unique_completion(text, by_casefolded) or misspelt_match(text, by_casefolded)
    return None if match is None else by_casefolded.get(match)


def unique_completion(text: str, known: Collection[str]) -> str | None:
    """The known text that begins with `text`; of several, the one that is a prefix of all others. Empty or None where there is none."""
    completions = [each for each in known if each.startswith(text)] if len(text) >= LEAST else []
    shortest = min(completions, key=len, default="")
    return shortest if all(each.startswith(shortest) for each in completions) else None


def misspelt_match(text: str, known: Mapping[str, str]) -> str | None:
    """The known text with the fewest edits, of several the most similar one; None where all have more than are allowed."""
    near = process.extract(text, known.keys(), scorer=OSA.distance, score_cutoff=allowed_slips(text), limit=None)
    edits = {each: distance for each, distance, _ in near if len(text) > LEAST or sorted(text) == sorted(each)}
    return min(edits, key=lambda each: (edits[each], -fuzz.ratio(text, each)), default=None)


def slips(text: str, beside: Iterable[str]) -> set[str]:
    """The texts one edit away from `text`, and its lower case. The edit (a letter removed, replaced, inserted or swapped with the next)
    is made right behind the longest prefix that it shares with the ids `beside` it."""
    at = max((shared_prefix_length(text, each) for each in beside), default=0)
    right, wrong = text[:at], text[at:]
    swapped = {right + wrong[1:2] + wrong[:1] + wrong[2:], right[:-1] + wrong[:1] + right[-1:] + wrong[1:]}
    return {right + wrong[1:], text.lower(), *swapped, *(right + letter + wrong[skip:] for letter in WRITTEN for skip in (0, 1))}


def shared_prefix_length(one: str, other: str) -> int:
    """The length of the longest common prefix of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def nearest(text: str, beside: Collection[str], existing: Callable[[set[str]], Iterable[str]]) -> str | None:
    """The closest match of a text among the ids `beside` it in sort order and its slips that exist; None where none is near.

    `existing` takes texts and gives those that are ids."""
    return closest_match(text, [*beside, *existing(slips(text, beside))])
