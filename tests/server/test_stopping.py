"""The real service ends when it is told to, whatever its processes and clients are at."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import requests
from support.service import PATIENCE, served, unheard, workers

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
    """Ask on ever new connections until none is answered."""
    try:
        while requests.get(f"{service.base}/health/live", timeout=PATIENCE).ok:
            pass
    except requests.ConnectionError:
        pass
