"""What an importer's files come to for the loader, and what it says of a file that it refuses."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.domain import dates
from models.domain.limits import LARGEST
from seeds.errors import RowRejected

LABEL = re.compile(r"[\w.~-]{1,100}\Z", re.ASCII)
"""What a release may be called: what needs no escape in a URL, where it stands in the id of a source and in `as_of`."""

INVALID_LABEL = "{input!r} is no label of a release: up to 100 letters, digits, '.', '-', '_' and '~' are wanted"


class Record(NamedTuple):
    """One event: its claims, and what they refer to where the batch has not told of that; all as rows by column name.

    `replaces` are the ids of events that were merged into it, `remarks` what the load is to count, `rows` what it was read from.
    """

    id: str
    claims: list[dict]
    sources: Sequence[dict] = ()
    locations: Sequence[dict] = ()
    actors: Sequence[dict] = ()
    replaces: Sequence[str] = ()
    remarks: Sequence[str] = ()
    rows: Sequence = ()


class Rejected(NamedTuple):
    """Rows of one event that cannot be read, why, and the event's id, None where they do not tell it."""

    rows: Any
    reason: str
    id: str | None = None


def reject_nothing(rows: Any, reason: Any) -> Any:
    raise AssertionError(f"no row of this batch can be rejected: {reason}")


@dataclass(frozen=True)
class Batch:
    """One release of one dataset, or a part of it.

    Sources, locations and actors are rows by column name. Where the release is itself the source of all its claims, `source` is
    its id: then an event has one claim, which stands until a later release tells otherwise. A `complete` batch has all events of the
    dataset, so that others are retracted, as are those with the ids in `retracted`. `reject` keeps rows that cannot be read; as many as
    `tolerated` of the number read may be. `kept()` tells where, `remarks()` what else the load is to count of its rows,
    `share(done)` how much is read, from 0 to 1, once so many events are done.
    """

    dataset: dict
    label: str
    released_on: str
    checksum: str
    records: Iterable[Record | Rejected]
    sources: Sequence[dict] = ()
    locations: Sequence[dict] = ()
    actors: Sequence[dict] = ()
    source: str | None = None
    complete: bool = True
    retracted: Sequence[str] = ()
    least: int = 0
    most: int = LARGEST
    reject: Callable = reject_nothing
    tolerated: Callable[[int], float] = lambda read: 0
    kept: Callable[[], list] = list
    remarks: Callable[[], dict[str, int]] = dict
    share: Callable[[int], float] = lambda done: 0


@dataclass(frozen=True, order=True)
class EntryFault:
    """Why an entry of a file cannot be taken."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.reason}" if self.entry else f"{self.file}: {self.reason}"


SOURCE = {
    "author": None, "publisher": None, "published": None, "published_earliest": None, "published_latest": None,
    "published_certainty": None, "published_basis": None, "known_from": None, "language": None, "url": None, "sha256": None,
}  # fmt: skip


def publication_columns(text: str | None) -> dict[str, Any]:
    """The columns of a source that say when it was published. Raises RowRejected."""
    if text is None:
        return {}
    return {"published": text, "published_certainty": "stated"} | publication_days(require_date(text))


def publication_days(span: Any) -> dict[str, Any]:
    """The columns of a source that follow from the Span of its publication."""
    return {"published_earliest": span.first, "published_latest": span.last, "known_from": span.last}


def require_date(text: str) -> dates.Span | None:
    """The Span of an EDTF date. Raises RowRejected."""
    try:
        return dates.parse_date(text or "")
    except ValueError as error:
        raise RowRejected(str(error)) from None
