"""The version of the schema stands for what it was raised for: a store of another is refused, one that only looks alike is served wrong."""

import hashlib
import json
from dataclasses import astuple

import pytest
from conftest import bound

from models import store
from models.serialization.columns import columns
from models.serialization.schemas import EventSchema
from models.tables.schema import SCHEMA_VERSION

PINNED = (11, "1e12da94a2830ddb")
"""SCHEMA_VERSION of models/tables/schema.py, and the digest of what it was last raised for."""

CHANGED = """The tables, or the columns of the documents and lines of CSV that they hold, are others than at version {0} of the schema.
A store that was loaded before would be served with what is no longer so: raise SCHEMA_VERSION in models/tables/schema.py, unless no version
of Annals yet has this one or all that differs is how the same is spelt, and let PINNED in tests/test_schema.py be {1!r}."""

MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'search_*' AND name NOT GLOB 'area_tree_*' ORDER BY name"


@pytest.fixture
def definitions(tmp_path):
    """What SQLite was told to make: tables, indexes, a trigger; what its own indexes are kept in depends on its version."""
    with bound(f"sqlite:///{tmp_path / 'annals.db'}", writable=True) as database:
        store.create_store()
        return database.execute_sql(MADE).fetchall()


def test_the_version_of_the_schema_is_raised_with_what_is_stored(definitions):
    stored = [definitions, [astuple(column) for column in columns(EventSchema)]]
    found = (SCHEMA_VERSION, hashlib.sha256(json.dumps(stored).encode()).hexdigest()[:16])
    assert found == PINNED, CHANGED.format(PINNED[0], found)
