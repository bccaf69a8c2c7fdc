"""From what an importer tells of an event to the record that the loader takes: ids, provenance, and the checks that all share."""

import functools
from hashlib import blake2b
from typing import Any

import orjson

from models.domain import dates
from models.domain.limits import LARGEST, LONGEST
from seeds.batch import SOURCE, Record, publication_columns, require_date
from seeds.errors import RowRejected
from seeds.gazetteer import countries
from seeds.gazetteer.places import locate
from seeds.gazetteer.waters import Water

AHEAD = "the event begins after the day of the release"

KM = 100
"""Kilometres of a degree, fewer than most have, so that what may be off is rather taken to be farther."""


class RecordBuilder:
    """Makes the Records of a dataset's release of the day `released`, whose own source has the id `source`."""

    def __init__(self, dataset: str, source: str, released: str) -> None:
        self.dataset, self.source, self.released = dataset, source, released
        self.source_row = functools.lru_cache(maxsize=4096)(self.source_row)  # type: ignore[method-assign]  # a cache an instance
        self.actor = functools.lru_cache(maxsize=4096)(self.actor)  # type: ignore[method-assign]

    def record(self, told: Any, rows: tuple[Any, ...]) -> Any:
        """The Record of a seeds.importers.imported_event.ImportedEvent that was read from rows. Raises RowRejected."""
        id = self.qualify(told.id)
        location, locations = locate(told.place) if told.place else (None, ())
        sources = [self.source_row(work) for work in dict.fromkeys(told.works)]
        claim = {
            "id": f"{id}:1",
            "event": id,
            "source": self.source,
            "attributed_to": told.attributed_to,
            "certainty": told.certainty,
            "cites": sorted(source["id"] for source in sources),
            "locator": {"record": told.id},
            "note": told.note,
            "assertions": self.assertions(told, location),
        }
        return Record(
            id,
            [claim],
            sources,
            [self.location(row) for row in locations],
            [self.actor(part.actor) for part in told.actors],
            [self.qualify(other) for other in told.replaces],
            (*told.remarks, *misplaced_remark(told.place), *self.announced_remark(told.values["date"])),
            rows,
        )

    def qualify(self, id: str) -> str:
        return f"{self.dataset}:{id}"

    def assertions(self, told: Any, location: str) -> dict[str, Any] | None:
        require_date(told.values.get("date"))
        check_size(told)
        asserted = {name: value for name, value in told.values.items() if value is not None}
        if "part_of" in asserted:
            asserted["part_of"] = self.qualify(asserted["part_of"])
        if location:
            asserted["location"] = location
        if told.place:
            asserted |= point_assertion(told.place)
        if told.actors:
            asserted["actors"] = [self.part(part) for part in told.actors]
        if told.related:
            asserted["related"] = [self.qualify(other) for other in told.related]
        return asserted

    def announced_remark(self, date: str) -> tuple[str, ...]:
        """A remark on an event that begins after the release that tells it, or none."""
        return (AHEAD,) if dates.parse_date(date).first > self.released else ()

    def part(self, part: Any) -> Any:
        given = {"fatalities": part.fatalities, "injuries": part.injuries, "note": part.note}
        named = {"actor": self.qualify(part.actor.id), "role": part.role}
        return named | {name: value for name, value in given.items() if value is not None}

    def actor(self, who: Any) -> Any:
        """The row of an actor."""
        about = {"name": who.name, "kind": who.kind, "country": who.country, "names": list(who.names)}
        return {"id": self.qualify(who.id), "dataset": self.dataset} | about

    def location(self, row: dict[str, Any]) -> Any:
        return row | {"dataset": self.dataset}

    def source_row(self, work: Any) -> Any:
        """The row of a source: two works that are told alike are the same."""
        told = [work.title, work.publisher, work.author, work.published, work.url, work.language]
        id = self.qualify(blake2b(orjson.dumps(told), digest_size=8).hexdigest())
        about = {"title": work.title, "publisher": work.publisher, "author": work.author, "url": work.url, "language": work.language}
        return SOURCE | {"id": id, "dataset": self.dataset} | about | publication_columns(work.published)


def check_size(told: Any) -> None:
    """Raises RowRejected for what a column or an index of the store cannot hold."""
    texts = [("id", told.id), ("original_type", told.values.get("original_type") or "")]
    for name, text in texts + [("actor's id", part.actor.id) for part in told.actors]:
        if len(text) > LONGEST:
            raise RowRejected(f"{name} '{text[:20]}...' has {len(text)} characters; at most {LONGEST} are taken")
    for part in told.actors:
        most = max(part.fatalities or 0, part.injuries or 0)
        if most > LARGEST:
            raise RowRejected(f"the figures of {part.actor.name!r} come to {most}; at most {LARGEST} is taken")


@functools.lru_cache(16384)
def misplaced_remark(place: Any) -> tuple[Any, ...]:
    """A remark on a point that cannot be in its country, or none."""
    if place is None or isinstance(place.country, Water) or None in (place.country, place.latitude, place.longitude):
        return ()
    reason = countries.point_outside_country(place.country, place.latitude, place.longitude, (place.uncertainty or 0) / KM)
    return (reason,) if reason else ()


def point_assertion(place: Any) -> dict[str, Any]:
    """What a claim asserts of the point, where there is one."""
    if place.latitude is None or place.longitude is None:
        return {}
    point = {"latitude": place.latitude, "longitude": place.longitude}
    return {"coordinates": point | ({"uncertainty": place.uncertainty} if place.uncertainty else {})}
