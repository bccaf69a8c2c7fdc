"""What every format is made of: items, the listing that holds them, and the base class of formats."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from models.db.database import database
from models.db.prepared_statements import BATCH


class Item(NamedTuple):
    """One thing in an answer: its finished JSON, the dataset it is from, and where its point lies, in degrees, if it has one.

    `shape` is its GeoJSON geometry where that is no point, `id` the one of its GeoJSON feature, if it has one.
    """

    body: bytes
    dataset: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    shape: dict | None = None
    id: str | None = None

    @property
    def geometry(self):
        return self.shape if self.longitude is None else {"type": "Point", "coordinates": (self.longitude, self.latitude)}


@dataclass(frozen=True)
class Stored:
    """Things of which nothing is written but what is stored of them for a format, in lists, which may be made as they are taken.

    `datasets` are those that they are of, where that is to be told; `number` is how many there are, where one of the bodies may hold many.
    """

    lists: Iterable[list[bytes]]
    datasets: frozenset[str] = frozenset()
    number: int | None = None


class Listing:
    """Things in an answer, in order, to be iterated once: after that, `meta` says what is to be said of them.

    `links` are its links by relation, `columns` what tables hold of a thing, `references` what to cite
    for them, `close` makes the meta of the finished Listing.
    """

    stored = False
    """The bodies are as the format has them `stored`."""

    def __init__(self, items, close, links, columns=None, references=()):
        self.items, self.close, self.links, self.columns, self.references = items, close, links, columns, references
        self.returned, self.drawn_on = 0, set()

    def batches(self):
        """The items in lists, since to join many at a time costs less for each."""
        items = iter(self.items)
        while batch := list(islice(items, BATCH)):
            database.hurry()
            self.returned += len(batch)
            self.drawn_on |= {item.dataset for item in batch}
            yield batch

    def bodies(self):
        """What the items have for a body, in lists."""
        return ([item.body for item in batch] for batch in self.batches())

    def joined(self, write, separator):
        """What a function writes of the items, with a separator between, piece by piece."""
        return separated((map(write, batch) for batch in self.batches()), separator)

    def __iter__(self):
        return chain.from_iterable(self.batches())

    @property
    def meta(self):
        return self.close(self)


class StoredListing(Listing):
    """What is Stored, which is written as it is."""

    stored = True

    def bodies(self):
        for bodies in self.items.lists:
            database.hurry()
            self.returned += len(bodies) if self.items.number is None else self.items.number
            yield bodies
        self.drawn_on = self.items.datasets

    def joined(self, write, separator):
        return separated(self.bodies(), separator)


def separated(batches, separator):
    """The bytes in batches, with a separator between, piece by piece."""
    for number, batch in enumerate(batches):
        yield (separator if number else b"") + separator.join(batch)


class Format:
    """A way of writing answers.

    `saved` ones are offered to people as a file to keep, `cites` ones say how to cite the answer, `places` ones need items' points,
    `tabular` ones need columns, `told` ones have the meta and the links beside the things, `splices` ones put the JSON of things one
    after the other as it stands, with commas between, before the meta. `stored` is where the store has events just as they are
    written, None where it has not.
    """

    name, media_type, extension, about = "", "", "", ""
    content_type = property(lambda self: self.media_type)
    saved, cites, places, tabular, told, splices = False, False, False, False, False, False
    stored = None
    schema = {"type": "string"}

    def is_available(self):
        return True

    def chunks(self, listing):
        """The bytes of a Listing, piece by piece."""
        raise NotImplementedError
