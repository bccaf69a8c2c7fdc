"""Writes the texts of event states into the full-text index."""

from collections import Counter
from collections.abc import Iterable, Sequence

from models.db import dialect
from models.db.bulk import execute_many
from models.db.database import database
from models.db.fulltext_index import GAP, MOST_PLACES, MOST_WORDS
from models.text.tokenizer import normalize_words

BETWEEN = f" {GAP} "
"""Joins the texts of a column."""


def index_texts(title: str, names: Iterable[str], body: Iterable[str]) -> list[str]:
    """The texts of a state as the index takes them: for each column, its normalized words as one string."""
    columns = [BETWEEN.join(filter(None, map(normalize_words, each))) for each in ([title], names, body)]
    return limit_columns(columns) if sum(column.count(" ") for column in columns) > MOST_PLACES - len(columns) else columns


def limit_columns(columns: Sequence[str]) -> list[str]:
    """Columns cut to MOST_WORDS, in which a word beyond its MOST_PLACES is replaced by a GAP."""
    occurrences: Counter[str] = Counter()
    cut = (column.split(" ", most)[:most] for column, most in zip(columns, MOST_WORDS.values(), strict=True))
    return [" ".join([word_or_gap(word, occurrences) for word in words]) for words in cut]


def word_or_gap(word: str, occurrences: Counter[str]) -> str:
    """Count a word, and give it, or a GAP once it has occurred too often."""
    occurrences[word] += 1
    return word if occurrences[word] <= MOST_PLACES else GAP


def index_states(rows: Iterable[tuple[int, str, Sequence[str]]]) -> None:
    """Index the texts of new states: (number of the state, the first day of its date, texts as `index_texts` gives them)."""
    index = dialect.fulltext_index(database)
    # Sorted by row number: FTS5 writes out all that it has collected before it takes a row of a lower number.
    execute_many(index.INSERT, sorted([index.row(*row) for row in rows]))


def create_index() -> None:
    """Create the full-text index, if it is not there."""
    for statement in dialect.fulltext_index(database).CREATE:
        database.execute_sql(statement)
