"""Records, which are mappings of names to values of any kind, as a table: nested ones by dotted paths, values as texts."""

import json
import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.csv_reader import DamagedRow
from seeds.files.text_encoding import SURROGATE

SEPARATOR = ";"
"""What stands between the values of a list in a cell, as in our own CSV."""
MIDNIGHT = "T00:00:00"


def cell_text(value: Any) -> str:
    """The text of a value: nothing for null and no number, an ISO date (with its time, but for midnight), bytes as UTF-8, else JSON."""
    if value is None:
        return ""
    if isinstance(value, date):  # or a datetime, which is one
        return value.isoformat().removesuffix(MIDNIGHT)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and math.isnan(value):
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list | bool | int | float) else str(value)
    return SURROGATE.sub("\ufffd", text)


def list_text(values: list[Any]) -> str:
    """The text of a list: its values between semicolons, or JSON where these are nested or have semicolons themselves."""
    texts = ["" if each is None else cell_text(each) for each in values]
    plain = not any(isinstance(each, dict | list) or SEPARATOR in text for each, text in zip(values, texts, strict=True))
    return SEPARATOR.join(texts) if plain else cell_text(values)


def flat_cells(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(dotted path, text) of each value within a record. The objects of a list give a list for each of their names, and its JSON."""
    if isinstance(value, dict) and (value or not path):
        for name, inner in value.items():
            yield from flat_cells(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        yield path, list_text(value)
        objects = value if value and all(isinstance(each, dict) for each in value) else []
        for name in dict.fromkeys(name for each in objects for name in each):
            yield f"{path}.{name}", list_text([each.get(name) for each in objects])
    else:
        yield path, cell_text(value) if value != {} else ""


def flat_record(record: dict[Any, Any]) -> dict[str, str]:
    """The texts of a record by dotted path. Raises UnreadableFile where two of its values have the same."""
    cells = list(flat_cells(record))
    found = dict(cells)
    if len(found) < len(cells):
        name = next(name for place, (name, _) in enumerate(cells) if name in dict(cells[:place]))
        raise UnreadableFile(f"{name!r} is a name and a path of names in one of its records")
    return found


def names_in(records: Iterable[dict[Any, Any] | DamagedRow]) -> list[str]:
    """All paths that any record has, in the order in which they appear."""
    names: dict[str, None] = {}
    for each in records:
        if isinstance(each, dict):
            names.update(dict.fromkeys(flat_record(each)))
    return list(names)


def table_of(records: Callable[[], Iterable[dict[Any, Any] | DamagedRow]], names: list[str] | None = None) -> Iterator[list[str]]:
    """The rows of a table, the names of its columns first: where these are not known, `records` is called twice, first for them."""
    names = names_in(records()) if names is None else names
    yield [cell_text(name) for name in names]
    for each in records():
        if isinstance(each, dict):
            cells = flat_record(each)
            yield [cells.get(name, "") for name in names]
        else:
            yield each
