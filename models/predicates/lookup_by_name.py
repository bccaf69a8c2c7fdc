"""Finds the ids of what is called by a name: actors and places by their names, sources and datasets by the words of their titles."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from models.db import dialect
from models.db.base import Table
from models.db.database import database
from models.db.fulltext_index import BODY
from models.predicates.autocomplete import normalize_prefix, prefix_range
from models.tables.schema import Citation, Dataset, Name, Source
from models.text.spelling import AROUND, LEAST, nearest
from models.text.tokenizer import normalize_words, tokenize

LOOKED_AT = 200
"""The most names, or states of events, that are looked at."""


class NameMatch(NamedTuple):
    """An id found by a text. `fit` is 0 if that is a whole name, 1 if it begins a name or is in the title, 2 if it begins a later word."""

    id: str
    fit: int


def best_matches(matches: Iterable[tuple[str, int]], most: int) -> list[NameMatch]:
    """From (id, fit) pairs, the `most` ids of the best fit, the best first."""
    fits: dict[str, int] = {}
    for id, fit in matches:
        fits[id] = min(fit, fits.get(id, fit))
    return [NameMatch(*each) for each in sorted(fits.items(), key=lambda each: each[1])[:most]]


def find_by_name(table: type[Table], text: str, most: int) -> list[NameMatch]:
    """The rows of a table of locations or actors whose name begins with a text or, where none does, with the name that is near to it."""
    prefix: str | None = normalize_prefix(text)
    if not prefix or len(prefix) < LEAST:
        return []
    rows = name_rows(prefix_range(table, prefix))
    if not rows and (prefix := suggest_name(table, prefix)):
        rows = name_rows(prefix_range(table, prefix))
    return best_matches(((row.id, 0 if row.text == prefix and not row.rank else row.rank + 1) for row in rows), most)


def name_rows(condition: Any) -> list[Any]:
    """The first rows of Name that meet a condition."""
    return list(Name.select().where(condition).order_by(Name.text, Name.id).limit(LOOKED_AT).namedtuples())


def of_kind(table: type[Table]) -> Any:
    return Name.kind == table.__name__.lower()


def suggest_name(table: type[Table], text: str) -> str | None:
    """The name that a text is a misspelling of; None where there is none."""
    texts = Name.select(Name.text).where(of_kind(table)).distinct()
    before = first_column(texts.where(Name.text < text).order_by(Name.text.desc()).limit(AROUND))
    after = first_column(texts.where(Name.text > text).order_by(Name.text.asc()).limit(AROUND))
    return nearest(text, [*before, *after], lambda slips: first_column(texts.where(Name.text.in_(slips))))


def first_column(texts: Any) -> list[str]:
    return [text for (text,) in texts.tuples()]


def find_sources_by_title(table: type[Table], text: str, most: int) -> list[NameMatch]:
    """The sources whose title has the words of a text as a phrase, among those cited by events that have the same phrase in their texts."""
    if not (phrase := tokenize(text)):
        return []
    index = dialect.fulltext_index(database)
    states = index.states(index.phrase(phrase, (BODY,))).limit(LOOKED_AT)
    cited = Citation.select(Citation.source).where(Citation.state.in_(states))
    titles = Source.select(Source.id, Source.title).where(Source.id.in_(cited)).order_by(Source.id)
    return best_matches(match_titles(titles, normalize_words(text)), most)


def find_datasets_by_title(table: type[Table], text: str, most: int) -> list[NameMatch]:
    """The datasets whose title has the words of a text as a phrase."""
    return (
        best_matches(match_titles(Dataset.select(Dataset.id, Dataset.title).order_by(Dataset.id), normalize_words(text)), most)
        if tokenize(text)
        else []
    )


def match_titles(titles: Any, text: str) -> Iterator[tuple[str, int]]:
    """The (id, fit) of those (id, title) rows whose title has the words of a text as a phrase."""
    for id, title in titles.tuples():
        if f" {text} " in f" {normalize_words(title)} ":
            yield id, int(text != normalize_words(title))
