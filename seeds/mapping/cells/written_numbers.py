"""Numbers of people as reports write them, as low, best and high.

| written | low | best | high |
| --- | --- | --- | --- |
| `50` | 50 | 50 | 50 |
| `50+`, `>=50`, `at least 50`, `50 or more` | 50 | 50 | |
| `>50`, `more than 50`, `over 50` | 51 | 51 | |
| `<50`, `less than 50`, `fewer than 50`, `under 50` | | | 49 |
| `<=50`, `up to 50`, `at most 50` | | | 50 |
| `~50`, `about 50`, `around 50`, `approximately 50`, `ca. 50`, `some 50`, `nearly 50`, `almost 50` | | 50 | |
| `5-10`, `5 to 10`, `between 5 and 10` | 5 | | 10 |
| `dozens`, `hundreds`, `100s`, `thousands`, also with `many` or `several` before | one of it | one of it | |

A best figure is there where the text names one that it means, and only then, so that a range has none.
"""

import re
from collections.abc import Callable
from typing import Any

from models.domain.limits import LARGEST

NUMBER = r"(\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)"
UNITS = {"dozens": 12, "hundreds": 100, "100s": 100, "thousands": 1000, "1000s": 1000, "1,000s": 1000}

Bounds = dict[str, int]

FORMS: list[tuple[str, Callable[..., Bounds]]] = [
    (NUMBER, lambda number: {"low": number, "best": number, "high": number}),
    (rf"{NUMBER} ?(?:\+|or more|and more|plus)", lambda number: {"low": number, "best": number}),
    (rf"(?:>=|≥|at least|no fewer than|no less than) ?{NUMBER}", lambda number: {"low": number, "best": number}),
    (rf"(?:>|more than|over) ?{NUMBER}", lambda number: {"low": number + 1, "best": number + 1}),
    (rf"(?:<|less than|fewer than|under) ?{NUMBER}", lambda number: {"high": max(number - 1, 0)}),
    (rf"(?:<=|≤|up to|at most|no more than) ?{NUMBER}", lambda number: {"high": number}),
    (rf"(?:~|≈|about|around|approximately|approx\.?|circa|c\.|ca\.?|some|nearly|almost) ?{NUMBER}", lambda number: {"best": number}),
    (rf"(?:between )?{NUMBER} ?(?:-|–|—|to|and) ?{NUMBER}", lambda low, high: {"low": low, "high": high}),
]
PATTERNS = [(re.compile(pattern, re.IGNORECASE), make) for pattern, make in FORMS]
VAGUE = re.compile(rf"(?:many |several )?({'|'.join(map(re.escape, UNITS))})", re.IGNORECASE)


def written_people(text: str) -> int | Bounds | None:
    """The number of people that a text means, as one figure or as bounds; None where it is in none of the forms above."""
    text = " ".join(text.split())
    if vague := VAGUE.fullmatch(text):
        unit = UNITS[vague[1].lower()]
        return {"low": unit, "best": unit}
    for pattern, make in PATTERNS:
        if (found := pattern.fullmatch(text)) and is_counted(figures := [int(re.sub(r"\D", "", each)) for each in found.groups()]):
            return simplify_bounds(make(*figures))
    return None


def is_counted(figures: list[int]) -> bool:
    """Whether these can be numbers of people, the least first."""
    return max(figures) < LARGEST and figures == sorted(figures)


def simplify_bounds(bounds: Bounds) -> Any:
    """One figure where all bounds are the same."""
    return bounds["low"] if len(bounds) == 3 and len({*bounds.values()}) == 1 else bounds
