"""Things as the store has them for a format: a page that the database has joined, which costs Python one row, and streams of blobs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from api.formats import Item, Listing
from models.prepared import row


@dataclass(frozen=True)
class Joined:
    """Rows without what is stored, which stands in `body`, joined by a `separator` that none of it has.

    `columns` are the values of all rows by name. Like a list, it has a length, rows by number, and slices from its beginning.
    """

    body: bytes | memoryview
    columns: dict[str, Sequence]
    separator: bytes

    def __len__(self):
        return len(next(iter(self.columns.values())))

    def __getitem__(self, at):
        return self.first(at.stop) if isinstance(at, slice) else row(tuple(self.columns))(column[at] for column in self.columns.values())

    def first(self, number):
        end = len(self.body)
        for _ in range(len(self) - number):
            end = max(self.body.rfind(self.separator, 0, end), 0)
        return replace(self, body=memoryview(self.body)[:end], columns={name: column[:number] for name, column in self.columns.items()})

    @property
    def datasets(self):
        """Those of the events, whose ids begin with them."""
        return {id.partition(":")[0] for id in self.columns.get("id", ())}


class JoinedListing(Listing):
    """What is Joined."""

    stored = True

    def batches(self):
        self.returned, self.drawn_on = len(self.items), self.items.datasets
        return [[Item(self.items.body)]] if self.returned else []

    def joined(self, write, separator):
        return (item.body for (item,) in self.batches())


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
