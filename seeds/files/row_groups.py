"""Rows that tell of one event, brought together."""

import marshal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from seeds.batch import EntryFault
from seeds.errors import LoadRefused
from seeds.files.row import Row

FIELDS = attrgetter(*Row.__slots__)
SPOOL = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -16384;
    PRAGMA temp_store = FILE;
    CREATE TABLE spool (place INTEGER PRIMARY KEY, key TEXT, row BLOB);
"""
ORDER = """
    CREATE INDEX spool_key ON spool (key) WHERE key IS NOT NULL;
    CREATE TABLE repeated AS SELECT key, min(place) AS first FROM spool WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1;
    CREATE TABLE following (place INTEGER PRIMARY KEY, first INTEGER);
    INSERT INTO following SELECT place, first FROM repeated CROSS JOIN spool USING (key);
    CREATE TABLE ordered AS
        SELECT coalesce(first, place) AS first, place FROM spool LEFT JOIN following USING (place) ORDER BY 1, 2;
"""
READ = "SELECT first, row FROM ordered CROSS JOIN spool USING (place) ORDER BY ordered.rowid"

SPOOLED = "rows of one event are brought together there; SQLITE_TMPDIR names another directory for that"


def key_of(row: Row, key: str) -> Any:
    return None if row.fault else row.text(key)


def spooled_rows(rows: Any, key: str) -> Any:
    """A temporary database, on the disk where it is large, that its closing removes."""
    spool = sqlite3.connect("", isolation_level=None)
    spool.executescript(SPOOL)
    spool.execute("BEGIN")
    spool.executemany("INSERT INTO spool (key, row) VALUES (?, ?)", ((key_of(row, key), marshal.dumps(FIELDS(row))) for row in rows))
    spool.executescript(ORDER)
    return spool


def rows_together(rows: Any, key: Any) -> Iterator[Any]:
    try:
        with closing(spooled_rows(rows, key)) as spool:
            for _, group in groupby(spool.execute(READ), key=itemgetter(0)):
                yield [Row(*marshal.loads(row)) for _, row in group]
    except sqlite3.OperationalError as error:
        raise LoadRefused([EntryFault("the temporary directory", "", f"{error}: {SPOOLED}")]) from error


def group_rows(rows: Any, key: str | None = None) -> Iterator[Any]:
    """Lists of the rows that share a value in the column `key`, wherever they stand, in the order of each value's first appearance.

    A row whose key is empty, or that cannot be read, is a list of its own, and without a key every row is. Raises LoadRefused where there
    is no room to bring them together.
    """
    return rows_together(rows, key) if key else ([row] for row in rows)
