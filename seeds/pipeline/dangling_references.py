"""How the events of a batch refer to each other, and what is to be remarked of that once all of them are written."""

from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import Any

from peewee import chunked

from seeds.store import repository

ABSENT = "part_of or related names an event that is not there"
CIRCLE = "part_of leads in a circle"


class DanglingReferences:
    """What each event that was told is part of, and which it names."""

    def __init__(self) -> None:
        self.wholes, self.named = {}, {}

    def add(self, record: Any) -> None:
        for claim in record.claims:
            told = claim["assertions"]
            if "part_of" in told or "related" in told:
                whole = [told["part_of"]] if "part_of" in told else []
                self.wholes.setdefault(record.id, []).extend(whole)
                self.named.setdefault(record.id, set()).update(whole, told.get("related", ()))

    def remarks(self) -> Any:
        """Of how many events what is to be remarked."""
        known = set()
        for part in chunked(set().union(*self.named.values()), 1000):
            known |= repository.datasets_of_events(part).keys()
        return {ABSENT: sum(not each <= known for each in self.named.values()), CIRCLE: count_circular(self.wholes)}


def count_circular(wholes: dict[str, Any]) -> int:
    """How many of these events are part of themselves, or of what is; `wholes` are by id those that each is part of."""
    sorter, free = TopologicalSorter(wholes), set()
    with suppress(CycleError):  # which leaves it able to give all that comes before a circle
        sorter.prepare()
    while ready := sorter.get_ready():
        free.update(ready)
        sorter.done(*ready)
    return len(wholes.keys() - free)
