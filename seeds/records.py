"""What an importer hands to the loader, and what it says of a file that it refuses."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Batch:
    """One release of one dataset. Sources, locations and actors are rows by column name, events are (id, claim rows)."""

    dataset: dict
    label: str
    released_on: str
    checksum: str
    sources: list[dict]
    locations: list[dict]
    actors: list[dict]
    events: Iterable[tuple[str, list[dict]]]
    size: int


@dataclass(frozen=True, order=True)
class Fault:
    """Why an entry of a file cannot be taken."""

    file: str
    entry: str
    reason: str

    def __str__(self):
        return f"{self.file}: {self.entry}: {self.reason}" if self.entry else f"{self.file}: {self.reason}"


class Refused(Exception):
    """Files that cannot be loaded, with every fault found."""

    def __init__(self, faults):
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)
