"""A compiled schema dumps as marshmallow does, to the order of keys and the type of each value, or it is refused."""

from collections import OrderedDict, defaultdict, namedtuple
from enum import StrEnum
from types import MappingProxyType, SimpleNamespace

import invented
import pytest
from conftest import CORPUS
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields, missing, post_dump, pre_dump
from oracles import Account

from models import dumping
from models.claims import states
from models.compiled import compiled
from models.documents import ClaimSchema, EventSchema
from seeds.corpus.batch import read


def result(dump, obj):
    """What a dump gives or raises, as text: it tells 1 from 1.0 and from True, and one order of keys from another."""
    try:
        return repr(dump(obj))
    except Exception as error:
        return repr(error)


def assert_same(schema, obj):
    assert result(compiled(schema), obj) == result(schema.dump, obj)


class Colour(StrEnum):
    RED = "red"


numbers = st.integers(-9, 9) | st.floats(-9, 9) | st.booleans() | st.just("7")
texts = st.text(max_size=3) | st.sampled_from([Colour.RED, b"bytes", 7, missing])
SHAPES = (dict, lambda entries: SimpleNamespace(**entries), OrderedDict, MappingProxyType, lambda entries: defaultdict(list, entries))


def values_of(field):
    """Values that a field can dump, of its own type and of others."""
    if isinstance(field, fields.Nested):
        return objects_of(field.schema)
    if isinstance(field, fields.List):
        items = st.none() | values_of(field.inner)
        return st.lists(items, max_size=3) | st.lists(items, max_size=2).map(tuple)
    if isinstance(field, fields.Dict):
        return st.dictionaries(st.text(max_size=3) | st.integers(), st.integers() | st.lists(st.integers(), max_size=2), max_size=3)
    return texts if isinstance(field, fields.String) else numbers


def objects_of(schema):
    """Mappings and objects with any of the values that a schema dumps, and with values that it does not know."""
    keys = {
        (field.attribute or name).partition(".")[0]: field
        for name, field in schema.dump_fields.items()
        if "." not in (field.attribute or "")
    }
    entries = st.fixed_dictionaries(
        {}, optional={"unknown": st.integers()} | {key: st.none() | values_of(field) for key, field in keys.items()}
    )
    return st.builds(lambda shape, entries: shape(entries), st.sampled_from(SHAPES), entries)


class Inner(Schema):
    size = fields.Float()
    odd = fields.Boolean(dump_default=False)


class EverythingSchema(Schema):
    """Each type of field, with and without defaults, and keys that mean something to a dict."""

    text = fields.String()
    count = fields.Integer(dump_default=None)
    share = fields.Float(dump_default="7")
    open = fields.Boolean(dump_default=lambda: True)
    table = fields.Dict(dump_default={"a": 1})
    typed = fields.Dict(keys=fields.String(), values=fields.Integer())
    numbers = fields.List(fields.Integer())
    values = fields.String(attribute="keys")
    lists = fields.List(fields.List(fields.List(fields.Nested(Inner))), dump_default=list)
    inner = fields.Nested(Inner(exclude=["odd"]), dump_default=dict)
    far = fields.Integer(attribute="inner.size", dump_default=0)
    absent = fields.String(dump_default=lambda: missing)
    secret = fields.String(load_only=True)


SCHEMAS = {
    "event": EventSchema(),
    "claim": ClaimSchema(),
    "everything": EverythingSchema(),
    "some of it": EverythingSchema(only=["far", "text", "inner"]),
}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
@given(data=st.data())
def test_it_dumps_whatever_marshmallow_dumps(schema, data):
    assert_same(schema, data.draw(objects_of(schema)))


class Counting:
    """An object with keys and attributes, of which the keys win."""

    text, count = "attribute", 7

    def __getitem__(self, key):
        return {"text": "key"}[key]


@pytest.mark.parametrize(
    "obj",
    [
        None,
        7,
        "text",
        ["list"],
        Counting(),
        namedtuple("Pair", "text count")("a", 1),
        EverythingSchema,
        {"count": "seven"},
        {"share": float("nan")},
        {"lists": 7},
        {"table": 7},
        {"text": b"\xff"},
        {"inner": {"size": 10**400}},
        {"inner": [1, 2]},
    ],
)
def test_it_reads_and_fails_as_marshmallow_does(obj):
    assert_same(EverythingSchema(), obj)


