"""The address that a server listens on."""

import os
import socket
import sys
from typing import Any

from api import settings


def bracket_host(host: Any) -> str:
    """A host as it stands before a port: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def check_address() -> Any:
    """Raise settings.InvalidSetting where HOST and PORT cannot be listened on: gunicorn tries for five seconds, and tells each time;
    granian shares the port with whoever has it.

    A gunicorn that takes over from another, or from a service manager, is given what listens already."""
    if {"GUNICORN_FD", "LISTEN_FDS"} & os.environ.keys():
        return
    host, port = settings.get("HOST"), settings.get("PORT")
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except OSError as error:
        raise settings.InvalidSetting(f"HOST={host!r}, PORT={str(port)!r}: {error.strerror}") from None


def announce_address() -> Any:
    """Tell whoever started the server where it answers."""
    host, port = settings.get("HOST"), settings.get("PORT")
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1") else bracket_host(host)
    print(f"Annals answers at http://{shown}:{port}/ and Swagger UI is at http://{shown}:{port}/docs", file=sys.stderr, flush=True)
