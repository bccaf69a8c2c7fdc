"""A corpus: the checked entries of a directory of YAML files."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seeds.batch import EntryFault
from seeds.corpus import schema
from seeds.corpus.reference_checks import find_faults
from seeds.errors import LoadRefused
from seeds.yaml_files import loader


@dataclass(frozen=True)
class Corpus:
    """The checked entries of a directory; each event knows its `file`."""

    dataset: dict
    sources: list[dict]
    locations: list[dict]
    actors: list[dict]
    events: list[dict]


def parse_corpus(directory: Any) -> Corpus:
    """The Corpus in a directory. Raises LoadRefused with every fault that its files have.

    What refers to a refused entry is not a fault of its own; while a whole file is refused, no references are judged.
    """
    directory = Path(directory)
    if not directory.is_dir():
        raise LoadRefused([EntryFault(str(directory), "", "there is no such directory")])
    faults = []
    corpus = Corpus(
        dataset=loader.read_entry(directory / "dataset.yaml", schema.DatasetEntry(), faults),
        sources=list(loader.read_entries(directory / "sources.yaml", schema.SourceEntry(), faults)),
        locations=list(loader.read_entries(directory / "locations.yaml", schema.LocationEntry(), faults)),
        actors=list(loader.read_entries(directory / "actors.yaml", schema.ActorEntry(), faults)),
        events=list(read_events(directory / "events", faults)),
    )
    refused = {fault.entry for fault in faults}
    if "" not in refused:
        faults += find_faults(corpus, refused)
    if faults:
        raise LoadRefused(sorted(set(faults)))
    return corpus


def read_events(directory: Any, faults: Any) -> Iterator[Any]:
    """The events of every file in a directory, each with its `file`."""
    found = sorted(directory.glob("*.yaml"))
    if not found:
        faults.append(EntryFault(directory.name, "", "there is no file of events (*.yaml)"))
    faults += [EntryFault(path.name, "", "this file would not be read: .yaml is wanted") for path in directory.glob("*.yml")]
    for path in found:
        for event in loader.read_entries(path, schema.EventEntry(), faults):
            yield event | {"file": path.name}


def checksum(directory: Any) -> Any:
    """sha256 over the names and bytes of the directory's files."""
    directory, digest = Path(directory), hashlib.sha256()
    for path in sorted(directory.rglob("*.yaml")):
        digest.update(f"{path.relative_to(directory)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
