"""granian: connections are Rust's, which reads requests and sends answers without keeping a thread; threads answer.

It may stand in public by itself. A stream keeps a thread for as long as its client takes it, as under gunicorn.
"""

import gc
import os
import signal
from functools import partial
from multiprocessing import parent_process
from threading import Thread
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from api import settings
from api.app import create_app
from api.server.address import announce_address

CONNECTIONS = 1000
"""Most of a worker at once, as gunicorn has it."""

OVERLAP = 1
"""Seconds that a worker's successor is given at a reload to begin, before the worker stops."""

QUICK = 1
"""Seconds that workers get at an interrupt, by Ctrl-C."""

LINE = {"format": "[%(asctime)s] [%(process)d] [%(levelname)s] %(message)s", "datefmt": "%Y-%m-%d %H:%M:%S %z"}


def options() -> Any:
    """granian's settings."""
    level = settings.get("LOG_LEVEL")
    return {
        "target": "api.server.granian_app:app",
        "factory": True,
        "interface": Interfaces.WSGI,
        "address": settings.get("HOST"),
        "port": settings.get("PORT"),
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(header_read_timeout=settings.get("CLIENT_TIMEOUT") * 1000),
        "websockets": False,
        "workers": settings.get("WEB_CONCURRENCY"),
        "blocking_threads": settings.get("THREADS"),
        "backpressure": CONNECTIONS,
        "respawn_failed_workers": True,
        "respawn_interval": OVERLAP,
        "workers_kill_timeout": settings.get("GRACEFUL_TIMEOUT"),
        "log_level": LogLevels(level),
        "log_access": level == "debug",
        "log_dictconfig": log(level),
    }


def log(level: Any) -> Any:
    """The configuration of the log: what anything tells is in one form, from one level on; debugging of libraries is not told."""
    everything = {"handlers": ["stderr"], "level": "INFO" if level == "debug" else level.upper()}
    return {
        "formatters": {"line": LINE},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "root": everything,
        "loggers": {name: {"handlers": ["stderr"], "level": "INFO", "propagate": False} for name in ("_granian", "granian.access")},
    }


def app() -> Any:
    """The application of a worker."""
    if main := parent_process():
        Thread(target=end_with_main, args=[main], daemon=True).start()
    made = create_app(cache=settings.get("CACHE"), makes_columns=True)
    gc.freeze()  # what a worker begins with stays as long as it does: looking through it for garbage stops it for 50 ms
    return made


def end_with_main(main: Any) -> Any:
    """End with the main process: a worker that outlived it would go on to answer at its port."""
    main.join()
    os._exit(1)


def handle_signals(server: Any) -> Any:
    """Let SIGINT stop without waiting for clients, and a worker that is just forked be stopped: it has these handlers until its own."""
    main = os.getpid()
    graceful: Any = signal.getsignal(signal.SIGTERM)

    def stop(received: Any, frame: Any) -> Any:
        if os.getpid() != main:
            os._exit(0)
        if received == signal.SIGINT:
            server.workers_kill_timeout = QUICK
        graceful(received, frame)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)


def run(memory: Any) -> Any:
    """Serve until stopped. Raises SystemExit where workers cannot be kept alive."""
    create_app()  # what is wrong with DATABASE_URL is told here, and not by each worker
    server = Granian(**options())
    server.on_startup(announce_address)
    server.on_startup(partial(handle_signals, server))
    server.serve()
