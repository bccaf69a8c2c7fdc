"""What claims refer to: the rows of sources, locations and actors, written where they are new or differ, and kept at hand."""

import functools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from peewee import chunked

from models.db.bulk import insert_many
from models.domain.location_paths import lineage
from models.tables.schema import Actor, Area, Location, Source, Twin
from models.tables.validity import recorded_at
from seeds.store import repository

KEPT = 50_000
"""Rows of sources, of locations, and ids of areas, that are kept at hand; more are met again, so that no file is too large."""


class ReferenceTables:
    """The rows that documents name, as dicts by id. `changed` are the ids, by table, of stored rows that were written anew."""

    def __init__(self) -> None:
        self.sources, self.locations, self.actors, self.twins = {}, {}, {}, {}
        self.kept, self.areas = {Source: self.sources, Location: self.locations, Actor: self.actors}, set()
        self.changed, self.written = defaultdict(set), 0

    @functools.cached_property
    def linked(self) -> bool:
        """Whether any events are the same."""
        return Twin.select().where(recorded_at(Twin, None)).exists()

    def define(self, table: type, entries: Iterable[Any]) -> None:
        """Write the rows that are new or differ: what a file says of them on purpose. A location of another dataset is left as it is."""
        self.write(table, entries, lambda stored, entry: entry)

    def meet(self, table: Any, entries: Any, leads: Any = True) -> None:
        """Write the rows that are new, and others as MET says, or PAST where a later release than this is loaded; but what this load has
        met already stays as it was first."""
        self.write(table, entries, (MERGE_RULES if leads else PAST_MERGE_RULES)[table])

    def write(self, table: Any, entries: Any, amended: Any) -> Any:
        kept = self.kept[table]
        unmet = {entry["id"]: entry for entry in reversed(entries) if entry["id"] not in kept}
        if not unmet:
            return
        if len(kept) > KEPT and table is not Actor:
            kept.clear()
        stored = repository.stored_rows(table, list(unmet))
        fresh = {id: entry for id, entry in unmet.items() if id not in stored}
        better = {id: stored[id] | amended(stored[id], unmet[id]) for id in stored if stored[id]["dataset"] == unmet[id]["dataset"]}
        differing = {id: entry for id, entry in better.items() if entry != stored[id]}
        repository.write_references(table, list(fresh.values()), list(differing.values()))
        self.changed[table] |= differing.keys()
        self.written += len(fresh) + len(differing)
        kept |= stored | fresh | differing

    def lay(self, areas: dict[int, Any]) -> None:
        """Write the areas, rows by id, that are new."""
        if len(self.areas) > KEPT:
            self.areas.clear()
        absent = [id for id in areas if id not in self.areas]
        insert_many(Area, [areas[id] for id in absent], "ON CONFLICT DO NOTHING")
        self.areas.update(absent)

    def need(self, plans: list[Any]) -> None:
        """Have at hand what the documents of EventPlans name, and what holds their locations."""
        told = [each for plan in plans for each in plan.standing]
        self.fetch(Source, {id for each in told for id in (each.source, *each.cites)})
        self.fetch(Location, {id for place in {each.assertions.get("location") for each in told} - {None} for id in lineage(place)})
        self.fetch(Actor, {part["actor"] for each in told for part in each.assertions.get("actors", ())})
        self.twins = repository.twins_of([plan.event for plan in plans]) if self.linked else {}

    def fetch(self, table: Any, ids: Any) -> Any:
        kept = self.kept[table]
        absent = [id for id in ids if id not in kept]
        for part in chunked(absent, 1000):
            kept |= repository.stored_rows(table, part)


def update_actor(stored: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """The actor as it is told now; a kind that is not told this time stays."""
    return entry | ({"kind": stored["kind"]} if entry["kind"] == "unidentified" else {})


def fill_actor(stored: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """The actor as it is told since then, with what was not told there."""
    kind = entry["kind"] if stored["kind"] == "unidentified" else stored["kind"]
    names = [*dict.fromkeys([*stored["names"], *entry["names"]])]
    return stored | {"kind": kind, "country": stored["country"] or entry["country"], "names": names}


MERGE_RULES = {Source: lambda stored, entry: entry, Location: lambda stored, entry: stored, Actor: update_actor}
"""By table, what becomes of a stored row where a record tells of the same: a place stays as it was told first."""
PAST_MERGE_RULES = MERGE_RULES | {Actor: fill_actor}
"""The same of a record of a release before the one by which the dataset is known."""
