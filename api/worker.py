"""The worker that gunicorn runs: threads that answer, each a connection at a time."""

import os
import select
import signal
import time
from http import HTTPStatus

from gunicorn import util
from gunicorn.http import errors as refusals
from gunicorn.workers.gthread import _DEFER, ThreadWorker

from api import errors, settings
from api.sockets import Socket

REFUSED = {
    refusals.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    refusals.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    refusals.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    refusals.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}
"""What gunicorn refuses before it is a request to us, with its status; anything else that it cannot parse is a 400."""


LINGER = 2
"""Milliseconds that a thread waits for the first request of a connection, or the next of one that it has answered."""

PATIENCE, MOST_PATIENCE = 0.0001, 0.001
"""Seconds for which a worker leaves a new connection to others, for each that it has, and at most."""

STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
"""Signals that end a worker. They wait while one is forked, until it can heed them."""

OURS = (refusals.InvalidResponseHeader, refusals.InvalidResponseHeaderName)
"""What it refuses of an answer, which is no fault of the client."""


class Worker(ThreadWorker):
    """gunicorn's, but that it stops listening when it stops, and that what it refuses is told as every other failure is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.client_timeout = settings.get("CLIENT_TIMEOUT")

    def accept(self, listener):
        """Take a connection on, unless a worker that has fewer does: clients keep theirs, and all of them might be one worker's."""
        if self.cfg.workers > 1:
            time.sleep(min(PATIENCE * self.nr_conns, MOST_PATIENCE))
        super().accept(listener)

    def handle(self, conn):
        """Answer a request, and those that follow it at once: to hand a connection on to another thread costs as much as an answer."""
        conn.data_ready = conn.data_ready or follows(conn)
        if self.alive and not conn.data_ready:
            return _DEFER  # no thread is kept by who says nothing
        kept = self.answer(conn)
        while kept is True and self.alive and not self.is_crowded() and follows(conn):
            kept = self.answer(conn)
        return kept

    def enqueue_req(self, conn):
        if not isinstance(conn.sock, Socket):
            conn.sock = Socket(fileno=conn.sock.detach())
            conn.sock.limit(self.client_timeout)
        super().enqueue_req(conn)

    def answer(self, conn):
        """Answer a request, and send what is still held of the answer."""
        conn.sock.expect()
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
        if not (enabled or self.alive):
            for listener in self.sockets:
                self.accept_waiting(listener)
                listener.close()

    def accept_waiting(self, listener):
        """Take on those who have connected already."""
        known = -1
        while known < self.nr_conns < self.worker_connections:
            known = self.nr_conns
            self.accept(listener)

    def init_signals(self):
        """Heed signals from now on, and those that came since the fork: till now they would have met the handlers of the arbiter."""
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def handle_quit(self, sig, frame):
        """At a quick stop, leave at once. gunicorn would shut its pool down, whose lock the code that the signal interrupts may hold, and
        then wait for every thread, however long its client takes."""
        os._exit(0)

    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, refusals.ParseException) or isinstance(exc, OURS):
            return super().handle_error(req, client, addr, exc)
        self.log.warning("Invalid request from %s: %s", addr[0], exc)
        status = REFUSED.get(type(exc), HTTPStatus.BAD_REQUEST)
        util.write_nonblock(client, refusal(status, str(exc), self.wsgi.wsgi_app.everywhere))


def hold(server, worker):
    """Before a fork: not at every one, since what SIGUSR2 executes would never let go."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def let_go():
    """After it, in the arbiter."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


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
