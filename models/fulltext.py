"""The full-text index of either database, fed with words that are folded already: SQLite's FTS5, PostgreSQL's tsvector.

A state's words stand in three columns, each a text of words between single spaces. A GAP between two texts of a column
keeps phrases from running over the end of one.
"""

from peewee import Cast, Expression, Table, Value

TITLE, NAMES, BODY = COLUMNS = "title", "names", "body"
GAP = "¦"
MOST_WORDS, MOST_PLACES = {TITLE: 1000, NAMES: 5000, BODY: 9000}, 255
"""Words that are indexed of a column, and places of one word in a state: a tsvector has no room for 16384 or 256."""


PENDING = 16 << 20
"""Bytes of words that FTS5 gathers before it writes them down: a load is faster for it."""


class Fts5:
    AND, OR = " AND ", " OR "
    CREATE = (
        # `ascii` divides at what is neither a letter nor a digit of ASCII, and so at nothing but the spaces.
        f"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5({', '.join(COLUMNS)}, content='', columnsize=0, tokenize='ascii')",
        f"INSERT INTO search (search, rank) VALUES ('hashsize', {PENDING})",
    )
    INSERT = "INSERT INTO search (rowid, title, names, body) VALUES (?, ?, ?, ?)"

    @staticmethod
    def row(state, texts):
        return state, *texts

    @staticmethod
    def phrase(words, columns):
        # To ask in which column a word stands costs as much as the rest.
        within = "" if columns == COLUMNS else f"{{{' '.join(columns)}}} : "
        return f'{within}"{" ".join(words)}"'

    @staticmethod
    def states(expression):
        """The query for the states that an expression in the index's own language finds."""
        search = Table("search")
        return search.select(search.c.rowid).where(Expression(search.c.search, "MATCH", expression))


class TsVector:
    AND, OR = " & ", " | "
    WEIGHTS = dict(zip(COLUMNS, "ABC", strict=True))
    CREATE = (
        "CREATE TABLE IF NOT EXISTS search (state bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS search_words ON search USING gin (words)",
    )
    INSERT = "INSERT INTO search (state, words) VALUES (%s, %s::tsvector)"

    @classmethod
    def row(cls, state, texts):
        return state, " ".join(cls.lexemes(texts))

    @classmethod
    def lexemes(cls, texts):
        """Each word with its place; a place is left free between the columns."""
        place = 0
        for column, text in zip(COLUMNS, texts, strict=True):
            for word in text.split():
                place += 1
                if word != GAP:
                    yield f"'{word}':{place}{cls.WEIGHTS[column]}"
            place += 1

    @classmethod
    def phrase(cls, words, columns):
        weights = "".join(cls.WEIGHTS[column] for column in columns)
        followed = " <-> ".join(f"'{word}':{weights}" for word in words)
        return f"({followed})"

    @staticmethod
    def states(expression):
        search = Table("search")
        return search.select(search.c.state).where(Expression(search.c.words, "@@", Cast(Value(expression), "tsquery")))
