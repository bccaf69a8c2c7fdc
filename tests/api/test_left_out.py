"""What the default of `kind` leaves out is told: how many events, and how many died in them."""

import pytest
from conftest import serving
from hypothesis import example, given
from hypothesis import strategies as st
from support.examples import examples
from support.filter_oracle import ORACLE
from test_dimensions import FILTERS, told

filters = st.fixed_dictionaries({}, optional={name: values for name, values in FILTERS.items() if name != "kind"})


@pytest.fixture
def client(invented):
    with serving(invented) as client:
        yield client


@examples(100)
@given(query=filters, by=st.sampled_from(["", "year", "actor", "week,status"]))
@example(query={}, by="")
@example(query={"country": "KZ"}, by="year")
@example(query={"date": "2009/2013", "type": "attack"}, by="year")
def test_aggregates_and_counted_lists_tell_what_the_default_leaves_out(client, query, by):
    others = [state for state in ORACLE.ask(**query).values() if state.values["kind"] != "incident"]
    expected = {"kind": told(others)}
    aggregate = client.get("/v1/aggregates", query_string=query | ({"by": by} if by else {})).json["meta"]
    counted = client.get("/v1/events", query_string=query | {"count": "exact", "limit": 1}).json["meta"]
    assert aggregate["left_out"] == counted["left_out"] == expected
    assert aggregate["defaults"] == counted["defaults"] == {"kind": "incident"}


@pytest.mark.parametrize("path", ["/v1/aggregates?kind=all", "/v1/aggregates?kind=incident", "/v1/events?kind=series&count=exact"])
def test_where_a_kind_is_asked_for_nothing_is_left_out_unasked(client, path):
    assert not {"left_out", "defaults"} & client.get(path).json["meta"].keys()


def test_a_page_that_counts_nothing_does_not_count_what_is_left_out(client):
    meta = client.get("/v1/events?limit=1").json["meta"]
    assert "left_out" not in meta and meta["defaults"] == {"kind": "incident"}


def test_what_is_left_out_of_our_corpus_has_deaths(corpus):
    with serving(corpus) as client:
        left_out = client.get("/v1/aggregates?country=KZ").json["meta"]["left_out"]["kind"]
        others = client.get("/v1/aggregates?country=KZ&by=kind&kind=all").json["data"]
    assert left_out["events"] == sum(row["events"] for row in others if row["key"]["kind"] != "incident") > 0
    assert left_out["fatalities"]["best"] >= 37
