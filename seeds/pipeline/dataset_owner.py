"""Whose a dataset in the store is, so that no load of somebody else's events joins them, or replaces its licence and citation."""

from typing import Any

from models import releases
from models.tables.schema import Source
from seeds.batch import Batch, EntryFault
from seeds.errors import LoadRefused
from seeds.store import repository


def check_owner(batch: Batch, loads: list[Any]) -> None:
    """Raises LoadRefused where, by its loads that are in force, a dataset has another publisher than a Batch of it, or where one of the
    two is a corpus and the other is not."""
    load = releases.preferred_load(loads)
    if load is None:
        return
    stored, given = owner_of(repository.stored_rows(Source, [load.source]).values()), owner_of(release_rows(batch))
    if stored.casefold() != given.casefold():
        reason = f"the store has {load.about['title']!r} by this id, {stored}, and this is {given}"
        raise LoadRefused([EntryFault(batch.dataset["id"], batch.label, f"{reason}; give it an id of its own")])


def release_rows(batch: Batch) -> list[dict[str, Any]]:
    """The row of the source that the release itself is, as a list: none of a corpus."""
    return [source for source in batch.sources if source["id"] == batch.source]


def owner_of(releases: Any) -> str:
    return next((f"published by {source['publisher']!r}" for source in releases), "a corpus")
