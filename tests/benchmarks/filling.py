"""A load as a process of its own: `python -m benchmarks.filling URL EVENTS SEED [DATASET]`; with a dataset named, one without an end.

It prints `begun` when events are being written, and at its end a line of JSON: events, seconds (without those in which the events
were invented), and seconds of that.
"""

import json
import sys
import time
from dataclasses import replace

from benchmarks.events import batch
from models.db.database import bind, database
from seeds.pipeline.load import load


class Timed:
    """An iterable, and the seconds in which its things were made."""

    def __init__(self, things):
        self.things, self.seconds = iter(things), 0.0

    def __iter__(self):
        return self

    def __next__(self):
        begun = time.perf_counter()
        try:
            return next(self.things)
        finally:
            self.seconds += time.perf_counter() - begun


def fill(url, size, seed, *dataset):
    told = batch(size, seed, *dataset, endless=bool(dataset))
    events, begun = Timed(told.records), time.perf_counter()
    once = iter(["begun"])
    bind(url, writable=True)
    with database.connection_context():
        load(replace(told, records=events), lambda done: [print(word, flush=True) for word in once])
    taken = time.perf_counter() - begun
    return {"events": size, "seconds": taken - events.seconds, "inventing": events.seconds}


if __name__ == "__main__":
    url, size, seed, *dataset = sys.argv[1:]
    print(json.dumps(fill(url, int(size), int(seed), *dataset)))
