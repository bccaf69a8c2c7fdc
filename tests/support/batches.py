"""Batches as an importer hands them to the loader, of events that are drafted as plain values, each told by one source."""

from conftest import bound

from models.domain import dates
from seeds.batch import Batch, Record
from seeds.pipeline.load import load

SETTLED = {"certainty": "stated", "attributed_to": None, "locator": {"paragraph": 1}, "note": None}
BASIC = {"kind": "incident", "type": "attack", "status": "occurred", "title": "An attack", "date": "2011-12-03"}
PUBLISHED = "2020-01-01"


def batch(events, dataset="drafted", title="Drafted", names=None, places=None):
    """`events` are values by id, `names` the actors' by id, `places` the locations' (name, longitude, latitude) by id."""
    known = dates.parse_date(PUBLISHED).last
    source = {
        "id": f"{dataset}:source", "dataset": dataset, "title": "A source", "author": None, "publisher": None, "published": PUBLISHED,
        "published_earliest": known, "published_latest": known, "published_certainty": "stated", "published_basis": None,
        "known_from": known, "language": None, "url": None, "sha256": None,
    }  # fmt: skip
    return Batch(
        dataset={"id": dataset, "title": title, "description": "D", "licence": "CC0-1.0", "licence_url": None, "citation": "C."},
        label="1",
        released_on=PUBLISHED,
        checksum="",
        sources=[source],
        locations=[place(dataset, id, *rest) for id, rest in (places or {}).items()],
        actors=[
            {"id": id, "dataset": dataset, "name": name, "kind": "unidentified", "country": None, "names": []}
            for id, name in (names or {}).items()
        ],
        records=[Record(id, [claim(id, source["id"], BASIC | values)]) for id, values in events.items()],
    )


def place(dataset, id, name, longitude, latitude):
    point = {"west": longitude, "south": latitude, "east": longitude, "north": latitude}
    told = {
        "id": id,
        "dataset": dataset,
        "name": name,
        "kind": "settlement",
        "country": "FJ",
        "geonameid": None,
        "names": [],
        "basis": None,
    }
    return told | point | {"longitude": longitude, "latitude": latitude}


def claim(event, source, values):
    return SETTLED | {"id": f"{event}:1", "event": event, "source": source, "assertions": values}


def load_batch(url, batch):
    with bound(url, writable=True):
        return load(batch)
