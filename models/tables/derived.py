"""The tables of derived data, which a load computes once so that requests need not."""

from peewee import BigIntegerField, BlobField, CompositeKey, ForeignKeyField

from models.db.base import CLUSTERED, Table, Text
from models.tables.events import Event


class Document(Table):
    """The finished JSON of one state, written once at load and served as bytes."""

    state = ForeignKeyField(Event, column_name="state", primary_key=True, on_delete="CASCADE")
    body = BlobField()


class Line(Table):
    """The line of CSV of one state, with its line end, likewise. A table of its own, so that reading one does not read the other."""

    state = ForeignKeyField(Event, column_name="state", primary_key=True, on_delete="CASCADE")
    line = BlobField()


class Mention(Table):
    """The number of current incidents that refer to an actor, a source, a dataset or a location (or one within it), by its id.

    `kind` says which of these it is. An empty id counts the incidents without any actor or source. For a role, the number is that of
    participations in current events of any kind; for a certainty, that of claims.
    """

    kind = Text()
    id = Text()
    number = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("kind", "id")
        without_rowid = CLUSTERED
