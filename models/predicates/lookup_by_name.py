"""What has a name that was given for an id: actors and places by their names, sources and datasets by the words of their titles."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from models.db import dialect
from models.db.database import database
from models.db.fulltext_index import BODY
from models.predicates.autocomplete import normalize_prefix, prefix_range
from models.tables.schema import Citation, Dataset, Name, Source
from models.text.spelling import AROUND, LEAST, nearest
from models.text.tokenizer import normalize_words, tokenize

LOOKED_AT = 200
"""How many names, or accounts of events, are looked at."""


class NameMatch(NamedTuple):
    """A thing found by its name. `fit` is 0 where it is called exactly so, 1 where it begins so or has it in its title, 2 where a later
    word does."""

    id: str
    fit: int


def best_matches(found: Iterator[Any], most: int) -> list[NameMatch]:
    """The first `most` of (id, fit) pairs as NameMatches, the best fit first."""
    fits = {}
    for id, fit in found:
        fits[id] = min(fit, fits.get(id, fit))
    return [NameMatch(*each) for each in sorted(fits.items(), key=lambda each: each[1])[:most]]


def find_by_name(table: Any, text: Any, most: Any) -> list[NameMatch]:
    """The things of a table whose name begins with a text or, without any, is a slip of the pen away."""
    text = normalize_prefix(text)
    if len(text) < LEAST:
        return []
    rows = name_rows(prefix_range(table, text))
    if not rows and (text := suggest_name(table, text)):
        rows = name_rows(prefix_range(table, text))
    return best_matches(((row.id, 0 if row.text == text and not row.rank else row.rank + 1) for row in rows), most)


def name_rows(condition: Any) -> list[Any]:
    return list(Name.select().where(condition).order_by(Name.text, Name.id).limit(LOOKED_AT).namedtuples())


def of_kind(table: type) -> Any:
    return Name.kind == table.__name__.lower()


def suggest_name(table: type, text: str) -> str | None:
    """The name that is a slip of the pen away from a text; None without one."""
    texts = Name.select(Name.text).where(of_kind(table)).distinct()
    before = first_column(texts.where(Name.text < text).order_by(Name.text.desc()).limit(AROUND))
    after = first_column(texts.where(Name.text > text).order_by(Name.text.asc()).limit(AROUND))
    return nearest(text, [*before, *after], lambda slips: first_column(texts.where(Name.text.in_(slips))))


def first_column(texts: Any) -> list[str]:
    return [text for (text,) in texts.tuples()]


def find_sources_by_title(table: Any, text: Any, most: Any) -> Any:
    """Sources whose title has the words in a row, among those of events that have the words in their texts."""
    if not (phrase := tokenize(text)):
        return []
    index = dialect.fulltext_index(database)
    states = index.states(index.phrase(phrase, (BODY,))).limit(LOOKED_AT)
    cited = Citation.select(Citation.source).where(Citation.state.in_(states))
    titles = Source.select(Source.id, Source.title).where(Source.id.in_(cited)).order_by(Source.id)
    return best_matches(match_titles(titles, normalize_words(text)), most)


def find_datasets_by_title(table: type, text: str, most: int) -> list[Any]:
    """Datasets whose title has the words in a row."""
    return (
        best_matches(match_titles(Dataset.select(Dataset.id, Dataset.title).order_by(Dataset.id), normalize_words(text)), most)
        if tokenize(text)
        else []
    )


def match_titles(titles: Any, text: Any) -> Iterator[Any]:
    """(id, fit) of the (id, title) rows that have the words of a text."""
    for id, title in titles.tuples():
        if f" {text} " in f" {normalize_words(title)} ":
            yield id, int(text != normalize_words(title))
