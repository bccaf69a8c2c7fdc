"""Names as people type them: from the beginning of any word on, in any script, with or without diacritics."""

import re
from typing import Any

from peewee import Case, fn

from models.domain.limits import LAST, LONGEST
from models.tables.schema import Name
from models.text.tokenizer import tokenize

APOSTROPHE = re.compile("['’‘`´]")


def normalize_prefix(text: str) -> str:
    """A name, or the beginning of one, as it is compared; empty where it has neither letter nor digit."""
    return " ".join(tokenize(APOSTROPHE.sub("", text)))[:LONGEST]


def name_rows(kind: str, id: str, names: list[str]) -> list[Any]:
    """The rows of Name for a thing of a kind: for each of its names, the whole and what begins with each later word."""
    ranks = {}
    for spelling in {spelling for name in names for spelling in (normalize_prefix(name), " ".join(tokenize(name)))} - {""}:
        rest = spelling.split(" ")
        for at in range(len(rest)):
            text = " ".join(rest[at:])[:LONGEST]
            ranks[text] = min(bool(at), ranks.get(text, True))
    return [{"kind": kind, "text": text, "id": id, "rank": int(rank)} for text, rank in ranks.items()]


def starts_with(table: Any, text: Any) -> Any:
    """The condition that one of a row's names, or a word in it, begins with a text."""
    return table.id.in_(Name.select(Name.id).where(prefix_range(table, text)))


def match_rank(table: Any, text: Any) -> Any:
    """How well a row's names fit a text, as an expression: 0 for the very name, 1 for its beginning, 2 for that of a later word, else 3."""
    rank = Case(None, [((Name.text == text) & (Name.rank == 0), 0)], Name.rank + 1)
    return fn.COALESCE(Name.select(fn.MIN(rank)).where(prefix_range(table, text), Name.id == table.id), 3)


def prefix_range(table: type, text: str) -> Any:
    return (Name.kind == table.__name__.lower()) & (Name.text >= text) & (Name.text < text + LAST)
