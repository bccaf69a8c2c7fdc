"""Filters against a plain Python oracle, over a store with every kind of imprecision."""

import pytest
from conftest import bound, serving
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from invented import ACTORS, BOXES, DATES, SERIES, SOURCES, TYPES, batch
from matching import PRESENT, TESTS, Oracle

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
    "-180,-90,0,90",
    "0,0,180,20",
    "180,-90,-180,90",
    "175,-30,-175,30",
    "20,-90,20,90",
    "0,35,0,35",
)
ASKED_CIRCLES = (
    "45.5,65.5,0.1",
    "45.5,65.5,300",
    "44,72,700",
    "-17.5,180,400",
    "-17.5,-180,150",
    "10,180,0.1",
    "90,0,100",
    "89,-170,2000",
    "-90,17,3000",
    "-75,17,2500",
    "0,0,3000",
    "0,0,9000",
    "30,-120,10500",
    "-60,100,15000",
    "35,60,19000",
    "0,90,20016",
)
ASKED_POLYGONS = (
    "POLYGON((60 42, 70 42, 70 50, 60 50, 60 42))",
    "POLYGON((65.5 45.5, 75.25 43, 70 55, 65.5 45.5))",
    "POLYGON((40 30, 90 30, 90 60, 40 60, 40 30), (65 45, 66 45, 66 46, 65 46, 65 45))",
    "multipolygon(((170 -30, 180 -30, 180 20, 170 20, 170 -30)), ((-180 -30, -170 -30, -170 20, -180 20, -180 -30)))",
    "POLYGON((-180 -90, 180 -90, 180 90, -180 90, -180 -90))",
    "POLYGON((0 90, 40 90, 20 -40, 0 90))",
    "POLYGON((-1e1 34.999, 1e1 34.999, 0 35.001, -1e1 34.999))",
)
WORDS = ("bomb", "ATTACK", "police", "al-qaeda", "алматы", "взрыв", "Взрыв в", "cafe", "strasse", "fire", "7", "x2", "suva", "people")
WORDS += ("gur'yev", "елка", "no")


def several(values):
    """One or two of them, each of which may be unwanted."""
    each = st.sampled_from(values) | st.sampled_from(values).map("!{}".format)
    return st.lists(each, min_size=1, max_size=2, unique=True).map(",".join)


def named(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(",".join)


terms = st.tuples(st.sampled_from(["", "", "-"]), st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)).map(
    lambda term: f'{term[0]}"{" ".join(term[1])}"' if len(term[1]) > 1 else "".join((term[0], *term[1]))
)
searches = st.lists(st.lists(terms, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3).map(" or ".join)
people = st.sampled_from(["0", "1", "3", "5", "7", "9", "40", "2147483647"])


VALUES = {
    "country": several(["KZ", "KG", "FJ", "FR"]),
    "location": several(list(BOXES)),
    "type": several([*TYPES, "enforcement"]),
    "status": several(["occurred", "foiled", "alleged"]),
    "kind": st.sampled_from(["incident", "series", "development", "all"]),
    "dataset": several(["invented"]),
    "source": several([f"invented:{source}" for source in SOURCES]),
    "actor": several([f"invented:{actor}" for actor in ACTORS]),
    "date": st.sampled_from(ASKED_DATES),
    "bbox": st.sampled_from(ASKED_BOXES),
    "near": st.sampled_from(ASKED_CIRCLES),
    "within": st.sampled_from(ASKED_POLYGONS),
    "fatalities_min": people,
    "fatalities_max": people,
    "injuries_min": people,
    "injuries_max": people,
    "disputed": st.sampled_from(["true", "false"]),
    "has": named(list(PRESENT)),
    "lacks": named(list(PRESENT)),
    "part_of": several(SERIES),
    "q": searches,
    "updated_since": st.sampled_from(["2000-01-01", "2011-12-03T04:05:06+06:00", "2999-12-31"]),
    "match": st.sampled_from(["possible", "certain"]),
    "as_of": st.sampled_from(["2011-12-04", "2011-12-05", "2012-12-31", "2015-11-29", "2020-01-01"]),
    "revision": st.just("1"),
}
queries = st.lists(st.sampled_from(list(VALUES)), max_size=5, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names})
)
"""A few filters at a time: all of them together would find nothing."""

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


def test_every_filter_is_searched_and_judged():
    assert VALUES.keys() == EventFilters().fields.keys()
    assert TESTS.keys() == VALUES.keys() - {"match", "as_of", "revision"}


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
