"""What answers are written in. To add a format, write a subclass of Format and list it in FORMATS."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

import orjson

from api import citation, parquet
from models import csv_lines
from models.columns import reader
from models.database import database
from models.prepared import BATCH
from models.tables import Document, Line

RECORD_SEPARATOR = b"\x1e"


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


SEPARATOR = b",\n"
"""Between things in JSON: finished JSON has no line breaks."""


class Json(Format):
    name, media_type, extension, about = "json", "application/json", "json", "JSON"
    head = b'{"data":['
    told, splices, stored = True, True, Document.body

    def chunks(self, listing):
        yield self.head
        yield from listing.joined(self.item, SEPARATOR)
        yield b'],"meta":' + orjson.dumps(listing.meta) + b',"links":' + orjson.dumps(listing.links) + b"}"

    def item(self, item):
        return item.body


class GeoJson(Json):
    """RFC 7946: the properties are the thing's JSON, beside its id; the geometry is null where it has no point."""

    name, media_type, extension, about = "geojson", "application/geo+json", "geojson", "GeoJSON (RFC 7946)"
    head = b'{"type":"FeatureCollection","features":['
    places, splices, stored = True, False, None

    def item(self, item):
        id = b"" if item.id is None else b'"id":' + orjson.dumps(item.id) + b","
        return b'{"type":"Feature",' + id + b'"geometry":' + orjson.dumps(item.geometry) + b',"properties":' + item.body + b"}"


class Lines(Format):
    """One JSON text a line."""

    name, media_type, extension, about = "ndjson", "application/x-ndjson", "ndjson", "JSON, one thing a line"
    saved, stored = True, Document.body

    def chunks(self, listing):
        return (b"\n".join([*bodies, b""]) for bodies in listing.bodies())


class GeoJsonSequence(GeoJson):
    """RFC 8142: features, each behind a record separator."""

    name, media_type, extension, about = "geojsonseq", "application/geo+json-seq", "geojsons", "GeoJSON text sequence (RFC 8142)"
    saved, told = True, False
    schema = {"type": "string"}

    def chunks(self, listing):
        return (RECORD_SEPARATOR + self.item(item) + b"\n" for item in listing)


class Csv(Format):
    """RFC 4180, with a header even where there is no row."""

    name, media_type, extension, about = "csv", "text/csv", "csv", "CSV (RFC 4180)"
    content_type = "text/csv; charset=utf-8; header=present"
    saved, tabular, stored = True, True, Line.line

    def chunks(self, listing):
        yield csv_lines.lines([[column.name for column in listing.columns]])
        yield from map(b"".join, listing.bodies()) if isinstance(listing, StoredListing) else self.written(listing)

    def written(self, listing):
        read = reader(listing.columns)
        return (csv_lines.lines(read(orjson.loads(body)) for body in bodies) for bodies in listing.bodies())


class Parquet(Format):
    """Written by pyarrow, which is an extra: without it this format is told to be missing."""

    name, media_type, extension, about = "parquet", "application/vnd.apache.parquet", "parquet", "Apache Parquet"
    saved, tabular = True, True
    schema = {"type": "string", "format": "binary"}

    def is_available(self):
        return parquet.pyarrow is not None

    def chunks(self, listing):
        rows = map(reader(listing.columns), (orjson.loads(item.body) for item in listing))
        return parquet.file(listing.columns, rows)


class BibTex(Format):
    name, media_type, extension, about = "bibtex", "application/x-bibtex", "bib", "BibTeX: how to cite the answer"
    saved, cites = True, True

    def chunks(self, listing):
        yield "\n".join(map(citation.bibtex, listing.references)).encode()


class Csl(Format):
    name, media_type, extension, about = "csl", "application/vnd.citationstyles.csl+json", "json", "CSL-JSON: how to cite the answer"
    saved, cites = True, True
    schema = {"type": "array", "items": {"type": "object"}}

    def chunks(self, listing):
        yield orjson.dumps(list(map(citation.csl, listing.references)))


FORMATS = {format.name: format for format in (Json(), GeoJson(), Csv(), Lines(), GeoJsonSequence(), Parquet(), BibTex(), Csl())}
LISTS = tuple(name for name, format in FORMATS.items() if not (format.cites or format.places))
"""What a list of things is offered in."""
MAPS = tuple(name for name, format in FORMATS.items() if not format.cites)
"""What a list of things with places is offered in."""
CITATIONS = tuple(name for name, format in FORMATS.items() if format.cites)
"""What says how to cite an answer."""
