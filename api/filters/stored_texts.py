"""Texts that filters take in any case, as the store spells them; one that it does not hold is refused with those that it has beside it."""

import functools
from bisect import bisect

from api.http import problems
from api.parameters.base import Listed, not_one_of
from api.parameters.texts import Held
from models.domain.picks import Picks
from models.text.spelling import AROUND, closest, slips


def spelt(schema, values, identity):
    """By name, what is asked of a schema's Held fields, as the store spells it. Raises errors.BadParameters."""
    given = [(name, field, values[name]) for name, field in held(schema) if values.get(name) is not None]
    found = {name: (field, value, spellings(identity, field.column.model, field.column.name)) for name, field, value in given}
    faults = [fault for name, asked in found.items() for fault in missing(name, *asked)]
    if faults:
        raise problems.BadParameters.of(faults)
    return {name: respelt(value, there) for name, (_, value, there) in found.items()}


@functools.cache
def held(schema):
    return [(name, field) for name, field in schema.fields.items() if isinstance(field, Held)]


@functools.lru_cache(maxsize=16)
def spellings(identity, table, name):
    """By its folded text, every spelling that a column of a table has had in any state of the store, in order."""
    column, there = getattr(table, name), {}
    for (text,) in table.select(column).where(column.is_null(False)).distinct().tuples():
        there.setdefault(folded(text), []).append(text)
    return {key: sorted(texts) for key, texts in sorted(there.items())}


def folded(text):
    return text.strip().casefold()


def respelt(value, there):
    """The texts of a value, each in every spelling."""
    parts = ([spelling for text in texts for spelling in there[folded(text)]] for texts in parts_of(value))
    return Picks(*parts) if isinstance(value, Picks) else next(parts)


def parts_of(value):
    return value if isinstance(value, Picks) else [value]


def missing(name, field, value, there):
    """A fault for the first text of a value that is not there."""
    unknown = [text for texts in parts_of(value) for text in texts if folded(text) not in there]
    if unknown:
        near = beside(folded(unknown[0]), [text for text in there if not (isinstance(field, Listed) and "," in text)])
        names = {text: there[text][0] for text in near}
        near = names.get(closest(folded(unknown[0]), names))
        yield problems.fault(name, **not_one_of(unknown[0], list(names.values()), near, all_in=None).messages)


def beside(text, there):
    """Of sorted texts, those that stand beside one in order, and those that it may be a slip of the pen for."""
    at = bisect(there, text)
    near = there[max(at - AROUND, 0) : at + AROUND]
    return [*near, *slips(text, near).intersection(there).difference(near)]
