"""Libraries that few people need, which `make` installs on request."""

from importlib import import_module
from typing import Any

from seeds.errors import UnreadableFile

TARGETS = {"pyarrow": "parquet", "pandas": "files", "pyogrio": "files", "pyproj": "files", "xlrd": "files"}
"""By library, the extra that it belongs to, which is a target of make as well."""


def import_extra(module: str, what: str) -> Any:
    """A module of an extra. Raises UnreadableFile with what it would read and how to install it, where it is not there."""
    try:
        return import_module(module)
    except ImportError:
        library = module.partition(".")[0]
        raise UnreadableFile(f"it is {what}, which needs {library}: `make {TARGETS[library]}` installs it") from None
