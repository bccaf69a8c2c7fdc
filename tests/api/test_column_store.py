"""The column store answers what SQL does, of every revision and day, and where there is none SQL answers."""

import shutil
import threading
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest
from conftest import bound, make_column_store, serving
from hypothesis import given
from hypothesis import strategies as st
from support.batches import load_batch
from support.examples import examples
from support.filter_oracle import BATCH
from support.releases import DAYS, history
from test_dimensions import dimensions, filters, shapes

from api.queries.ordering import SORTS
from models.column_store import files, reader, writer
from models.column_store.layout import TABLES
from models.column_store.maker import ColumnStoreMaker
from models.column_store.reader import column_stores
from models.db.database import database
from seeds.pipeline.load import load

LOADS = 5
PATIENCE = 60


@pytest.fixture
def sqlite(tmp_path):
    """The URL of a new, empty store in a SQLite file."""
    return f"sqlite:///{tmp_path}/annals.db"


@pytest.fixture(scope="module")
def invented_in_sqlite(tmp_path_factory):
    """The URL of a SQLite store with the invented dataset, and its column store."""
    url = f"sqlite:///{tmp_path_factory.mktemp('invented')}/annals.db"
    with bound(url, writable=True):
        load(BATCH)
        make_column_store()
    return url


@pytest.fixture(scope="module", params=["at once", "load by load"])
def past(request, tmp_path_factory):
    """The URL of a SQLite store with a history of releases, and its column store, made at once or added to by each load."""
    url = f"sqlite:///{tmp_path_factory.mktemp('past')}/annals.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "MOST_ADDED", 100)
        for number, each in enumerate(history(LOADS, seed=7), 1):
            load_batch(url, each)
            if number == LOADS or request.param == "load by load":
                with bound(url, writable=True):
                    make_column_store()
    return url


def told_by_both(client, path):
    """The JSON of an answer by the column store, after that by SQL has been found equal."""
    column_stores.configure(0)
    by_rows = client.get(path)
    column_stores.configure(256)
    by_columns = client.get(path)
    assert (by_columns.status_code, by_columns.json) == (by_rows.status_code, by_rows.json), path
    return by_columns.json


def counted(client, path, caplog):
    """How many statements the column store executed for an answer."""
    caplog.clear()
    with caplog.at_level("DEBUG", logger=reader.logger.name):
        assert client.get(path).status_code == 200
    return sum("FROM event" in record.getMessage() for record in caplog.records)


@examples(60)
@given(query=filters, shape=shapes, by=dimensions, top=st.none() | st.integers(1, 4))
def test_it_counts_what_sql_counts(invented_in_sqlite, query, shape, by, top):
    asked = {"kind": "all"} | query | {name: value for name, value in shape.items() if name.partition("_")[0] in by}
    asked |= {"by": ",".join(by)} if by else {}
    asked |= {"top": top} if by and top else {}
    with serving(invented_in_sqlite) as client:
        told_by_both(client, f"/v1/aggregates?{urlencode(asked)}")


moments = st.fixed_dictionaries({}, optional={"as_of": st.sampled_from(DAYS), "revision": st.integers(1, LOADS).map(str)})


@examples(30)
@given(moment=moments, by=st.sampled_from(["year", "actor", "source", "location", "dataset", "type"]), distinct=st.booleans())
def test_it_knows_every_past(past, moment, by, distinct):
    asked = urlencode(moment | {"by": by, "kind": "all", "distinct": str(distinct).lower()})
    with serving(past) as client:
        told_by_both(client, f"/v1/aggregates?{asked}")
        told_by_both(client, f"/v1/events?{urlencode(moment)}&kind=all&count=exact&facets=actor,location&limit=1")


@examples(60)
@given(
    moment=moments,
    query=st.fixed_dictionaries({}, optional={"country": st.sampled_from(["FJ", "KZ"]), "fatalities_min": st.just("1")}),
    sort=st.sampled_from(SORTS),
    distinct=st.booleans(),
)
def test_it_finds_the_pages_that_sql_finds_there_and_back(past, moment, query, sort, distinct):
    asked = moment | query | {"sort": sort, "kind": "all", "limit": 3, "distinct": str(distinct).lower()}
    with serving(past) as client:
        first = told_by_both(client, f"/v1/events?{urlencode(asked)}")
        if first["links"]["next"]:
            second = told_by_both(client, first["links"]["next"])
            back = told_by_both(client, second["links"]["prev"])
            assert back["data"] == first["data"]


def test_it_answers_for_the_revision_that_is_read_alone(sqlite, caplog):
    first, second = list(history(2, seed=3))
    load_batch(sqlite, first)
    with bound(sqlite, writable=True):
        make_column_store()
    with serving(sqlite) as client:
        assert counted(client, "/v1/aggregates?by=year&kind=all", caplog)
    load_batch(sqlite, second)
    with serving(sqlite) as client:
        whole = client.get("/v1/aggregates?kind=all").json["meta"]["totals"]
        assert len(column_files(sqlite)) == 1
    with bound(sqlite, writable=True):
        make_column_store()
    with serving(sqlite) as client:
        assert client.get("/v1/aggregates?kind=all").json["meta"]["totals"] == whole
        assert len(column_files(sqlite)) == 1


