"""The real service goes on answering while clients keep it waiting, and gives those up as far as its server can.

gunicorn keeps a thread for who has connected and says nothing, or lets a request drip: that is for the proxy in front of it.
"""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from support.service import PATIENCE, served, unheard

EVERYTHING = "/v1/events?limit=all&format=ndjson"
TIMEOUT, THREADS = 2, 4
"""Seconds that clients are given here; threads of the one worker."""


@pytest.fixture(scope="module")
def service(large, server):
    with started(large, server) as service:
        yield service


@pytest.fixture(scope="module")
def granian(large):
    with started(large, "granian") as service:
        yield service


@pytest.fixture(scope="module")
def gunicorn(large):
    with started(large, "gunicorn") as service:
        yield service


def started(url, server):
    return served(url, SERVER=server, WEB_CONCURRENCY="1", THREADS=str(THREADS), CLIENT_TIMEOUT=str(TIMEOUT))


@contextmanager
def kept(connect, number):
    """So many connections, open for a while."""
    with ExitStack() as stack:
        yield [stack.enter_context(connect()) for _ in range(number)]


def connected(service, said=b""):
    connection = socket.create_connection(("127.0.0.1", urlsplit(service.base).port), PATIENCE)
    connection.sendall(said)
    return connection


def seconds_to_answer(service):
    began = time.monotonic()
    assert requests.get(f"{service.base}/health/ready", timeout=PATIENCE).ok
    return time.monotonic() - began


def quiet(service):
    told = service.log.read_text()
    assert "ERROR" not in told and "Traceback" not in told, told
    return True


def test_who_says_nothing_keeps_nobody_waiting(granian):
    with kept(lambda: connected(granian), 100):
        assert seconds_to_answer(granian) < TIMEOUT
    assert quiet(granian)


def test_who_does_not_end_a_request_is_given_up(service):
    with kept(lambda: connected(service, b"G"), THREADS) as connections:
        assert seconds_to_answer(service) < 3 * TIMEOUT
        assert {connection.recv(1) for connection in connections} == {b""}
    assert quiet(service)


def test_who_lets_a_request_drip_is_given_up_and_keeps_nobody_waiting(granian):
    with kept(lambda: connected(granian, b"G"), THREADS) as connections:
        began = time.monotonic()
        assert seconds_to_answer(granian) < TIMEOUT
        with pytest.raises(ConnectionError):
            while time.monotonic() < began + PATIENCE:
                for connection in connections:
                    connection.sendall(b"G")
                time.sleep(0.2)
        assert time.monotonic() - began < 3 * TIMEOUT
    assert quiet(granian)


def test_who_takes_no_stream_keeps_nobody_waiting(service):
    """A stream more is refused, since it would keep the last of the threads."""
    with kept(lambda: unheard(service, EVERYTHING), THREADS - 1) as connections:
        for connection in connections:
            assert connection.recv(12) == b"HTTP/1.1 200"
        assert seconds_to_answer(service) < TIMEOUT
        refused = requests.get(service.base + EVERYTHING, timeout=PATIENCE)
        assert (refused.status_code, refused.headers["Content-Type"]) == (503, "application/problem+json")
        assert refused.json()["type"] == "urn:annals:problem:busy" and int(refused.headers["Retry-After"]) > 0
    assert quiet(service)


def test_streams_that_are_short_are_sent_however_many_are_under_way(service):
    with kept(lambda: unheard(service, EVERYTHING), THREADS - 1) as connections:
        for connection in connections:
            assert connection.recv(12) == b"HTTP/1.1 200"
        with ThreadPoolExecutor(THREADS) as pool:
            answers = pool.map(service.get, [f"{EVERYTHING}&fields=id&date=2011-01-01"] * 4 * THREADS)
            assert {answer.status_code for answer in answers} == {200}


def test_who_has_gone_makes_room_for_other_streams(service):
    for _ in range(2 * THREADS):
        with unheard(service, EVERYTHING) as connection:
            assert connection.recv(12) in (b"HTTP/1.1 200", b"HTTP/1.1 503")
    deadline = time.monotonic() + PATIENCE
    while (status := service.get(f"{EVERYTHING}&date=2011-01").status_code) == 503 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert status == 200


def test_who_takes_no_answer_is_given_up(gunicorn):
    with kept(lambda: unheard(gunicorn, EVERYTHING), THREADS - 1) as connections:
        for connection in connections:
            assert connection.recv(12) == b"HTTP/1.1 200"
        time.sleep(4 * TIMEOUT)
        assert not any(whole(connection) for connection in connections)
    assert quiet(gunicorn)


def test_who_takes_an_answer_slowly_gets_all_of_it(service):
    """So slowly that the system wakes the sender more rarely than it would be given up."""
    with unheard(service, EVERYTHING, buffer=200_000) as connection:
        began = time.monotonic()
        while time.monotonic() < began + 4 * TIMEOUT:
            assert connection.recv(1 << 16)
            time.sleep(TIMEOUT / 4)
        assert whole(connection)
    assert quiet(service)


def whole(connection):
    """What is still to come of a stream ends as it should."""
    last = b""
    try:
        while not last.endswith(b"\r\n0\r\n\r\n"):
            piece = connection.recv(1 << 16)
            if not piece:
                return False
            last = (last + piece)[-16:]
    except ConnectionError:
        return False
    return True
