"""How a server is driven, and what is measured of it. To add a way, write a function from a Drive to a Measurement and add it to DRIVES."""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests
from support.service import Service, end

from benchmarks.idling import until_idle
from benchmarks.memory import Watch

CONNECTIONS = 8
ROUNDS = 3
"""Times that CONNECTIONS are opened anew, of which the best counts: gunicorn's own worker may take on all of them, and no other any."""
LOOKED_AT = 30
"""How many of the questions are asked once, before the measuring, and looked at."""
PATIENCE = 300
IDENTITY = {"Accept-Encoding": "identity"}


class WrongAnswer(Exception):
    """A server answered otherwise than a workload wants it."""


@dataclass(frozen=True)
class Drive:
    """A running server, the paths to ask it for, for how many seconds, and the command of a load into the store that it serves."""

    service: Service
    paths: list[str]
    seconds: float
    loading: tuple[str, ...]


@dataclass(frozen=True)
class Measurement:
    """`rate` is per second, of `unit`; milliseconds with CONNECTIONS at once, and `alone` with one; mean bytes of a body; MB."""

    rate: float
    unit: str = "requests"
    p50: float | None = None
    p99: float | None = None
    alone: float | None = None
    bytes: int = 0
    resident: float = 0
    anonymous: float = 0


def pages(drive):
    return measured(drive, [answer(drive, path) for path in drive.paths[:LOOKED_AT]], drive.paths)


def revalidation(drive):
    """Each asked with the tag of its answer; without one, where the server gives none."""
    tags = [answer(drive, path).headers.get("ETag", "") for path in drive.paths]
    again = [answer(drive, path, tag) for path, tag in zip(drive.paths, tags, strict=True)]
    return measured(drive, again, [f"{path} {tag}" for path, tag in zip(drive.paths, tags, strict=True)])


def while_loading(drive):
    with load_running(drive.loading) as process:
        found = pages(drive)
        if process.poll() is not None:
            raise WrongAnswer("the load had ended before the measuring had")
    return found


def export(drive):
    """One client that reads to the end, and counts lines."""
    begun, lines, size = time.perf_counter(), 0, 0
    url = drive.service.base + drive.paths[0]
    with Watch(drive.service.process.pid) as watch, requests.get(url, stream=True, timeout=PATIENCE, headers=IDENTITY) as answer:
        answer.raise_for_status()
        for chunk in answer.iter_content(1 << 18):
            lines, size = lines + chunk.count(b"\n"), size + len(chunk)
    taken = time.perf_counter() - begun
    return Measurement(lines / taken, "rows", bytes=size, resident=watch.resident, anonymous=watch.anonymous)


DRIVES = {drive.__name__: drive for drive in (pages, revalidation, while_loading, export)}


def measured(drive, answers, lines):
    """Drive it with CONNECTIONS and then, when each worker has had the questions, alone. `lines` are as rotate.lua reads them."""
    pid = drive.service.process.pid
    with Watch(pid) as watch:
        rounds = [wrk(drive.service.base, lines, CONNECTIONS, drive.seconds) for _ in range(ROUNDS)]
    until_idle(pid)
    alone = wrk(drive.service.base, lines, 1, max(1, drive.seconds / 3))
    found = max(rounds, key=lambda each: each["requests"] / each["seconds"])
    size = sum(len(answer.content) for answer in answers) / len(answers)
    among = Measurement(found["requests"] / found["seconds"], "requests", found["p50"], found["p99"], alone["p50"], round(size))
    return replace(among, resident=watch.resident, anonymous=watch.anonymous)


def answer(drive, path, tag=""):
    headers = IDENTITY | ({"If-None-Match": tag} if tag else {})
    found = requests.get(drive.service.base + path, headers=headers, timeout=PATIENCE)
    if found.status_code != (304 if tag else 200):
        raise WrongAnswer(f"{path} answers {found.status_code}: {found.text[:300]}")
    return found


def wrk(base, lines, connections, seconds):
    """What rotate.lua tells at its end. Raises WrongAnswer where an answer failed."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        script = Path(__file__).parent / "rotate.lua"
        options = ["-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", f"{PATIENCE}s", "-s", script]
        told = subprocess.run(["wrk", *options, base, "--", file.name], check=True, capture_output=True, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    if found["failed"]:
        raise WrongAnswer(f"{found['failed']} of {found['requests']} requests failed, such as {lines[0]}")
    return found


@contextmanager
def load_running(command):
    """A load that has begun to write, ended when the block is left: it leaves nothing in the store."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    try:
        process.stdout.readline()
        yield process
    finally:
        end(process)
        process.stdout.close()
