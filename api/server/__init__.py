"""`annals serve`: the application behind one of two servers, each a page of settings. To add a server, add its `run` to SERVERS."""

import os
from pathlib import Path
from typing import Any

from api import settings
from api.http import metrics
from api.server import granian_app, gunicorn_app
from api.server.address import check_address

SERVERS = {"gunicorn": gunicorn_app.run, "granian": granian_app.run}
"""By name, as the setting SERVER has it, what serves until it is stopped."""

SHARED_MEMORY = Path("/dev/shm")
"""Where files that processes share cost no disk."""


def serve() -> Any:
    """Serve until stopped. Raises settings.InvalidSetting."""
    settings.check_settings()
    check_address()
    memory = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None
    with metrics.shared_directory(memory) as directory:
        os.environ[metrics.DIRECTORY] = directory  # whichever server it is, its workers inherit it
        SERVERS[settings.get("SERVER")](memory)
