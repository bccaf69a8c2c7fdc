"""What ACLED says of an event beside who, when and where: its tags, and the remarks that a claim keeps as they stand."""

import re

from seeds.remembering import remembering

NOTED = {
    "civilian_targeting": "{}",
    "tags": "Tags: {}",
    "source_scale": "Scale of the sources: {}",
    "admin3": "Third-level division: {}",
}
CROWD = re.compile(r"(?:^|;)\s*crowd size=([^;]*)")
SIZES = {
    r"(N)": lambda number: number,
    r"(?:about|around|approximately) (N)": lambda number: {"best": number},
    r"at least (N)": lambda number: {"low": number},
    r"up to (N)": lambda number: {"high": number},
    r"between (N) and (N)": lambda low, high: {"low": low, "high": high},
}
SIZES = {re.compile(form.replace("N", r"\d[\d,]{0,11}"), re.ASCII): told for form, told in SIZES.items()}
"""What the figures in a tag say; other words, such as `dozens`, say none."""


@remembering("tags")
def crowd(row):
    """How many took part, where a tag tells it in figures."""
    tag = CROWD.search(row.text("tags") or "")
    for form, told in SIZES.items() if tag else ():
        if found := form.fullmatch(tag[1].strip()):
            return told(*(int(number.replace(",", "")) for number in found.groups()))
    return None


@remembering(*NOTED)
def note_of(row):
    return ". ".join(form.format(text) for column, form in NOTED.items() if (text := row.text(column))) or None
