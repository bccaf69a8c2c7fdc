"""What the command says where a database fails it: the reason in a line, and no traceback."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from click.testing import CliRunner
from conftest import CORPUS, disconnect, load_into
from peewee import DatabaseError, IntegrityError
from support.postgresql import new_database

from api.cli import database_errors
from api.cli.main import main

ROOT_OF_CLAIMS = "SELECT rootpage FROM sqlite_master WHERE name = 'claim'"


def annals(url, *arguments):
    """The command, run in this process: its status and what it says of an error."""
    try:
        run = CliRunner(env={"DATABASE_URL": url}).invoke(main, list(map(str, arguments)))
    finally:
        disconnect()
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    return run.exit_code, run.stderr


@pytest.fixture
def owned(postgresql_url):
    """The URL of a new database in which the one at the other has no rights: (of its owner, of that role)."""
    owner = new_database(postgresql_url)
    role = f"guest_{urlsplit(owner).path[1:]}"
    with closing(psycopg.connect(owner, autocommit=True)) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'guest'")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM public")
    split = urlsplit(owner)
    yield owner, split._replace(netloc=f"{role}:guest@{split.netloc.rpartition('@')[2]}").geturl()
    with closing(psycopg.connect(owner, autocommit=True)) as connection:
        connection.execute(f"DROP ROLE {role}")


def test_a_role_that_may_not_make_tables_is_told_so(owned):
    code, errors = annals(owned[1], "load", CORPUS)
    assert (code, errors.splitlines()[-1]) == (1, "Error: the store cannot be written: permission denied for schema public")


def test_a_role_that_may_not_read_is_told_so(owned):
    load_into(owned[0])
    code, errors = annals(owned[1], "releases")
    assert code == 1
    assert errors.startswith("Error: the store cannot be read at the moment") and "the database says: permission denied for table" in errors


@pytest.mark.parametrize("command", [("load", CORPUS), ("revert", "kazakhstan")])
def test_a_file_that_is_damaged_is_told_as_that(tmp_path, command):
    url, file = f"sqlite:///{tmp_path / 'annals.db'}", Path(tmp_path / "annals.db")
    load_into(url)
    with closing(sqlite3.connect(file)) as store:
        (size,), (page,) = store.execute("PRAGMA page_size").fetchone(), store.execute(ROOT_OF_CLAIMS).fetchone()
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\x5a" * size)
    code, errors = annals(url, *command)
    assert (code, errors.splitlines()[-1]) == (1, "Error: the store cannot be read, its file is damaged: database disk image is malformed")


def test_what_annals_did_wrong_is_no_failure_of_the_user():
    assert database_errors.explain_failure(IntegrityError(ValueError(), "UNIQUE constraint failed"), "written") is None
    assert database_errors.explain_failure(DatabaseError("x\ny"), "written") == "the store cannot be read, its file is damaged: x"
