"""Projection: `fields` keeps the parts that are asked for in every format, `include` lets an event carry its claims along."""

import csv
import io
import json

import pyarrow.parquet
import pytest
from conftest import load_into, serving
from hypothesis import given
from hypothesis import strategies as st
from support.corpora import change, copied

from api.formats.sparse_fields import path_tree, paths, prune
from api.queries.include import INCLUDED
from models.serialization.schemas import EventSchema

EVENT = "/v1/events/kazakhstan:boralday-2011"
TARAZ = "kazakhstan:taraz-attack-2011"
MOMENTS = ["", "as_of=2012-01-01", "revision=1", "revision=1&as_of=2012-01-01", "kind=all&sort=fatalities"]


def events(client, query=""):
    answer = client.get(f"/v1/events?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


# fields


def test_only_the_parts_that_are_asked_for_are_given(client):
    for whole, part in zip(events(client), events(client, "fields=id,title,date.edtf,location.name,fatalities"), strict=True):
        assert part == {
            "id": whole["id"],
            "title": whole["title"],
            "date": {"edtf": whole["date"]["edtf"]},
            "location": whole["location"] and {"name": whole["location"]["name"]},
            "fatalities": whole["fatalities"],
        }


def test_a_path_leads_through_lists(client):
    for whole, part in zip(events(client), events(client, "fields=actors.name,actors.role,sources.id"), strict=True):
        assert part == {
            "actors": [{"name": actor["name"], "role": actor["role"]} for actor in whole["actors"]],
            "sources": [{"id": source["id"]} for source in whole["sources"]],
        }


def test_a_part_within_one_that_is_asked_for_adds_nothing(client):
    assert events(client, "fields=date,date.edtf") == events(client, "fields=date.edtf,date") == events(client, "fields=date")


def test_what_an_event_does_not_have_stays_null(client):
    found = events(client, "kind=all&fields=location.name,time")
    assert {"location": None, "time": None} in found
    assert all(event.keys() == {"location", "time"} for event in found)


def test_one_event_can_be_projected_too(client):
    whole = client.get(EVENT).json
    assert client.get(f"{EVENT}?fields=id,date.edtf").json == {"id": whole["id"], "date": {"edtf": whole["date"]["edtf"]}}
    feature = client.get(f"{EVENT}?fields=id&format=geojson").json
    assert feature == {
        "type": "Feature",
        "id": whole["id"],
        "geometry": client.get(f"{EVENT}?format=geojson").json["geometry"],
        "properties": {"id": whole["id"]},
    }


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("titel", "title"),
        ("date.edft", "date.edtf"),
        ("location.nam", "location.name"),
        ("actors.names", "actors.name"),
    ],
)
@pytest.mark.parametrize("address", ["/v1/events", EVENT])
def test_an_unknown_path_is_400_with_the_nearest(client, address, path, near):
    answer = client.get(address, query_string={"fields": f"id,{path}"})
    assert answer.status_code == 400
    (error,) = answer.json["errors"]
    assert (error["parameter"], error["did_you_mean"]) == ("fields", near)


@pytest.mark.parametrize("path", ["", "id,", ",", "id.id", "date.", ".date", "date.edtf.x", "links.self.href", "included", "qqqq"])
def test_what_is_no_path_is_400(client, path):
    answer = client.get("/v1/events", query_string={"fields": path})
    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (400, "fields")


def test_every_format_gives_the_same_parts(client):
    query = {"fields": "id,location.name,fatalities.best,actors.role", "kind": "all", "limit": "all"}
    parts = client.get("/v1/events", query_string=query).json["data"]
    read = {name: client.get("/v1/events", query_string=query | {"format": name}).data for name in ("geojson", "geojsonseq", "ndjson")}
    assert [feature["properties"] for feature in json.loads(read["geojson"])["features"]] == parts
    assert [json.loads(text)["properties"] for text in read["geojsonseq"].split(b"\x1e")[1:]] == parts
    assert [json.loads(line) for line in read["ndjson"].splitlines()] == parts
    rows = [
        {
            "id": part["id"],
            "location_name": part["location"] and part["location"]["name"],
            "fatalities_best": part["fatalities"]["best"],
            "actors_role": [actor["role"] for actor in part["actors"]],
        }
        for part in parts
    ]
    table = pyarrow.parquet.read_table(io.BytesIO(client.get("/v1/events", query_string=query | {"format": "parquet"}).data))
    assert table.to_pylist() == rows
    text = client.get("/v1/events", query_string=query | {"format": "csv"}).data.decode()
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == [
        {name: ";".join(cell) if isinstance(cell, list) else "" if cell is None else str(cell) for name, cell in row.items()}
        for row in rows
    ]


def test_the_columns_of_a_table_are_the_parts_that_are_asked_for(client):
    def header(fields):
        return client.get(f"/v1/events?format=csv&limit=1&fields={fields}").data.decode().splitlines()[0].split(",")

    assert header("date") == ["date_edtf", "date_earliest", "date_latest", "date_precision"]
    assert header("date.edtf,id") == ["id", "date_edtf"]
    assert header("actors") == ["actors"]
    assert header("actors.id,actors.fatalities") == ["actors_id", "actors_fatalities"]
    assert header("actors,actors.role") == ["actors", "actors_role"]
    assert header("id,links.self") == ["id", "links_self"]
    assert header("links") == ["links_self", "links_claims", "links_history"]


