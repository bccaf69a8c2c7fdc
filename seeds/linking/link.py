"""Links the events of different datasets that are the same, as one revision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models.db import dialect
from models.db.database import database
from models.tables.schema import Dataset
from seeds.batch import EntryFault
from seeds.errors import LoadRefused
from seeds.linking import links_store
from seeds.linking.candidates import candidate_pairs
from seeds.linking.matching import Pair, match_pairs
from seeds.linking.similarity import similarity_parts, total_score
from seeds.pipeline.transactions import current_revision, next_revision


@dataclass(frozen=True)
class LinkOutcome:
    """`pairs` are the (Pair, group) that stand between the datasets; how many of all pairs began and ended, and of how many events the
    document changed. `revision` is None where nothing did, or nothing was to be written."""

    datasets: list[str]
    pairs: list
    begun: int
    ended: int
    changed: int
    revision: int | None


def link(datasets: Any, threshold: Any, dry_run: Any = False) -> Any:
    """Find the pairs between datasets (ids; by default, all) that score `threshold` or more and, unless `dry_run`, write them.

    Pairs with other datasets stay, but not those of an event that was retracted. Raises LoadRefused, or StoreNotFound where a dry run
    finds none.
    """
    with current_revision() if dry_run else next_revision() as revision:
        datasets = check_datasets(datasets)
        between = frozenset(datasets)
        kept = [pair for pair in links_store.current_pairs() if not {pair.of_a, pair.of_b} <= between]
        made = match_pairs(kept, find_pairs(datasets, threshold))
        before, after = links_store.stored_pairs(), {(pair.a, pair.b): (group, pair.score) for pair, group in made}
        writes = before != after and not dry_run
        changed = write_links(revision, before, after, f"{', '.join(datasets)} at {threshold:g}") if writes else 0
    found = [(pair, group) for pair, group in made if pair.parts]
    begun, ended = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    return LinkOutcome(datasets, found, begun, ended, changed, revision.number if writes else None)


def check_datasets(asked: Any) -> Any:
    """The datasets to link. Raises LoadRefused where there are not two of them, or one is not there."""
    stored = [id for (id,) in Dataset.select(Dataset.id).order_by(Dataset.id).tuples()]
    faults = [
        EntryFault("link", id, f"there is no such dataset; there are {', '.join(stored) or 'none'}") for id in asked if id not in stored
    ]
    found = sorted(set(asked)) or stored
    if len(found) < 2:
        faults.append(EntryFault("link", "", f"two datasets are wanted, or more; there are {', '.join(found) or 'none'}"))
    if faults:
        raise LoadRefused(faults)
    return found


def find_pairs(datasets: Any, threshold: Any) -> Iterator[Any]:
    """The Pairs that reach a score."""
    for a, b in candidate_pairs(datasets):
        parts = similarity_parts(a, b)
        if parts and (found := total_score(parts)) >= threshold:
            a, b = sorted((a, b), key=lambda each: each.id)
            yield Pair(a.id, b.id, a.dataset, b.dataset, found, parts)


def write_links(revision: Any, before: dict[tuple[Any, ...], Any], after: dict[tuple[Any, ...], Any], label: str) -> int:
    """Write the twins, and the documents of events that are the same as others than before; how many came out otherwise."""
    links_store.write_pairs(revision.number, before, after)
    changed = revision.derive_again(links_store.changed_events(before, after))
    remarks = {"pairs that are linked": len(after), "of them, since now": len(after.keys() - before.keys())}
    today = datetime.now(UTC).date().isoformat()
    revision.conclude("link", None, label, today, remarks=remarks, changed=changed)
    dialect.refresh_statistics(database)
    return changed
