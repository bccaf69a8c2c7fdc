"""What answers are written in. To add a format, write a subclass of Format and list it in FORMATS."""

from dataclasses import dataclass, field

import orjson

DATA, META, LINKS = b'{"data":[', b'],"meta":', b',"links":'


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in an answer: its finished JSON, the dataset it is from, and its (longitude, latitude) where it has one."""

    body: bytes
    dataset: str | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Listing:
    """Things in an answer, with what is to be said of them."""

    items: list[Item]
    meta: dict
    links: dict = field(default_factory=dict)


class Format:
    """A way of writing answers: `listing` writes a Listing, `item` one Item, each as bytes."""

    name, media_type, about = "", "", ""

    def listing(self, listing):
        raise NotImplementedError

    def item(self, item):
        raise NotImplementedError


class Json(Format):
    name, media_type, about = "json", "application/json", "JSON"

    def listing(self, listing):
        bodies = b",".join(item.body for item in listing.items)
        return b"".join((DATA, bodies, META, orjson.dumps(listing.meta), LINKS, orjson.dumps(listing.links), b"}"))

    def item(self, item):
        return item.body


class GeoJson(Format):
    """RFC 7946: the properties are the thing's JSON, the geometry is null where it has no point."""

    name, media_type, about = "geojson", "application/geo+json", "GeoJSON (RFC 7946)"

    def listing(self, listing):
        features = b",".join(map(self.item, listing.items))
        members = orjson.dumps(listing.meta), LINKS, orjson.dumps(listing.links)
        return b"".join((b'{"type":"FeatureCollection","features":[', features, META, *members, b"}"))

    def item(self, item):
        geometry = {"type": "Point", "coordinates": item.point} if item.point else None
        return b'{"type":"Feature","geometry":' + orjson.dumps(geometry) + b',"properties":' + item.body + b"}"


FORMATS = {format.name: format for format in (Json(), GeoJson())}
