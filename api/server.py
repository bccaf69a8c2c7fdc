"""gunicorn, with a configuration that suits the machine."""

import sys
from pathlib import Path

from gunicorn.app.base import BaseApplication

from api import settings
from api.app import create_app

SHARED_MEMORY = Path("/dev/shm")


def options():
    """gunicorn's settings. Answering is work for the processor, so workers are processes; threads keep slow clients from blocking one."""
    return {
        "bind": f"{settings.get('HOST')}:{settings.get('PORT')}",
        "workers": settings.get("WEB_CONCURRENCY"),
        "worker_class": "gthread",
        "threads": settings.get("THREADS"),
        "preload_app": True,  # one copy of the code in memory; a new version is taken up by a restart, new data without one
        "timeout": settings.get("TIMEOUT"),
        "graceful_timeout": settings.get("GRACEFUL_TIMEOUT"),
        "keepalive": 5,
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,  # a heartbeat on a disk can block
        "loglevel": settings.get("LOG_LEVEL"),
        "accesslog": "-" if settings.get("LOG_LEVEL") == "debug" else None,
        "control_socket_disable": True,
        "when_ready": announce,
    }


def announce(server):
    host, port = settings.get("HOST"), settings.get("PORT")
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1") else host
    print(f"Annals answers at http://{shown}:{port}/ and Swagger UI is at http://{shown}:{port}/docs", file=sys.stderr, flush=True)


class Server(BaseApplication):
    def load_config(self):
        for name, value in options().items():
            self.cfg.set(name, value)

    def load(self):
        return create_app()


def serve():
    """Serve until stopped. Does not return."""
    Server().run()
