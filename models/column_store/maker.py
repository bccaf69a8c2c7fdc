"""Makes the column store of a revision that has none yet, beside the answers of a server."""

import logging
import threading

import duckdb

from models.column_store.writer import write_column_store
from models.db.connections import FAILURES
from models.db.database import database
from models.store import Identity, StoreNotFound

logger = logging.getLogger(__name__)


class ColumnStoreMaker:
    """Makes the column stores that a process misses, each tried once, one at a time."""

    def __init__(self) -> None:
        self.lock, self.tried = threading.Lock(), set[Identity]()

    def want(self, identity: Identity) -> None:
        """Have the column store of a revision made, in a thread of its own."""
        with self.lock:
            if identity in self.tried:
                return
            self.tried = {identity}
        threading.Thread(target=self.make, name="column-store", daemon=True).start()

    def make(self) -> None:
        try:
            write_column_store()
        except (OSError, duckdb.Error, StoreNotFound, *FAILURES) as error:
            logger.warning("no column store, so counts take longer: %s", error)
        finally:
            database.close()
