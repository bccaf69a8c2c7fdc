"""What Prometheus is told: every request once, whoever answered it, of every worker, and the store."""

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from conftest import ROOT, serving
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as text
from support.service import PATIENCE, served, until, workers

from api.http.version import VERSION
from api.operations.operation import OPERATIONS

BORALDAY = "/v1/events/kazakhstan:boralday-2011"
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0, text/plain; version=0.0.4;q=0.5"}
REQUESTS, SECONDS = "annals_requests_total", "annals_request_seconds"


class Told:
    """What an answer of /metrics tells."""

    def __init__(self, answer, parse=text):
        assert answer.status_code == 200
        self.samples = [sample for family in parse(answer.text) for sample in family.samples if not sample.name.endswith("_created")]

    def value(self, name, **labels):
        """Of all samples with these labels, the sum; 0 without any."""
        return sum(sample.value for sample in self.samples if sample.name == name and labels.items() <= sample.labels.items())

    def series(self):
        return {(sample.name, *sorted(sample.labels.items())) for sample in self.samples}


# Requests


@pytest.mark.parametrize(
    ("method", "path", "operation", "status"),
    [
        ("GET", BORALDAY, "get_event", 200),
        ("GET", "/v1/events?limit=all&format=ndjson", "list_events", 200),
        ("HEAD", "/v1/events?country=KZ", "list_events", 200),
        ("GET", "/v1/events?limit=0", "list_events", 400),
        ("HEAD", "/v1/events?limit=0", "list_events", 400),
        ("POST", "/v1/events", "list_events", 405),
        ("GET", "/v1/events/kazakhstan:nothing", "get_event", 404),
        ("GET", "/v1/nowhere", "other", 404),
        ("GET", "/health/live", "other", 200),
        ("GET", "/metrics", "other", 200),
    ],
)
def test_a_request_is_counted_once_and_timed(client, method, path, operation, status):
    before = Told(client.get("/metrics"))
    began = time.perf_counter()
    assert client.open(path, method=method).status_code == status
    took = time.perf_counter() - began
    after = Told(client.get("/metrics"))

    def more(name, **labels):
        return after.value(name, **labels) - before.value(name, **labels)

    scrapes = (operation, status) == ("other", 200)  # the first of the two is over when the second is answered
    assert more(REQUESTS, operation=operation, status=str(status)) == 1 + scrapes
    assert more(REQUESTS) == 2
    assert more(f"{SECONDS}_count", operation=operation) == more(f"{SECONDS}_bucket", operation=operation, le="+Inf")
    assert more(f"{SECONDS}_count") == 2
    if operation != "other":
        assert 0 < more(f"{SECONDS}_sum", operation=operation) < took


def test_what_a_client_has_already_is_counted_as_that(client):
    tag = client.get(BORALDAY).headers["ETag"]
    assert client.get(BORALDAY, headers={"If-None-Match": tag}).status_code == 304
    assert Told(client.get("/metrics")).value(REQUESTS, operation="get_event", status="304") == 1


def test_a_fault_of_the_server_is_counted(corpus, monkeypatch):
    def broken(*asked, **columns):
        raise RuntimeError

    monkeypatch.setattr("api.routes.events.EventSearch", broken)
    with serving(corpus) as client:
        client.get("/v1/events")
        assert Told(client.get("/metrics")).value(REQUESTS, operation="list_events", status="500") == 1


def test_no_path_and_no_value_makes_a_label_of_its_own(client):
    paths = ["/v1/nowhere", "/health/live", BORALDAY, "/v1/events?country=KZ", "/v1/events/a%00b", "/v1/events?x={operation}"]
    for path in paths:
        client.get(path)
    before = Told(client.get("/metrics")).series()
    for path in ["/v1/elsewhere", "/wp-login.php", "//", f"{BORALDAY}/", "/v1/events?country=KG", "/v1/events/b%00c", "/v1/events?y=1"]:
        client.get(path)
    after = Told(client.get("/metrics"))
    assert after.series() == before
    operations = {sample.labels["operation"] for sample in after.samples if "operation" in sample.labels}
    assert operations <= {operation.name for operation in OPERATIONS} | {"other"}


def test_a_stream_is_counted_with_its_first_bytes(client):
    with client.get("/v1/events?limit=all&format=csv", buffered=False):
        assert Told(client.get("/metrics")).value(f"{SECONDS}_count", operation="list_events") == 1


# The store


