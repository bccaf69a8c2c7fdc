"""gunicorn, with a configuration that suits the machine."""

import gc
import select
import sys
import time
from http import HTTPStatus
from pathlib import Path

from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http import errors as refusals
from gunicorn.workers.gthread import ThreadWorker

from api import errors, metrics, settings
from api.app import create_app
from api.sockets import Socket

SHARED_MEMORY = Path("/dev/shm")
REFUSED = {
    refusals.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    refusals.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    refusals.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    refusals.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}
"""What gunicorn refuses before it is a request to us, with its status; anything else that it cannot parse is a 400."""


LINGER = 2
"""Milliseconds that a thread waits for the next request of the connection that it has answered."""

PATIENCE, MOST_PATIENCE = 0.0001, 0.001
"""Seconds for which a worker leaves a new connection to others, for each that it has, and at most."""

OURS = (refusals.InvalidResponseHeader, refusals.InvalidResponseHeaderName)
"""What it refuses of an answer, which is no fault of the client."""


class Worker(ThreadWorker):
    """gunicorn's, but that it stops listening when it stops, and that what it refuses is told as every other failure is."""

    def accept(self, listener):
        """Take a connection on, unless a worker that has fewer does: clients keep theirs, and all of them might be one worker's."""
        if self.cfg.workers > 1:
            time.sleep(min(PATIENCE * self.nr_conns, MOST_PATIENCE))
        super().accept(listener)

    def handle(self, conn):
        """Answer a request, and those that follow it at once: to hand a connection on to another thread costs as much as an answer."""
        kept = self.answer(conn)
        while kept is True and self.alive and not self.is_crowded() and follows(conn):
            kept = self.answer(conn)
        return kept

    def enqueue_req(self, conn):
        if not isinstance(conn.sock, Socket):
            conn.sock = Socket(fileno=conn.sock.detach())
        super().enqueue_req(conn)

    def answer(self, conn):
        """Answer a request, and send what is still held of the answer."""
        kept = super().handle(conn)
        try:
            conn.sock.flush()
        except OSError:
            return False
        return kept

    def is_crowded(self):
        """More connections are to be answered than there are threads for."""
        return self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns) > self.cfg.threads

    def set_accept_enabled(self, enabled):
        """At a stop gunicorn keeps the port open and lets who connects wait for an answer that never comes."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                self.accept_waiting(listener)
                listener.close()

    def accept_waiting(self, listener):
        """Take on those who have connected already."""
        known = -1
        while known < self.nr_conns < self.worker_connections:
            known = self.nr_conns
            self.accept(listener)

    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, refusals.ParseException) or isinstance(exc, OURS):
            return super().handle_error(req, client, addr, exc)
        self.log.warning("Invalid request from %s: %s", addr[0], exc)
        status = REFUSED.get(type(exc), HTTPStatus.BAD_REQUEST)
        util.write_nonblock(client, refusal(status, str(exc), self.wsgi.wsgi_app.everywhere))


def follows(conn):
    """A connection's next request comes within LINGER."""
    poll = select.poll()
    poll.register(conn.sock, select.POLLIN)
    return bool(poll.poll(LINGER))


def refusal(status, detail, headers):
    """The bytes of an HTTP/1.1 response with a problem, after which the connection ends."""
    answer = errors.body(status.value, errors.slug(status), status.phrase, detail, "")
    answer.headers.extend([*headers, ("Date", util.http_date()), ("Connection", "close")])
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{answer.headers}"
    return head.encode("latin-1") + answer.get_data()


def options():
    """gunicorn's settings. Answering is work for the processor, so workers are processes; threads keep slow clients from blocking one."""
    return {
        "bind": f"{bracketed(settings.get('HOST'))}:{settings.get('PORT')}",
        "workers": settings.get("WEB_CONCURRENCY"),
        "worker_class": Worker,
        "threads": settings.get("THREADS"),
        "preload_app": True,  # one copy of the code in memory; a new version is taken up by a restart, new data without one
        "timeout": settings.get("TIMEOUT"),
        "graceful_timeout": settings.get("GRACEFUL_TIMEOUT"),
        "keepalive": 5,
        "limit_request_line": 8190,  # bytes, the most that gunicorn takes: a query may name many ids
        "forwarded_allow_ips": "",  # links are relative to the host, so that nothing hangs on what a proxy says of itself
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,  # a heartbeat on a disk can block
        "loglevel": settings.get("LOG_LEVEL"),
        "accesslog": "-" if settings.get("LOG_LEVEL") == "debug" else None,
        "control_socket_disable": True,
        "when_ready": announce,
    }


def bracketed(host):
    """A host as it stands before a port: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def announce(server):
    host, port = settings.get("HOST"), settings.get("PORT")
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1") else bracketed(host)
    print(f"Annals answers at http://{shown}:{port}/ and Swagger UI is at http://{shown}:{port}/docs", file=sys.stderr, flush=True)


class Server(BaseApplication):
    def __init__(self, options):
        self.options = options
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        app = create_app(cache=settings.get("CACHE"))
        gc.freeze()  # what the workers begin with stays as long as they do: looking through it for garbage stops one for 50 ms
        return app


def serve():
    """Serve until stopped. Does not return. Raises settings.BadSetting."""
    chosen = options()
    with metrics.directory(chosen["worker_tmp_dir"]) as directory:
        Server(chosen | {"raw_env": [f"{metrics.DIRECTORY}={directory}"]}).run()
