"""`related`, `distinct` and `prefer` against plain Python, over datasets that share some of their events, at each of their revisions."""

import csv
import io
import random
from dataclasses import replace

import pytest
from conftest import bound, serving
from hypothesis import given
from hypothesis import strategies as st
from support.batches import load_batch, place
from support.examples import examples
from support.needed_parameters import effective
from support.releases import release

from seeds.linking.link import link

DATASETS = ("one", "three", "two")
PLACES = {"fj.suva": ("Suva", 178.45, -18.14), "to.alofa": ("Alofa", -175.2, -21.1)}
DAYS = [f"20{year}-{month:02}-11" for year in (10, 11) for month in range(1, 13)]
TYPES = ("bombing", "armed-attack", "attack")
REVISIONS = (None, 3, 4, 5, 6)
"""The latest; after the loads of all; the first link; the second release of a dataset; the second link."""


def happened(rng):
    return {
        "date": rng.choice(DAYS),
        "type": rng.choice(TYPES),
        "location": rng.choice(list(PLACES)),
        "fatalities": rng.randrange(6),
        "kind": rng.choice(("incident", "incident", "incident", "series")),
        "actors": [],
    }


def account(rng, values):
    """How another dataset tells the same."""
    return values | {"fatalities": max(0, values["fatalities"] + rng.choice((-1, 0, 0, 1))), "type": rng.choice((values["type"], "attack"))}


def histories(seed=4):
    """By dataset, its releases, of which each tells some of what happened."""
    rng = random.Random(seed)
    world = [happened(rng) for _ in range(60)]
    for dataset in DATASETS:
        known = {str(number): account(rng, values) for number, values in enumerate(world) if rng.random() < 0.6}
        yield told(dataset, "1", "2018-01-01", known)
    yield told("two", "2", "2019-01-01", {id: account(rng, values) for id, values in known.items() if rng.random() < 0.7})


def told(dataset, label, day, events):
    return replace(release(label, day, events, dataset), locations=[located(dataset, id) for id in PLACES])


def located(dataset, id):
    return place(dataset, id, *PLACES[id]) | {"country": id[:2].upper()}


@pytest.fixture(scope="module")
def url(backend):
    url = backend()
    *first, again = histories()
    for batches in (first, [again]):
        for batch in batches:
            load_batch(url, batch)
        with bound(url, writable=True):
            assert link([], 0.7).revision
    return url


@pytest.fixture(scope="module")
def documents(url):
    """By revision and day, all documents."""
    with serving(url) as client:
        return {
            (revision, day): client.get(
                "/v1/events", query_string=asked({"revision": revision, "as_of": day, "kind": "all", "limit": 1000})
            ).json["data"]
            for revision in REVISIONS
            for day in (None, "2018-06-01")
        }


def asked(query):
    return {name: value for name, value in query.items() if value is not None}


def any_of(test):
    """One of the values will do, none of those with a `!`."""

    def picked(document, text):
        wanted, unwanted = ([each.strip("!") for each in text.split(",") if each.startswith("!") is sign] for sign in (False, True))
        return (not wanted or any(test(document, each) for each in wanted)) and not any(test(document, each) for each in unwanted)

    return picked


TESTS = {
    "kind": lambda document, kind: kind in ("all", document["kind"]),
    "country": lambda document, code: document["location"]["country"] == code,
    "type": lambda document, type: document["type"] == type or type == "attack",
    "dataset": any_of(lambda document, id: document["dataset"] == id),
    "date": lambda document, year: document["date"]["edtf"].startswith(year),
    "fatalities_min": lambda document, least: document["fatalities"]["best"] >= int(least),
    "related": any_of(lambda document, way: bool(document[way])),
}
queries = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["all", "series"]),
        "country": st.sampled_from(["FJ", "TO"]),
        "type": st.sampled_from(TYPES),
        "dataset": st.sampled_from(["one", "!one", "two,three"]),
        "date": st.sampled_from(["2010", "2011"]),
        "fatalities_min": st.sampled_from(["1", "3"]),
        "related": st.sampled_from(["same_as", "!same_as", "part_of,same_as", "!related"]),
        "distinct": st.sampled_from(["true", "true", "false"]),
        "prefer": st.lists(st.sampled_from(DATASETS), min_size=1, max_size=3, unique=True).map(",".join),
        "revision": st.sampled_from(REVISIONS[1:]),
        "as_of": st.just("2018-06-01"),
    },
).map(effective)


