"""The real thing for the tests: `annals serve` as a process of its own on a free port of this machine, and a clone of the tree."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from conftest import ROOT

from support.postgresql import free_port

ANNALS = Path(sys.executable).parent / "annals"
PATIENCE = 30
"""Seconds that a server gets to answer, or to end."""


@dataclass(frozen=True)
class Service:
    """A running server: its address without a slash at the end, its process, and the file it logs to."""

    base: str
    process: subprocess.Popen
    log: Path

    def get(self, path, **more):
        return requests.get(self.base + path, timeout=PATIENCE, **more)

    def stop(self):
        """End it as a service manager does, and give its exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@contextmanager
def served(url, until="/health/ready", command="serve", **environment):
    """`annals serve` over the store at a URL, once `until` answers 200; ended when the block is left."""
    port = environment.setdefault("PORT", str(free_port()))
    with tempfile.NamedTemporaryFile(prefix="annals-", suffix=".log") as log:
        process = start(url, log, command, **environment)
        service = Service(f"http://127.0.0.1:{port}", process, Path(log.name))
        try:
            wait(service, until)
            yield service
        finally:
            end(process)


def start(url, log=subprocess.PIPE, command="serve", **environment):
    """`annals` as a process, with nothing of this process's settings but its PATH. It writes to `log`."""
    settings = {"PATH": os.environ["PATH"], "DATABASE_URL": url, **environment}
    command = [ANNALS, *command.split()]
    return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=settings, text=True, preexec_fn=heed_interrupts)


def heed_interrupts():
    """In a child: SIGINT ends it, as from a terminal. What a shell starts in the background inherits that it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait(service, path, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not answers(service.base + path):
        told = service.log.read_text()
        assert service.process.poll() is None, f"the server has ended: {told}"
        assert time.monotonic() < deadline, f"the server does not answer: {told}"
        time.sleep(0.05)


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def workers(service):
    """The process ids of the server's workers."""
    pid = service.process.pid
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def unheard(service, path, buffer=1 << 12):
    """A connection on which that was asked (None: nothing yet), and of whose answer few bytes fit on the client's side."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.settimeout(PATIENCE)
    connection.connect(("127.0.0.1", urlsplit(service.base).port))
    if path is not None:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def answers(url):
    try:
        return requests.get(url, timeout=PATIENCE).ok
    except requests.ConnectionError:
        return False


def end(process):
    """SIGTERM, and SIGKILL when that is not heeded, to this process alone: its workers end with it."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def cloned(directory):
    """Copy to a directory what git would clone if the tree were committed as it stands, and list those files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    files = [file for file in listed if file and (ROOT / file).exists()]
    for file in files:
        (directory / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, directory / file)
    return files
