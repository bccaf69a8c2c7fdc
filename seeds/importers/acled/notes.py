"""What ACLED says of an event beside who, when and where: its tags, and the remarks that a claim keeps as they stand."""

import re
from collections.abc import Callable
from typing import Any

from models.domain.limits import LARGEST
from seeds.files.row import Row
from seeds.importers.memoize import memoize_by_columns

NOTED = {
    "civilian_targeting": "{}",
    "tags": "Tags: {}",
    "source_scale": "Scale of the sources: {}",
    "admin3": "Third-level division: {}",
}
CROWD = re.compile(r"(?:^|;)\s*crowd size=([^;]*)")
SIZES: dict[str, Callable[..., Any]] = {
    r"(N)": lambda number: number,
    r"(?:about|around|approximately) (N)": lambda number: {"best": number},
    r"at least (N)": lambda number: {"low": number},
    r"up to (N)": lambda number: {"high": number},
    r"between (N) and (N)": lambda low, high: {"low": low, "high": high},
}
SIZE_PATTERNS = {re.compile(form.replace("N", r"\d{1,3}(?:,\d{3}){0,3}|\d{1,10}"), re.ASCII): read for form, read in SIZES.items()}
"""What the figures in a tag say; other words, such as `dozens`, say none."""


@memoize_by_columns("tags")
def size_of(row: Row) -> Any:
    """The words in which a tag tells how many took part, or nothing."""
    tag = CROWD.search(row.text("tags") or "")
    return tag[1].strip() if tag else ""


@memoize_by_columns("tags")
def crowd_size(row: Row) -> Any:
    """How many took part, where a tag tells it in figures."""
    size = size_of(row)
    for form, told in SIZE_PATTERNS.items():
        if found := form.fullmatch(size):
            numbers = [int(number.replace(",", "")) for number in found.groups()]
            return told(*numbers) if max(numbers) <= LARGEST else None
    return None


def is_unread_crowd(row: Row) -> bool:
    """Whether a tag tells in figures how many took part, and not as it can be read."""
    return crowd_size(row) is None and any(map(str.isdecimal, size_of(row)))


@memoize_by_columns(*NOTED)
def note_of(row: Row) -> Any:
    return ". ".join(form.format(text) for column, form in NOTED.items() if (text := row.text(column))) or None