def column_files(url):
    """What there is beside a store for its column store, but for the file that is locked while one is made."""
    return [path for path in Path(url.removeprefix("sqlite:///")).parent.glob(".columns-*") if path.suffix != ".lock"]


def test_a_store_that_is_copied_without_it_is_counted_by_sql(past, tmp_path):
    shutil.copy(past.removeprefix("sqlite:///"), tmp_path / "copy.db")
    with serving(past) as client:
        expected = client.get("/v1/aggregates?by=actor&kind=all").json
    with serving(f"sqlite:///{tmp_path}/copy.db") as client:
        assert client.get("/v1/aggregates?by=actor&kind=all").json == expected


def test_one_that_cannot_be_read_is_told_in_the_log_and_sql_counts(past, tmp_path, caplog):
    shutil.copy(past.removeprefix("sqlite:///"), tmp_path / "annals.db")
    with serving(past) as client:
        expected = client.get("/v1/aggregates?by=actor&kind=all").json
    (whole,) = column_files(past)
    (tmp_path / whole.name).write_bytes(b"This is no database, and long enough to be taken for one." * 1000)
    with serving(f"sqlite:///{tmp_path}/annals.db") as client:
        assert client.get("/v1/aggregates?by=actor&kind=all").json == expected
    assert "a column store cannot be read" in caplog.text


def test_what_fails_while_it_is_made_leaves_nothing(past, tmp_path, monkeypatch):
    shutil.copy(past.removeprefix("sqlite:///"), tmp_path / "annals.db")
    monkeypatch.setattr(writer, "add_statements", lambda: ["CREATE TABLE event AS SELECT * FROM nothing"])
    with bound(f"sqlite:///{tmp_path}/annals.db", writable=True), pytest.raises(duckdb.Error):
        make_column_store()
    assert column_files(f"sqlite:///{tmp_path}/annals.db") == []


def test_what_was_added_is_what_is_made_at_once(tmp_path, monkeypatch):
    """Table by table, the rows of a column store that each load added to are those of one that is made of all."""
    url = f"sqlite:///{tmp_path}/annals.db"
    monkeypatch.setattr(writer, "MOST_ADDED", 100)
    for each in history(2 * LOADS, seed=11):
        load_batch(url, each)
        with bound(url, writable=True):
            make_column_store()
    (added,) = column_files(url)
    added.rename(tmp_path / "added.duckdb")
    with bound(url, writable=True):
        make_column_store()
    (whole,) = column_files(url)
    for name in TABLES:
        assert rows_of(tmp_path / "added.duckdb", name) == rows_of(whole, name)


def rows_of(path, table):
    with duckdb.connect(path, read_only=True) as connection:
        return sorted(connection.execute(f"FROM {table}").fetchall(), key=repr)


def test_one_process_makes_it_at_a_time(past, tmp_path):
    shutil.copy(past.removeprefix("sqlite:///"), tmp_path / "annals.db")
    with bound(f"sqlite:///{tmp_path}/annals.db", writable=True):
        with files.making(tmp_path / ".columns-1-other-1.duckdb") as draft:
            with pytest.raises(BlockingIOError), files.making(tmp_path / ".columns-1-other-2.duckdb"):
                pass
            draft.touch()
        assert writer.write_column_store().exists()


def test_a_server_makes_what_is_not_there(backend, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(files.tempfile, "gettempdir", lambda: str(tmp_path))
    url, path = backend(), "/v1/aggregates?by=year,actor&kind=all"
    load_batch(url, next(history(1, seed=5)))
    with serving(url) as client:
        column_stores.configure(256, ColumnStoreMaker())
        assert counted(client, path, caplog) == 0
        expected = client.get(path).json
        for maker in (thread for thread in threading.enumerate() if thread.name == "column-store"):
            maker.join(PATIENCE)
        assert counted(client, path, caplog)
        assert client.get(path).json == expected


def test_what_takes_more_memory_than_is_allowed_is_answered_by_sql(invented_in_sqlite, monkeypatch, caplog):
    paths = ["/v1/aggregates?by=actor,source&top=2&kind=all", "/v1/events?as_of=2012-12-31&sort=fatalities&kind=all&limit=5"]
    with serving(invented_in_sqlite) as client:
        expected = [client.get(path).json for path in paths]
        monkeypatch.setattr(reader.ColumnStatement, "begin", exhausted)
        assert [client.get(path).json for path in paths] == expected
    assert "SQL answers in the place of a column store" in caplog.text


def exhausted(statement, cursor, parameters):
    cursor.execute("SET memory_limit = '1MB'")
    try:
        return cursor.execute("SELECT count(*) FROM (SELECT DISTINCT hash(i), i FROM range(10_000_000) t (i))").fetchall()
    finally:
        cursor.execute("SET memory_limit = '256MB'")


def test_what_takes_too_long_is_interrupted(invented_in_sqlite, monkeypatch):
    with serving(invented_in_sqlite) as client:
        monkeypatch.setattr(database.obj, "patience", 1e-9)
        assert client.get("/v1/aggregates?by=year").status_code == 503
