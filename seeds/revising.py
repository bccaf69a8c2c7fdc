"""Transactions: one that makes the next revision of the store, and one that only reads the last."""

from contextlib import contextmanager

from models import dialect, store
from models.database import database
from seeds.revision import Revision


@contextmanager
def next_revision():
    """The next Revision of the bound store, with the loader's lock; what is not concluded by it has to leave all as it was."""
    with dialect.write_transaction(database):
        dialect.lock_for_writing(database)
        store.create()
        yield Revision()


@contextmanager
def last_revision():
    """The bound store as it stands now, for what writes nothing and so waits for no loader. Raises NoStore."""
    store.snapshot()
    try:
        yield
    finally:
        database.rollback()
