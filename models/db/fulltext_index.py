"""The full-text index of either database, fed with words that are folded already: SQLite's FTS5, PostgreSQL's tsvector.

A state's words stand in three columns, each a text of words between single spaces. A GAP between two texts of a column
keeps phrases from running over the end of one.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from peewee import SQL, Cast, Expression, Table, Value, fn

from models.text.search_query import STAR

TITLE, NAMES, BODY = COLUMNS = "title", "names", "body"
GAP = "¦"
MOST_WORDS, MOST_PLACES = {TITLE: 1000, NAMES: 5000, BODY: 9000}, 255
"""Words that are indexed of a column, and places of one word in a state: a tsvector has no room for 16384 or 256."""


PENDING = 16 << 20
"""Bytes of words that FTS5 gathers before it writes them down: a load is faster for it."""


STATES = 32
"""Bits of a row's number that are the state's: more states than any store has; before them stands its day, counted from 0001-01-01."""


MASK = SQL(str((1 << STATES) - 1))
NONE, FIRST, LAST = SQL("-1"), SQL("0"), SQL(str((1 << 62) - 1))
"""Numbers before all rows', of the first that may be, and behind all."""
ROWS = Table("search")


class Fts5:
    """Its rows are numbered by day, then by state, so that it gives what it finds in order of time and need not find all."""

    AND, OR, NOT = " AND ", " OR ", " NOT "
    is_in_time = True
    CREATE = (
        # `ascii` divides at what is neither a letter nor a digit of ASCII, and so at nothing but the spaces.
        f"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5({', '.join(COLUMNS)}, content='', columnsize=0, tokenize='ascii')",
        f"INSERT INTO search (search, rank) VALUES ('hashsize', {PENDING})",
    )
    INSERT = "INSERT INTO search (rowid, title, names, body) VALUES (?, ?, ?, ?)"

    @staticmethod
    def row(state: int, day: str, texts: list[str]) -> Any:
        return date.fromisoformat(day).toordinal() << STATES | state, *texts

    @staticmethod
    def phrase(words: tuple[Any, ...], columns: tuple[Any, ...]) -> Any:
        # To ask in which column a word stands costs as much as the rest.
        within = "" if columns == COLUMNS else f"{{{' '.join(columns)}}} : "
        whole, star, _ = " ".join(words).partition(STAR)
        return f'{within}"{whole}"{star}'

    @classmethod
    def states(cls, expression: Any) -> Any:
        """The query for the states that an expression in the index's own language finds."""
        return ROWS.select(cls.state(ROWS.c.rowid)).where(cls.matches(expression))

    @staticmethod
    def matches(expression: Any) -> Any:
        return Expression(ROWS.c.search, "MATCH", expression)

    @staticmethod
    def state(number: Any) -> Any:
        """The state of the row of a number."""
        return number.bin_and(MASK)

    @staticmethod
    def number(day: Any) -> Any:
        """The least number of a stored day."""
        return Expression(fn.JULIANDAY(day).cast("integer") - SQL("1721424"), "<<", SQL(str(STATES)))

    @staticmethod
    def between(earliest: list[Any], latest: list[Any]) -> Any:
        """The conditions on rows of standing on the day of each `earliest` number or after it, of each `latest` or before it."""
        # Of several bounds on one side FTS5 would take one, and read all that lies within that.
        first = [ROWS.c.rowid >= Expression(min_or_max(fn.MAX, earliest), "& ~", MASK)] if earliest else []
        last = [ROWS.c.rowid <= Expression(min_or_max(fn.MIN, latest), "|", MASK)] if latest else []
        return first + last


def min_or_max(function: Callable[..., Any], numbers: list[Any]) -> Any:
    return function(*numbers) if len(numbers) > 1 else numbers[0]


class TsVector:
    AND, OR, NOT = " & ", " | ", " & !"
    is_in_time = False
    WEIGHTS = dict(zip(COLUMNS, "ABC", strict=True))
    CREATE = (
        "CREATE TABLE IF NOT EXISTS search (state bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS search_words ON search USING gin (words)",
    )
    INSERT = "INSERT INTO search (state, words) VALUES (%s, %s::tsvector)"

    @classmethod
    def row(cls, state: Any, day: Any, texts: Any) -> Any:
        return state, " ".join(cls.lexemes(texts))

    @classmethod
    def lexemes(cls, texts: Any) -> Any:
        """Each word with its place; a place is left free between the columns."""
        place = 0
        for column, text in zip(COLUMNS, texts, strict=True):
            for word in text.split():
                place += 1
                if word != GAP:
                    yield f"'{word}':{place}{cls.WEIGHTS[column]}"
            place += 1

    @classmethod
    def phrase(cls, words: Any, columns: Any) -> Any:
        weights = "".join(cls.WEIGHTS[column] for column in columns)
        followed = " <-> ".join(f"'{word.removesuffix(STAR)}':{weights}{STAR * word.endswith(STAR)}" for word in words)
        return f"({followed})"

    @staticmethod
    def states(expression: Any) -> Any:
        search = Table("search")
        return search.select(search.c.state).where(Expression(search.c.words, "@@", Cast(Value(expression), "tsquery")))
