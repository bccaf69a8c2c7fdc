"""Names as people type them: from the beginning of any word on, in any script, with or without diacritics."""

import re

from peewee import Case, fn

from models.domain.limits import LAST, LONGEST
from models.tables.schema import Name
from models.text.tokenizer import words

APOSTROPHE = re.compile("['’‘`´]")


def typed(text):
    """A name, or the beginning of one, as it is compared; empty where it has neither letter nor digit."""
    return " ".join(words(APOSTROPHE.sub("", text)))[:LONGEST]


def rows(kind, id, names):
    """The rows of Name for a thing of a kind: for each of its names, the whole and what begins with each later word."""
    ranks = {}
    for spelling in {spelling for name in names for spelling in (typed(name), " ".join(words(name)))} - {""}:
        rest = spelling.split(" ")
        for at in range(len(rest)):
            text = " ".join(rest[at:])[:LONGEST]
            ranks[text] = min(bool(at), ranks.get(text, True))
    return [{"kind": kind, "text": text, "id": id, "rank": int(rank)} for text, rank in ranks.items()]


def begins(table, text):
    """The condition that one of a row's names, or a word in it, begins with a text."""
    return table.id.in_(Name.select(Name.id).where(range_of(table, text)))


def closeness(table, text):
    """How well a row's names fit a text, as an expression: 0 for the very name, 1 for its beginning, 2 for that of a later word, else 3."""
    rank = Case(None, [((Name.text == text) & (Name.rank == 0), 0)], Name.rank + 1)
    return fn.COALESCE(Name.select(fn.MIN(rank)).where(range_of(table, text), Name.id == table.id), 3)


def range_of(table, text):
    return (Name.kind == table.__name__.lower()) & (Name.text >= text) & (Name.text < text + LAST)
