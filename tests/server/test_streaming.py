"""`limit=all` over a large store: everything, in order, from one snapshot, in constant memory, and nobody mistakes a part for the whole."""

import csv
import gzip
import io
import json
import os
import shutil
import signal
import sqlite3
import time
import urllib.request
from contextlib import closing
from http.client import IncompleteRead
from itertools import count
from pathlib import Path

import conftest
import psycopg
import pyarrow.parquet
import pytest
import requests
import zstandard
from conftest import bound
from support.batches import batch, load_batch
from support.service import PATIENCE, answers, served, until

from models.column_store.writer import write_column_store
from models.db.database import bind, database

MANY, FEW = 20_000, 300
COLUMNS = 32
"""Megabytes that the column store may take."""
EVERYTHING = "/v1/events?limit=all"
PLAIN = {"Accept-Encoding": "identity"}
PIECE = 1 << 16
LEAVING = 70
"""More clients than the pool has connections."""

generations = count(2)


def many():
    """Events of distinct days, so large that no buffer between server and client holds a good part of them."""
    summary = "A summary of what took place, in as many words as are usual. " * 8
    days = (f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}" for number in count())
    return {
        f"many:e{number:05}": {"title": f"Event {number}", "summary": summary, "date": day}
        for number, day in zip(range(MANY), days, strict=False)
    }


def few(generation):
    """Events that come after all others, told otherwise by each generation."""
    values = {"title": f"Told {generation}", "date": "1999-01-01", "actors": [{"actor": "few:actor", "role": "target"}]}
    return {f"few:e{number:03}": values for number in range(FEW)}


def load_few(url, generation):
    return load_batch(url, batch(few(generation), dataset="few", names={"few:actor": f"Actor {generation}"}))


@pytest.fixture(scope="module")
def large(backend):
    """The URL of a store with many events and, told last, a few that are loaded anew every now and then."""
    url = backend()
    load_batch(url, batch(many(), dataset="many"))
    load_few(url, 1)
    return url


@pytest.fixture(scope="module")
def service(large, server):
    with served(large, SERVER=server, WEB_CONCURRENCY="1", COLUMN_MEMORY=str(COLUMNS)) as service:
        yield service


@pytest.fixture(scope="module")
def everything(service):
    """The whole answer, as JSON, before anything is loaded anew."""
    return service.get(EVERYTHING, headers=PLAIN).content


def begun(service, path=EVERYTHING, headers=PLAIN):
    """An answer under way: its first bytes are there, and most of it is still to be written."""
    return requests.get(service.base + path, headers=headers, stream=True, timeout=PATIENCE)


def worker(service):
    pid = service.process.pid
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


