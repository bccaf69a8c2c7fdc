"""Answers that are kept: the same bytes under the same headers as without, never out of date, within their megabytes."""

import sys
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product

import pytest
import requests
from conftest import disconnect, selects
from hypothesis import given
from hypothesis import strategies as st
from support.batches import load_batch
from support.paths import path_of
from support.releases import close, history, undo
from support.service import PATIENCE, served

from api.app import create_app
from api.formats.registry import FORMATS
from api.http.response import Response
from api.http.response_cache import MEGABYTE, SHARE, ResponseCache, response_size
from api.operations.operation import OPERATIONS
from api.server import granian_app, gunicorn_app
from models.db.database import bind

BORALDAY = "/v1/events/kazakhstan:boralday-2011"
CODINGS = ("identity", "gzip", "zstd")
EXAMPLES = [(path_of(operation), format) for operation in OPERATIONS for format in operation.formats if FORMATS[format].is_available()]
QUESTIONS = [
    f"{BORALDAY}?fields=id,title,date.edtf",
    f"{BORALDAY}?include=claims,sources",
    "/v1/events?limit=3&count=exact&fields=id",
    "/v1/events?kind=all&facets=country,type&limit=1",
    "/v1/events?country=KZ&sort=-fatalities&format=geojson",
    "/v1/events?as_of=2012-01-01",
    "/v1/events?revision=1&format=csv",
    "/v1/events?q=nowhere-at-all",
    "/v1/events?limit=5&cursor=",
    "/v1/aggregates?by=year,country&format=ndjson",
    "/v1/locations?q=alm",
]
FAILURES = {
    "/v1/events/nothing:at-all": 404,
    "/v1/events?limit=many": 400,
    "/v1/events?dataset=nowhere": 400,
    "/v1/events?revision=99": 404,
    "/nowhere": 404,
}
TOLD = ("/v1/events?kind=all", "/v1/aggregates?by=type", "/v1/changes", "/v1/sources", "/v1/actors", "/v1/locations", "/v1/datasets")


@pytest.fixture(scope="module")
def applications():
    """One that keeps no answers, and one that does."""
    return create_app("sqlite:///nowhere.db"), create_app("sqlite:///nowhere.db", cache=32)


@contextmanager
def asking(applications, url):
    """Clients of both over the store at a URL, of which nothing is kept yet."""
    bind(url)
    for application in applications:
        application.wsgi_app.cache.answers.clear()
    try:
        yield [application.test_client() for application in applications]
    finally:
        disconnect()


@pytest.fixture
def clients(applications, corpus):
    with asking(applications, corpus) as clients:
        yield clients


@pytest.fixture
def keeping(clients):
    return clients[1]


def kept(client):
    """The tags under which its application keeps answers."""
    return list(client.application.wsgi_app.cache.answers)


def told(answer):
    """All that a client sees."""
    return answer.status_code, list(answer.headers), answer.data


def asked(client, path, **headers):
    return told(client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()}))


def assert_same(clients, statements, path, **headers):
    """An application that keeps answers gives this one as the other does, then again for the one query for the revision."""
    plain, keeping = clients
    made = asked(plain, path, **headers)
    assert made[0] == 200
    assert asked(keeping, path, **headers) == made
    statements.clear()
    assert asked(keeping, path, **headers) == made
    assert len(selects(statements)) == 1


# What is given


@pytest.mark.parametrize(("path", "format"), EXAMPLES)
def test_every_operation_in_every_format_is_given_again_as_it_was(clients, statements, path, format):
    for coding in CODINGS:
        assert_same(clients, statements, path, Accept=FORMATS[format].media_type, Accept_Encoding=coding)


@pytest.mark.parametrize("path", QUESTIONS)
def test_every_question_is_given_again_as_it_was(clients, statements, path):
    for coding in CODINGS:
        assert_same(clients, statements, path, Accept_Encoding=coding)


def test_the_pages_of_a_walk_are_kept_each_by_itself(clients, statements):
    link = "/v1/events?limit=4"
    while link:
        assert_same(clients, statements, link)
        link = clients[0].get(link).json["links"]["next"]


