"""The real service ends when it is told to, whatever its processes and clients are at."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from conftest import ROOT
from live import PATIENCE, served, unheard, until, workers

EVERYTHING = "/v1/events?limit=all&format=ndjson"


def seconds_to_stop(service, name, everyone=False):
    """How long a server takes to end after a signal; to every process of it, as a terminal sends it, if to everyone."""
    began = time.monotonic()
    for process in [service.process.pid, *(workers(service) if everyone else ())]:
        os.kill(process, signal.Signals[name])
    assert service.process.wait(PATIENCE) == 0
    return time.monotonic() - began


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_worker_heeds_signals_from_its_first_moment_on(large, name):
    with served(large, until="/health/live", WEB_CONCURRENCY="1", GRACEFUL_TIMEOUT="10") as service:
        (first,) = workers(service)
        os.kill(first, signal.SIGTERM)
        while not (born := workers(service) - {first}):
            pass
        (young,) = born
        os.kill(young, signal.Signals[name])
        until(lambda: young not in workers(service))
        assert seconds_to_stop(service, name) < 5
        assert "Traceback" not in service.log.read_text()


def test_a_quick_stop_waits_for_no_client(large):
    with served(large, WEB_CONCURRENCY="1", GRACEFUL_TIMEOUT="10") as service, unheard(service, EVERYTHING) as connection:
        assert connection.recv(1)
        assert seconds_to_stop(service, "SIGINT") < 5


def test_a_quick_stop_to_every_process_is_one_under_load(large):
    for _ in range(2):
        with served(large, WEB_CONCURRENCY="2", GRACEFUL_TIMEOUT="10") as service, ThreadPoolExecutor(8) as pool:
            hail = [pool.submit(insist, service) for _ in range(8)]
            time.sleep(0.5)
            assert seconds_to_stop(service, "SIGINT", everyone=True) < 5
            for each in hail:
                each.result(PATIENCE)
            assert "Traceback" not in service.log.read_text()


def insist(service):
    """Ask on ever new connections until none is answered."""
    try:
        while requests.get(f"{service.base}/health/live", timeout=PATIENCE).ok:
            pass
    except requests.ConnectionError:
        pass


def test_a_quick_stop_needs_no_lock():
    """The signal interrupts a worker in the middle of handing a connection to a thread."""
    code = (
        "from concurrent.futures import ThreadPoolExecutor; from api.worker import Worker; worker = Worker.__new__(Worker); "
        "worker.tpool = ThreadPoolExecutor(1); worker.tpool._shutdown_lock.acquire(); worker.handle_quit(2, None)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=PATIENCE).returncode == 0
