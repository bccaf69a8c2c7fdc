"""The tables of what claims and events refer to: datasets and their releases, sources, places, actors."""

from peewee import BigIntegerField, BooleanField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, TextField

from models.db.base import CLUSTERED, Json, Table, Text


class Dataset(Table):
    """A body of events, as the release in force describes it; `revision` is the one that brought that release."""

    id = Text(primary_key=True)
    title = TextField()
    description = TextField()
    licence = TextField()
    licence_url = TextField(null=True)
    citation = TextField()
    revision = IntegerField(null=True)


class Release(Table):
    """The action that made a revision, mostly a load of one dataset; its number is the revision, rising across the whole store.

    `action` is load, revert or link; a link belongs to no dataset. For a load, `read` is the number of events in the files, of which `new`,
    `changed`, `unchanged` and `rejected` are parts, and `remarks` has the number of events by remark. `source` is the id of the release as
    a source, null where each claim has a source of its own; `about` describes the dataset, by column of Dataset. A revert has the label,
    the day and the description of the release that is in force again.
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
    """A document. Its known_from is the last day that its date of publication may mean: by then it was certainly published.

    A source without a date of publication can be cited, but has no claims.
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
    """A place; its id is its path, so that places within it are a range of ids. Degrees are WGS 84; the bounds of a point are the point.

    It belongs to the dataset that brought it first; others use it unchanged.
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
    """Index of names for autocompletion: a normalized name of a location or an actor (`kind`), as a whole and from each later word on.

    `rank` is 0 for a whole name, 1 for the rest of one from a later word on.
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
    """A box in which events lie; that of a point is the point. It never changes: its id is derived from its bounds."""

    id = BigIntegerField(primary_key=True)
    west = DoubleField()
    south = DoubleField()
    east = DoubleField()
    north = DoubleField()