def test_what_is_finished_is_taken_as_it_is():
    things = {"share": "8", "lists": (7,), "inner": {"size": 1, "more": 2}}
    schema = EverythingSchema(only=["text", *things])
    dumped = compiled(schema, finished=things)(things | {"text": 7})
    assert all(dumped[name] is thing for name, thing in things.items())
    assert dumped == schema.dump({"text": 7}) | things


def test_a_default_is_made_anew_for_each_object():
    dump = compiled(EverythingSchema())
    one, other = dump({}), dump({})
    assert one == other
    assert all(one[name] is not other[name] for name in ("table", "lists", "inner"))


class Both:
    """Stands for the dump of documents where they are made, and counts them."""

    def __init__(self):
        self.schema, self.dump, self.seen = EventSchema(), compiled(EventSchema()), 0

    def __call__(self, described):
        self.seen += 1
        assert result(self.dump, described) == result(self.schema.dump, described)
        return self.dump(described)


def references_of(batch):
    rows = {"sources": batch.sources, "locations": batch.locations, "actors": batch.actors}
    return SimpleNamespace(twins={}, **{name: {row["id"]: row for row in each} for name, each in rows.items()})


@pytest.mark.parametrize("batch", [invented.batch, lambda: read(CORPUS)], ids=["invented", "corpus"])
def test_it_dumps_every_state_of_every_event_as_marshmallow_does(batch, monkeypatch):
    both, batch = Both(), batch()
    monkeypatch.setattr(dumping, "DUMP", both)
    references, records = references_of(batch), list(batch.records)
    for id, told in ((record.id, record.claims) for record in records):
        known = [references.sources[claim["source"]]["known_from"] for claim in told]
        accounts = [Account(claim["source"], day, claim["certainty"], claim["assertions"]) for claim, day in zip(told, known, strict=True)]
        for state in states(accounts):
            dumping.document(id, batch.dataset["id"], state, references)
    assert both.seen >= len(records) > 0


class Shouting(fields.String):
    def _serialize(self, value, attr, obj, **kwargs):
        return value.upper()


def patched(field):
    field._serialize = lambda value, attr, obj: "patched"
    return field


class Hooked(Schema):
    @post_dump
    def after(self, data, **kwargs):
        return data


class Prepared(Schema):
    @pre_dump
    def before(self, data, **kwargs):
        return data


class Ordered(Schema):
    dict_class = OrderedDict


class Reading(Schema):
    def get_attribute(self, obj, attr, default):
        return attr


@pytest.mark.parametrize(
    "field",
    [
        fields.DateTime(),
        fields.Raw(),
        fields.Method(),
        fields.Function(str),
        fields.Constant(1),
        fields.Pluck(Inner, "size"),
        Shouting(),
        patched(fields.String()),
        fields.String(data_key="other"),
        fields.Float(as_string=True),
        fields.Nested(Inner, many=True),
        fields.List(fields.Raw()),
        fields.List(fields.List(fields.Integer(as_string=True))),
    ],
)
def test_a_field_of_another_kind_is_refused_by_name_and_type(field):
    schema = Schema.from_dict({"known": fields.String(), "odd": field}, name="OddSchema")()
    while isinstance(field, fields.List):
        field = field.inner
    with pytest.raises(TypeError, match=rf"OddSchema\.odd, of type {type(field).__name__}, .*cannot be compiled"):
        compiled(schema)


@pytest.mark.parametrize("schema", [Hooked(), Prepared(), Ordered(), Reading(), Inner(many=True)])
def test_a_schema_that_dumps_in_its_own_way_is_refused_nested_or_not(schema):
    outer = Schema.from_dict({"inner": fields.Nested(schema)})()
    for each in (schema, outer):
        with pytest.raises(TypeError, match=rf"^{type(schema).__name__} .*cannot be compiled"):
            compiled(each)


def test_a_schema_without_end_is_refused():
    class Endless(Schema):
        again = fields.Nested(lambda: Endless())

    with pytest.raises(RecursionError):
        compiled(Endless())
