"""The schema: its version, and the tables of all modules.

The schema is bitemporal. `known_from`/`known_until` are days: from when until when the published sources described an event so.
`revision_from`/`revision_until` are revisions: the loads between which the store recorded it. Both intervals are half-open, an open end
is null, and the current state of an event has both ends open.
"""

from peewee import IntegerField

from models.db.base import Table, Text
from models.tables.derived import Document, Line, Mention
from models.tables.entities import Actor, Area, Dataset, Location, Name, Release, Source
from models.tables.events import Change, Citation, Claim, Event, Participation, Twin

SCHEMA_VERSION = 11
"""Raised with every change of the tables or of derived data stored in them: documents, lines, words, areas."""


class Store(Table):
    """One row: the version of the schema, and the unique id of this store."""

    id = Text(primary_key=True)
    schema_version = IntegerField()


TABLES = [
    Store, Dataset, Release, Source, Location, Actor, Name, Area, Claim, Event, Participation, Citation, Document, Line, Change, Twin,
    Mention,
]  # fmt: skip