def memory(pid):
    """Bytes that a process has for itself; what it maps of files is not among them."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("RssAnon:"))
    return int(line.split()[1]) * 1024


def ids(things):
    return [thing["id"] for thing in things]


def walked(service, path):
    while path:
        page = service.get(path).json()
        yield from page["data"]
        path = page["links"]["next"]


# The whole


def test_a_stream_is_every_event_once_in_the_order_of_the_pages(service, everything):
    told = json.loads(everything)
    assert told["data"] == list(walked(service, "/v1/events?limit=1000"))
    assert len(set(ids(told["data"]))) == told["meta"]["returned"] == MANY + FEW
    assert told["links"]["next"] is None


READERS = {
    "geojson": lambda body: ids(feature["properties"] for feature in json.loads(body)["features"]),
    "ndjson": lambda body: ids(map(json.loads, body.splitlines())),
    "geojsonseq": lambda body: ids(json.loads(text)["properties"] for text in body.split(b"\x1e")[1:]),
    "csv": lambda body: ids(csv.DictReader(io.StringIO(body.decode(), newline=""))),
    "parquet": lambda body: pyarrow.parquet.read_table(io.BytesIO(body))["id"].to_pylist(),
}


@pytest.mark.parametrize("format", READERS)
def test_every_format_streams_the_same(service, everything, format):
    answer = service.get(f"{EVERYTHING}&fields=id&format={format}")
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert READERS[format](answer.content) == ids(json.loads(everything)["data"])


DECODERS = {"gzip": gzip.decompress, "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body)}


@pytest.mark.parametrize("coding", DECODERS)
def test_a_compressed_stream_is_the_same_in_fewer_bytes(service, everything, coding):
    with begun(service, headers={"Accept-Encoding": coding}) as answer:
        assert answer.headers["Content-Encoding"] == coding
        compressed = answer.raw.read(decode_content=False)
    assert len(compressed) < len(everything) / 4
    assert DECODERS[coding](compressed) == everything


def test_what_is_behind_a_cursor_is_streamed_from_there(service, everything):
    whole = json.loads(everything)["data"]
    second = service.get(service.get("/v1/events?limit=1000").json()["links"]["next"]).json()
    cursors = {rel: second["links"][rel].partition("cursor=")[2] for rel in ("next", "prev")}
    assert service.get(f"{EVERYTHING}&cursor={cursors['next']}").json()["data"] == whole[2000:]
    assert service.get(f"{EVERYTHING}&cursor={cursors['prev']}").json()["data"] == whole[:1000]


def test_head_of_a_stream_is_its_headers_and_reads_nothing(service):
    head, answer = (requests.request(method, service.base + EVERYTHING, stream=True, timeout=PATIENCE) for method in ("HEAD", "GET"))
    with answer:
        same = ("ETag", "Content-Type", "Content-Encoding", "Content-Disposition", "Vary", "Last-Modified", "Annals-Revision")
        assert [head.headers.get(name) for name in same] == [answer.headers.get(name) for name in same]
        assert (head.status_code, head.content) == (200, b"")


# On the way


def test_the_first_events_arrive_long_before_the_last_is_read(service, everything):
    start = time.monotonic()
    with begun(service) as answer:
        pieces = answer.iter_content(PIECE)
        first, began = next(pieces), time.monotonic() - start
        assert first + b"".join(pieces) == everything
    assert began < (time.monotonic() - start) / 2


@pytest.mark.parametrize("format", ["json", "csv", "ndjson", "parquet"])
def test_an_export_takes_less_memory_than_it_is_long(service, everything, format):
    service.get(f"{EVERYTHING}&date=../2014&format={format}")  # a quarter, for what any export takes
    before, most = memory(worker(service)), 0
    with begun(service, f"{EVERYTHING}&format={format}") as answer:
        for _ in answer.iter_content(PIECE):
            most = max(most, memory(worker(service)))
    assert most - before < len(everything)


AGGREGATE = "/v1/aggregates?by=day,source,type,actor"


@pytest.fixture
def counting(service, large):
    """The service, with a column store that was made elsewhere."""
    bind(large)
    write_column_store()
    conftest.disconnect()
    service.get(f"{AGGREGATE}&date=../2014")  # a quarter, for what any takes
    return service


def test_rows_of_counts_take_little_more_memory_than_they_are_long(counting):
    before, length = memory(worker(counting)), len(counting.get(AGGREGATE, headers=PLAIN).content)
    assert length > MANY * 200
    assert memory(worker(counting)) - before < 3 * length + (COLUMNS << 20)


def test_a_stream_of_rows_of_counts_takes_less_memory_than_it_is_long(counting):
    service, rows = counting, counting.get(AGGREGATE).json()["data"]
    before, most = memory(worker(service)), 0
    with begun(service, f"{AGGREGATE}&limit=all") as answer:
        pieces = bytearray()
        for piece in answer.iter_content(PIECE):
            pieces += piece
            most = max(most, memory(worker(service)))
    assert json.loads(pieces)["data"] == rows
    assert most - before < len(pieces) + (COLUMNS << 20) / 2


# Cut short


def test_a_stream_that_fails_at_once_is_told_as_every_other_failure(empty, server):
    load_batch(empty, batch(few(1), dataset="few", names={"few:actor": "Actor"}))
    with bound(empty, writable=True):
        database.execute_sql("ALTER TABLE document RENAME TO gone")
    with served(empty, SERVER=server, WEB_CONCURRENCY="1") as service:
        for method in ("GET", "HEAD"):
            answer = requests.request(method, service.base + EVERYTHING, timeout=PATIENCE)
            assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert not is_read(empty)


def cut(answer):
    """What arrives of an answer that does not come to its end, of which the client learns."""
    arrived = bytearray()
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        for piece in answer.iter_content(PIECE):
            arrived += piece
    return bytes(arrived)


def is_part(arrived, everything):
    """It is the beginning of the answer, without anything else in it, and without the end that says how much it is."""
    return 0 < len(arrived) < len(everything) and everything.startswith(arrived)


def test_a_worker_that_is_killed_leaves_a_part_that_is_known_for_one(service, everything):
    with begun(service) as answer, urllib.request.urlopen(service.base + EVERYTHING, timeout=PATIENCE) as other:
        os.kill(worker(service), signal.SIGKILL)
        assert is_part(cut(answer), everything)
        with pytest.raises(IncompleteRead):
            other.read()
    until(lambda: answers(service.base + "/health/ready"))


def test_a_database_that_fails_leaves_a_part_that_is_known_for_one(large, everything, tmp_path, server):
    url, breaks, status = breakable(large, tmp_path)
    with served(url, SERVER=server, WEB_CONCURRENCY="1", THREADS="1") as service:
        with begun(service) as answer:
            breaks()
            assert is_part(cut(answer), everything)
        assert "Traceback" in service.log.read_text()
        assert service.get("/v1/events?limit=1").status_code == status


def breakable(url, directory):
    """(the URL of the same store, a function that breaks what a stream reads of it, the status of the answers after that)"""
    if url.startswith("postgresql"):
        return url, lambda: disconnect(url), 200
    copy = Path(shutil.copy(url.removeprefix("sqlite:///"), directory))
    return f"sqlite:///{copy}", lambda: spoil(copy), 503


def disconnect(url):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )


def spoil(file):
    """Overwrite all but the first page, as a failing disk would."""
    with file.open("r+b") as pages:
        pages.seek(4096)
        pages.write(bytes(file.stat().st_size - 4096))


def test_clients_that_go_away_leave_nothing_open(service, large):
    for _ in range(LEAVING):
        with begun(service) as answer:
            next(answer.iter_content(PIECE))
    assert service.get("/v1/events?limit=1").status_code == 200
    until(lambda: not is_read(large))


def is_read(url):
    """A transaction is open on the store."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            return connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
            ).fetchone()[0]
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return busy


# While a load runs (these change the store, so they come last)


@pytest.mark.parametrize("query", ["", "&include=claims,actors&date=../2015"])
def test_a_load_while_a_stream_is_read_does_not_show_in_it(service, large, query):
    before = service.get(EVERYTHING + query, headers=PLAIN).content
    with begun(service, EVERYTHING + query) as answer:
        pieces = answer.iter_content(PIECE)
        first = next(pieces)
        assert load_few(large, next(generations)).changed == FEW
        after = service.get(EVERYTHING + query).json()
        assert first + b"".join(pieces) == before
    told = json.loads(before)
    assert after["meta"]["revision"] == told["meta"]["revision"] + 1
    assert ids(after["data"]) == ids(told["data"])
    assert after["data"][:-FEW] == told["data"][:-FEW]
    assert all(new != old for new, old in zip(after["data"][-FEW:], told["data"][-FEW:], strict=True))
