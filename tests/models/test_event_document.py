"""The document of a state is what EventSchema dumps of the same values, to the order of keys and the type of each value."""

from types import SimpleNamespace

import orjson
import pytest
from conftest import CORPUS
from hypothesis import given
from hypothesis import strategies as st
from support import invented_dataset as invented
from support.claims_oracle import DATES, Account

from models.domain import dates
from models.domain.claims import ResolvedState, resolve_states
from models.domain.resolution_rules import PROPERTIES
from models.domain.vocabularies import ACTOR_KIND, KIND, LOCATION_KIND, ROLE, STATUS, TYPE
from models.serialization.event_document import event_document
from models.serialization.schemas import EventSchema
from seeds.corpus.batch import read_corpus

SCHEMA = EventSchema()


def dumped(event, dataset, state, references):
    """The oracle: what marshmallow dumps, given the stored rows that the state names, as they are."""
    values = state.values
    place = references.locations.get(values.get("location"))
    told = {
        "id": event,
        "dataset": dataset,
        "date": dates.parse_date(values["date"]),
        "location": located(place, values.get("coordinates")),
        "actors": [references.actors[part["actor"]] | {"role": None} | part for part in values.get("actors", ())],
        "sources": [references.sources[source] for source in state.sources],
        "same_as": references.twins.get(event, ()),
        "disputed": state.disputed,
        "known_from": state.known_from,
        "links": {"self": f"/v1/events/{event}"} | {name: f"/v1/events/{event}/{name}" for name in ("claims", "history")},
    }
    return SCHEMA.dump(values | told)


def located(place, coordinates):
    """Where it was: the place, with the event's own coordinates; these alone; None."""
    if place is None:
        return coordinates and {**dict.fromkeys(("id", "name", "kind", "country")), "precision": "point", **coordinates}
    return {**place, "precision": place["kind"], **(coordinates or {})}


def assert_same(*told):
    built = event_document(*told)
    assert repr(built) == repr(dumped(*told))
    assert orjson.loads(orjson.dumps(built)) == built


texts = st.text(max_size=8)
ids = st.text("abc.-", min_size=1, max_size=4)
counts = st.integers(0, 2**40)
degrees = st.floats(-90, 90) | st.integers(-90, 90)


def codes(vocabulary):
    return st.sampled_from(vocabulary.codes)


def some(required, **optional):
    return st.fixed_dictionaries(required, optional=optional)


def bounds():
    return st.fixed_dictionaries({name: st.none() | counts for name in ("low", "best", "high")})


@st.composite
def tellings(draw):
    """(event, dataset, State, references) with each of what a state may have, and without."""
    places = draw(st.dictionaries(ids, some({"kind": codes(LOCATION_KIND)}), max_size=2))
    locations = {
        id: row | {"id": id, "name": draw(texts), "country": draw(st.none() | st.just("KZ"))} | draw(points()) for id, row in places.items()
    }
    actors = {id: {"id": id, "name": draw(texts), "kind": draw(codes(ACTOR_KIND))} for id in draw(st.lists(ids, max_size=2, unique=True))}
    sources = {
        id: {"id": id, "title": draw(texts), "published": draw(st.none() | st.just("2011-12"))}
        for id in draw(st.lists(ids, max_size=2, unique=True))
    }
    required = {"kind": codes(KIND), "type": codes(TYPE), "status": codes(STATUS), "title": texts, "date": st.sampled_from(list(DATES))}
    optional = {name: texts for name in ("summary", "time", "part_of", "original_type")}
    optional |= {name: bounds() for name in ("fatalities", "injuries", "arrests", "participants")}
    optional["persons"] = st.lists(some({"name": texts}, capacity=texts, fate=texts, note=texts), max_size=2)
    optional["weapons"] = st.lists(some({"name": texts}, count=counts, note=texts), max_size=2)
    optional["related"] = st.lists(ids, max_size=2)
    if locations:
        optional["location"] = st.sampled_from(list(locations))
        optional["coordinates"] = some({"latitude": degrees, "longitude": degrees}, precision=codes(LOCATION_KIND), uncertainty=degrees)
    if actors:
        part = {"actor": st.sampled_from(list(actors)), "role": codes(ROLE)}
        optional["actors"] = st.lists(some(part, fatalities=counts, injuries=counts, note=texts), max_size=3)
    assert required.keys() | optional.keys() | {"location", "coordinates", "actors"} == PROPERTIES.keys()
    disputed = draw(st.lists(st.sampled_from(list(PROPERTIES)), max_size=2))
    state = ResolvedState("2011-12-05", None, draw(some(required, **optional)), disputed, list(sources))
    twins = draw(st.dictionaries(st.just("d:e"), st.lists(ids, max_size=2)))
    return "d:e", "d", state, SimpleNamespace(sources=sources, locations=locations, actors=actors, twins=twins)


def points():
    point = st.none() | degrees
    return st.fixed_dictionaries({"latitude": point, "longitude": point})


@given(tellings())
def test_it_is_what_the_schema_dumps(told):
    assert_same(*told)


def references_of(batch):
    rows = {"sources": batch.sources, "locations": batch.locations, "actors": batch.actors}
    return SimpleNamespace(twins={}, **{name: {row["id"]: row for row in each} for name, each in rows.items()})


@pytest.mark.parametrize("batch", [invented.batch, lambda: read_corpus(CORPUS)], ids=["invented", "corpus"])
def test_it_is_what_the_schema_dumps_of_every_state_of_every_event(batch):
    batch, seen = batch(), 0
    references, records = references_of(batch), list(batch.records)
    for id, told in ((record.id, record.claims) for record in records):
        known = [references.sources[claim["source"]]["known_from"] for claim in told]
        accounts = [Account(claim["source"], day, claim["certainty"], claim["assertions"]) for claim, day in zip(told, known, strict=True)]
        for state in resolve_states(accounts):
            assert_same(id, batch.dataset["id"], state, references)
            seen += 1
    assert seen >= len(records) > 0
