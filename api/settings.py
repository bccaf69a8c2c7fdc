"""Every environment variable that Annals reads. To add a setting, add it to SETTINGS."""

import os
import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable: its name, what it is when unset, and what it means. Its type is its default's.

    `accepted` are the values that it may have: a range, a few words, an address as ADDRESS has it, or None for any.
    """

    name: str
    default: str | int
    about: str
    accepted: range | tuple[str, ...] | re.Pattern | None = None

    def accepts(self, value: int | str) -> Any:
        if isinstance(self.accepted, re.Pattern):
            return self.accepted.fullmatch(value)
        return self.accepted is None or value in self.accepted

    @property
    def wanted(self) -> Any:
        if isinstance(self.accepted, re.Pattern):
            return "an address such as https://data.example.org or https://example.org/annals"
        if isinstance(self.accepted, range):
            return f"a whole number from {self.accepted[0]} to {self.accepted[-1]}"
        return f"one of {', '.join(self.accepted or ())}"


CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
PREFIX = r"(?:/[\w.~-]+)*"
ADDRESS = re.compile(rf"https?://[^\s/?#@\"<>\\]+{PREFIX}/?", re.ASCII)
LEVELS = ("debug", "info", "warning", "error", "critical")
SERVERS = ("gunicorn", "granian")
SETTINGS = (
    Setting("DATABASE_URL", "sqlite:///data/annals.db", "The store: `sqlite:///relative/file.db`, `sqlite:////absolute/file.db` or `postgresql://user:password@host/name`."),
    Setting("SERVER", "gunicorn", "gunicorn, to stand behind a proxy that buffers, or granian, which can stand in public.", SERVERS),
    Setting("HOST", "127.0.0.1", "The address to listen on."),
    Setting("PORT", 8000, "The port to listen on.", range(1, 65_536)),
    Setting("BASE_URL", "", "The public address, such as `https://example.org/annals`: links are then absolute.", ADDRESS),
    Setting("TRUSTED_PROXIES", 0, "Proxies in front that set `X-Forwarded-For`, `-Proto`, `-Host` and `-Prefix`.", range(17)),
    Setting("WEB_CONCURRENCY", CORES, "Worker processes; by default one for each processor core that they may use.", range(1, 1025)),
    Setting("THREADS", 4, "Threads of a worker, each with a database connection of its own.", range(1, 1025)),
    Setting("TIMEOUT", 60, "Seconds until a worker of gunicorn whose main loop hangs is replaced.", range(1, 86_401)),
    Setting("QUERY_TIMEOUT", 60, "Seconds that the queries of an answer (of a stream, to its first row) may take; 0, any.", range(86_401)),
    Setting("AGGREGATE_ROWS", 100_000, "Rows that an aggregate may have, unless it is streamed (`limit=all`).", range(1, 10_000_001)),
    Setting("CLIENT_TIMEOUT", 10, "Seconds until a client that stalls in its request or answer is disconnected.", range(1, 86_401)),
    Setting("GRACEFUL_TIMEOUT", 30, "Seconds that requests under way get to finish at a stop or reload.", range(1, 86_401)),
    Setting("COLUMN_MEMORY", 256, "Megabytes that a worker's column store, which counts, may take; 0: SQL counts, slower.", range(65_537)),
    Setting("CACHE", 32, "Megabytes of answers that a worker keeps to give again while the store stays as it is; 0, none.", range(65_537)),
    Setting("PROMETHEUS_MULTIPROC_DIR", "", "A directory in which workers count for `/metrics`; by default a new one, removed at the end."),
    Setting("LOG_LEVEL", "info", "debug, info, warning, error or critical; at debug every request is logged.", LEVELS),
)  # fmt: skip


class InvalidSetting(Exception):
    """A setting has a value that it may not have."""


def get(name: Any) -> Any:
    """A setting's value by its name. Raises InvalidSetting."""
    setting = next(setting for setting in SETTINGS if setting.name == name)
    text = os.environ.get(name, "")
    if not text:
        return setting.default
    value = int(text) if isinstance(setting.default, int) and text.isascii() and text.isdecimal() else text
    if not setting.accepts(value):
        raise InvalidSetting(f"{name}={text!r}: {setting.wanted} is wanted")
    return value


def check_settings() -> Any:
    """Raise InvalidSetting if there is a value that may not be."""
    for setting in SETTINGS:
        get(setting.name)
