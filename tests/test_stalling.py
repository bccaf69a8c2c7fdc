"""The real service goes on answering while clients keep it waiting, and gives those up."""

import socket
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from live import PATIENCE, served, unheard

EVERYTHING = "/v1/events?limit=all&format=ndjson"
TIMEOUT = 2
"""Seconds that clients are given here."""


@pytest.fixture(scope="module")
def service(large):
    with served(large, WEB_CONCURRENCY="1", THREADS="4", CLIENT_TIMEOUT=str(TIMEOUT)) as service:
        yield service


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
    return "ERROR" not in told and "Traceback" not in told


def test_who_says_nothing_keeps_nobody_waiting(service):
    with kept(lambda: connected(service), 100):
        assert seconds_to_answer(service) < TIMEOUT
    assert quiet(service)


def test_who_does_not_end_a_request_is_given_up(service):
    with kept(lambda: connected(service, b"G"), 4) as connections:
        assert seconds_to_answer(service) < 2 * TIMEOUT
        assert {connection.recv(1) for connection in connections} == {b""}
    assert quiet(service)


def test_who_lets_a_request_drip_is_given_up(service):
    with kept(lambda: connected(service), 4) as connections:
        began = time.monotonic()
        with pytest.raises(ConnectionError):
            while time.monotonic() < began + PATIENCE:
                for connection in connections:
                    connection.sendall(b"G")
                time.sleep(0.2)
        assert time.monotonic() - began < 3 * TIMEOUT
    assert quiet(service)


def test_who_takes_no_answer_is_given_up(service):
    with kept(lambda: unheard(service, EVERYTHING), 4) as connections:
        for connection in connections:
            assert connection.recv(12) == b"HTTP/1.1 200"
        assert seconds_to_answer(service) < 3 * TIMEOUT
        time.sleep(2 * TIMEOUT)
        assert not any(whole(connection) for connection in connections)
    assert quiet(service)


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
