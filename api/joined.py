"""Things whose JSON the database has joined already, so that a page of them costs Python one row."""

from dataclasses import dataclass

from api.formats import Item, Listing
from models.prepared import row


@dataclass(frozen=True)
class Joined:
    """Rows without their JSON, which stands in `body`, joined by commas: the first column of each is how many bytes it has there.

    `names` are those of the columns, `dataset` one of them. Like a list, it has a length, rows by number, and slices from its beginning.
    """

    body: bytes | memoryview
    names: tuple[str, ...]
    rows: list

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, at):
        return self.first(at.stop) if isinstance(at, slice) else row(self.names)(self.rows[at])

    def first(self, number):
        dropped = self.rows[number:]
        if not dropped:
            return self
        return Joined(memoryview(self.body)[: -sum(size + 1 for size, *_ in dropped)], self.names, self.rows[:number])

    @property
    def datasets(self):
        at = self.names.index("dataset") if "dataset" in self.names else None
        return set() if at is None else {each[at] for each in self.rows}


class JoinedListing(Listing):
    """What is Joined, for a format that `splices`."""

    def batches(self):
        self.returned, self.drawn_on = len(self.items), self.items.datasets
        return [[Item(self.items.body)]] if self.returned else []
