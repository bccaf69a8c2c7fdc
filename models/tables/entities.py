"""The tables of what claims and events refer to: datasets and their releases, sources, places, actors."""

from peewee import BigIntegerField, BooleanField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, TextField

from models.db.base import CLUSTERED, Json, Table, Text


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