@pytest.mark.parametrize("path", list(paths(EventSchema)))
def test_every_part_has_a_column_in_a_table(client, path):
    header = client.get(f"/v1/events?format=csv&limit=1&fields={path}").text.splitlines()[0]
    assert header.startswith(path.replace(".", "_"))


SAMPLE = {
    "id": "x:1",
    "date": {"edtf": "2011", "earliest": "2011-01-01", "latest": None},
    "location": None,
    "fatalities": {"low": 0, "best": None, "high": 7},
    "actors": [{"id": "x:a", "name": "A", "role": "target"}, {"id": "x:b", "name": "B", "role": None}],
    "related": ["x:2", "x:3"],
}


@given(st.lists(st.sampled_from(list(paths(EventSchema))).map(lambda path: path.split(".")), min_size=1, max_size=5))
def test_pruning_keeps_what_is_at_or_below_a_path_and_nothing_else(wanted):
    assert leaves(prune(SAMPLE, path_tree(wanted))) == {leaf for leaf in leaves(SAMPLE) if any(below(leaf, path) for path in wanted)}


def leaves(thing, path=()):
    """(path, value) of all that holds nothing further; where it lies in a list is a number in its path."""
    if not isinstance(thing, dict | list):
        return {(path, thing)}
    inside = enumerate(thing) if isinstance(thing, list) else thing.items()
    return {leaf for key, value in inside for leaf in leaves(value, (*path, key))}


def below(leaf, path):
    """A leaf lies at or below a path, or has the null at which that ends early."""
    names = [key for key in leaf[0] if isinstance(key, str)]
    return all(mine == asked for mine, asked in zip(names, path, strict=False))


# include


@pytest.mark.parametrize("query", MOMENTS)
def test_included_claims_are_those_that_the_event_has_at_its_own_address(client, query):
    moment = "&".join(part for part in query.split("&") if part.startswith(("as_of", "revision")))
    found = events(client, f"{query}&include=claims")
    assert len(found) >= 8
    for event in found:
        claims = client.get(f"/v1/events/{event['id']}/claims?{moment}").json["data"]
        assert claims
        assert event["included"] == {"claims": claims}
        assert client.get(f"/v1/events/{event['id']}?include=claims&{moment}").json["included"] == {"claims": claims}


def test_claims_that_no_source_had_made_yet_are_not_included(client):
    def sources(query):
        (event,) = (event for event in events(client, f"include=claims&{query}") if event["id"] == TARAZ)
        return [claim["source"]["id"] for claim in event["included"]["claims"]]

    assert sources("as_of=2012-01-01") == ["kazakhstan:eurasianet-2011-12-05"]
    assert sources("") == ["kazakhstan:eurasianet-2011-12-05", "kazakhstan:terror-plot-foiled-2015"]


def test_claims_are_those_of_the_revision(empty, tmp_path):
    load_into(empty)
    changed = copied(tmp_path)
    change(changed, "events/2011.yaml", "certainty: inferred", "certainty: alleged")
    load_into(empty, changed)

    def certainties(client, query):
        return sorted(
            claim["certainty"] for event in events(client, f"kind=all&include=claims&{query}") for claim in event["included"]["claims"]
        )

    with serving(empty) as client:
        before, after = certainties(client, "revision=1"), certainties(client, "revision=2")
        assert certainties(client, "") == after
        assert (after.count("alleged"), after.count("inferred")) == (before.count("alleged") + 1, before.count("inferred") - 1)
        for event in events(client, "kind=all&include=claims&revision=1"):
            assert event["included"]["claims"] == client.get(f"/v1/events/{event['id']}/claims?revision=1").json["data"]


def test_included_actors_and_sources_are_those_of_the_event_in_full(client):
    for event in events(client, "kind=all&limit=1000&include=actors,sources"):
        assert {actor["id"] for actor in event["included"]["actors"]} == {actor["id"] for actor in event["actors"]}
        assert {source["id"] for source in event["included"]["sources"]} == {source["id"] for source in event["sources"]}
        for kind in ("actors", "sources"):
            for thing in event["included"][kind]:
                assert thing.items() <= client.get(f"/v1/{kind}/{thing['id']}").json.items()


def test_nothing_is_included_unless_it_is_asked_for(client):
    assert not any("included" in event for event in events(client))
    assert "included" not in client.get(EVENT).json


def test_inclusion_and_projection_go_together(client):
    (event, *_), (whole, *_) = events(client, "fields=id&include=claims,actors"), events(client, "include=claims,actors")
    assert event == {"id": whole["id"], "included": whole["included"]}
    assert client.get(f"{EVENT}?fields=title&include=sources").json.keys() == {"title", "included"}


@pytest.mark.parametrize("name", ["geojson", "geojsonseq", "ndjson"])
def test_every_format_of_json_carries_what_is_included(client, name):
    text = client.get(f"/v1/events?include=claims&limit=all&format={name}").data.decode()
    told = json.loads(text)["features"] if name == "geojson" else [json.loads(line.strip("\x1e")) for line in text.split("\n")[:-1]]
    assert [thing.get("properties", thing) for thing in told] == events(client, "include=claims")


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_a_table_is_the_same_whatever_is_included(client, name):
    path = f"/v1/events?format={name}"
    assert client.get(f"{path}&include=claims,actors,sources").data == client.get(path).data


def test_what_cannot_be_included_is_400(client):
    for address in ("/v1/events", EVENT):
        (error,) = client.get(f"{address}?include=claim").json["errors"]
        assert (error["parameter"], error["did_you_mean"], error["allowed"]) == ("include", "claims", list(INCLUDED))
