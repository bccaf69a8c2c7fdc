"""Which of any number of ids one that is none of them may be meant for: one that stands beside it in order, or is a slip of the pen away.

To compare it with all of them would take seconds. What has the longest beginning in common with it stands beside it; behind that
beginning is where it is misspelt first.
"""

from difflib import get_close_matches
from string import ascii_letters, digits

AROUND = 20
"""How many ids before a misspelt one, and after it, are looked at."""

WRITTEN = ascii_letters + digits + "-._:"
"""What ids are written with."""


def slips(text, beside):
    """What a text may be misspelt for, given the ids beside it: there a letter is missing, too many, another or changed places with the
    next, or all are in capitals."""
    at = max((shared(text, each) for each in beside), default=0)
    right, wrong = text[:at], text[at:]
    turned = {right + wrong[1:2] + wrong[:1] + wrong[2:], right[:-1] + wrong[:1] + right[-1:] + wrong[1:]}
    return {right + wrong[1:], text.lower(), *turned, *(right + letter + wrong[much:] for letter in WRITTEN for much in (0, 1))}


def shared(one, other):
    """How many characters two texts have in common before they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def nearest(text, beside, there):
    """The id that a text is most like, of those `beside` it and those that `there(slips)` gives of its slips; None where none is."""
    found = get_close_matches(text, [*beside, *there(slips(text, beside))], 1)
    return found[0] if found else None
