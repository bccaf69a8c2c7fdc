"""gunicorn, with a configuration that suits the machine."""

import gc
import logging
import os
import socket
import sys
from pathlib import Path

from gunicorn.app.base import BaseApplication

from api import metrics, settings
from api.app import create_app
from api.worker import Worker, hold, let_go

SHARED_MEMORY = Path("/dev/shm")


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
        "sendfile": False,  # a file that the system sends would leave before the head that a Socket holds
        "limit_request_line": 8190,  # bytes, the most that gunicorn takes: a query may name many ids
        "forwarded_allow_ips": "",  # links are relative to the host, so that nothing hangs on what a proxy says of itself
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,  # a heartbeat on a disk can block
        "loglevel": settings.get("LOG_LEVEL"),
        "accesslog": "-" if settings.get("LOG_LEVEL") == "debug" else None,
        "control_socket_disable": True,
        "when_ready": announce,
        "pre_fork": hold,
    }


def bracketed(host):
    """A host as it stands before a port: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def check_address():
    """Raise settings.BadSetting where HOST and PORT cannot be listened on: gunicorn tries for five seconds, and tells each time.

    A server that takes over from another, or from a service manager, is given what listens already."""
    if {"GUNICORN_FD", "LISTEN_FDS"} & os.environ.keys():
        return
    host, port = settings.get("HOST"), settings.get("PORT")
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except OSError as error:
        raise settings.BadSetting(f"HOST={host!r}, PORT={str(port)!r}: {error.strerror}") from None


def announce(server):
    host, port = settings.get("HOST"), settings.get("PORT")
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1") else bracketed(host)
    print(f"Annals answers at http://{shown}:{port}/ and Swagger UI is at http://{shown}:{port}/docs", file=sys.stderr, flush=True)


def share_log():
    """What anything tells goes where gunicorn tells its own, in the same form, from the same level on; debugging of libraries does not."""
    shared, root = logging.getLogger("gunicorn.error"), logging.getLogger()
    root.handlers = shared.handlers
    root.setLevel(max(shared.level, logging.INFO))


class Server(BaseApplication):
    def __init__(self, options):
        self.options = options
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        share_log()
        app = create_app(cache=settings.get("CACHE"))
        gc.freeze()  # what the workers begin with stays as long as they do: looking through it for garbage stops one for 50 ms
        return app


def serve():
    """Serve until stopped. Does not return. Raises settings.BadSetting."""
    settings.check()
    chosen = options()
    check_address()
    os.register_at_fork(after_in_parent=let_go)
    with metrics.directory(chosen["worker_tmp_dir"]) as directory:
        Server(chosen | {"raw_env": [f"{metrics.DIRECTORY}={directory}"]}).run()
