"""Emptiness has a reason: `meta.empty` says why there is nothing, truly, and what the store covers."""

import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from support.batches import batch, load_batch
from support.examples import examples
from support.filter_oracle import ORACLE

REASONS = [
    ("type=statement", "default-filter", {"kind": "all"}),
    ("date=2011-11-02&match=certain", "uncertain", {"match": "possible"}),
    ("location=kz&date=2013-05&match=certain", "uncertain", {"match": "possible"}),
    ("as_of=2000-01-01", "not-told-yet", {"as_of": None}),
    ("country=KG&as_of=2012-01-01", "not-told-yet", {"as_of": None}),
    ("date=2016/..", "outside-time", {"date": None}),
    ("date=2016&country=KZ&kind=all", "outside-time", {"date": None}),
    ("date=1999&match=certain&kind=all", "uncertain", {"match": "possible"}),
    ("country=ML", "outside-place", {"country": None}),
    ("bbox=0,-10,1,-9", "outside-place", {"bbox": None}),
    ("near=-9,1,50", "outside-place", {"near": None}),
    ("within=POLYGON((0 -10, 1 -10, 1 -9, 0 -9, 0 -10))", "outside-place", {"within": None}),
    ("country=ML&type=attack&kind=all", "outside-place", {"country": None}),
    ("country=ML&location=kz", "outside-place", {"country": None}),
    ("location=kz&country=KG", "no-match", {"location": None}),
    ("location=kz&bbox=-10,0,10,80&type=attack&kind=all", "no-match", {"bbox": None}),
    ("type=trial&country=FR", "no-match", {"type": None}),
    ("kind=series&status=foiled", "no-match", {"status": None}),
    ("fatalities_min=1000&match=certain&kind=series", "uncertain", {"match": "possible"}),
]
"""A query that finds nothing, the reason of that, and what it takes to find something."""


def asked(client, query, path="/v1/events", **changed):
    """The answer to a query with some parameters changed, or left out where they are None."""
    values = dict(part.split("=", 1) for part in query.split("&")) | changed
    answer = client.get(path, query_string={name: value for name, value in values.items() if value is not None})
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.mark.parametrize(("query", "reason", "looser"), REASONS)
def test_an_empty_answer_says_why_and_what_it_says_is_true(client, query, reason, looser):
    found = asked(client, query)
    assert (found["data"], found["meta"]["returned"]) == ([], 0)
    assert found["meta"]["empty"]["reason"] == reason
    assert found["meta"]["empty"]["detail"]
    assert asked(client, query, **looser)["data"]


PLACES = {
    "country": st.sampled_from(["KZ", "KG", "FJ", "FR", "!KZ", "!FJ", "FJ,KG,!FJ", "FR,!KZ"]),
    "location": st.sampled_from(["kz", "kz.a", "fj", "globe", "seam", "!kz", "kz,!kz.a", "pole,!globe"]),
    "bbox": st.sampled_from(["46,40,87,55", "177,-21,-178,-12", "0,-10,1,-9", "-1,-1,1,1"]),
}


@examples(100)
@given(query=st.fixed_dictionaries({}, optional=PLACES))
def test_a_place_has_no_event_only_where_one_filter_alone_finds_none(invented, query):
    with serving(invented) as client:
        told = client.get("/v1/events", query_string=query | {"kind": "all"}).json["meta"].get("empty")
    if found := ORACLE.ask(kind="all", **query):
        assert not told, found
    elif all(ORACLE.ask(kind="all", **{name: part}) for name, value in query.items() for part in parted(name, value)):
        assert (told["reason"], told["detail"].partition(": ")[2]) == ("no-match", ", ".join(name for name in PLACES if name in query))
    else:
        assert told["reason"] == "outside-place"


def parted(name, value):
    """What is wanted, and what is not; a box is one."""
    signs = [[each for each in value.split(",") if each.startswith("!") is sign] for sign in (False, True)]
    return [value] if name == "bbox" else [",".join(part) for part in signs if part]


@pytest.mark.parametrize("more", [{"format": "geojson"}, {"limit": "all"}, {"limit": "all", "format": "geojson"}, {"fields": "id"}])
def test_the_reason_is_told_whatever_way_the_answer_takes(client, more):
    assert asked(client, "country=ML", **more)["meta"]["empty"] == asked(client, "country=ML")["meta"]["empty"]


@pytest.mark.parametrize(("query", "reason", "looser"), REASONS)
def test_aggregates_give_the_same_reason(client, query, reason, looser):
    assert asked(client, query, path="/v1/aggregates")["meta"]["empty"] == asked(client, query)["meta"]["empty"]


def test_the_coverage_is_that_of_the_events(client):
    events = client.get("/v1/events?kind=all&limit=1000").json["data"]
    assert asked(client, "country=ML")["meta"]["empty"]["coverage"] == {
        "earliest": min(event["date"]["earliest"] for event in events if event["date"]["earliest"]),
        "latest": max(event["date"]["latest"] for event in events if event["date"]["latest"]),
        "countries": sorted({event["location"]["country"] for event in events if event["location"]} - {None}),
    }


@pytest.mark.parametrize("path", ["/v1/events", "/v1/events?limit=all", "/v1/sources", "/v1/aggregates", "/v1/aggregates?by=year"])
def test_an_answer_that_is_not_empty_gives_no_reason(client, path):
    assert "empty" not in client.get(path).json["meta"]


@pytest.mark.parametrize("path", ["/v1/sources?published=1999", "/v1/locations?country=ML", "/v1/actors?country=ML"])
def test_other_lists_say_that_nothing_matches(client, path):
    empty = client.get(path).json["meta"]["empty"]
    assert (empty["reason"], empty["detail"]) == ("no-match", f"no {path.split('/')[2].split('s?')[0]} meets every filter")


def test_a_revision_before_an_event_was_loaded_is_named_in_the_reason(empty):
    load_batch(empty, batch({"first:e": {}}, dataset="first"))
    load_batch(empty, batch({"second:e": {}}, dataset="second"))
    with serving(empty) as client:
        found = asked(client, "dataset=second&revision=1")
        assert found["meta"]["empty"]["reason"] == "no-match"
        assert found["meta"]["empty"]["detail"].endswith(", as revision 1 left the store; later loads may have brought some")
        assert len(asked(client, "dataset=second", revision=2)["data"]) == 1


def test_a_store_without_places_or_ends_says_so(empty):
    load_batch(empty, batch({"drafted:e": {"date": "../2011-12"}}))
    with serving(empty) as client:
        coverage = asked(client, "status=foiled")["meta"]["empty"]["coverage"]
    assert coverage == {"earliest": None, "latest": "2011-12-31", "countries": []}
