"""The schema: its version, and the tables of all modules.

Two times run through it. `known_from`/`known_until` are days: from when to when the published sources told an event so.
`revision_from`/`revision_until` are revisions: which loads recorded it. Both intervals are half-open, an open end is
null, and the current state of an event has both ends open.
"""

from peewee import IntegerField

from models.db.base import Table, Text
from models.tables.derived import Document, Line, Mention, Rollup
from models.tables.entities import Actor, Area, Dataset, Location, Name, Release, Source
from models.tables.events import Change, Citation, Claim, Event, Participation, Twin

SCHEMA_VERSION = 10
"""Raised with every change of the tables and of what is derived and stored in them: documents, lines, words, areas."""


class Store(Table):
    """One row: the version of this schema, and an id that sets this store apart from every other."""

    id = Text(primary_key=True)
    schema_version = IntegerField()


TABLES = [
    Store, Dataset, Release, Source, Location, Actor, Name, Area, Claim, Event, Participation, Citation, Document, Line, Change, Twin,
    Rollup, Mention,
]  # fmt: skip
