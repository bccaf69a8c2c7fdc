"""The schema on one page.

Two times run through it. `known_from`/`known_until` are days: from when to when the published sources told an event so.
`revision_from`/`revision_until` are revisions: which loads recorded it. Both intervals are half-open, an open end is
null, and the current state of an event has both ends open.
"""

import orjson
from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    DoubleField,
    Expression,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from models import dialect
from models.database import database

SCHEMA_VERSION = 2


class Text(TextField):
    """Text ordered by its bytes on either database."""

    def ddl(self, ctx):
        node = super().ddl(ctx)
        collation = dialect.collation(self.model._meta.database)
        if collation is not None:
            node.nodes.append(collation)
        return node


class Json(TextField):
    """A JSON value kept as the text it was written as: key order is the coder's, on either database."""

    def db_value(self, value):
        return None if value is None else orjson.dumps(value).decode()

    def python_value(self, value):
        return None if value is None else orjson.loads(value)


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False


class Store(Table):
    """One row: the version of this schema, and an id that sets this store apart from every other."""

    id = Text(primary_key=True)
    schema_version = IntegerField()


class Dataset(Table):
    id = Text(primary_key=True)
    title = TextField()
    description = TextField()
    licence = TextField()
    licence_url = TextField(null=True)
    citation = TextField()


class Release(Table):
    """One load of one dataset; its number is the revision, rising across the whole store."""

    number = IntegerField(primary_key=True)
    dataset = ForeignKeyField(Dataset, column_name="dataset")
    label = TextField()
    released_on = Text()
    loaded_at = Text()
    checksum = TextField()
    new = IntegerField(default=0)
    changed = IntegerField(default=0)
    unchanged = IntegerField(default=0)
    retracted = IntegerField(default=0)


class Source(Table):
    """A document. Its known_from is the last day that its date of publication allows: by then it was out for certain."""

    id = Text(primary_key=True)
    dataset = ForeignKeyField(Dataset, column_name="dataset")
    title = TextField()
    author = TextField(null=True)
    publisher = Text(null=True)
    published = Text()
    published_earliest = Text()
    published_latest = Text()
    published_certainty = Text()
    published_basis = TextField(null=True)
    known_from = Text()
    language = Text(null=True)
    url = TextField(null=True)
    sha256 = TextField(null=True)


class Location(Table):
    """A place; its id is its path, so that what lies within is a range of ids. Degrees are WGS 84; the bounds of a point are the point."""

    id = Text(primary_key=True)
    name = TextField()
    kind = Text()
    country = Text(null=True, index=True)
    latitude = DoubleField(null=True)
    longitude = DoubleField(null=True)
    west = DoubleField(null=True)
    south = DoubleField(null=True)
    east = DoubleField(null=True)
    north = DoubleField(null=True)
    geonameid = IntegerField(null=True)
    names = Json()
    basis = TextField(null=True)

    @property
    def precision(self):
        """An event is placed as precisely as its location's kind says."""
        return self.kind


class Actor(Table):
    id = Text(primary_key=True)
    dataset = ForeignKeyField(Dataset, column_name="dataset")
    name = TextField()
    kind = Text()
    country = Text(null=True)
    names = Json()


class Name(Table):
    """Where what people type leads: a folded name of a location or an actor (`kind`), from each of its words on.

    `rank` is 0 for a whole name, 1 for what begins with a later word of one.
    """

    kind = Text()
    text = Text()
    id = Text()
    rank = IntegerField()

    class Meta:
        primary_key = CompositeKey("kind", "text", "id")
        indexes = ((("kind", "id"), False),)


class Area(Table):
    """A box in which events lie, a point's being the point. It never changes: its id is made from its bounds."""

    id = BigIntegerField(primary_key=True)
    west = DoubleField()
    south = DoubleField()
    east = DoubleField()
    north = DoubleField()


class Claim(Table):
    """One source's account of one event, as the loads between its revisions recorded it. `assertions` is JSON by property."""

    id = Text()
    event = Text()
    source = ForeignKeyField(Source, column_name="source")
    attributed_to = TextField(null=True)
    certainty = Text()
    locator = Json()
    note = TextField(null=True)
    assertions = Json()
    known_from = Text()
    revision_from = IntegerField()
    revision_until = IntegerField(null=True)
    checksum = TextField()

    class Meta:
        primary_key = CompositeKey("id", "revision_from")
        indexes = ((("event", "known_from"), False),)


