"""Writes the texts of event states into the full-text index."""

from collections import Counter
from typing import Any

from models.db import dialect
from models.db.bulk import execute_many
from models.db.database import database
from models.db.fulltext_index import GAP, MOST_PLACES, MOST_WORDS
from models.text.tokenizer import normalize_words

BETWEEN = f" {GAP} "
"""Stands between two texts of a column."""


def index_texts(title: str, names: list[str], body: list[str]) -> list[str]:
    """The words of a state's texts, as the index takes them: a string for each column. `names` and `body` are lists of texts."""
    columns = [BETWEEN.join(filter(None, map(normalize_words, each))) for each in ([title], names, body)]
    return limit_columns(columns) if sum(column.count(" ") for column in columns) > MOST_PLACES - len(columns) else columns


def limit_columns(columns: Any) -> Any:
    """No more words of a column, and places of a word, than an index has room for."""
    told = Counter()
    cut = (column.split(" ", most)[:most] for column, most in zip(columns, MOST_WORDS.values(), strict=True))
    return [" ".join([limit_words(word, told) for word in found]) for found in cut]


def limit_words(word: Any, told: Any) -> Any:
    told[word] += 1
    return word if told[word] <= MOST_PLACES else GAP


def index_states(rows: Any) -> None:
    """Index the texts of new states: (state, the first day of its date, strings as `texts` gives them)."""
    index = dialect.fulltext_index(database)
    # In the order of their numbers, since FTS5 writes down all that it has gathered before it takes a lower one.
    execute_many(index.INSERT, sorted([index.row(*row) for row in rows]))


def create_index() -> None:
    for statement in dialect.fulltext_index(database).CREATE:
        database.execute_sql(statement)
