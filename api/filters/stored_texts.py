"""Texts that filters take in any case, as the store spells them; one that it does not hold is refused with those that it has beside it."""

import functools
from bisect import bisect
from collections.abc import Iterator
from typing import Any

from api.http import problems
from api.parameters.base import ListParameter, not_accepted
from api.parameters.texts import StoredText
from models.domain.picks import Picks
from models.text.spelling import AROUND, closest_match, slips


def stored_spellings(schema: Any, values: Any, identity: Any) -> Any:
    """By name, what is asked of a schema's StoredText fields, as the store spells it. Raises problems.BadParameters."""
    given = [(name, field, values[name]) for name, field in stored_text_fields(schema) if values.get(name) is not None]
    found = {name: (field, value, known_spellings(identity, field.column.model, field.column.name)) for name, field, value in given}
    faults = [fault for name, asked in found.items() for fault in unknown_text_faults(name, *asked)]
    if faults:
        raise problems.BadParameters.of(faults)
    return {name: respell(value, there) for name, (_, value, there) in found.items()}


@functools.cache
def stored_text_fields(schema: Any) -> list[tuple[Any, ...]]:
    return [(name, field) for name, field in schema.fields.items() if isinstance(field, StoredText)]


@functools.lru_cache(maxsize=16)
def known_spellings(identity: Any, table: Any, name: Any) -> dict[str, Any]:
    """By its folded text, every spelling that a column of a table has had in any state of the store, in order."""
    column, there = getattr(table, name), {}
    for (text,) in table.select(column).where(column.is_null(False)).distinct().tuples():
        there.setdefault(casefold_text(text), []).append(text)
    return {key: sorted(texts) for key, texts in sorted(there.items())}


def casefold_text(text: str) -> Any:
    return text.strip().casefold()


def respell(value: Picks | list[str], there: dict[str, Any]) -> Picks | list[str]:
    """The texts of a value, each in every spelling."""
    parts = ([spelling for text in texts for spelling in there[casefold_text(text)]] for texts in parts_of(value))
    return Picks(*parts) if isinstance(value, Picks) else next(parts)


def parts_of(value: Picks | list[str]) -> Any:
    return value if isinstance(value, Picks) else [value]


def unknown_text_faults(name: Any, field: Any, value: Any, there: Any) -> Iterator[Any]:
    """A fault for the first text of a value that is not there."""
    unknown = [text for texts in parts_of(value) for text in texts if casefold_text(text) not in there]
    if unknown:
        near = close_texts(casefold_text(unknown[0]), [text for text in there if not (isinstance(field, ListParameter) and "," in text)])
        names = {text: there[text][0] for text in near}
        near = names.get(closest_match(casefold_text(unknown[0]), names))
        yield problems.parameter_error(name, **not_accepted(unknown[0], list(names.values()), near, all_in=None).messages)


def close_texts(text: str, there: list[str]) -> Any:
    """Of sorted texts, those that stand beside one in order, and those that it may be a slip of the pen for."""
    at = bisect(there, text)
    near = there[max(at - AROUND, 0) : at + AROUND]
    return [*near, *slips(text, near).intersection(there).difference(near)]
