"""Writes the column store of the latest revision: rows are copied out of the store as CSV, from which DuckDB makes its tables."""

import tempfile
from pathlib import Path

import duckdb

from models import store
from models.column_store import files
from models.column_store.layout import COPIED, create_statements
from models.db import dialect
from models.db.database import database

MEMORY = 512
"""Megabytes that making one may take; beyond that it uses the disk."""


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
                write_tables(draft)
        files.remove_others(path, identity)
    except BlockingIOError:
        return None
    finally:
        database.release()
    return path


def write_tables(path: Path) -> None:
    """Write the tables of the store, as the snapshot has it, into a new DuckDB file."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".columns-") as beside:
        staged = {table.name: f"{beside}/{table.name}.csv" for table in COPIED}
        for table in COPIED:
            with open(staged[table.name], "w", encoding="utf-8", newline="") as file:
                dialect.write_csv(database, table.query, file)
        with duckdb.connect(path, config={"memory_limit": f"{MEMORY}MB", "temp_directory": beside}) as connection:
            for statement in create_statements(staged):
                connection.execute(statement)
