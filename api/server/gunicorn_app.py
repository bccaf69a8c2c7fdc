"""gunicorn, with its own gthread workers: a thread for each request that is read, answered or sent.

It is made to stand behind a proxy that buffers: a client that sends its request or takes its answer slowly keeps a thread.
"""

import atexit
import gc
import logging
import os
import signal
import socket
import struct
from typing import Any

from gunicorn.app.base import BaseApplication

from api import settings
from api.app import create_app
from api.server.address import announce_address, bracket_host

BUFFER = 1 << 17
"""Bytes of answers that the system keeps for a connection: more would leave slow clients no time, less would keep more threads waiting."""

STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def options(memory: Any) -> dict[str, Any]:
    """gunicorn's settings. Answering is work for the processor, so workers are processes. `memory` is a directory that is no disk."""
    return {
        "bind": f"{bracket_host(settings.get('HOST'))}:{settings.get('PORT')}",
        "workers": settings.get("WEB_CONCURRENCY"),
        "worker_class": "gthread",
        "threads": settings.get("THREADS"),
        "preload_app": True,  # one copy of the code in memory; a new version is taken up by a restart, new data without one
        "timeout": settings.get("TIMEOUT"),
        "graceful_timeout": settings.get("GRACEFUL_TIMEOUT"),
        "keepalive": 5,
        "limit_request_line": 8190,  # bytes, the most that gunicorn takes: a query may name many ids
        "forwarded_allow_ips": "",  # links are relative to the host, so that nothing hangs on what a proxy says of itself
        "worker_tmp_dir": memory,  # a heartbeat on a disk can block
        "loglevel": settings.get("LOG_LEVEL"),
        "accesslog": "-" if settings.get("LOG_LEVEL") == "debug" else None,
        "control_socket_disable": True,
        "when_ready": on_sockets_ready,
        "pre_fork": hold_signals,
        "post_worker_init": release_signals,
        "worker_int": quick_stop,
    }


def on_sockets_ready(server: Any) -> Any:
    """The hook that runs when the sockets of the Arbiter listen, before there are workers."""
    for listener in server.LISTENERS:
        limit_client(listener.sock, settings.get("CLIENT_TIMEOUT"))
    announce_address()


def limit_client(listener: Any, seconds: Any) -> Any:
    """Give up a client that sends nothing of a request that it has begun, or takes nothing of its answer, for so many seconds.

    Connections have these options from the socket that takes them on. The system wakes a sender when a third of its buffer is free."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        listener.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))


def hold_signals(server: Any, worker: Any) -> Any:
    """The hook before a fork: signals wait until the worker can heed them; till then they would meet the handlers of the arbiter."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def release_signals(worker: Any = None) -> Any:
    """The hook after it in the worker, when that heeds signals. The arbiter goes on at once."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def quick_stop(worker: Any) -> Any:
    """The hook of a quick stop, by SIGINT or SIGQUIT: wait for no thread, however long its client takes."""
    os._exit(0)


def is_client_given_up(record: Any) -> Any:
    """A record of the log tells that a client was given up, which is no failure to be told with a traceback."""
    return bool(record.exc_info) and isinstance(record.exc_info[1], BlockingIOError)


def share_log() -> None:
    """What anything tells goes where gunicorn tells its own, in the same form, from the same level on; debugging of libraries does not."""
    shared, root = logging.getLogger("gunicorn.error"), logging.getLogger()
    shared.addFilter(lambda record: not is_client_given_up(record))
    root.handlers = shared.handlers
    root.setLevel(max(shared.level, logging.INFO))


class GunicornServer(BaseApplication):
    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        share_log()
        app = create_app(cache=settings.get("CACHE"), makes_columns=True)
        atexit.register(gc.unfreeze)  # what modules hold is then given up at the end, as duckdb's warns in many lines where it is not
        gc.freeze()  # what the workers begin with stays as long as they do: looking through it for garbage stops one for 50 ms
        return app


def run(memory: Any) -> Any:
    """Serve until stopped. Does not return."""
    os.register_at_fork(after_in_parent=release_signals)
    GunicornServer(options(memory)).run()
