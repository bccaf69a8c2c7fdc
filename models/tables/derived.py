"""The tables of what a load makes of events once, so that it need not be made of them whenever it is asked for."""

from peewee import BigIntegerField, BlobField, CompositeKey, ForeignKeyField, IntegerField

from models.db.base import CLUSTERED, Table, Text
from models.tables.events import Event


class Document(Table):
    """The finished JSON of one state, written once at load, served as bytes ever after."""

    state = ForeignKeyField(Event, column_name="state", primary_key=True, on_delete="CASCADE")
    body = BlobField()


class Line(Table):
    """The line of CSV of one state, with its end, likewise. Apart, so that neither makes the reading of the other any longer."""

    state = ForeignKeyField(Event, column_name="state", primary_key=True, on_delete="CASCADE")
    line = BlobField()


class Rollup(Table):
    """What the current events of one cell come to; models.summaries.cube says what cells there are. A sum is null where its count is 0."""

    cuboid = IntegerField()
    kind = Text()
    type = Text()
    country = Text()
    period = Text()
    status = Text()
    dataset = Text()
    events = BigIntegerField()
    fatalities_low = BigIntegerField(null=True)
    fatalities_low_count = BigIntegerField()
    fatalities_best = BigIntegerField(null=True)
    fatalities_best_count = BigIntegerField()
    fatalities_high = BigIntegerField(null=True)
    fatalities_high_count = BigIntegerField()
    injuries_low = BigIntegerField(null=True)
    injuries_low_count = BigIntegerField()
    injuries_best = BigIntegerField(null=True)
    injuries_best_count = BigIntegerField()
    injuries_high = BigIntegerField(null=True)
    injuries_high_count = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("cuboid", "kind", "type", "country", "period", "status", "dataset")
        without_rowid = CLUSTERED


class Mention(Table):
    """How many current incidents name an actor, a source, a dataset or a location, those within it included, by its id.

    `kind` says what it is of; an empty id counts those that name no actor or no source. Of a role, it is in how many parts of current
    events of any kind it is, of a certainty, how many claims have it.
    """

    kind = Text()
    id = Text()
    number = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("kind", "id")
        without_rowid = CLUSTERED
