"""What is driven: Annals, the limit and the peers, each with as many workers as the machine has cores. To add one, add it to SERVERS."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.postgresql import free_port
from support.service import ANNALS, Service, end, wait

from benchmarks import peers

WORKERS = os.cpu_count()
THREADS = 4


@dataclass(frozen=True)
class Files:
    """Where a run keeps things: `envs` the peers' environments, `store` Annals' own, `flat` the table that peers serve."""

    directory: Path

    store = property(lambda self: self.directory / "annals.db")
    flat = property(lambda self: self.directory / "flat.db")
    envs = property(lambda self: self.directory.parent / "envs")
    url = property(lambda self: f"sqlite:///{self.store.absolute()}")


@dataclass(frozen=True)
class Server:
    """`command` gives from (Files, port) the command and its environment. `spelling` names its paths in a workload; None: the limit's."""

    name: str
    spelling: str | None
    command: Callable
    ready: str
    settings: dict = field(default_factory=dict)

    @contextmanager
    def running(self, files):
        """Its Service, ended when the block is left."""
        port = free_port()
        command, environment = self.command(files, port)
        with tempfile.NamedTemporaryFile(prefix="bench-", suffix=".log") as log:
            process = subprocess.Popen(
                list(map(str, command)), stdout=log, stderr=subprocess.STDOUT, env=os.environ | environment | self.settings
            )
            service = Service(f"http://127.0.0.1:{port}", process, Path(log.name))
            try:
                wait(service, self.ready)
                yield service
            finally:
                end(process)

    def paths(self, workload, questions):
        """How it is asked what a workload asks, a path for each question; none where it cannot be."""
        if self.spelling is None:
            return [limited(workload, question) for question in questions]
        path = workload.paths.get(self.spelling)
        return [path.format(**question) for question in questions] if path else []


def limited(workload, question):
    values = "&".join(f"{name}={value}" for name, value in question.items() if f":{name}" in workload.statement)
    return f"/{workload.name.replace(' ', '-')}?{values}"


def gunicorn(program, app, port):
    return [program, app, "--workers", WORKERS, "--threads", THREADS, "--bind", f"127.0.0.1:{port}", "--timeout", 300, "--keep-alive", 5]


def annals(files, port):
    return [ANNALS, "serve"], {"DATABASE_URL": files.url, "PORT": str(port), "WEB_CONCURRENCY": str(WORKERS), "THREADS": str(THREADS)}


def limit(files, port):
    return gunicorn(Path(sys.executable).parent / "gunicorn", "benchmarks.limit:app", port), {"STORE": str(files.store.absolute())}


def datasette(files, port):
    program = peers.environment("datasette", files.envs) / "gunicorn"
    worker = ["--worker-class", "uvicorn_worker.UvicornWorker"]
    return [*gunicorn(program, "benchmarks.datasette_app:app", port), *worker], {"FLAT": str(files.flat)}


def pygeoapi(files, port):
    bin = peers.environment("pygeoapi", files.envs)
    return gunicorn(bin / "gunicorn", "pygeoapi.flask_app:APP", port), peers.configured(bin, files, port)


CACHED = "annals cached"
"""Annals with its response cache, which every other figure is measured without."""
GRANIAN = "annals granian"
"""Annals under granian; every other figure is measured under gunicorn."""

SERVERS = {
    server.name: server
    for server in (
        Server("annals", "annals", annals, "/health/ready", {"CACHE": "0"}),
        Server(CACHED, "annals", annals, "/health/ready", {"CACHE": "32"}),
        Server(GRANIAN, "annals", annals, "/health/ready", {"CACHE": "0", "SERVER": "granian"}),
        Server("limit", None, limit, "/W10"),
        Server("datasette", "datasette", datasette, "/flat.json"),
        Server("pygeoapi", "pygeoapi", pygeoapi, "/collections/events?f=json"),
    )
}
