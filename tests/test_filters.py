"""Filters against a plain Python oracle, over a store with every kind of imprecision."""

import pytest
from conftest import bound, serving
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from invented import ACTORS, BOXES, DATES, SOURCES, TYPES, Oracle, batch

from api.filters import EventFilters
from seeds.load import load

BATCH = batch()
ORACLE = Oracle(BATCH)
ASKED_DATES = (*DATES, "2011-05/2011-12", "2011-06-01", "../2010", "2013/..")
ASKED_BOXES = (
    "60,42,70,50",
    "65.5,45.5,65.5,45.5",
    "-180,-90,180,90",
    "170,-30,-170,0",
    "-180,-30,-170,0",
    "-179.9,-30,179.9,0",
    "10,80,20,90",
    "0,-90,1,-70",
)


def several(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(",".join)


VALUES = {
    "country": several(["KZ", "KG", "FJ", "FR"]),
    "location": several(list(BOXES)),
    "type": several([*TYPES, "enforcement"]),
    "status": several(["occurred", "foiled", "alleged"]),
    "kind": st.sampled_from(["incident", "series", "development", "all"]),
    "dataset": st.just("invented"),
    "source": several([f"invented:{source}" for source in SOURCES]),
    "actor": several([f"invented:{actor}" for actor in ACTORS]),
    "date": st.sampled_from(ASKED_DATES),
    "bbox": st.sampled_from(ASKED_BOXES),
    "match": st.sampled_from(["possible", "certain"]),
    "as_of": st.sampled_from(["2011-12-04", "2011-12-05", "2012-12-31", "2015-11-29", "2020-01-01"]),
    "revision": st.just("1"),
}
queries = st.fixed_dictionaries({}, optional=VALUES)
searching = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def invented(backend):
    url = backend()
    with bound(url, writable=True):
        load(BATCH)
    return url


@pytest.fixture
def client(invented):
    with serving(invented) as client:
        yield client


def expected(query):
    return ORACLE.ask(**{"kind": "incident"} | query)


def test_every_filter_is_searched():
    assert VALUES.keys() == EventFilters().fields.keys()


@searching
@given(query=queries)
@example(query={"match": "certain", "bbox": "-180,-90,180,90"})
def test_a_list_holds_what_the_oracle_finds(client, query):
    answer = client.get("/v1/events", query_string=query | {"limit": 1000})
    assert answer.status_code == 200, answer.text
    assert {event["id"] for event in answer.json["data"]} == expected(query).keys()


@searching
@given(query=queries)
def test_an_aggregate_counts_what_the_oracle_finds(client, query):
    found = expected(query).values()
    (row,) = client.get("/v1/aggregates", query_string=query).json["data"]
    assert row["events"] == len(found)
    for measure in ("fatalities", "injuries"):
        assert row[measure] == total([state.values.get(measure) for state in found])


def total(ranges):
    sums = {}
    for bound_name in ("low", "best", "high"):
        given = [each[bound_name] for each in ranges if each and each[bound_name] is not None]
        sums[bound_name] = sum(given) if given else None
    return sums | {"unreported": sum(not each or each["best"] is None for each in ranges)}


@searching
@given(query=queries, sort=st.sampled_from(["date", "-date", "fatalities", "-fatalities", "updated", "-updated"]), size=st.integers(1, 40))
def test_a_walk_gives_each_event_once_and_in_order(client, query, sort, size):
    path, events = "/v1/events", []
    parameters = query | {"sort": sort, "limit": size}
    while path:
        answer = client.get(path, query_string=parameters).json
        assert answer["data"] or not events, "a page behind the last one"
        events += answer["data"]
        path, parameters = answer["links"]["next"], None
    assert sorted(event["id"] for event in events) == sorted(expected(query))
    keys = [sort_key(event, sort.lstrip("-")) for event in events]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


def sort_key(event, sort):
    best = event["fatalities"]["best"]
    value = {"date": event["date"]["earliest"] or "", "fatalities": -1 if best is None else best, "updated": event["revision"]}[sort]
    return value, event["id"]
