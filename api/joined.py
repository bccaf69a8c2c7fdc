"""Things as the store has them for a format: a page that the database has joined, which costs Python one row, and streams of blobs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from api.formats import Item, Listing
from models.prepared import row


@dataclass(frozen=True)
class Joined:
    """Rows without what is stored, which stands in `body`, joined: the first column of each is how many bytes it has there.

    `gap` is how many bytes stand between two of them, `names` are those of the columns, `dataset` one of them. Like a list, it has a
    length, rows by number, and slices from its beginning.
    """

    body: bytes | memoryview
    names: tuple[str, ...]
    rows: list
    gap: int = 1

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, at):
        return self.first(at.stop) if isinstance(at, slice) else row(self.names)(self.rows[at])

    def first(self, number):
        dropped = self.rows[number:]
        if not dropped:
            return self
        body = memoryview(self.body)[: -sum(size + self.gap for size, *_ in dropped)]
        return replace(self, body=body, rows=self.rows[:number])

    @property
    def datasets(self):
        at = self.names.index("dataset") if "dataset" in self.names else None
        return set() if at is None else {each[at] for each in self.rows}


class JoinedListing(Listing):
    """What is Joined."""

    stored = True

    def batches(self):
        self.returned, self.drawn_on = len(self.items), self.items.datasets
        return [[Item(self.items.body)]] if self.returned else []


@dataclass(frozen=True)
class Blobs:
    """What is stored of things, in lists, and nothing else of them."""

    lists: Iterable[list[bytes]]


class BlobListing(Listing):
    """What is in Blobs, for a format that tells nothing of the things besides."""

    stored = True

    def bodies(self):
        return self.items.lists


def listing(items):
    """The kind of Listing that items make."""
    return {Joined: JoinedListing, Blobs: BlobListing}.get(type(items), Listing)
