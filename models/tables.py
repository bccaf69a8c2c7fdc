"""The schema on one page.

Two times run through it. `known_from`/`known_until` are days: from when to when the published sources told an event so.
`revision_from`/`revision_until` are revisions: which loads recorded it. Both intervals are half-open, an open end is
null, and the current state of an event has both ends open.
"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from models.base import CLUSTERED, Json, Table, Text
from models.conditions import known, recorded

SCHEMA_VERSION = 10
"""Raised with every change of the tables and of what is derived and stored in them: documents, lines, words, areas."""


class Store(Table):
    """One row: the version of this schema, and an id that sets this store apart from every other."""

    id = Text(primary_key=True)
    schema_version = IntegerField()


class Dataset(Table):
    """A body of events, as the release says that is in force; `revision` is the one that brought that."""

    id = Text(primary_key=True)
    title = TextField()
    description = TextField()
    licence = TextField()
    licence_url = TextField(null=True)
    citation = TextField()
    revision = IntegerField(null=True)


class Release(Table):
    """What made a revision, mostly one load of one dataset; its number is the revision, rising across the whole store.

    `action` is load, revert or link, of which the last belongs to no dataset. Of a load, `read` counts the events in the files,
    `new`, `changed`, `unchanged` and `rejected` are what became of them; `remarks` says how many had what to remark. `source` is the id
    of the source that the release itself is, null where each claim has one of its own; `about` is what it says of its dataset, by column.
    A revert has the label, the day and what is said of the dataset from the release that is in force again.
    """

    number = IntegerField(primary_key=True)
    action = Text()
    dataset = ForeignKeyField(Dataset, column_name="dataset", null=True)
    label = Text()
    released_on = Text()
    loaded_at = Text()
    checksum = TextField()
    complete = BooleanField()
    source = Text(null=True)
    about = Json(null=True)
    read = IntegerField(default=0)
    rejected = IntegerField(default=0)
    remarks = Json()
    new = IntegerField(default=0)
    changed = IntegerField(default=0)
    unchanged = IntegerField(default=0)
    retracted = IntegerField(default=0)


class Source(Table):
    """A document. Its known_from is the last day that its date of publication allows: by then it was out for certain.

    Without a date of publication it can be cited, but no claim is its own.
    """

    id = Text(primary_key=True)
    dataset = ForeignKeyField(Dataset, column_name="dataset")
    title = TextField()
    author = TextField(null=True)
    publisher = Text(null=True)
    published = Text(null=True)
    published_earliest = Text(null=True)
    published_latest = Text(null=True)
    published_certainty = Text(null=True)
    published_basis = TextField(null=True)
    known_from = Text(null=True)
    language = Text(null=True)
    url = TextField(null=True)
    sha256 = TextField(null=True)


class Location(Table):
    """A place; its id is its path, so that what lies within is a range of ids. Degrees are WGS 84; the bounds of a point are the point.

    It belongs to the dataset that told of it first; others use it as it is.
    """

    id = Text(primary_key=True)
    dataset = ForeignKeyField(Dataset, column_name="dataset", index=False)
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
        without_rowid = CLUSTERED
        indexes = ((("kind", "id"), False),)


class Area(Table):
    """A box in which events lie, a point's being the point. It never changes: its id is made from its bounds."""

    id = BigIntegerField(primary_key=True)
    west = DoubleField()
    south = DoubleField()
    east = DoubleField()
    north = DoubleField()


class Claim(Table):
    """One source's account of one event, as the loads between its revisions recorded it. `assertions` is JSON by property.

    A release is a source, too: it `cites` what it rests on, and its account stands until a later release tells otherwise.
    """

    number = BigAutoField()
    id = Text()
    event = Text()
    source = ForeignKeyField(Source, column_name="source", index=False)
    attributed_to = TextField(null=True)
    certainty = Text()
    cites = Json()
    locator = Json()
    note = TextField(null=True)
    assertions = Json()
    known_from = Text()
    known_until = Text(null=True)
    revision_from = IntegerField()
    revision_until = IntegerField(null=True)
    checksum = TextField()

    class Meta:
        indexes = ((("event", "known_from"), False),)


class Event(Table):
    """One state of one event. An open or unknown end of its date is stored as the first or the last day there is.

    `across` is whether it lies in several years, so that roll-ups have no one period for it; `group` is that of its Twins, null where
    it has none; `related`, whether a claim connects it with another event.
    """

    state = BigIntegerField(primary_key=True)
    id = Text()
    dataset = ForeignKeyField(Dataset, column_name="dataset", index=False)
    kind = Text()
    type = Text()
    status = Text()
    date_earliest = Text()
    date_latest = Text()
    across = BooleanField()
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
    related = BooleanField()
    group = Text(null=True)
    original_type = Text(null=True)
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


class Participation(Table):
    """An actor's part in one state of an event, with that side's deaths and injuries."""

    state = ForeignKeyField(Event, column_name="state", on_delete="CASCADE", index=False)
    actor = ForeignKeyField(Actor, column_name="actor", index=False)
    role = Text()
    fatalities = IntegerField(null=True)
    injuries = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("state", "actor", "role")
        without_rowid = CLUSTERED
        indexes = ((("actor", "state"), False),)


class Citation(Table):
    """A source that one state of an event rests on."""

    state = ForeignKeyField(Event, column_name="state", on_delete="CASCADE", index=False)
    source = ForeignKeyField(Source, column_name="source", index=False)

    class Meta:
        primary_key = CompositeKey("state", "source")
        without_rowid = CLUSTERED
        indexes = ((("source", "state"), False),)


class Document(Table):
    """The finished JSON of one state, written once at load, served as bytes ever after."""

    state = ForeignKeyField(Event, column_name="state", primary_key=True, on_delete="CASCADE")
    body = BlobField()


class Line(Table):
    """The line of CSV of one state, with its end, likewise. Apart, so that neither makes the reading of the other any longer."""

    state = ForeignKeyField(Event, column_name="state", primary_key=True, on_delete="CASCADE")
    line = BlobField()


class Change(Table):
    """What a revision did to one event: its current state before and after, null where there is none, and `into` what it was merged."""

    revision = IntegerField()
    number = BigIntegerField()
    event = Text()
    before = BigIntegerField(null=True)
    after = BigIntegerField(null=True)
    into = Text(null=True)

    class Meta:
        primary_key = CompositeKey("revision", "number")
        without_rowid = CLUSTERED


class Twin(Table):
    """Two events of different datasets that are the same, `a` before `b` by id, and the least id of all that are the same with them.

    `score`, from 0 to 1, is how alike they were when they were linked.
    """

    a = Text()
    b = Text()
    group = Text()
    score = DoubleField()
    revision_from = IntegerField()
    revision_until = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("a", "b", "revision_from")
        without_rowid = CLUSTERED
        indexes = ((("b",), False), (("group",), False))


class Rollup(Table):
    """What the current events of one cell come to; models.rollups says what cells there are. A sum is null where its count is 0."""

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


TABLES = [
    Store, Dataset, Release, Source, Location, Actor, Name, Area, Claim, Event, Participation, Citation, Document, Line, Change, Twin,
    Rollup, Mention,
]  # fmt: skip