def test_the_store_is_told(client):
    told = Told(client.get("/metrics"))
    ready, datasets = client.get("/health/ready").json, client.get("/v1/datasets").json["data"]
    assert told.value("annals_store_up") == 1
    assert told.value("annals_store_revision") == ready["revision"] == 1
    assert told.value("annals_store_loaded_timestamp_seconds") == datetime.fromisoformat(ready["loaded_at"]).timestamp()
    assert {told.value("annals_store_incidents", dataset=each["id"]) for each in datasets} == {each["events"] for each in datasets}
    assert told.value("annals_info", version=VERSION) == 1


def test_without_a_store_all_but_the_store_is_told(backend):
    with serving(backend()) as client:
        client.get("/v1/events")
        told = Told(client.get("/metrics"))
    assert told.value(REQUESTS, operation="list_events", status="503") == 1
    assert [(sample.name, sample.value) for sample in told.samples if sample.name.startswith("annals_store")] == [("annals_store_up", 0)]


# HTTP


def test_it_is_text_or_openmetrics_and_never_cached(client):
    client.get("/metrics")
    plain, open_ = client.get("/metrics"), client.get("/metrics", headers=OPENMETRICS)
    assert plain.content_type.startswith("text/plain; version=")
    assert open_.content_type.startswith("application/openmetrics-text; version=1.0.0")
    assert Told(plain).series() == Told(open_, openmetrics).series()
    assert plain.headers["Cache-Control"] == open_.headers["Cache-Control"] == "no-store"


def test_head_is_get_without_the_body(client):
    got, head = client.get("/metrics"), client.head("/metrics")
    assert (head.status_code, head.data, head.content_type) == (200, b"", got.content_type)


def test_it_is_no_part_of_the_api(client):
    assert not [path for path in client.get("/v1/openapi.json").json["paths"] if "metrics" in path]


def test_the_readme_names_every_metric(client):
    client.get(BORALDAY)
    names = {re.sub("_(bucket|count|sum)$", "", sample.name) for sample in Told(client.get("/metrics")).samples}
    readme = (ROOT / "api" / "README.md").read_text(encoding="utf-8")
    assert len(names) == 7
    assert [name for name in names if not re.search(rf"\| .*`{name}\b.* \|", readme)] == []


# Workers


def ask(service, number):
    """Ask for one event so often, over eight connections at once, so that each worker has some of them."""
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(service.get, [BORALDAY] * number)
        assert {answer.status_code for answer in answers} == {200}


def ask_until(service, condition):
    """Ask until a condition holds, and give how often."""
    number, deadline = 0, time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        ask(service, 16)
        number += 16
    return number


def asked(service):
    """How often the event was asked for, as told to each of twenty connections."""
    told = [Told(service.get("/metrics")) for _ in range(20)]
    assert {each.value(f"{SECONDS}_count", operation="get_event") for each in told} == {
        told[0].value(f"{SECONDS}_count", operation="get_event")
    }
    return {each.value(REQUESTS, operation="get_event", status="200") for each in told}


def counting(directory):
    """The process ids of the workers that have counted in a directory."""
    return {int(file.stem.rpartition("_")[2]) for file in directory.glob("counter_*.db")}


def test_all_workers_are_told_by_each_and_the_dead_as_well(corpus, tmp_path, server):
    with served(corpus, SERVER=server, WEB_CONCURRENCY="2", PROMETHEUS_MULTIPROC_DIR=str(tmp_path)) as service:
        until(lambda: len(workers(service)) == 2)
        before = workers(service)
        number = ask_until(service, lambda: counting(tmp_path) == before)
        assert asked(service) == {number}
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(workers(service)) == 2 and workers(service) != before)
        number += ask_until(service, lambda: counting(tmp_path) > before)
        assert asked(service) == {number}


def test_the_directory_of_the_counts_lasts_as_long_as_the_service(corpus, server):
    with served(corpus, SERVER=server, WEB_CONCURRENCY="2") as service:
        until(lambda: len(workers(service)) == 2)
        before = workers(service)
        ask(service, 40)
        (directory,) = set.union(*map(mapped, before))
        service.process.send_signal(signal.SIGHUP)
        until(lambda: len(workers(service)) == 2 and not workers(service) & before)
        ask(service, 40)
        assert asked(service) == {80}
        assert set.union(*map(mapped, workers(service))) == {directory}
        assert service.stop() == 0
    assert not directory.exists()


def mapped(worker):
    """The directories of what a worker counts in."""
    lines = Path(f"/proc/{worker}/maps").read_text().splitlines()
    return {Path(line.split()[-1]).parent for line in lines if line.endswith(".db") and "counter_" in line}


def test_without_a_store_a_service_tells_that(tmp_path, server):
    with served(f"sqlite:///{tmp_path}/annals.db", until="/health/live", SERVER=server, WEB_CONCURRENCY="2") as service:
        assert {Told(service.get("/metrics")).value("annals_store_up") for _ in range(10)} == {0}
