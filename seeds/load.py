"""The pipeline: a batch of claims becomes states and documents in one transaction, as one revision of the store, or not at all."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from peewee import chunked, fn

from models import dialect, store
from models.claims import Unsupported
from models.database import database
from models.tables import Actor, Dataset, Event, Location, Release, Source
from seeds import rows
from seeds.derive import Derived, derived, references_of
from seeds.records import Fault, Refused

CHUNK = 500
"""Events derived at a time: few enough for any memory, enough for bulk statements."""


@dataclass(frozen=True)
class Outcome:
    """What a load did, in events; `revision` is None when there was nothing to do."""

    revision: int | None
    new: int
    changed: int
    unchanged: int
    retracted: int


class Unchanged(Exception):
    """Nothing differs from what the store holds; ends the transaction without a revision."""


def load(batch, progress=lambda done: None):
    """Write a Batch into the bound database and return the Outcome. Raises Refused, and then nothing is written.

    `progress` is called with the number of events done so far.
    """
    run = Load(batch, progress)
    try:
        with dialect.write_transaction(database):
            run()
    except Unchanged:
        return run.outcome(None)
    dialect.refresh_statistics(database)
    return run.outcome(run.revision)


class Load:
    """One run of the pipeline, inside a transaction."""

    def __init__(self, batch, progress):
        self.batch, self.progress = batch, progress
        self.counts, self.faults, self.seen = Counter(), [], set()

    def __call__(self):
        dialect.lock_for_writing(database)
        store.create()
        self.revision = 1 + (Release.select(fn.MAX(Release.number)).scalar() or 0)
        self.next_state = 1 + (Event.select(fn.MAX(Event.state)).scalar() or 0)
        self.write_references()
        for chunk in chunked(self.batch.events, CHUNK):
            self.write(chunk)
            self.progress(len(self.seen))
        self.retract()
        self.conclude()

    def write_references(self):
        tables = (
            (Dataset, [self.batch.dataset]),
            (Source, self.batch.sources),
            (Location, self.batch.locations),
            (Actor, self.batch.actors),
        )
        self.counts["references"] = sum(rows.upsert(table, entries) for table, entries in tables)

    def write(self, chunk):
        """Derive a chunk of events and write what differs from the open claims and states of the store."""
        references = references_of(chunk)
        stored_claims, stored_states = (
            rows.open_claims(event for event, _ in chunk),
            rows.open_states(event for event, _ in chunk),
        )
        outdated, fresh = Derived(), Derived()
        for event, claims in chunk:
            self.seen.add(event)
            try:
                found = derived(event, self.batch.dataset["id"], claims, references)
            except Unsupported as reason:
                self.faults.append(Fault(self.batch.dataset["id"], event, str(reason)))
                continue
            old = Derived(stored_claims[event], stored_states[event])
            self.counts["new" if not old.states else "unchanged" if found.same_as(old) else "changed"] += 1
            fresh.extend(found.without(old))
            outdated.extend(old.without(found))
        self.replace(outdated, fresh)

    def replace(self, outdated, fresh):
        rows.close(outdated, self.revision)
        self.next_state = rows.insert(fresh, self.revision, self.next_state)

    def retract(self):
        """Close what the release no longer has."""
        gone = sorted(rows.open_ids(self.batch.dataset["id"]) - self.seen)
        self.counts["retracted"] = len(gone)
        for ids in chunked(gone, CHUNK):
            claims, states = rows.open_claims(ids), rows.open_states(ids)
            for event in ids:
                rows.close(Derived(claims[event], states[event]), self.revision)

    def conclude(self):
        if self.faults:
            raise Refused(self.faults)
        if not any(self.counts[what] for what in ("new", "changed", "retracted", "references")):
            raise Unchanged
        Release.insert(
            number=self.revision,
            dataset=self.batch.dataset["id"],
            label=self.batch.label,
            released_on=self.batch.released_on,
            loaded_at=datetime.now(UTC).isoformat(timespec="seconds"),
            checksum=self.batch.checksum,
            **self.event_counts(),
        ).execute()

    def event_counts(self):
        return {what: self.counts[what] for what in ("new", "changed", "unchanged", "retracted")}

    def outcome(self, revision):
        return Outcome(revision, **self.event_counts())
