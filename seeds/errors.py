"""What loads refuse: faults of files and entries, rejected rows, and files that cannot be read."""

from collections.abc import Iterable
from typing import Any

from models.text.spelling import closest_match

LISTED = 10
"""Names that are listed of many."""


class UnreadableFile(Exception):
    """A file that cannot be read as what it seems to be, with the reason."""


class EmptyAnswer(UnreadableFile):
    """What an API answers where it finds nothing, as the last page of a walk."""


def format_names(names: Iterable[Any], listed: int = LISTED) -> str:
    """The first few names of many."""
    names = list(names)
    more = f" and {len(names) - listed} more" if len(names) > listed else ""
    return ", ".join(names[:listed]) + more


def suggestion(name: Any, known: Any) -> Any:
    """How the reason ends that a name is none of those known: with the nearest of them, if one resembles it."""
    return did_you_mean(closest_match(name, known))


def did_you_mean(near: Any) -> Any:
    """The same, with the nearest, or None."""
    return f"; did you mean {near!r}?" if near else ""


class LoadRefused(Exception):
    """Files that cannot be loaded, with every fault found."""

    def __init__(self, faults: list[Any]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


class NothingInFile(LoadRefused):
    """A file that is an EmptyAnswer: no fault where others have rows."""


class RowRejected(Exception):
    """A row that cannot be read, with the reason."""
