"""What every format is made of: items, the listing that holds them, and the base class of formats."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

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


@dataclass(frozen=True)
class StoredBodies:
    """Things of which nothing is written but what is stored of them for a format, in lists, which may be made as they are taken.

    `datasets` are those that they are of, where that is to be told; `number` is how many there are, where one of the bodies may hold many.
    """

    lists: Iterable[list[bytes]]
    datasets: frozenset[str] = frozenset()
    number: int | None = None


class Listing:
    """Things in an answer, in order, to be iterated once, and what is said of them: after that, `meta` is complete.

    `links` are its links by relation, `columns` what tables hold of a thing, `references` what to cite for them. Its meta says besides what
    `closing` gives of the Listing when all has been taken and, where there was nothing, what `when_empty` gives.
    """

    stored = False
    """Its batches are bodies, just as the format has them."""

    def __init__(
        self,
        items: Any,
        meta: dict[str, Any],
        links: dict[str, Any],
        *,
        columns: list[Any] | None = None,
        references: Iterable[Any] = (),
        closing: Callable[..., Any] | None = None,
        when_empty: Callable[..., Any] | None = None,
    ) -> None:
        self.items, self.said, self.links, self.columns, self.references = items, meta, links, columns, references
        self.closing, self.when_empty = closing, when_empty
        self.returned = 0
        self.drawn_on: Any = set()

    def batches(self) -> Iterator[Any]:
        """The items in lists, since to write many at a time costs less for each."""
        items = iter(self.items)
        while batch := list(islice(items, BATCH)):
            database.hurry()
            self.returned += len(batch)
            self.drawn_on |= {item.dataset for item in batch}
            yield batch

    def bodies(self) -> Iterator[Any]:
        """What the items have for a body, in lists."""
        return ([item.body for item in batch] for batch in self.batches())

    @property
    def meta(self) -> dict[str, Any]:
        """What is said of the things that have been taken."""
        more = self.closing(self) if self.closing else {}
        if self.when_empty and not self.returned:
            more |= self.when_empty()
        drawn_on = [each for each in self.said["datasets"] if each["id"] in self.drawn_on]
        return self.said | {"returned": self.returned, "datasets": drawn_on} | more


class StoredListing(Listing):
    """What is StoredBodies, which is written as it is."""

    stored = True

    def batches(self) -> Iterator[Any]:
        """The bodies in lists."""
        self.drawn_on = self.items.datasets
        for bodies in self.items.lists:
            database.hurry()
            self.returned += len(bodies) if self.items.number is None else self.items.number
            yield bodies

    def bodies(self) -> Iterator[Any]:
        return self.batches()


class Format:
    """A way of writing answers.

    Flags: `is_download`: offered as a file to save; `is_citation`: cites the answer instead of giving it; `needs_points`: needs the
    coordinates of items; `is_tabular`: needs columns; `has_meta`: carries `meta` and `links` beside the items; `joins_stored_json`: the
    stored JSON of items goes into it verbatim, joined by commas. `stored` is the column that holds events as this format writes them, or
    None.
    """

    name, media_type, extension, about = "", "", "", ""
    content_type = property(lambda self: self.media_type)
    is_download, is_citation, needs_points, is_tabular, has_meta, joins_stored_json = False, False, False, False, False, False
    stored: Any = None
    schema: Mapping[str, Any] = {"type": "string"}

    def is_available(self) -> bool:
        return True

    def chunks(self, listing: Listing) -> Any:
        """The bytes of a Listing, piece by piece."""
        raise NotImplementedError
