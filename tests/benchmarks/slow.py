"""Whether a server answers others while clients keep it waiting: `python -m benchmarks.slow STORE`, over loopback, in a minute and a half a
server.

CLIENTS connections at a time send a request, or read a page, or a whole export, at one byte a second for SECONDS, while one more asks for
one event after the other, on new connections.
"""

import statistics
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Thread

import requests
from support.service import served, unheard

from api.settings import SERVERS
from benchmarks import table

CLIENTS, SECONDS, PATIENCE, PAUSE = 500, 30, 5, 0.05
ASKED, PAGE, EXPORT = "/v1/events?limit=1", "/v1/events?limit=1000", "/v1/events?limit=all&format=ndjson"
REQUEST = b"GET /v1/events?limit=1 HTTP/1.1\r\nHost: localhost\r\nX-Slow: 123456789\r\n\r\n"


@dataclass(frozen=True)
class Kind:
    """What slow clients do: all ask for a path, and read; without a path, they send."""

    name: str
    path: str | None


KINDS = (Kind("send a request", None), Kind("read a page", PAGE), Kind("read an export", EXPORT))


class Crowd(Thread):
    """CLIENTS of a Kind, and how many of them the server gave up."""

    def __init__(self, service, kind):
        super().__init__()
        self.service, self.kind, self.given_up = service, kind, 0

    def run(self):
        over = time.monotonic() + SECONDS
        with ExitStack() as stack:
            clients = [stack.enter_context(self.client()) for _ in range(CLIENTS)]
            turn = 0
            while time.monotonic() < over and clients:
                began = time.monotonic()
                clients = [client for client in clients if self.lives(client, turn)]
                turn += 1
                time.sleep(max(0, 1 - (time.monotonic() - began)))
            self.given_up = CLIENTS - len(clients)

    def client(self):
        connection = unheard(self.service, self.kind.path)
        connection.setblocking(False)
        return connection

    def lives(self, client, turn):
        """The client says or hears its next byte; False where it was given up."""
        try:
            if self.kind.path is None:
                return client.send(REQUEST[turn % len(REQUEST) :][:1]) == 1 and not self.has_ended(client)
            return client.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def has_ended(self, client):
        try:
            return client.recv(1) == b""
        except BlockingIOError:
            return False


def measured(server, url, kind):
    """(how many questions of others were answered, how many not within PATIENCE, the median and the longest wait in ms, given up)."""
    with served(url, SERVER=server) as service:
        crowd = Crowd(service, kind)
        crowd.start()
        time.sleep(1)
        waits, failed = [], 0
        while crowd.is_alive():
            began = time.perf_counter()
            try:
                requests.get(service.base + ASKED, timeout=PATIENCE).raise_for_status()
                waits.append(1000 * (time.perf_counter() - began))
            except requests.RequestException:
                failed += 1
            time.sleep(PAUSE)
        return len(waits), failed, statistics.median(waits) if waits else None, max(waits, default=None), crowd.given_up


def main(store):
    head = [f"{CLIENTS} clients", "server", "answered", f"not within {PATIENCE} s", "p50 ms", "longest ms", "given up"]
    print(table.line(head), table.line(["---"] * len(head)), sep="\n")
    for kind in KINDS:
        for server in SERVERS:
            answered, failed, median, longest, given_up = measured(server, f"sqlite:///{store}", kind)
            times = [table.milliseconds(each) for each in (median, longest)]
            print(table.line([kind.name, server, str(answered), str(failed), *times, str(given_up)]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
