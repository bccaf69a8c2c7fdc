"""The tables of claims, of the states of events that claims resolve to, and of the changes of events from load to load."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, BooleanField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, TextField

from models.db.base import CLUSTERED, Json, Table, Text
from models.tables.entities import Actor, Area, Dataset, Source
from models.tables.validity import known_at, recorded_at


class Claim(Table):
    """One source's account of one event, as the loads between its revisions recorded it. `assertions` is JSON: values by property.

    A release is a source too: it `cites` the sources that it rests on, and its account holds until a later release replaces it.
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
    """One state of one event. An open or unknown end of its date is stored as the first or the last day that dates may have.

    `group` is that of its Twins, null
    where it has none; `related` is whether a claim connects it with another event.
    """

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
    related = BooleanField()
    group = Text(null=True)
    original_type = Text(null=True)
    known_from = Text()
    known_until = Text(null=True)
    revision_from = IntegerField()
    revision_until = IntegerField(null=True)
    checksum = TextField()

    @classmethod
    def open(cls) -> Any:
        """The condition that a state is what the latest load recorded."""
        return cls.revision_until.is_null()

    @classmethod
    def at(cls, as_of: Any = None, revision: Any = None) -> Any:
        """The condition that selects one state of each event: what was known on the day `as_of`, by the store at `revision` (None: now)."""
        return known_at(cls, as_of) & recorded_at(cls, revision)


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


class Change(Table):
    """The change of one event by a revision: its current state before and after (null: none), and the event `into` which it was merged."""

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
    """Two records of the same event in different datasets, `a` before `b` by id. `group` is the least id of all records of that event.

    `score`, from 0 to 1, is how similar they were when they were linked.
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
