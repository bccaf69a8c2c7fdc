"""A label of a dataset stands for one date, so that what was told of its release is never told otherwise, whatever is loaded later."""

from dataclasses import replace
from typing import Any

from models.tables.schema import Source
from seeds.batch import Batch, EntryFault
from seeds.errors import LoadRefused
from seeds.store import repository

DATED = ("published", "published_earliest", "published_latest", "published_certainty", "known_from")


def date_batch(batch: Batch, loads: list[Any]) -> Any:
    """A Batch as of the day that its release has had since it was first loaded: of a year that is not over, the day of that load.

    Raises LoadRefused where one of the loads of its dataset that are in force gave the label another date.
    """
    if batch.source is None or batch.label not in {each.label for each in loads}:
        return batch
    before = repository.stored_rows(Source, [batch.source])[batch.source]
    (now,) = batch.sources
    if now["published"] != before["published"]:
        reason = f"it was loaded as published {before['published']}, and now as {now['published']}: a label has one date"
        raise LoadRefused(
            [EntryFault(batch.dataset["id"], batch.label, f"{reason}; give --released {before['published']}, or another label")]
        )
    return replace(batch, sources=[now | {name: before[name] for name in DATED}], released_on=before["known_from"])
