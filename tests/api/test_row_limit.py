"""How large an answer of counts may be, and what is left where it may not: less at once, or all of it as a stream."""

import csv
import time

import pytest
from conftest import disconnect, serving
from hypothesis import given
from support.examples import examples
from test_dimensions import dimensions, filters

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.row_limit import MOST_DIMENSIONS
from models.db.connections import is_deadline_error
from models.db.database import bind, database

ROWS = 3
MANY = {
    "roll-ups": "by=month&kind=all",
    "events": "by=day&kind=all",
    "events in a table": "by=month&format=csv&kind=all",
    "what counts twice": "by=actor",
    "keys made by Python": "by=grid&grid=0.1&kind=all",
    "places at a depth": "by=location&location_depth=2&kind=all",
    "another order": "by=day&sort=-events&kind=all",
    "a series": "by=month&fill=true",
    "sums over time": "by=day,actor&cumulative=true",
    "several": "by=day,actor,source,location&kind=all",
}
"""Aggregates that have more than ROWS rows."""
STREAMED = [name for name in MANY if name in ("roll-ups", "events", "events in a table", "what counts twice", "several")]


@pytest.fixture
def client(invented):
    with serving(invented) as client:
        yield client


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setenv("AGGREGATE_ROWS", str(ROWS))


def rows(answer):
    assert answer.status_code == 200, answer.text
    is_table = answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(answer.text.splitlines())) if is_table else answer.json["data"]


@pytest.mark.parametrize("query", MANY.values(), ids=MANY)
def test_an_aggregate_of_too_many_rows_is_refused_with_ways_out(client, narrow, query):
    answer = client.get(f"/v1/aggregates?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    (fault,) = answer.json["errors"]
    assert fault["parameter"] in ("by", "fill")
    assert f"more than {ROWS} rows" in fault["detail"] and "fewer dimensions" in fault["detail"]


@pytest.mark.parametrize("query", MANY.values(), ids=MANY)
def test_as_many_rows_as_are_allowed_are_given(client, monkeypatch, query):
    everything = rows(client.get(f"/v1/aggregates?{query}"))
    monkeypatch.setenv("AGGREGATE_ROWS", str(len(everything)))
    assert rows(client.get(f"/v1/aggregates?{query}")) == everything
    monkeypatch.setenv("AGGREGATE_ROWS", str(len(everything) - 1))
    assert client.get(f"/v1/aggregates?{query}").status_code == 400


@pytest.mark.parametrize("query", [MANY[name] for name in STREAMED], ids=STREAMED)
def test_all_rows_are_streamed_however_many_there_are(client, monkeypatch, query):
    everything = rows(client.get(f"/v1/aggregates?{query}"))
    monkeypatch.setenv("AGGREGATE_ROWS", str(ROWS))
    answer = client.get(f"/v1/aggregates?{query}&limit=all")
    assert "Content-Length" not in answer.headers
    assert rows(answer) == everything


@pytest.mark.parametrize("query", [MANY[name] for name in MANY if name not in STREAMED])
def test_what_takes_all_rows_at_once_is_bounded_as_a_stream_too(client, narrow, query):
    answer = client.get(f"/v1/aggregates?{query}&limit=all")
    assert answer.status_code == 400
    assert f"more than {ROWS} rows" in answer.json["detail"]


@pytest.mark.parametrize("format", ["json", "csv"])
def test_rows_of_roll_ups_are_bounded_likewise(many, monkeypatch, format):
    path = f"/v1/aggregates?by=country,month&format={format}"
    with serving(many) as client:
        everything = client.get(path)
        number = client.get("/v1/aggregates?by=country,month").json["meta"]["returned"]
        for allowed, status in ((number, 200), (number - 1, 400)):
            monkeypatch.setenv("AGGREGATE_ROWS", str(allowed))
            assert client.get(path).status_code == status
        assert rows(client.get(f"{path}&limit=all")) == rows(everything)


@examples(100)
@given(query=filters, by=dimensions)
def test_a_stream_of_rows_says_what_the_whole_answer_says(client, query, by):
    query |= {"by": ",".join(by)} if by else {}
    whole, stream = (client.get("/v1/aggregates", query_string=query | more).json for more in ({}, {"limit": "all"}))
    assert stream["data"] == whole["data"]
    assert stream["meta"] == whole["meta"]


@pytest.mark.parametrize("by", ["actor,day", "day,source", "month,country", "source,actor,day,location"])
def test_the_foremost_keys_are_given_of_however_many(client, monkeypatch, by):
    path = f"/v1/aggregates?by={by}&top=2&kind=all"
    expected = client.get(path).json["data"]
    monkeypatch.setenv("AGGREGATE_ROWS", "100")
    assert client.get(path).json["data"] == expected


@pytest.mark.parametrize("limit", ["10", "0"])
def test_a_number_of_rows_is_told_to_be_another_parameter(client, limit):
    (fault,) = client.get(f"/v1/aggregates?by=year&limit={limit}").json["errors"]
    assert (fault["parameter"], fault["allowed"], fault["did_you_mean"]) == ("limit", ["all"], "top")


def test_only_so_many_dimensions_are_taken_at_once(client):
    names = [*DIMENSIONS][: MOST_DIMENSIONS + 1]
    assert client.get(f"/v1/aggregates?by={','.join(names[1:])}").status_code == 200
    answer = client.get(f"/v1/aggregates?by={','.join(names)}")
    assert answer.status_code == 400
    (fault,) = answer.json["errors"]
    assert fault["parameter"] == "by" and f"at most {MOST_DIMENSIONS}" in fault["detail"]
    (by,) = (each for each in client.get("/v1/openapi.json").json["paths"]["/v1/aggregates"]["get"]["parameters"] if each["name"] == "by")
    assert by["schema"]["maxItems"] == MOST_DIMENSIONS


# One deadline for the whole of an answer


@pytest.fixture
def patient(corpus):
    """The corpus, bound with a second for each snapshot."""
    bind(corpus, patience=1)
    database.connect()
    yield
    disconnect()


def test_what_is_done_between_queries_counts(patient):
    database.snapshot()
    time.sleep(1.1)
    with pytest.raises(Exception) as raised:
        database.execute_sql("SELECT 1")
    assert is_deadline_error(raised.value)
    database.release()
    database.snapshot()
    assert database.execute_sql("SELECT 1").fetchone() == (1,)


def test_each_query_has_what_those_before_it_left(patient):
    if not hasattr(database, "close_all"):
        pytest.skip("SQLite's own clock is that of the snapshot; it has no function that waits")
    begun = time.monotonic()
    with pytest.raises(Exception) as raised:
        database.snapshot()
        for _ in range(10):
            database.execute_sql("SELECT pg_sleep(0.3)")
    assert is_deadline_error(raised.value)
    assert time.monotonic() - begun < 1.5


def test_a_stream_has_time_again_once_it_has_begun(patient):
    database.snapshot()
    time.sleep(0.7)
    database.execute_sql("SELECT 1")
    database.relax()
    time.sleep(0.7)
    assert database.execute_sql("SELECT 1").fetchone() == (1,)
    database.release()


def test_an_answer_of_many_queries_has_but_one_time(many):
    path = f"/v1/events?limit=1&as_of=2030-01-01&facets={','.join(DIMENSIONS)}"
    with serving(many) as client:
        client.get(path)
        begun = time.monotonic()
        assert client.get(path).status_code == 200
        taken = time.monotonic() - begun
        disconnect()
        bind(many, patience=taken / 3)
        answer = client.get(path)
        assert (answer.status_code, answer.json["type"]) == (503, "urn:annals:problem:overdue")
