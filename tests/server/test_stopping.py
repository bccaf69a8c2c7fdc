"""The real service ends when it is told to, whatever its processes and clients are at."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from support.service import PATIENCE, served, unheard, until, workers

EVERYTHING = "/v1/events?limit=all&format=ndjson"


def seconds_to_stop(service, name, everyone=False):
    """How long a server takes to end after a signal; to every process of it, as a terminal sends it, if to everyone."""
    began = time.monotonic()
    for process in [service.process.pid, *(workers(service) if everyone else ())]:
        os.kill(process, signal.Signals[name])
    assert service.process.wait(PATIENCE) == 0
    return time.monotonic() - began


def test_a_stop_waits_for_a_client_as_long_as_is_set(large, server):
    with served(large, SERVER=server, WEB_CONCURRENCY="1", GRACEFUL_TIMEOUT="2") as service, unheard(service, EVERYTHING) as connection:
        assert connection.recv(1)
        assert 1 < seconds_to_stop(service, "SIGTERM") < 6


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_stop_is_heeded_by_a_worker_from_its_first_moment_on(large, server, name):
    with served(large, until="/health/live", SERVER=server, WEB_CONCURRENCY="1", GRACEFUL_TIMEOUT="20") as service:
        (first,) = workers(service)
        os.kill(first, signal.SIGKILL)
        while not workers(service) - {first}:
            pass
        assert seconds_to_stop(service, name) < 8


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_worker_of_gunicorn_heeds_what_it_is_told_itself(large, name):
    with served(large, until="/health/live", SERVER="gunicorn", WEB_CONCURRENCY="1") as service:
        (first,) = workers(service)
        os.kill(first, signal.SIGTERM)
        while not (born := workers(service) - {first}):
            pass
        (young,) = born
        os.kill(young, signal.Signals[name])
        until(lambda: young not in workers(service))


def test_no_worker_outlives_the_server(large, server):
    with served(large, until="/health/live", SERVER=server, WEB_CONCURRENCY="2") as service:
        started = workers(service)
        service.process.kill()
        service.process.wait(PATIENCE)
        until(lambda: not any(Path(f"/proc/{worker}/cmdline").exists() for worker in started))


def test_a_quick_stop_waits_for_no_client(large, server):
    with served(large, SERVER=server, WEB_CONCURRENCY="1", GRACEFUL_TIMEOUT="20") as service, unheard(service, EVERYTHING) as connection:
        assert connection.recv(1)
        assert seconds_to_stop(service, "SIGINT") < 8


def test_a_quick_stop_to_every_process_is_one_under_load(large, server):
    with served(large, SERVER=server, WEB_CONCURRENCY="2", GRACEFUL_TIMEOUT="20") as service, ThreadPoolExecutor(8) as pool:
        hail = [pool.submit(insist, service) for _ in range(8)]
        time.sleep(0.5)
        assert seconds_to_stop(service, "SIGINT", everyone=True) < 8
        for each in hail:
            each.result(PATIENCE)


def insist(service):
    """Ask on ever new connections until none is answered, or an answer is cut and the client told so."""
    try:
        while requests.get(f"{service.base}/health/live", timeout=PATIENCE).ok:
            pass
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        pass
