"""The tables of what is told: claims, the states of events that they add up to, and what became of events from load to load."""

from typing import Any

from peewee import BigAutoField, BigIntegerField, BooleanField, CompositeKey, DoubleField, ForeignKeyField, IntegerField, TextField

from models.db.base import CLUSTERED, Json, Table, Text
from models.tables.entities import Actor, Area, Dataset, Source
from models.tables.validity import known_at, recorded_at


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
    def open(cls) -> Any:
        """The state is what the latest load recorded."""
        return cls.revision_until.is_null()

    @classmethod
    def at(cls, as_of: Any = None, revision: Any = None) -> Any:
        """The one state of each event that sources had told by the day `as_of` and the store held at `revision`; by default, now."""
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
