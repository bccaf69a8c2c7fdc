"""Autocompletion of names: finds them by the beginning of any word, in any script, with or without diacritics."""

import re
from collections.abc import Iterable
from typing import Any

from peewee import Case, fn

from models.db.base import Table
from models.domain.limits import LAST, LONGEST
from models.tables.schema import Name
from models.text.tokenizer import tokenize

APOSTROPHE = re.compile("['’‘`´]")


def normalize_prefix(text: str) -> str:
    """The form in which names and beginnings of names are compared; empty where a text has neither letter nor digit."""
    return " ".join(tokenize(APOSTROPHE.sub("", text)))[:LONGEST]


def name_rows(kind: str, id: str, names: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of Name for one location or actor: for each of its names, the whole name, and its rest from each later word on."""
    ranks: dict[str, bool] = {}
    for spelling in {spelling for name in names for spelling in (normalize_prefix(name), " ".join(tokenize(name)))} - {""}:
        rest = spelling.split(" ")
        for at in range(len(rest)):
            text = " ".join(rest[at:])[:LONGEST]
            ranks[text] = min(bool(at), ranks.get(text, True))
    return [{"kind": kind, "text": text, "id": id, "rank": int(rank)} for text, rank in ranks.items()]


def starts_with(table: Any, text: Any) -> Any:
    """The condition that a row's name begins with a normalized text, or has a word from which on it does."""
    return table.id.in_(Name.select(Name.id).where(prefix_range(table, text)))


def match_rank(table: Any, text: Any) -> Any:
    """How well a row's names match a text, as an expression: 0 as a whole name, 1 as its beginning, 2 at a later word, 3 not at all."""
    rank = Case(None, [((Name.text == text) & (Name.rank == 0), 0)], Name.rank + 1)
    return fn.COALESCE(Name.select(fn.MIN(rank)).where(prefix_range(table, text), Name.id == table.id), 3)


def prefix_range(table: type[Table], text: Any) -> Any:
    """The condition on Name that it is of a table's kind and begins with a text."""
    return (Name.kind == table.__name__.lower()) & (Name.text >= text) & (Name.text < text + LAST)