def test_what_is_asked_at_once_in_many_ways_is_not_mixed_up(clients):
    plain, keeping = clients
    ways = [
        (path, {"Accept": FORMATS[format].media_type, "Accept_Encoding": coding}) for (path, format), coding in product(EXAMPLES, CODINGS)
    ]
    made = [asked(plain, path, **headers) for path, headers in ways]
    for _ in range(2):
        assert [asked(keeping, path, **headers) for path, headers in ways] == made


def test_a_citation_names_the_host_that_was_asked(clients):
    plain, keeping = clients
    for host in ("one.example", "two.example", "one.example"):
        cited = asked(keeping, "/v1/events?format=bibtex", Host=host)
        assert cited == asked(plain, "/v1/events?format=bibtex", Host=host)
        assert host.encode() in cited[2]
    tags = {keeping.get("/v1/events?format=bibtex", headers={"Host": host}).headers["ETag"] for host in ("one.example", "two.example")}
    assert len(tags) == 2


def test_what_names_no_host_is_kept_once_for_all_of_them(keeping):
    first, second = (asked(keeping, "/v1/events", Host=host) for host in ("one.example", "two.example"))
    assert first == second
    assert len(kept(keeping)) == 1


def test_head_tells_of_what_is_kept_and_keeps_it_whole(clients, statements):
    plain, keeping = clients
    told_first = told(keeping.head(BORALDAY))
    assert told_first == told(plain.head(BORALDAY))
    statements.clear()
    assert asked(keeping, BORALDAY) == asked(plain, BORALDAY)
    assert told(keeping.head(BORALDAY)) == told_first
    assert len(kept(keeping)) == 1


def test_a_304_neither_wants_nor_leaves_anything(clients):
    plain, keeping = clients
    tag = plain.get(BORALDAY).headers["ETag"]
    for _ in range(2):
        assert asked(keeping, BORALDAY, If_None_Match=tag) == asked(plain, BORALDAY, If_None_Match=tag)
    assert kept(keeping) == []
    assert asked(keeping, BORALDAY, If_None_Match='"other"') == asked(plain, BORALDAY)
    assert asked(keeping, BORALDAY, If_None_Match=tag)[0] == 304


# What is kept


@pytest.mark.parametrize("path", FAILURES)
def test_no_failure_is_kept(keeping, path):
    for _ in range(2):
        assert keeping.get(path).status_code == FAILURES[path]
    assert keeping.get(BORALDAY, headers={"Accept": "text/csv"}).status_code == 406
    assert kept(keeping) == []


@pytest.mark.parametrize("format", ["json", "csv", "ndjson"])
def test_no_stream_is_kept(clients, format):
    plain, keeping = clients
    path = f"/v1/events?limit=all&format={format}"
    for _ in range(2):
        assert asked(keeping, path) == asked(plain, path)
    assert kept(keeping) == []


def test_nothing_is_kept_unless_it_is_asked_for(clients):
    plain, _ = clients
    for path in (BORALDAY, "/v1/events", "/v1/aggregates"):
        assert plain.get(path).status_code == 200
    assert kept(plain) == []


@pytest.mark.parametrize(
    "load", [lambda: gunicorn_app.GunicornServer(gunicorn_app.options(None)).load(), granian_app.app], ids=["gunicorn", "granian"]
)
def test_the_setting_says_how_much_is_kept(corpus, monkeypatch, load):
    monkeypatch.setenv("DATABASE_URL", corpus)
    for megabytes in (0, 3):
        monkeypatch.setenv("CACHE", str(megabytes))
        assert load().wsgi_app.cache.answers.maxsize == megabytes * MEGABYTE


# Loads in between


@pytest.mark.parametrize("seed", range(3))
def test_what_changes_the_store_shows_at_once(applications, empty, seed):
    """Loads, and the undoing of the last, under a client that goes on asking."""
    batches = list(history(4, seed))
    load_batch(empty, batches[0])
    with asking(applications, empty) as clients:
        revisions = [seen(clients)]
        for batch in batches[1:]:
            close()
            load_batch(empty, batch)
            bind(empty)
            revisions.append(seen(clients))
        undo(empty, batches[-1].dataset["id"])
        bind(empty)
        revisions.append(seen(clients))
    assert revisions == sorted(set(revisions))


