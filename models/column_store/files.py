"""Where the file of a column store lies: one for each revision of a store, made whole or not at all, and the latest alone kept."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.column_store.layout import FORMAT
from models.db.connections import SqliteConnections
from models.db.database import database
from models.store import Identity


def directory() -> Path:
    """Where the column stores of the bound store lie: beside a SQLite file, else in a directory of the user's own for temporary files.

    Raises PermissionError where that is another user's.
    """
    if lies_beside_store():
        return database.obj.path.parent
    own = Path(tempfile.gettempdir()) / f"annals-{os.getuid()}"
    own.mkdir(mode=0o700, exist_ok=True)
    if own.stat().st_uid != os.getuid():
        raise PermissionError(f"{own} belongs to another user")
    return own


def lies_beside_store() -> bool:
    """Whether the column stores of the bound store lie beside its file, where a loader and servers share them."""
    return isinstance(database.obj, SqliteConnections)


def file_of(identity: Identity) -> Path:
    """The path of the column store of a revision."""
    return directory() / f"{prefix_of(identity)}{identity.revision}.duckdb"


def prefix_of(identity: Identity) -> str:
    """What the names of all files of a store begin with."""
    return f".columns-{FORMAT}-{identity.store}-"


def latest_before(identity: Identity) -> Path | None:
    """The path of the column store of the latest earlier revision that is there, None without one."""
    found = {int(path.stem.rpartition("-")[2]): path for path in directory().glob(f"{prefix_of(identity)}*.duckdb")}
    return max(((revision, path) for revision, path in found.items() if revision < identity.revision), default=(0, None))[1]


@contextmanager
def making(path: Path) -> Iterator[Path]:
    """A path to write to, whose file stands at `path` in the end. Raises BlockingIOError where another process is making one of the store.

    The file that is locked stays, since one that is removed could be locked twice.
    """
    draft, lock = path.with_suffix(".draft"), path.with_name(f"{path.name.rpartition('-')[0]}.lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            draft.unlink(missing_ok=True)
            yield draft
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def remove_others(path: Path, identity: Identity) -> None:
    """Remove the files of other revisions of a store. Processes that have one open go on reading it."""
    for other in path.parent.glob(f"{prefix_of(identity)}*.duckdb"):
        if other != path:
            other.unlink(missing_ok=True)