class Event(Table):
    """One state of one event. An open or unknown end of its date is stored as the first or the last day there is."""

    state = BigIntegerField(primary_key=True)
    id = Text()
    dataset = ForeignKeyField(Dataset, column_name="dataset", index=False)
    kind = Text()
    type = Text()
    status = Text()
    date_earliest = Text()
    date_latest = Text()
    location = Text(null=True)
    country = Text(null=True)
    latitude = DoubleField(null=True)
    longitude = DoubleField(null=True)
    area = ForeignKeyField(Area, column_name="area", null=True, index=False)
    fatalities_low = IntegerField(null=True)
    fatalities_best = IntegerField(null=True)
    fatalities_high = IntegerField(null=True)
    fatalities_order = IntegerField()
    injuries_low = IntegerField(null=True)
    injuries_best = IntegerField(null=True)
    injuries_high = IntegerField(null=True)
    disputed = BooleanField()
    part_of = Text(null=True)
    known_from = Text()
    known_until = Text(null=True)
    revision_from = IntegerField()
    revision_until = IntegerField(null=True)
    checksum = TextField()

    @classmethod
    def open(cls):
        """The state is what the latest load recorded."""
        return cls.revision_until.is_null()

    @classmethod
    def at(cls, as_of=None, revision=None):
        """The one state of each event that sources had told by the day `as_of` and the store held at `revision`; by default, now."""
        return known(cls, as_of) & recorded(cls, revision)


def known(table, as_of):
    """The row was what the sources told on a day (None: tell now)."""
    if as_of is None:
        return table.known_until.is_null()
    return (table.known_from <= as_of) & (table.known_until.is_null() | (table.known_until > as_of))


def recorded(table, revision):
    """The row was in the store at a revision (None: is in it now)."""
    if revision is None:
        return table.revision_until.is_null()
    return (table.revision_from <= revision) & (table.revision_until.is_null() | (table.revision_until > revision))


def untrue(condition):
    """The complement of a condition: where it does not hold or cannot be told."""
    return Expression(condition, "IS NOT", SQL("TRUE"))


CURRENT = Event.known_until.is_null() & Event.revision_until.is_null()

# Partial indexes hold the current states alone, so that a long history costs the usual question nothing.
Event.add_index(Event.index(Event.id, Event.known_from, name="event_id"))
Event.add_index(Event.index(Event.date_earliest, Event.id, where=CURRENT, name="event_by_date"))
Event.add_index(Event.index(Event.fatalities_order, Event.id, where=CURRENT, name="event_by_fatalities"))
Event.add_index(Event.index(Event.revision_from, Event.id, where=CURRENT, name="event_by_revision"))
Event.add_index(Event.index(Event.country, Event.date_earliest, Event.id, where=CURRENT, name="event_by_country"))
Event.add_index(Event.index(Event.location, Event.kind, where=CURRENT, name="event_by_place"))
Event.add_index(Event.index(Event.location, Event.date_earliest, Event.id, where=CURRENT, name="event_by_location"))
Event.add_index(Event.index(Event.area, Event.date_earliest, Event.id, where=CURRENT, name="event_by_area"))
Event.add_index(Event.index(Event.type, Event.date_earliest, Event.id, where=CURRENT, name="event_by_type"))
Event.add_index(Event.index(Event.dataset, Event.kind, where=CURRENT, name="event_by_dataset"))
Event.add_index(Event.index(Event.dataset, Event.id, where=Event.revision_until.is_null(), name="event_open"))


class Participation(Table):
    """An actor's part in one state of an event, with that side's deaths and injuries."""

    state = ForeignKeyField(Event, column_name="state", on_delete="CASCADE")
    actor = ForeignKeyField(Actor, column_name="actor", index=False)
    role = Text()
    fatalities = IntegerField(null=True)
    injuries = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("state", "actor", "role")
        indexes = ((("actor", "state"), False),)


class Citation(Table):
    """A source that one state of an event rests on."""

    state = ForeignKeyField(Event, column_name="state", on_delete="CASCADE")
    source = ForeignKeyField(Source, column_name="source", index=False)

    class Meta:
        primary_key = CompositeKey("state", "source")
        indexes = ((("source", "state"), False),)


class Document(Table):
    """The finished JSON of one state, written once at load, served as bytes ever after."""

    state = ForeignKeyField(Event, column_name="state", primary_key=True, on_delete="CASCADE")
    body = BlobField()


TABLES = [Store, Dataset, Release, Source, Location, Actor, Name, Area, Claim, Event, Participation, Citation, Document]