def seen(clients):
    """The revision at which both clients are told the same, and again."""
    plain, keeping = clients
    for path in TOLD:
        assert asked(plain, path) == asked(keeping, path) == asked(keeping, path)
    return plain.get(path).json["meta"]["revision"]


# How much is kept


def answer(number, length, streams=False):
    body = number.to_bytes(4) * (length // 4)
    return Response([body], [("Content-Length", f"{length} of {number}"), ("ETag", f'"{number:032}"')], streams=streams)


LENGTHS = st.lists(st.integers(0, 200_000), min_size=1, max_size=30)


@given(lengths=LENGTHS, steps=st.lists(st.tuples(st.booleans(), st.integers(0, 29)), max_size=120), megabytes=st.integers(0, 2))
def test_it_keeps_what_was_asked_for_last_and_never_more_than_it_may(lengths, steps, megabytes):
    cache, order = ResponseCache(megabytes), []
    answers = [answer(number, length) for number, length in enumerate(lengths)]
    for keep, number in steps:
        number %= len(answers)
        if keep:
            assert cache.keep(number, answers[number]) is answers[number]
            fits = len(answers[number].body[0]) < megabytes * MEGABYTE // SHARE
        else:
            fits = number in order
            assert cache.get(number) is (answers[number] if fits else None)
        if fits:
            order = [*(each for each in order if each != number), number]
        while sum(response_size(answers[each]) for each in order) > megabytes * MEGABYTE:
            order.pop(0)
        assert set(cache.answers) == set(order)
        assert cache.answers.currsize == sum(map(response_size, cache.answers.values())) <= megabytes * MEGABYTE


@pytest.mark.parametrize("length", [0, 300, 5_000, 120_000])
def test_its_memory_is_what_it_says(length):
    """However small the answers are, and so however many."""
    cache, number = ResponseCache(4), 4 * MEGABYTE // (length + 2048)
    tracemalloc.start()
    try:
        for each in range(2 * number):
            cache.keep(f"{each:032}", answer(each, length))
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 0.3 * 4 * MEGABYTE < taken <= 4 * MEGABYTE


def test_a_stream_is_given_back_and_not_kept():
    cache, stream = ResponseCache(1), answer(1, 8, streams=True)
    assert cache.keep("tag", stream) is stream
    assert cache.get("tag") is None


# Threads


def test_threads_may_share_it():
    cache, gate, interval = ResponseCache(1), threading.Barrier(8), sys.getswitchinterval()

    def hammer(seed):
        gate.wait()
        for step in range(3_000):
            number = (step * seed) % 97
            found = cache.get(number)
            assert found is None or found.body[0][:4] == number.to_bytes(4)
            if found is None:
                cache.keep(number, answer(number, 20_000 + 1_000 * number))

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(hammer, range(1, 9)))
    finally:
        sys.setswitchinterval(interval)
    assert cache.answers.currsize == sum(map(response_size, cache.answers.values())) <= MEGABYTE


@pytest.mark.parametrize("megabytes", ["1", "32"])
def test_many_clients_of_a_server_get_what_each_asked_for(clients, corpus, megabytes):
    """In one megabyte, answers come and go."""
    paths = [path for path in QUESTIONS if "cursor" not in path] + [f"/v1/events?kind=all&limit={limit}" for limit in range(1, 30)]
    made = {path: clients[0].get(path).data for path in paths}

    def ask(seed):
        with requests.Session() as session:
            for step in range(40):
                path = paths[(step * seed) % len(paths)]
                assert session.get(service.base + path, timeout=PATIENCE).content == made[path]

    with served(corpus, CACHE=megabytes, WEB_CONCURRENCY="1", THREADS="8") as service, ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, (1, 3, 5, 7, 11, 13, 17, 19)))
