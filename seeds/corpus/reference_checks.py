"""What the entries of a corpus say of each other: every id that is named must stand somewhere, once."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from models.domain.vocabularies import COUNTRY
from models.text.spelling import AROUND, nearest
from seeds.batch import EntryFault
from seeds.errors import did_you_mean
from seeds.gazetteer import countries


def find_faults(corpus: Any, refused: Any) -> Iterator[Any]:
    """Every fault in how the entries of a corpus refer to each other; those with an id in `refused` are taken to be there."""
    yield from repeated_ids("sources.yaml", corpus.sources)
    yield from repeated_ids("actors.yaml", corpus.actors)
    yield from repeated_ids("locations.yaml", corpus.locations)
    yield from repeated_ids("events", corpus.events)
    yield from misplaced_locations(corpus.locations, refused)
    known = KnownIds(corpus, refused)
    for event in corpus.events:
        for reason in (*repeated_claims(event), *known.missing_from(event), *known.replaced_by(event)):
            yield EntryFault(event["file"], event["id"], reason)
    yield from circular_series(corpus.events)


def repeated_ids(file: str, entries: list[Any]) -> Iterator[Any]:
    counts = Counter(entry["id"] for entry in entries)
    return (EntryFault(entry.get("file", file), entry["id"], "the id stands twice") for entry in entries if counts[entry["id"]] > 1)


def misplaced_locations(locations: Any, refused: Any) -> Iterator[Any]:
    """Places whose parent is not there, countries that are none, and points that cannot be where they are said to be."""
    ids = {location["id"] for location in locations} | refused
    for location in locations:
        parent, _, _ = location["id"].rpartition(".")
        if parent and parent not in ids:
            yield EntryFault("locations.yaml", location["id"], f"unknown place {parent!r}, in which it lies")
        if (location["kind"] == "country") != (location["id"].upper() in COUNTRY):
            yield EntryFault("locations.yaml", location["id"], "a country, and nothing else, has an ISO 3166-1 alpha-2 code for its id")
        if reason := point_outside_country(location):
            yield EntryFault("locations.yaml", location["id"], reason)


def point_outside_country(location: dict[str, Any]) -> Any:
    """Why the point of a place cannot be in its country; None where it can, or there is none."""
    country = location["id"].partition(".")[0].upper()
    pointed = country in COUNTRY and location["latitude"] is not None
    return countries.point_outside_country(country, location["latitude"], location["longitude"]) if pointed else None


def repeated_claims(event: dict[str, Any]) -> Iterator[Any]:
    counts = Counter(claim["source"] for claim in event["claims"])
    return (f"two claims on the source {source!r}: one claim per source and event" for source, count in counts.items() if count > 1)


def circular_series(events: Any) -> Iterator[Any]:
    """A fault where series are part of each other in a circle. (That none is part of itself is told of its claim.)"""
    files = {event["id"]: event["file"] for event in events}
    parents = {event["id"]: {claim["values"].get("part_of") for claim in event["claims"]} - {None, event["id"]} for event in events}
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        circle = error.args[1]
        yield EntryFault(files[circle[0]], circle[0], f"is part of itself, by way of {', '.join(circle[1:-1])}")


class KnownIds:
    """The ids that a corpus defines, by what they name."""

    def __init__(self, corpus: Any, refused: set[Any]) -> None:
        self.refused = refused
        self.ids = {
            "source": {source["id"] for source in corpus.sources},
            "place": {location["id"] for location in corpus.locations},
            "actor": {actor["id"] for actor in corpus.actors},
            "event": {event["id"] for event in corpus.events},
            "series": {event["id"] for event in corpus.events if is_series(event)},
        }
        self.in_order = {what: sorted(ids) for what, ids in self.ids.items()}

    def missing_from(self, event: Any) -> Iterator[Any]:
        """A reason for each id that an event names and that stands nowhere."""
        for number, claim in enumerate(event["claims"], 1):
            for what, name in named_ids(claim):
                if name not in self.refused and name not in self.ids[what]:
                    yield f"claims.{number}: unknown {what} {name!r}{did_you_mean(self.nearest(what, name))}"
                elif name == event["id"] and what in ("event", "series"):
                    yield f"claims.{number}: the event refers to itself"

    def nearest(self, what: Any, name: Any) -> Any:
        """The id that one which is none may be meant for; None where none is like it."""
        at = bisect(self.in_order[what], name)
        return nearest(name, self.in_order[what][max(at - AROUND, 0) : at + AROUND], self.ids[what].intersection)

    def replaced_by(self, event: Any) -> Iterator[Any]:
        """A reason for each id that an event replaces and that is an event's here; that of one long gone need be nowhere."""
        for name in event["replaces"]:
            if name == event["id"]:
                yield "the event replaces itself"
            elif name in self.ids["event"]:
                yield f"replaces the event {name!r}, which is here as well"


def is_series(event: dict[str, Any]) -> bool:
    return any(claim["values"].get("kind") == "series" for claim in event["claims"])


def named_ids(claim: Any) -> Iterator[Any]:
    """(what it names, the id) for each reference in a claim."""
    values = claim["values"]
    yield "source", claim["source"]
    for what, key in (("place", "location"), ("series", "part_of")):
        if key in values:
            yield what, values[key]
    yield from (("event", other) for other in values.get("related", ()))
    yield from (("actor", part["actor"]) for part in values.get("actors", ()))
