"""The full-text index of either database: SQLite's FTS5, PostgreSQL's tsvector. Both take words that are normalized already.

The words of a state are in three columns, each a text of words joined by single spaces. A GAP between two texts of a column keeps a phrase
from matching across them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from peewee import SQL, Cast, Expression, Table, Value, fn

from models.text.search_query import STAR

TITLE, NAMES, BODY = COLUMNS = "title", "names", "body"
GAP = "¦"
MOST_WORDS, MOST_PLACES = {TITLE: 1000, NAMES: 5000, BODY: 9000}, 255
"""The most words that are indexed of a column, and positions of one word in a state: a tsvector holds fewer than 16384 and 256."""

PENDING = 16 << 20
"""Bytes of words that FTS5 collects in memory before it writes them; many, for a faster load."""

STATES = 32
"""The low bits of an FTS5 row's number, which are the number of the state; the bits above are its day, counted from 0001-01-01."""

MASK = SQL(str((1 << STATES) - 1))
NONE, FIRST, LAST = SQL("-1"), SQL("0"), SQL(str((1 << 62) - 1))
"""Row numbers: one below all rows, the least that a row may have, and one above all rows."""
ROWS = Table("search")


class Fts5:
    """SQLite's index. Its rows are numbered by day, then by state, so that matches come in order of time: a page needs only the first."""

    AND, OR, NOT = " AND ", " OR ", " NOT "
    is_in_time = True
    CREATE = (
        # `ascii` divides at what is neither a letter nor a digit of ASCII, and so at nothing but the spaces.
        f"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5({', '.join(COLUMNS)}, content='', columnsize=0, tokenize='ascii')",
        f"INSERT INTO search (search, rank) VALUES ('hashsize', {PENDING})",
    )
    INSERT = "INSERT INTO search (rowid, title, names, body) VALUES (?, ?, ?, ?)"

    @staticmethod
    def row(state: int, day: str, texts: Sequence[str]) -> tuple[Any, ...]:
        """The parameters of INSERT for a state: its number, the first day of its date, its text of each column."""
        return date.fromisoformat(day).toordinal() << STATES | state, *texts

    @staticmethod
    def phrase(words: Sequence[str], columns: Sequence[str]) -> str:
        """The expression, in the index's own language, that finds a phrase in any of some columns."""
        # Restricting the columns doubles the cost of a search.
        within = "" if columns == COLUMNS else f"{{{' '.join(columns)}}} : "
        whole, star, _ = " ".join(words).partition(STAR)
        return f'{within}"{whole}"{star}'

    @classmethod
    def states(cls, expression: Any) -> Any:
        """The query for the states that an expression in the index's own language finds."""
        return ROWS.select(cls.state(ROWS.c.rowid)).where(cls.matches(expression))

    @staticmethod
    def matches(expression: Any) -> Expression:
        """The condition on a row of the index that an expression finds it."""
        return Expression(ROWS.c.search, "MATCH", expression)

    @staticmethod
    def state(number: Any) -> Any:
        """The state, as an expression, of a row's number."""
        return number.bin_and(MASK)

    @staticmethod
    def number(day: Any) -> Expression:
        """The least row number, as an expression, of a stored day."""
        return Expression(fn.JULIANDAY(day).cast("integer") - SQL("1721424"), "<<", SQL(str(STATES)))

    @staticmethod
    def between(earliest: Sequence[Any], latest: Sequence[Any]) -> list[Any]:
        """The conditions that a row's day is not before that of any `earliest` row number, nor after that of any `latest` one."""
        # Of several bounds on one side, FTS5 would use only one to limit what it reads.
        first = [ROWS.c.rowid >= Expression(min_or_max(fn.MAX, earliest), "& ~", MASK)] if earliest else []
        last = [ROWS.c.rowid <= Expression(min_or_max(fn.MIN, latest), "|", MASK)] if latest else []
        return first + last


def min_or_max(function: Callable[..., Any], numbers: Sequence[Any]) -> Any:
    """SQL's MIN or MAX of several expressions; a single one itself, since the function would then be an aggregate."""
    return function(*numbers) if len(numbers) > 1 else numbers[0]


class TsVector:
    """PostgreSQL's index. The columns of a state are one tsvector, told apart by weights."""

    AND, OR, NOT = " & ", " | ", " & !"
    is_in_time = False
    WEIGHTS = dict(zip(COLUMNS, "ABC", strict=True))
    CREATE = (
        "CREATE TABLE IF NOT EXISTS search (state bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS search_words ON search USING gin (words)",
    )
    INSERT = "INSERT INTO search (state, words) VALUES (%s, %s::tsvector)"

    @classmethod
    def row(cls, state: int, day: str, texts: Sequence[str]) -> tuple[Any, ...]:
        """The parameters of INSERT for a state: its number, the first day of its date, its text of each column."""
        return state, " ".join(cls.lexemes(texts))

    @classmethod
    def lexemes(cls, texts: Sequence[str]) -> Iterator[str]:
        """Each word with its position and weight; one position is left free between columns."""
        position = 0
        for column, text in zip(COLUMNS, texts, strict=True):
            for word in text.split():
                position += 1
                if word != GAP:
                    yield f"'{word}':{position}{cls.WEIGHTS[column]}"
            position += 1

    @classmethod
    def phrase(cls, words: Sequence[str], columns: Sequence[str]) -> str:
        """The expression, in the index's own language, that finds a phrase in any of some columns."""
        weights = "".join(cls.WEIGHTS[column] for column in columns)
        followed = " <-> ".join(f"'{word.removesuffix(STAR)}':{weights}{STAR * word.endswith(STAR)}" for word in words)
        return f"({followed})"

    @staticmethod
    def states(expression: Any) -> Any:
        """The query for the states that an expression in the index's own language finds."""
        search = Table("search")
        return search.select(search.c.state).where(Expression(search.c.words, "@@", Cast(Value(expression), "tsquery")))
