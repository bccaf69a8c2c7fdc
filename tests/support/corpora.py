"""Corpora for the tests: small ones drafted as plain values, and copies of our own with something changed in the files."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from conftest import CORPUS, bound

from models.db.database import database
from models.tables.schema import TABLES
from support.service import ANNALS, heed_interrupts

FILES = ("dataset", "sources", "locations", "actors")
DATASET = {"title": "T", "description": "D", "licence": "CC0-1.0", "citation": "C", "release": "1", "released": "2020-01-01"}
SOURCE = {"sha256": "0" * 64, "heading": 1}
BASIC = {"kind": "incident", "type": "attack", "status": "occurred", "title": "An attack", "date": "2011-12-03"}
NAMED = {name: BASIC[name] for name in ("kind", "type", "status", "title")}
SOURCES = {"early": "2011-12-05", "middle": "2012", "late": "2015-11"}
PLACES = {"kz": "country", "kz.almaty": "settlement", "kz.almaty-region": "admin1", "kg": "country"}
ACTORS = ("police", "rebels", "civilians")


def draft(*events, dataset="invented", sources=SOURCES):
    """The entries of a corpus by file, to be changed as a test likes before they are saved. `event` makes its events."""
    return {
        "dataset": DATASET | {"id": dataset},
        "sources": [SOURCE | {"id": id, "title": f"The {id} source", "published": published} for id, published in sources.items()],
        "locations": [{"id": id, "name": id.title(), "kind": kind} for id, kind in PLACES.items()],
        "actors": [{"id": id, "name": id.title(), "kind": "unidentified"} for id in ACTORS],
        "events": list(events),
    }


def event(id, **told):
    """An event with a claim for each source named, of what that asserts; the first asserts what every event needs as well."""
    claims = [claim(source, BASIC | values if number == 0 else values) for number, (source, values) in enumerate(told.items())]
    return {"id": id, "claims": claims}


def claim(source, values, certainty="stated"):
    return {"source": source, "paragraph": 1, "certainty": certainty, "note": "A note.", "values": values}


def save(draft, directory):
    """Write a draft as the files of a corpus; JSON is YAML. Return the directory."""
    (directory / "events").mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (directory / f"{name}.yaml").write_text(json.dumps(draft[name]))
    (directory / "events" / "all.yaml").write_text(json.dumps(draft["events"]))
    return directory


def copied(directory):
    """A copy of our own corpus, to be changed."""
    return Path(shutil.copytree(CORPUS, directory / "corpus"))


def change(directory, file, old, new):
    """Put a text in the place of another, which stands in the file, where it stands first."""
    text = (directory / file).read_text()
    assert old in text
    (directory / file).write_text(text.replace(old, new, 1))


def start(url, *arguments, terminal="dumb", **more):
    """The real `annals` command as a process, with the store at a URL."""
    return subprocess.Popen(
        [ANNALS, *arguments],
        env=os.environ | {"DATABASE_URL": url, "TERM": terminal},
        text=True,
        **({"preexec_fn": heed_interrupts} | more),
    )


def annals(url, *arguments):
    """The real `annals` command, run to its end: its exit code, output and errors."""
    process = start(url, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


def dump(url):
    """All rows of all tables that a store has."""
    with bound(url, writable=True):
        there = set(database.get_tables())
        return {name: rows(table) for table in TABLES if (name := table._meta.table_name) in there}


def rows(table):
    return sorted((tuple(map(plain, row)) for row in table.select().tuples()), key=repr)


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value
