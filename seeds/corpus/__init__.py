"""A corpus: a directory of YAML files in which a person has coded documents, claim by claim."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from seeds.corpus import entries, files
from seeds.corpus.references import faults_of
from seeds.records import Fault, Refused


@dataclass(frozen=True)
class Corpus:
    """The checked entries of a directory; each event knows its `file`."""

    dataset: dict
    sources: list[dict]
    locations: list[dict]
    actors: list[dict]
    events: list[dict]


def parse(directory):
    """The Corpus in a directory. Raises Refused with every fault that its files have.

    What refers to a refused entry is not a fault of its own; while a whole file is refused, no references are judged.
    """
    directory = Path(directory)
    if not directory.is_dir():
        raise Refused([Fault(str(directory), "", "there is no such directory")])
    faults = []
    corpus = Corpus(
        dataset=files.entry(directory / "dataset.yaml", entries.DatasetEntry(), faults),
        sources=list(files.entries(directory / "sources.yaml", entries.SourceEntry(), faults)),
        locations=list(files.entries(directory / "locations.yaml", entries.LocationEntry(), faults)),
        actors=list(files.entries(directory / "actors.yaml", entries.ActorEntry(), faults)),
        events=list(events(directory / "events", faults)),
    )
    refused = {fault.entry for fault in faults}
    if "" not in refused:
        faults += faults_of(corpus, refused)
    if faults:
        raise Refused(sorted(set(faults)))
    return corpus


def events(directory, faults):
    """The events of every file in a directory, each with its `file`."""
    found = sorted(directory.glob("*.yaml"))
    if not found:
        faults.append(Fault(directory.name, "", "there is no file of events (*.yaml)"))
    faults += [Fault(path.name, "", "this file would not be read: .yaml is wanted") for path in directory.glob("*.yml")]
    for path in found:
        for event in files.entries(path, entries.EventEntry(), faults):
            yield event | {"file": path.name}


def checksum(directory):
    """sha256 over the names and bytes of the directory's files."""
    directory, digest = Path(directory), hashlib.sha256()
    for path in sorted(directory.rglob("*.yaml")):
        digest.update(f"{path.relative_to(directory)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
