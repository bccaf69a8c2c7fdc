"""One revision in the making: what is to stand of each event is compared with what is stored, and what differs is written."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from peewee import chunked, fn

from models import store
from models.db.bulk import insert_many
from models.domain.claims import UnsupportedValue
from models.summaries.counter_refresh import Counters
from models.tables.schema import Change, Release
from seeds.pipeline.diff import EventPlan, diff_event, state_changes
from seeds.store import repository, state_writer
from seeds.store.fulltext_buffer import FulltextBuffer
from seeds.store.references import ReferenceTables
from seeds.store.repository import CHUNK


class Revision:
    """The next revision of the store."""

    def __init__(self) -> None:
        self.number = 1 + (Release.select(fn.MAX(Release.number)).scalar() or 0)
        self.states = count(1 + store.last_state_number())
        self.changes = count(1)
        self.references = ReferenceTables()
        self.mentions, self.wording = Counters(), FulltextBuffer()

    def settle(self, dataset: str, events: list[str], settled: Callable[..., Any], into: dict[str, Any] | None = None) -> tuple[Any, ...]:
        """Write what is to stand of events, by `settled(event, its stored ClaimRows)`; none where the event is no more.

        `into` are, by id, the events that others were merged into. Return (event, reason) for each that is left as it was, since
        what was to stand does not make an event.
        """
        known = repository.claim_identities(events)
        standing = {event: settled(event, known[event]) for event in events}
        differing = [event for event in events if has_changed(known[event], standing[event])]
        stored = repository.claim_rows([event for event in differing if known[event]])
        plans = [
            EventPlan(event, dataset, stored[event], settled(event, stored[event]) if known[event] else standing[event])
            for event in differing
        ]
        outcomes, faults = self.write(plans, into or {})
        return outcomes + Counter(unchanged=len(events) - len(differing)), faults

    def catch_up(self) -> int:
        """Derive again the events that name what was changed of sources, locations and actors; how many came out otherwise."""
        changed = [(table, part) for table, ids in self.references.changed.items() for part in chunked(sorted(ids), CHUNK)]
        self.references.changed.clear()
        return sum(self.derive_again(repository.events_naming(table, ids)) for table, ids in changed)

    def derive_again(self, events: list[str]) -> int:
        """Write the states of events whose claims stand, but not what their documents take from elsewhere; how many came out otherwise."""
        total = 0
        for part in chunked(events, CHUNK):
            stored = repository.claim_rows(part)
            plans = [
                EventPlan(event, dataset, stored[event], stored[event]) for event, dataset in repository.datasets_of_events(part).items()
            ]
            outcomes, _ = self.write(plans, {})
            total += outcomes["changed"]
        return total

    def write(self, plans: list[EventPlan], into: dict[str, Any]) -> Any:
        self.references.need(plans)
        old = repository.open_states([plan.event for plan in plans if plan.stored])
        differences, faults = [], []
        for plan in plans:
            try:
                differences.append(diff_event(plan, old[plan.event], self.states, self.references))
            except UnsupportedValue as reason:
                faults.append((plan.event, str(reason)))
        self.record(differences, into)
        return Counter(each.outcome for each in differences), faults

    def record(self, differences: list[Any], into: dict[str, Any]) -> Any:
        states = [pair for each in differences for pair in each.states.items()]
        self.references.lay({state.area["id"]: state.area for _, state in states if state.area})
        state_writer.end_states(differences, self.number)
        state_writer.begin_claims_and_states(differences, states, self.number)
        self.wording.record(states)
        self.mentions.record_claims(differences)
        moved = [each for each in differences if each.before != each.after]
        taken = state_changes(moved)
        self.mentions.record(taken)
        insert_many(Change, [self.change(each, into.get(each.event)) for each in moved])

    def change(self, each: Any, into: str | None) -> dict[str, Any]:
        number = next(self.changes)
        return {"revision": self.number, "number": number, "event": each.event, "before": each.before, "after": each.after, "into": into}

    def conclude(
        self,
        action: str,
        dataset: str | None,
        label: str,
        released_on: str,
        checksum: str = "",
        complete: bool = False,
        remarks: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """Write what made it, with more columns of a ReleaseFiles; without that, it has not been."""
        self.mentions.flush()
        self.wording.flush()
        Release.insert(
            number=self.number,
            action=action,
            dataset=dataset,
            label=label,
            released_on=released_on,
            loaded_at=datetime.now(UTC).isoformat(timespec="seconds"),
            checksum=checksum,
            complete=complete,
            remarks=remarks or {},
            **more,
        ).execute()


def has_changed(stored: list[Any], standing: list[Any]) -> bool:
    return len(stored) != len(standing) or any(each.number is None for each in standing)
