"""The pipeline: a batch of claims becomes states and documents in one transaction, as one revision of the store, or not at all."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from peewee import chunked

from models import releases, store
from models.db import dialect
from models.db.database import database
from models.tables.schema import Actor, Citation, Dataset, Event, Location, Participation, Source
from seeds.batch import Batch, EntryFault
from seeds.errors import LoadRefused
from seeds.pipeline.admission import Admission
from seeds.pipeline.dangling_references import DanglingReferences
from seeds.pipeline.dataset_owner import check_owner
from seeds.pipeline.release_dates import date_batch
from seeds.pipeline.transactions import collect_garbage_seldom, next_revision
from seeds.store import claim_row, intake_tables, repository
from seeds.store.deferred_indexes import deferring_indexes
from seeds.store.repository import CHUNK

BOTH = "it is told, and to be retracted as well"
ABSENT = "an event that is to be retracted is not in the store"
AGAIN = "derived again, since a source, location or actor has changed"


@dataclass(frozen=True)
class LoadOutcome:
    """What a load did, in events; `revision` is None when there was nothing to do. read = new + changed + unchanged + rejected.

    `remarks` says of how many events what was to be remarked.
    """

    revision: int | None
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    retracted: int
    remarks: dict


class NothingChanged(Exception):
    """Nothing differs from what the store holds; ends the transaction without a revision."""


def load(batch: Batch, progress: Any = lambda done: None) -> Any:
    """Write a Batch into the bound database and return the LoadOutcome. Raises LoadRefused, and then nothing is written.

    `progress` is called with the number of events done so far.
    """
    run = Load(batch, progress)
    try:
        with collect_garbage_seldom(), next_revision() as revision:
            run(revision)
            store.refresh_statistics()
    except NothingChanged:
        return run.outcome(None)
    dialect.enable_wal(database)
    return run.outcome(run.revision.number)


class Load:
    """One run of the pipeline, inside a transaction."""

    def __init__(self, batch: Batch, progress: Callable[..., Any]) -> None:
        self.batch, self.progress = batch, progress
        self.counts, self.remarks, self.into, self.ties = Counter(), Counter(), {}, DanglingReferences()

    def __call__(self, revision: Any) -> Any:
        loads = releases.loads_of_dataset(self.batch.dataset["id"])
        check_owner(self.batch, loads)
        self.batch = date_batch(self.batch, loads)
        self.revision, self.admission = revision, Admission(self.batch)
        self.whole = releases.complete_release_days(loads)
        self.until = min((day for day in self.whole if day > self.batch.released_on), default=None)
        self.leads = releases.takes_precedence(self.batch, releases.preferred_load(loads))
        self.define()
        with deferring_indexes(Event, Participation, Citation):
            for chunk in self.admission.chunks():
                self.write(chunk)
                self.progress(self.counts["read"])
        self.merge()
        self.withdraw()
        self.check()
        if self.batch.complete:
            self.retract()
        self.remarks.update({AGAIN: self.revision.catch_up()} | self.ties.remarks() | self.batch.remarks())
        self.conclude()

    def define(self) -> None:
        """Write what the batch says of its dataset, if it leads, and of what the claims refer to."""
        self.defined = self.leads and repository.upsert(Dataset, self.batch.dataset)
        references = self.revision.references
        write = references.define if self.leads else partial(references.meet, leads=False)
        for table, entries in ((Source, self.batch.sources), (Location, self.batch.locations), (Actor, self.batch.actors)):
            write(table, entries)

    def write(self, chunk: list[Any]) -> Any:
        self.counts["read"] += len(chunk)
        told = self.admission.admitted(chunk)
        for table, name in ((Source, "sources"), (Location, "locations"), (Actor, "actors")):
            self.revision.references.meet(table, [row for record in told.values() for row in getattr(record, name)], self.leads)
        stated = {id: [self.statement(claim) for claim in record.claims] for id, record in told.items()}
        outcomes, faults = self.settle(list(told), stated.get)
        self.counts.update(outcomes)
        for event, reason in faults:
            self.admission.reject(told.pop(event), reason)
        self.remarks.update(remark for record in told.values() for remark in record.remarks)
        for record in told.values():
            self.ties.add(record)
            for other in record.replaces:
                self.into.setdefault(other, record.id)

    def statement(self, claim: dict[str, Any]) -> claim_row.ClaimRow:
        of_release = self.batch.source is not None
        known_from = self.batch.released_on if of_release else self.revision.references.sources[claim["source"]]["known_from"]
        return claim_row.make_claim_row(claim, known_from, of_release)

    def settle(self, events: list[str], told: Callable[..., Any], into: dict[str, Any] | None = None) -> tuple[Any, ...]:
        """Write what stands once the batch has `told(event)` its ClaimRows; the outcomes and faults, as `revision` gives them."""
        return self.revision.settle(self.batch.dataset["id"], events, lambda event, stored: self.stands(stored, told(event)), into)

    def stands(self, stored: list[claim_row.ClaimRow], told: list[claim_row.ClaimRow]) -> list[claim_row.ClaimRow]:
        if self.batch.source is None:
            return claim_row.claims_after_replacement(stored, told)
        return claim_row.claims_after_release(stored, told, self.batch.released_on, self.until)

    def merge(self) -> None:
        """Retract what was merged into other events."""
        for events in chunked(self.into, CHUNK):
            self.end(events, self.into)

    def end(self, events: list[str], into: dict[str, Any] | None = None) -> Any:
        outcomes, faults = self.settle(events, lambda event: [], into)
        self.admission.faults += (EntryFault(self.batch.dataset["id"], *fault) for fault in faults)
        self.counts["retracted"] += outcomes.total() - outcomes["unchanged"]

    def withdraw(self) -> None:
        """End the events that the batch says are no more. What it tells as well is a fault, what the store does not have a remark."""
        for events in chunked(self.batch.retracted, CHUNK):
            told = intake_tables.seen_or_left(set(events))
            self.admission.faults += (EntryFault(self.batch.dataset["id"], id, BOTH) for id in sorted(told))
            here = repository.datasets_of_events(events)
            self.remarks[ABSENT] += len(events) - len(here)
            self.end([id for id in events if id in here and id not in told])

    def check(self) -> Any:
        """Raises LoadRefused for faults, too many rejected rows, and a release that cannot be whole."""
        read, rejected, faults = self.counts["read"], self.admission.rejected, self.admission.faults
        if rejected > (most := self.batch.tolerated(read)):
            told = f"{rejected} of {read} events rejected, {most:g} tolerated: see {self.kept()}"
            faults.append(self.fault(f"{told}; mostly: {self.admission.commonest_reasons()}"))
        least = self.batch.least if self.batch.complete else 0
        if not least <= read - rejected <= self.batch.most:
            faults.append(self.fault(f"{read - rejected} events; a release has from {least} to {self.batch.most}"))
        if faults:
            raise LoadRefused(faults)

    def retract(self) -> None:
        """End what a complete release no longer has of what stands on its day; a corpus has none, and what it tells stands now.

        Raises LoadRefused where that cannot be told.
        """
        for events in intake_tables.unseen_events(self.batch.dataset["id"], self.batch.source and self.batch.released_on):
            if nameless := self.admission.nameless:
                reason = f"{nameless} rejected row(s) do not tell their event's id, and so not which events it no longer has"
                raise LoadRefused([self.fault(f"{reason}: put them right, or load without --complete; see {self.kept()}")])
            self.end(events)

    def fault(self, reason: str) -> Any:
        return EntryFault(self.batch.dataset["id"], self.batch.label, reason)

    def kept(self) -> str:
        return ", ".join(map(str, self.batch.kept()))

    def conclude(self) -> None:
        written = self.defined or self.revision.references.written or any(self.counts[what] for what in ("new", "changed", "retracted"))
        completes = self.batch.source and self.batch.complete and self.batch.released_on not in self.whole
        if not (written or completes):
            raise NothingChanged
        if self.leads:
            repository.upsert(Dataset, self.batch.dataset | {"revision": self.revision.number})
        told = {name: getattr(self.batch, name) for name in ("label", "released_on", "checksum", "complete", "source")}
        about = {name: value for name, value in self.batch.dataset.items() if name != "id"}
        self.revision.conclude("load", self.batch.dataset["id"], **told, about=about, remarks=dict(+self.remarks), **self.counted())

    def counted(self) -> dict[str, Any]:
        told = {what: self.counts[what] for what in ("read", "new", "changed", "unchanged", "retracted")}
        return told | {"rejected": self.admission.rejected}

    def outcome(self, revision: int | None) -> LoadOutcome:
        return LoadOutcome(revision, **self.counted(), remarks=dict(+self.remarks))
