"""What /metrics tells Prometheus: how many requests are answered, how and how fast, and what is served."""

import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Response, request
from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app, values
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from api import settings
from api.http.version import VERSION
from models import store
from models.db.database import StoreNotFound
from models.summaries.counter_query import counters

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
OTHER = "other"
"""The operation of what is none: pages, probes, and paths where nothing is."""
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds."""


class Metrics:
    """Counts the requests that are answered, and shows those of this process or of all that share a directory, dead ones included."""

    def __init__(self) -> None:
        shared = bool(settings.get(DIRECTORY))
        # Chosen at its import, too: before `annals serve` has a directory.
        values.ValueClass = values.MultiProcessValue() if shared else values.MutexValue
        self.requests = Counter("annals_requests", "Requests answered.", ["operation", "status"], registry=None)
        self.seconds = Histogram(
            "annals_request_seconds", "Time to the first bytes of an answer.", ["operation"], registry=None, buckets=BUCKETS
        )
        self.labelled = functools.cache(self.label)
        registry = CollectorRegistry(support_collectors_without_names=True)
        for collector in ([MultiProcessCollector(None)] if shared else [self.requests, self.seconds]) + [StoreCollector()]:
            registry.register(collector)
        self.exposition = make_wsgi_app(registry)

    def count(self, operation: str, status: str, seconds: float) -> Any:
        """A request for an operation, by its name, is answered with a status such as `200 OK`, after so many seconds."""
        count, observe = self.labelled(operation, status)
        count()
        observe(seconds)

    def label(self, operation: str, status: str) -> Any:
        return self.requests.labels(operation, status[:3]).inc, self.seconds.labels(operation).observe

    def show(self) -> Any:
        """The answer to the current request of Flask, in the format, the coding and of the names that it asks for."""
        answer = Response.from_app(self.exposition, request.environ | {"REQUEST_METHOD": "GET"}, buffered=True)
        answer.cache_control.no_store = True
        return answer


class StoreCollector:
    """A collector of what serves and what it serves, as that is at the moment."""

    def collect(self) -> Iterator[Any]:
        yield InfoMetricFamily("annals", "What answers.", {"version": VERSION})
        up = functools.partial(GaugeMetricFamily, "annals_store_up", "Whether there is a store to answer from.")
        try:
            with store.reading():
                identity, incidents = store.snapshot(), list(counters("dataset").tuples())
        except StoreNotFound:
            yield up(0)
        else:
            yield up(1)
            yield from store_gauges(identity, incidents)


def store_gauges(identity: Any, incidents: Any) -> Iterator[Any]:
    """The gauges of a store by its Identity, and by (dataset, number of incidents) pairs."""
    loaded_at = datetime.fromisoformat(identity.loaded_at).timestamp()
    yield GaugeMetricFamily("annals_store_revision", "The latest revision.", identity.revision)
    yield GaugeMetricFamily("annals_store_loaded_timestamp_seconds", "When the latest revision was made.", loaded_at)
    family = GaugeMetricFamily("annals_store_incidents", "Current incidents.", labels=["dataset"])
    for dataset, number in incidents:
        family.add_metric([dataset], number)
    yield family


@contextmanager
def shared_directory(parent: Any) -> Any:
    """The directory in which the processes of a service count together: the setting's, or a new one in `parent`, removed at the end.

    Raises settings.InvalidSetting.
    """
    if given := settings.get(DIRECTORY):
        if not (os.path.isdir(given) and os.access(given, os.W_OK | os.X_OK)):
            raise settings.InvalidSetting(f"{DIRECTORY}={given!r}: a directory that can be written to is wanted")
        yield given
        return
    made, owner = tempfile.mkdtemp(prefix="annals-metrics-", dir=parent), os.getpid()
    try:
        yield made
    finally:
        if os.getpid() == owner:  # the processes that were forked meanwhile leave by here as well
            shutil.rmtree(made, ignore_errors=True)
