"""Originals and their paragraphs: whether the documents in a directory are those that a corpus was coded from."""

import hashlib
from typing import Any

from seeds.batch import EntryFault
from seeds.yaml_files.loader import explain_unreadable


def check_originals(corpus: Any, directory: Any) -> Any:
    """The faults found when the originals in `directory` are held against a corpus's sources and locators; none when all is well.

    A file is recognised by its sha256, whatever its name.
    """
    originals = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(directory.iterdir()) if path.is_file()}
    for source in corpus.sources:
        if source["sha256"] not in originals:
            yield EntryFault("sources.yaml", source["id"], f"no file in {directory} has the sha256 {source['sha256']}")
            continue
        original = originals[source["sha256"]]
        try:
            body = paragraphs(original.read_text("utf-8"), source["heading"])
        except UnicodeDecodeError as error:
            yield EntryFault("sources.yaml", source["id"], f"{original.name} is {explain_unreadable(error)}")
        else:
            yield from check_locators(corpus, source, body)


def paragraphs(text: Any, heading: Any) -> Any:
    """The paragraphs of a document's body: its lines that are not blank, after `heading` of them (title, date, byline)."""
    return [line.strip() for line in text.splitlines() if line.strip()][heading:]


def check_locators(corpus: Any, source: Any, body: Any) -> Any:
    """A fault for each locator that points past the end of the source's body."""
    for event in corpus.events:
        for claim in event["claims"]:
            cited = [claim["paragraph"], *claim["also"]]
            if claim["source"] == source["id"] and max(cited) > len(body):
                yield EntryFault(event["file"], event["id"], f"cites paragraph {max(cited)} of {source['id']}, which has {len(body)}")
