"""The mapping of events that an Annals service gave as CSV, GeoJSON or NDJSON: it says what each column of them is.

A column of theirs is known by the words of its path in the JSON, whatever stands between them.
"""

from typing import Any

from models.text.tokenizer import tokenize
from seeds.files.table import format_names
from seeds.mapping.suggest.sample import Sample

LIST = ";"
"""What stands between the items of a list in a cell."""

PLAIN = {
    "id": "id",
    "kind": "kind",
    "type": "type",
    "status": "status",
    "date": "date edtf",
    "time": "time",
    "title": "title",
    "summary": "summary",
    "original_type": "original type",
    "part_of": "part of",
}
"""By property, the words of its column."""

PLACE = ("country", "name", "kind", "latitude", "longitude", "uncertainty")
BOUNDS = ("low", "best", "high")
PARTED = {"location": PLACE, "fatalities": BOUNDS, "injuries": BOUNDS, "arrests": BOUNDS, "participants": BOUNDS}
"""By property of several values, these: the words of their columns are both."""

OPTIONS: dict[str, dict[str, str]] = {"location country": {"by": "iso"}, "related": {"split": LIST}}
"""By the words of a column, what a mapping says beside its name."""

ENTRIES: dict[str, tuple[dict[str, list[str]], dict[str, str]]] = {
    "actors": (
        {"name": ["actors name", "actors"], "role": ["actors role"], "kind": ["actors kind"], "note": ["actors note"]},
        {"role": "participant"},
    ),
    "sources": ({"title": ["sources title", "sources"], "published": ["sources published"]}, {}),
    "weapons": ({"name": ["weapons name", "weapons"], "note": ["weapons note"]}, {}),
    "persons": ({"name": ["persons name", "persons"]} | {name: [f"persons {name}"] for name in ("capacity", "fate", "note")}, {}),
}
"""By property that is a list of entries, the words of the columns of each value, the likelier first, and what stands without one."""

KNOWN_BY = ("id", "type", "status", "title", "date edtf")


def columns_by_words(sample: Sample) -> dict[str, str]:
    """The columns that hold anything, by the words of their names; those of GeoJSON without the word for its properties."""
    filled = (name for name, column in sample.columns.items() if column.texts)
    return {" ".join(tokenize(name)).removeprefix("properties "): name for name in filled}


def is_export(sample: Sample) -> bool:
    return columns_by_words(sample).keys() >= set(KNOWN_BY)


def export_dataset(sample: Sample) -> dict[str, str]:
    """What a mapping says of the dataset beside its id: no more than the file tells."""
    column = sample.columns.get(columns_by_words(sample).get("dataset", ""))
    title = f"{format_names(column.counts) if column else 'Events'}, exported from Annals"
    about = f"What an Annals service gave as {sample.file}"
    return {"title": title, "description": about, "licence": "LicenseRef-unknown", "citation": f"{title}.", "publisher": "Annals"}


def export_mapping(sample: Sample) -> dict[str, Any]:
    """What a mapping says of each property that the columns of an export tell."""
    found = columns_by_words(sample)
    told: dict[str, Any] = {name: cell(words, found) for name, words in (PLAIN | {"related": "related"}).items()}
    told |= {name: parts({part: f"{name} {part}" for part in PARTED[name]}, found) for name in PARTED}
    told |= {name: entries(*ENTRIES[name], found) for name in ENTRIES}
    return {name: value for name, value in told.items() if value}


def cell(words: str, found: dict[str, str]) -> dict[str, str]:
    """The column of some words, if there is one, with its options."""
    return {"column": found[words]} | OPTIONS.get(words, {}) if words in found else {}


def parts(words: dict[str, str], found: dict[str, str]) -> dict[str, Any]:
    """The columns that there are of several."""
    return {name: column for name, each in words.items() if (column := cell(each, found))}


def entries(values: dict[str, list[str]], constants: dict[str, str], found: dict[str, str]) -> list[dict[str, Any]]:
    """A list of the entry whose values have these columns, if the first has one."""
    likeliest = {name: next((each for each in words if each in found), "") for name, words in values.items()}
    told = parts(likeliest, found)
    return [constants | told | {"split": LIST}] if next(iter(values)) in told else []
