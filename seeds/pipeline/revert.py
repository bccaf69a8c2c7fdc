"""The undoing of a dataset's last load, as a revision of its own: what stood of its events before that load stands again.

The dataset is again what the release says that is in force then. What the load wrote of sources, locations and actors stays, since
other datasets may use it.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from peewee import chunked

from models import releases, store
from models.tables.schema import Claim, Dataset, Event
from seeds.batch import EntryFault
from seeds.errors import LoadRefused
from seeds.pipeline.transactions import next_revision
from seeds.store import repository
from seeds.store.claim_row import claims_after_replacement
from seeds.store.repository import CHUNK

NONE = "none"
"""The label where no release is in force any more."""


@dataclass(frozen=True)
class RevertOutcome:
    """The label of the load that was undone and of the release that is in force again, if any, and what became of how many events."""

    undone: str
    label: str | None
    revision: int
    new: int
    changed: int
    retracted: int


def revert(dataset: Any) -> RevertOutcome | None:
    """Undo the last load of a dataset that is not undone yet. Raises LoadRefused where there is none."""
    with next_revision() as revision:
        *earlier, undone = loads_in_force(dataset)
        counts, faults = Counter(), []
        for events in chunked(touched_events(dataset, undone.number), CHUNK):
            outcomes, failed = restore_events(revision, dataset, events, undone.number - 1)
            counts, faults = counts + outcomes, faults + failed
        if faults:
            raise LoadRefused([EntryFault(dataset, *fault) for fault in faults])
        told = {what: counts[what] for what in ("new", "changed", "retracted")}
        remarks = {f"told otherwise by release {undone.label}, which is undone": sum(told.values())}
        label = restore_dataset(revision, dataset, releases.preferred_load(earlier), undone.about, remarks=remarks, **told)
        store.refresh_statistics()
    return RevertOutcome(undone.label, label, revision.number, **told)


def restore_dataset(revision: Any, dataset: str, load: Any, about: dict[str, Any], **told: Any) -> str | None:
    """Bring the dataset back to what a load said of it, and return its label; None where no load is in force any more, when it is left
    with what was said `about` it last."""
    label, day = (load.label, load.released_on) if load else (None, datetime.now(UTC).date().isoformat())
    about = load.about if load else about
    repository.upsert(Dataset, {"id": dataset, "revision": revision.number} | about)
    revision.conclude("revert", dataset, label or NONE, day, about=about, **told)
    return label


def loads_in_force(dataset: Any) -> Any:
    """The loads of a dataset that are in force, one at least. Raises LoadRefused."""
    found = releases.loads_of_dataset(dataset)
    if not found:
        stored = ", ".join(id for (id,) in Dataset.select(Dataset.id).order_by(Dataset.id).tuples())
        raise LoadRefused(
            [EntryFault("revert", dataset, f"it has no load that could be undone; there are the datasets {stored or '(none)'}")]
        )
    return found


def touched_events(dataset: Any, revision: Any) -> Any:
    """The ids of a dataset's events of which a claim began or ended at a revision or later."""
    since = (Claim.revision_from >= revision) | (Claim.revision_until >= revision)
    events = Event.select(Event.id).where(Event.dataset == dataset)
    return [id for (id,) in Claim.select(Claim.event).where(since, Claim.event.in_(events)).distinct().order_by(Claim.event).tuples()]


def restore_events(revision: Any, dataset: str, events: list[str], number: int) -> tuple[Any, ...]:
    """Let stand of events what stood at the revision of a number; the outcomes and faults, as seeds.pipeline.revision gives them."""
    stood = repository.claim_rows(events, number)
    again = {event: [replace(each, number=None) for each in stood[event]] for event in events}
    return revision.settle(dataset, events, lambda event, stored: claims_after_replacement(stored, again[event]))
