"""Sources, locations, actors, datasets and vocabularies: what events refer to, each with a count of events."""

from collections import Counter

import pytest
from conftest import serving
from support.filter_oracle import ORACLE

from api.docs.openapi import openapi_document
from models.domain.vocabularies import TYPE, VOCABULARIES

PATHS = ["/v1/sources", "/v1/locations", "/v1/actors", "/v1/datasets"]


@pytest.mark.parametrize("path", PATHS)
def test_each_count_is_the_number_of_events_that_its_link_lists(client, path):
    for each in client.get(f"{path}?limit=1000").json["data"]:
        assert each["events"] == len(client.get(each["links"]["events"]).json["data"])


@pytest.mark.parametrize("path", PATHS)
def test_each_thing_of_a_list_is_what_its_own_page_gives(client, path):
    for each in client.get(f"{path}?limit=1000").json["data"]:
        assert client.get(each["links"]["self"]).json == each


def test_a_source_says_from_what_its_date_is_inferred(client):
    (source,) = client.get("/v1/sources?published=2015").json["data"]
    assert (source["published"], source["published_certainty"], source["known_from"]) == ("2015-11", "inferred", "2015-11-30")
    assert "Paris" in source["published_basis"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("publisher=EurasiaNet", 1),
        ("publisher=eurasianet", 1),
        ("language=en", 2),
        ("language=EN", 2),
        ("language=!en", 0),
        ("published=2011-12", 1),
        ("dataset=kazakhstan", 2),
    ],
)
def test_sources_have_filters_of_their_own(client, query, count):
    assert client.get(f"/v1/sources?{query}").json["meta"]["returned"] == count


def test_a_location_comes_with_what_lies_within_it(client):
    found = client.get("/v1/locations?location=kz.almaty-region").json["data"]
    assert [(each["id"], each["within"]) for each in found] == [
        ("kz.almaty-region", "kz"),
        ("kz.almaty-region.boralday", "kz.almaty-region"),
    ]


def test_a_location_does_not_lie_in_another_whose_id_begins_alike(client):
    assert [each["id"] for each in client.get("/v1/locations?location=kz.almaty").json["data"]] == ["kz.almaty"]


def test_locations_are_served_for_maps(client):
    features = client.get("/v1/locations?format=geojson&kind=settlement").json["features"]
    assert all(feature["geometry"]["type"] == "Point" for feature in features)
    regions = client.get("/v1/locations?format=geojson&kind=region").json["features"]
    assert [feature["geometry"] for feature in regions] == [None, None]


def test_a_dataset_has_licence_citation_and_release(client):
    dataset = client.get("/v1/datasets/kazakhstan").json
    assert (dataset["licence"], dataset["release"], dataset["revision"]) == ("CC-BY-4.0", "2026.1", 1)
    assert dataset["citation"].startswith("Annals (2026)")


def test_actors_are_found_by_kind_and_country(client):
    found = client.get("/v1/actors?kind=militant-group&country=KG").json["data"]
    assert [actor["id"] for actor in found] == ["kazakhstan:kg-militants"]


def test_what_is_excluded_leaves_all_the_others_those_without_a_value_too(client):
    everywhere = {each["id"]: each["country"] for each in client.get("/v1/locations?limit=1000").json["data"]}
    found = {each["id"] for each in client.get("/v1/locations?limit=1000&country=!kaz").json["data"]}
    assert found == {id for id, country in everywhere.items() if country != "KZ"}
    assert "middle-east" in found
    assert [each["id"] for each in client.get("/v1/locations?location=kz.almaty-region,!kz.almaty-region.boralday").json["data"]] == [
        "kz.almaty-region"
    ]


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_lists_every_code_with_its_definition(client, name):
    terms = client.get(f"/v1/vocabularies/{name}").json["data"]
    assert [term["code"] for term in terms] == VOCABULARIES[name].codes
    assert all(term["definition"] and term["label"] for term in terms)
    assert {term["parent"] for term in terms} - {None} <= {term["code"] for term in terms}


def counts(client, name):
    return {term["code"]: term["count"] for term in client.get(f"/v1/vocabularies/{name}").json["data"] if term["count"]}


@pytest.mark.parametrize("name", ["type", "kind", "status", "country"])
def test_the_count_of_a_code_is_what_its_filter_finds(client, name):
    told = {term["code"]: term["count"] for term in client.get(f"/v1/vocabularies/{name}").json["data"]}
    for code, number in told.items():
        assert client.get(f"/v1/events?{name}={code}&count=exact&limit=1").json["meta"]["total"] == number
    assert any(told.values())


def test_the_counts_of_a_vocabulary_are_of_incidents_but_for_that_of_the_kinds(invented):
    incidents, all_kinds = (ORACLE.ask(kind=kind).values() for kind in ("incident", "all"))
    with serving(invented) as client:
        types = (state.values["type"] for state in incidents)
        assert counts(client, "type") == Counter(code for type in types for code in (type, *TYPE.ancestors(type)))
        assert counts(client, "status") == Counter(state.values["status"] for state in incidents)
        assert counts(client, "kind") == Counter(state.values["kind"] for state in all_kinds)


@pytest.mark.parametrize("name", ["type", "kind", "status", "country", "role", "certainty", "actor-kind", "location-kind"])
def test_the_document_says_of_each_vocabulary_with_counts_what_they_count(client, name):
    assert all(term["count"] is not None for term in client.get(f"/v1/vocabularies/{name}").json["data"])
    assert f"- `{name}`: " in openapi_document()["components"]["schemas"]["Term"]["properties"]["count"]["description"]
