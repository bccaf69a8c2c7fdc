"""A table that comes over standard input, kept in a temporary file while it is read, since rows are read more than once."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

STDIN = Path("-")
"""How a command is told of it."""
NAME = "stdin"
"""What its file is called, and so its rejects."""


@contextmanager
def kept_stdin(paths: list[Path]) -> Iterator[list[Path]]:
    """The paths of files for a while, that of standard input in the place of the first `-`; any other is a path like all."""
    if STDIN not in paths:
        yield paths
        return
    with TemporaryDirectory() as directory:
        file = Path(directory) / NAME
        with file.open("wb") as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
        place = paths.index(STDIN)
        yield [*paths[:place], file, *paths[place + 1 :]]
