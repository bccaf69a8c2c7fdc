"""Which of a batch's records are taken: each event once, and none that replaces what is told beside it. The others are rejected."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from peewee import chunked

from seeds.batch import Batch, EntryFault, Record, Rejected
from seeds.store import intake_tables
from seeds.store.repository import CHUNK

QUOTED, ELLIPSIS = re.compile(r"'[^']*'|\"[^\"]*\""), "'...'"
"""A value in a reason, and what stands for any."""
COMMONEST = 3
"""Reasons that are named."""


class Admission:
    """Reads a Batch once. `rejected` counts the events whose rows are kept aside, `nameless` those of them without an id, and `reasons`
    how often there was which reason; of a record that is of no rows, what is wrong is among the `faults`."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.faults, self.rejected, self.nameless = batch, [], 0, 0
        self.replacing, self.reasons = {}, Counter[str]()
        intake_tables.create_intake_tables()

    def chunks(self) -> Iterator[Any]:
        """What is read, in lists; records that replace others come last, when it is known of all what is told."""
        yield from chunked(self.plain(), CHUNK)
        yield from chunked([record for records in self.replacing.values() for record in records], CHUNK)

    def plain(self) -> Iterator[Any]:
        for each in self.batch.records:
            if isinstance(each, Record) and each.replaces:
                self.replacing.setdefault(each.id, []).append(each)
            else:
                yield each

    def admitted(self, chunk: list[Any]) -> dict[str, Any]:
        """The records of a chunk that are taken, by id."""
        records = [each for each in chunk if isinstance(each, Record)]
        self.leave([each for each in chunk if isinstance(each, Rejected)])
        seen = intake_tables.mark_seen({record.id for record in records})
        there = intake_tables.seen_or_left({other for record in records for other in record.replaces})
        admitted = {}
        for record in records:
            if record.id in seen or record.id in admitted:
                self.reject(record, f"the event {record.id} stands twice")
            elif again := next((other for other in record.replaces if other in there or other in self.replacing), None):
                self.reject(record, f"it replaces {'itself' if again == record.id else f'{again}, which is told as well'}")
            else:
                admitted[record.id] = record
        return admitted

    def leave(self, unread: list[Rejected]) -> None:
        """Keep aside what cannot be read; its events stay as they are."""
        for each in unread:
            self.reject(each, each.reason)
        intake_tables.mark_left(each.id for each in unread if each.id)
        self.nameless += sum(each.id is None for each in unread)

    def commonest_reasons(self) -> str:
        """The commonest reasons for rejection, each with how often there was it."""
        return "; ".join(f"{reason} ({number:,})" for reason, number in self.reasons.most_common(COMMONEST))

    def reject(self, record: Any, reason: Any) -> None:
        if record.rows:
            self.rejected += 1
            self.reasons[QUOTED.sub(ELLIPSIS, str(reason))] += 1
            self.batch.reject(record.rows, reason)
        else:
            self.faults.append(EntryFault(self.batch.dataset["id"], record.id, reason))
