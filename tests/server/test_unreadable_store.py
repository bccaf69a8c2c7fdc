"""A store that is there and cannot be read: what clients are told, and what the log is."""

import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from conftest import load_into, serving
from support.postgresql import free_port

from models import store
from models.db import connections

PATH = "/v1/events?limit=1"


@pytest.fixture
def file(tmp_path):
    """A SQLite file that holds a store."""
    path = tmp_path / "annals.db"
    load_into(f"sqlite:///{path}")
    return path


@contextmanager
def damaged(path):
    """A file of which nothing but the first page is right for a while, and whose place a whole one takes then."""
    whole = Path(shutil.copy(path, path.with_suffix(".whole")))
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(bytes(path.stat().st_size - 8192))
    yield
    whole.replace(path)


@contextmanager
def locked(path):
    """A file that lets nobody read."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = delete")
        connection.execute("BEGIN EXCLUSIVE")
        yield


@pytest.mark.parametrize("broken", [damaged, locked])
def test_it_is_told_and_answers_are_given_as_soon_as_it_is_over(file, broken, caplog):
    with serving(f"sqlite:///{file}") as client:
        with broken(file):
            assert {ending(client, path) for path in (PATH, PATH, "/health/ready")} == {"urn:annals:problem:store-unreadable"}
            assert b"cannot be read at the moment" in client.get("/").data
        assert client.get(PATH).status_code == 200
    told = [record.getMessage() for record in caplog.records if record.name == store.__name__]
    assert len(told) == 2
    assert told[0].startswith("the store cannot be read: ") and told[1] == "the store can be read again"


def test_a_file_that_broke_while_it_was_read_is_let_go_of(file, monkeypatch):
    monkeypatch.setattr(connections, "CHECKED", 3600)
    with serving(f"sqlite:///{file}") as client:
        assert client.get("/health/ready").status_code == 200
        with damaged(file):
            assert client.get("/v1/sources").status_code == 503
        assert client.get("/v1/sources").status_code == 200


def test_a_database_that_is_down_is_told(caplog):
    with serving(f"postgresql://annals@127.0.0.1:{free_port()}/annals") as client:
        assert ending(client, PATH) == "urn:annals:problem:store-unreadable"
    assert "Connection refused" in caplog.text


def test_a_missing_table_is_no_store(backend):
    url = backend()
    if url.startswith("postgresql"):
        psycopg.connect(url).close()
    else:
        Path(url.removeprefix("sqlite:///")).touch()
    with serving(url) as client:
        assert ending(client, PATH) == "urn:annals:problem:no-store"


def ending(client, path):
    """The type of the problem with which a request ends, which says to come back only where that may help, and not what the log says."""
    answer = client.get(path)
    assert answer.status_code == 503
    assert ("Retry-After" in answer.headers) == answer.json["type"].endswith("unreadable")
    assert ("annals load" in answer.json["detail"]) == answer.json["type"].endswith("no-store")
    assert not any(word in answer.text for word in ("locked", "malformed", "refused"))
    return answer.json["type"]
