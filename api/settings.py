"""Every environment variable that Annals reads. To add a setting, add it to SETTINGS."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable: its name, what it is when unset, and what it means. Its type is its default's."""

    name: str
    default: str | int
    about: str


SETTINGS = (
    Setting("DATABASE_URL", "sqlite:///data/annals.db", "The store: `sqlite:///relative/file.db`, `sqlite:////absolute/file.db` or `postgresql://user:password@host/name`."),
    Setting("HOST", "127.0.0.1", "The address to listen on."),
    Setting("PORT", 8000, "The port to listen on."),
    Setting("WEB_CONCURRENCY", os.cpu_count() or 1, "Worker processes; by default one for each processor core."),
    Setting("THREADS", 4, "Threads of a worker, each with a database connection of its own."),
    Setting("TIMEOUT", 60, "Seconds until a worker that answers nothing is replaced."),
    Setting("GRACEFUL_TIMEOUT", 30, "Seconds that requests under way get to finish at a stop or reload."),
    Setting("LOG_LEVEL", "info", "debug, info, warning, error or critical; at debug every request is logged."),
)  # fmt: skip


class BadSetting(ValueError):
    """A setting has a value of the wrong type."""


def get(name):
    """A setting's value by its name. Raises BadSetting."""
    setting = next(setting for setting in SETTINGS if setting.name == name)
    value = os.environ.get(name, "")
    if not value:
        return setting.default
    try:
        return type(setting.default)(value)
    except ValueError:
        raise BadSetting(f"{name}={value!r}: a whole number is wanted") from None
