"""Writes the column store of the latest revision: rows are copied out of the store as CSV, from which DuckDB makes its tables.

Where there is one of an earlier revision, a copy of it gets what has come since: states are only ever added and ended.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from models import store
from models.column_store import files
from models.column_store.layout import CHANGED, COPIED, NOTHING, Since, add_statements, prepare_statements
from models.db import dialect
from models.db.database import database

MEMORY = 1024
"""Megabytes that making one may take; beyond that it uses the disk."""

MOST_ADDED = 0.2
"""The share of states that may be new: many lie out of order, and reading them costs more."""


def write_column_store() -> Path | None:
    """Write the column store of the bound store's latest revision and remove those of others; its path, or None where another process is
    writing it.

    It takes place in a snapshot of its own, after the transaction of a load. Raises OSError, duckdb.Error.
    """
    identity = store.snapshot()
    try:
        database.relax()
        path = files.file_of(identity)
        if not path.exists():
            with files.making(path) as draft:
                write_file(draft, files.latest_before(identity))
        files.remove_others(path, identity)
    except BlockingIOError:
        return None
    finally:
        database.release()
    return path


def write_file(path: Path, earlier: Path | None) -> None:
    """Write a DuckDB file of the store as the snapshot has it, out of that of an earlier revision where there is one that will do."""
    if earlier:
        shutil.copyfile(earlier, path)
        if add_rows(path):
            return
        path.unlink()
    add_rows(path)


def add_rows(path: Path) -> bool:
    """Add to a DuckDB file, which may not be there yet, what is new; whether that will do."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".columns-") as beside, duckdb.connect(path) as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}MB'")
        connection.execute("SET temp_directory = ?", [beside])
        connection.execute("SET enable_progress_bar = false")
        since = written_since(connection)
        if since.state and store.last_state_number() > since.state * (1 + MOST_ADDED):
            return False
        execute_all(connection, prepare_statements(copy_rows(Path(beside), since)))
        if since.state and connection.execute(CHANGED).fetchone() == (True,):
            return False
        with transaction(connection):
            execute_all(connection, add_statements())
    return True


def written_since(connection: duckdb.DuckDBPyConnection) -> Since:
    """What a column store has already."""
    if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'event'").fetchone():
        return NOTHING
    ((state, revision),) = connection.execute("SELECT (SELECT max(state) FROM event), (SELECT max(number) FROM release)").fetchall()
    return Since(state or 0, revision)


def copy_rows(directory: Path, since: Since) -> dict[str, str]:
    """Write the CSV of what is new; by name of CopiedRows, its path."""
    copies = {rows.name: f"{directory}/{rows.name}.csv" for rows in COPIED}
    for rows in COPIED:
        with open(copies[rows.name], "w", encoding="utf-8", newline="") as file:
            dialect.write_csv(database, rows.query(since), file)
    return copies


def execute_all(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of it or nothing, written to the file once."""
    connection.begin()
    yield
    connection.commit()
