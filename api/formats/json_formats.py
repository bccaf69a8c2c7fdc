"""JSON, GeoJSON (RFC 7946), NDJSON and GeoJSON text sequences (RFC 8142)."""

from collections.abc import Iterator
from typing import Any

import orjson

from api.formats.base import Format, Listing
from models.tables.schema import Document

RECORD_SEPARATOR = b"\x1e"


SEPARATOR = b",\n"
"""Between things in JSON: finished JSON has no line breaks."""


class Json(Format):
    name, media_type, extension, about = "json", "application/json", "json", "JSON"
    head = b'{"data":['
    has_meta, joins_stored_json = True, True
    stored: Any = Document.body

    def chunks(self, listing: Listing) -> Iterator[Any]:
        before = self.head
        for batch in listing.batches():
            yield before + SEPARATOR.join(batch if listing.stored else self.written(batch))
            before = SEPARATOR
        start = self.head if before is self.head else b""
        yield start + b'],"meta":' + orjson.dumps(listing.meta) + b',"links":' + orjson.dumps(listing.links) + b"}"

    def written(self, items: list[Any]) -> Any:
        """The JSON of each of some items."""
        return [item.body for item in items]


class GeoJson(Json):
    """RFC 7946: the properties are the thing's JSON, beside its id; the geometry is null where it has no point."""

    name, media_type, extension, about = "geojson", "application/geo+json", "geojson", "GeoJSON (RFC 7946)"
    head = b'{"type":"FeatureCollection","features":['
    needs_points, joins_stored_json, stored = True, False, None

    def written(self, items: list[Any]) -> Any:
        return [
            b'{"type":"Feature",%b"geometry":%b,"properties":%b}'
            % (b"" if id is None else b'"id":%b,' % orjson.dumps(id), orjson.dumps(geometry(shape, longitude, latitude)), body)
            for body, _, longitude, latitude, shape, id in items
        ]


def geometry(shape: dict[str, Any] | None, longitude: float | None, latitude: float | None) -> dict[str, Any] | None:
    return shape if longitude is None else {"type": "Point", "coordinates": (longitude, latitude)}


class Ndjson(Format):
    """One JSON text a line."""

    name, media_type, extension, about = "ndjson", "application/x-ndjson", "ndjson", "JSON, one thing a line"
    is_download, stored = True, Document.body

    def chunks(self, listing: Listing) -> Iterator[Any]:
        return (b"\n".join([*bodies, b""]) for bodies in listing.bodies())


class GeoJsonSequence(GeoJson):
    """RFC 8142: features, each behind a record separator."""

    name, media_type, extension, about = "geojsonseq", "application/geo+json-seq", "geojsons", "GeoJSON text sequence (RFC 8142)"
    is_download, has_meta = True, False
    schema = {"type": "string"}

    def chunks(self, listing: Listing) -> Iterator[Any]:
        return (b"".join(RECORD_SEPARATOR + item + b"\n" for item in self.written(batch)) for batch in listing.batches())
