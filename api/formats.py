"""What answers are written in. To add a format, write a subclass of Format and list it in FORMATS."""

import csv
import io
from dataclasses import dataclass

import orjson

from api import citation, parquet
from api.columns import values

RECORD_SEPARATOR = b"\x1e"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in an answer: its finished JSON, the dataset it is from, and its (longitude, latitude) where it has one.

    `geometry` is its GeoJSON geometry where that is no point.
    """

    body: bytes
    dataset: str | None = None
    point: tuple[float, float] | None = None
    geometry: dict | None = None


class Listing:
    """Things in an answer, in order, to be iterated once: after that, `meta` says what is to be said of them.

    `links` are its links by relation, `columns` what tables hold of a thing, `references` what to cite
    for them, `close` makes the meta of the finished Listing.
    """

    def __init__(self, items, close, links, columns=None, references=()):
        self.items, self.close, self.links, self.columns, self.references = items, close, links, columns, references
        self.returned, self.drawn_on = 0, set()

    def __iter__(self):
        for item in self.items:
            self.returned += 1
            self.drawn_on.add(item.dataset)
            yield item

    @property
    def meta(self):
        return self.close(self)


class Format:
    """A way of writing answers. `saved` ones are offered to people as a file to keep, `cites` ones say how to cite the answer."""

    name, media_type, extension, about = "", "", "", ""
    content_type = property(lambda self: self.media_type)
    saved, cites = False, False
    schema = {"type": "string"}

    def is_available(self):
        return True

    def chunks(self, listing):
        """The bytes of a Listing, piece by piece."""
        raise NotImplementedError


class Json(Format):
    name, media_type, extension, about = "json", "application/json", "json", "JSON"
    head, separator = b'{"data":[', b","

    def chunks(self, listing):
        yield self.head
        for number, item in enumerate(listing):
            yield self.separator + self.item(item) if number else self.item(item)
        yield b'],"meta":' + orjson.dumps(listing.meta) + b',"links":' + orjson.dumps(listing.links) + b"}"

    def item(self, item):
        return item.body


class GeoJson(Json):
    """RFC 7946: the properties are the thing's JSON, the geometry is null where it has no point."""

    name, media_type, extension, about = "geojson", "application/geo+json", "geojson", "GeoJSON (RFC 7946)"
    head = b'{"type":"FeatureCollection","features":['

    def item(self, item):
        geometry = {"type": "Point", "coordinates": item.point} if item.point else item.geometry
        return b'{"type":"Feature","geometry":' + orjson.dumps(geometry) + b',"properties":' + item.body + b"}"


class Lines(Format):
    """One JSON text a line."""

    name, media_type, extension, about = "ndjson", "application/x-ndjson", "ndjson", "JSON, one thing a line"
    saved = True

    def chunks(self, listing):
        return (item.body + b"\n" for item in listing)


class GeoJsonSequence(GeoJson):
    """RFC 8142: features, each behind a record separator."""

    name, media_type, extension, about = "geojsonseq", "application/geo+json-seq", "geojsons", "GeoJSON text sequence (RFC 8142)"
    saved = True
    schema = {"type": "string"}

    def chunks(self, listing):
        return (RECORD_SEPARATOR + self.item(item) + b"\n" for item in listing)


class Csv(Format):
    """RFC 4180, with a header even where there is no row. A text that a spreadsheet would run as a formula gets an apostrophe."""

    name, media_type, extension, about = "csv", "text/csv", "csv", "CSV (RFC 4180)"
    content_type = "text/csv; charset=utf-8; header=present"
    saved = True

    def chunks(self, listing):
        yield self.line([column.name for column in listing.columns])
        for item in listing:
            yield self.line([self.cell(value) for value in values(listing.columns, orjson.loads(item.body))])

    def line(self, cells):
        text = io.StringIO()
        csv.writer(text).writerow(cells)
        return text.getvalue().encode()

    def cell(self, value):
        if isinstance(value, str):
            return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
        if isinstance(value, list):
            return self.cell(";".join("" if each is None else str(each) for each in value))
        return str(value).lower() if isinstance(value, bool) else value


class Parquet(Format):
    """Written by pyarrow, which is an extra: without it this format is told to be missing."""

    name, media_type, extension, about = "parquet", "application/vnd.apache.parquet", "parquet", "Apache Parquet"
    saved = True
    schema = {"type": "string", "format": "binary"}

    def is_available(self):
        return parquet.pyarrow is not None

    def chunks(self, listing):
        rows = (values(listing.columns, orjson.loads(item.body)) for item in listing)
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
LISTS = ("json", "csv", "ndjson", "parquet")
"""What a list of things is offered in."""
MAPS = ("json", "geojson", "csv", "ndjson", "geojsonseq", "parquet")
"""What a list of things with places is offered in."""
CITATIONS = ("bibtex", "csl")
"""What says how to cite an answer."""