def expected(documents, query):
    """The documents that a query finds."""
    found = documents[query.get("revision"), query.get("as_of")]
    tests = {"kind": "incident"} | {name: value for name, value in query.items() if name in TESTS}
    found = [each for each in found if all(TESTS[name](each, value) for name, value in tests.items())]
    if query.get("distinct") != "true":
        return found
    preferred = [*query.get("prefer", "").split(","), *DATASETS]
    best = {}
    for each in sorted(found, key=lambda each: (preferred.index(each["dataset"]), each["id"])):
        best.setdefault(min([each["id"], *each["same_as"]]), each)
    return list(best.values())


@pytest.fixture
def client(url):
    with serving(url) as client:
        yield client


def test_there_are_twins_and_others_in_every_store_that_is_asked(documents):
    for (revision, _), found in documents.items():
        shares = {len(each["same_as"]) for each in found}
        assert shares == {0} if revision == 3 else shares == {0, 1, 2}
    assert {each["id"] for each in documents[4, None]} != {each["id"] for each in documents[6, None]}


@examples(60)
@given(query=queries)
def test_a_list_holds_what_plain_python_finds(client, documents, query):
    answer = client.get("/v1/events", query_string=query | {"limit": 1000, "count": "exact"})
    assert answer.status_code == 200, answer.text
    ids = [each["id"] for each in answer.json["data"]]
    assert sorted(ids) == sorted(each["id"] for each in expected(documents, query))
    assert answer.json["meta"]["total"] == len(ids)


@examples(20)
@given(query=queries)
def test_the_same_filters_give_the_same_number_wherever_they_are_asked(client, documents, query):
    found = expected(documents, query)
    answer = client.get("/v1/aggregates", query_string=query | {"by": "country"}).json
    assert answer["meta"]["totals"]["events"] == sum(row["events"] for row in answer["data"]) == len(found)
    assert (answer["meta"]["totals"]["fatalities"]["best"] or 0) == sum(each["fatalities"]["best"] for each in found)
    facets = client.get("/v1/events", query_string=query | {"facets": "status"}).json["meta"]["facets"]
    assert sum(row["events"] for row in facets["status"]) == len(found)
    lines = client.get("/v1/events", query_string=query | {"limit": "all", "format": "csv"}).get_data(as_text=True)
    assert {row["id"] for row in csv.DictReader(io.StringIO(lines))} == {each["id"] for each in found}
    assert walked(client, query) == sorted(each["id"] for each in found)


def walked(client, query):
    """The ids on all pages, one after the other."""
    answer = client.get("/v1/events", query_string=query | {"limit": 7}).json
    ids = [each["id"] for each in answer["data"]]
    while answer["links"]["next"]:
        answer = client.get(answer["links"]["next"]).json
        ids += [each["id"] for each in answer["data"]]
    return sorted(ids)


def test_a_union_counts_an_event_once_as_the_dataset_tells_it_that_is_preferred(client, documents):
    both = next(each for each in documents[None, None] if each["kind"] == "incident" and each["dataset"] == "one" and each["same_as"])
    twins = {both["id"], *both["same_as"]}
    for prefer in ("one", "two,one", "three,two,one", None):
        query = asked({"distinct": "true", "prefer": prefer, "limit": 1000})
        found = [each["id"] for each in client.get("/v1/events", query_string=query).json["data"] if each["id"] in twins]
        order = [*(prefer or "").split(","), *DATASETS]
        assert found == sorted(twins, key=lambda id: order.index(id.partition(":")[0]))[:1]


@pytest.mark.parametrize(
    ("query", "parameter", "near"),
    [
        ({"distinct": "maybe"}, "distinct", None),
        ({"distinct": "true", "prefer": "tow"}, "prefer", "two"),
        ({"distinct": "true", "prefer": "!two"}, "prefer", "two"),
        ({"related": "same"}, "related", "same_as"),
    ],
)
def test_a_bad_value_is_told_with_the_nearest_that_is_accepted(client, query, parameter, near):
    answer = client.get("/v1/events", query_string=query)
    (error,) = answer.json["errors"]
    assert answer.status_code == 400 and (error["parameter"], error["did_you_mean"]) == (parameter, near)


def test_a_change_feed_leaves_no_event_out_as_a_double(client):
    assert client.get("/v1/changes", query_string={"distinct": "true"}).status_code == 400
    changes = client.get("/v1/changes", query_string={"since": 3, "revision": 4, "related": "same_as"}).json["data"]
    assert changes and all(each["selected"] and "same_as" in each["changed"] for each in changes)
