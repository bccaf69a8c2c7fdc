"""Transactions: one that makes the next revision of the store, and one that only reads the last."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models import store
from models.db import dialect
from models.db.database import database
from seeds.pipeline.revision import Revision

SELDOM = 100_000
"""Objects made between two looks; Python's own number takes a tenth of a load's time."""


@contextmanager
def collect_garbage_seldom() -> Iterator[Any]:
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def next_revision() -> Iterator[Any]:
    """The next Revision of the bound store, with the loader's lock; what is not concluded by it has to leave all as it was."""
    with dialect.write_transaction(database):
        dialect.lock_for_writing(database)
        store.create_store()
        yield Revision()


@contextmanager
def current_revision() -> Iterator[Any]:
    """The bound store as it stands now, for what writes nothing and so waits for no loader. Raises StoreNotFound."""
    store.snapshot()
    try:
        yield
    finally:
        database.rollback()
