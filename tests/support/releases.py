"""Releases as an importer hands them to the loader, each itself the source of its claims; and histories of releases and corpora."""

import random
from contextlib import contextmanager
from dataclasses import replace

from conftest import bound, disconnect

from api.app import create_app
from models.db.database import database
from seeds.pipeline.revert import revert
from support.batches import BASIC, batch, claim, load_batch

DAYS = [f"20{year}-{month}-01" for year in range(10, 22) for month in ("01", "07")]
NAMES = {"police": "Police", "rebels": "Rebels"}
PLACES = {"fj.suva": ("Suva", 178.4, -18.1), "fj.nadi": ("Nadi", 177.4, -17.8)}


@contextmanager
def loading(url):
    """A function that loads batches into the store at a URL, one after the other, and gives a client of it."""

    def load(*batches):
        close()
        for each in batches:
            load_batch(url, each)
        return create_app(url).test_client()

    yield load
    close()


def undo(url, dataset):
    """Revert the last load of a dataset."""
    close()
    with bound(url, writable=True):
        return revert(dataset)


def close():
    """End the connections over which a client has asked."""
    if database.obj is not None:
        disconnect()


def release(label, day, events, dataset="told", complete=True, merged=None, **more):
    """A Batch of events (values by id, without the dataset's prefix); `merged` are, by the id of one, those that it replaces."""
    whole = coded(label, day, events, dataset, merged, **more)
    source = whole.sources[0] | {"id": f"{dataset}:{label}", "title": f"Release {label}", "known_from": day}
    source |= dict.fromkeys(("published", "published_earliest", "published_latest"), day)
    records = [record._replace(claims=[claim(record.id, source["id"], record.claims[0]["assertions"])]) for record in whole.records]
    return replace(whole, sources=[source], records=records, source=source["id"], complete=complete)


def coded(label, day, events, dataset="coded", merged=None, **more):
    """The same of a dataset whose claims have a source of their own, which was published long before."""
    drafted = batch({f"{dataset}:{id}": values for id, values in events.items()}, dataset, dataset.title(), **more)
    into = {f"{dataset}:{id}": [f"{dataset}:{old}" for old in replaced] for id, replaced in (merged or {}).items()}
    records = [record._replace(replaces=into.get(record.id, [])) for record in drafted.records]
    return replace(drafted, label=label, released_on=day, records=records)


def history(loads, seed):
    """Batches, to be loaded one after the other: releases, parts of releases, and corpora, with all that can become of an event."""
    rng, standing = random.Random(seed), {release: {}, coded: {}}
    for number in range(loads):
        kind = rng.choice((release, release, coded))
        events, merged = evolved(rng, standing[kind])
        standing[kind], part = events, kind is release and rng.random() < 0.3
        told = {id: values for id, values in events.items() if not part or rng.random() < 0.5}
        if part:
            standing[kind] = standing[kind] | told
            merged = {id: replaced for id, replaced in merged.items() if id in told}
        more = {"complete": False} if part else {}
        names = {id: rng.choice((name, name, f"{name} of {number}")) for id, name in NAMES.items()}
        yield kind(str(number), DAYS[number], told, merged=merged, names=names, places=PLACES, **more)


def evolved(rng, events):
    """Events as the next release has them, and which of them replace others."""
    kept = {id: drawn(rng) if rng.random() < 0.3 else values for id, values in events.items() if rng.random() < 0.85}
    gone = sorted(events.keys() - kept.keys())
    fresh = {f"e{rng.randrange(60)}": drawn(rng) for _ in range(rng.randint(1, 9))}
    found = fresh | kept
    merged = {rng.choice(sorted(found)): [rng.choice(gone)]} if gone and found else {}
    return found, {id: replaced for id, replaced in merged.items() if not found.keys() & set(replaced)}


def drawn(rng):
    """The values of an event."""
    values = {
        "title": rng.choice(("An attack", "A bomb explodes", "Police fire")),
        "kind": rng.choice(("incident", "incident", "series")),
        "type": rng.choice(("attack", "bombing", "arrest")),
        "original_type": rng.choice((None, "1", "Suicide bomb")),
        "location": rng.choice((None, *PLACES)),
        "fatalities": rng.choice((None, 0, 3, {"low": 1, "high": 9})),
        "actors": [{"actor": id, "role": "target"} for id in NAMES if rng.random() < 0.5],
    }
    return {name: value for name, value in values.items() if value is not None} | {"date": BASIC["date"]}
