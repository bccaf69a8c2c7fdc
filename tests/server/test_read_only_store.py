"""A SQLite store where nothing can be written."""

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from conftest import load_into, serving

from models.db import connections

NOBODY = 65534


@pytest.fixture
def sealed():
    """A store, written in the way that lets readers and a loader go on together, in a directory that all may read and none write to."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "annals.db"
        load_into(f"sqlite:///{file}")
        load_into(f"sqlite:///{file}")
        protect(file)
        yield file
        file.parent.chmod(0o755)


def protect(file):
    file.chmod(0o444)
    file.parent.chmod(0o555)


@contextmanager
def powerless():
    """Without root's right to write everywhere."""
    if os.geteuid():
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_it_is_read(sealed):
    assert sealed.read_bytes()[18:20] == b"\2\2", "SQLite's write-ahead log"
    before = sorted(sealed.parent.iterdir())
    with powerless(), serving(f"sqlite:///{sealed}") as client:
        assert client.get("/v1/events/kazakhstan:boralday-2011").status_code == 200
    assert sorted(sealed.parent.iterdir()) == before


def test_what_changes_in_it_all_the_same_is_taken_up(sealed, monkeypatch):
    monkeypatch.setattr(connections, "CHECKED", 0)
    with serving(f"sqlite:///{sealed}") as client:
        with powerless():
            assert client.get("/health/ready").json["revision"] == 1
        with closing(sqlite3.connect(sealed)) as owner:
            owner.execute("UPDATE release SET number = 7")
            owner.commit()
        with powerless():
            assert client.get("/health/ready").json["revision"] == 7


@pytest.mark.parametrize("written", ["annals.db", ".", "annals.db-wal"])
def test_one_that_may_change_is_not_taken_for_it(sealed, written):
    sealed.parent.chmod(0o755)
    if written == "annals.db-wal":
        (sealed.parent / written).touch()
    protect(sealed)
    (sealed.parent / written).chmod(0o777)
    with powerless():
        assert not connections.is_sealed(sealed)
