"""Attribution: every answer says which datasets it draws on, in its body or by a link."""

import pytest
from conftest import load_into, serving
from pybtex.database import parse_string
from requests.utils import parse_header_links
from support.batches import batch, load_batch
from support.paths import path_of
from support.releases import loading, release

from api.formats.registry import FORMATS
from api.operations.operation import OPERATIONS

ASKED = [(operation, name) for operation in OPERATIONS for name in operation.formats if not FORMATS[name].is_citation]
THINGS = [pair for pair in ASKED if not pair[0].many and pair[0].name != "get_dataset"]
LISTS = [pair for pair in ASKED if pair[0].many]
TOLD = ("json", "geojson")
"""Formats of lists that say it in their body."""
QUERIES = [
    "", "country=KZ&type=violence", "as_of=2012-01-01&fields=id,title", "limit=3&sort=date", "limit=all",
    "within=POLYGON((46 40,88 40,88 56,46 40))",
]  # fmt: skip


def named(pair):
    return f"{pair[0].name}-{pair[1]}"


def ask(client, operation, **query):
    return client.get(path_of(operation), query_string=query)


def described(answer):
    """Where the header leads that says what the answer draws on, with the type of what is there; None where there is none."""
    found = [each for each in parse_header_links(answer.headers.get("Link", "")) if each["rel"] == "describedby"]
    return (found[0]["url"], found[0].get("type")) if found else None


def cited(client, url):
    """The datasets that a BibTeX cites, by the keys of its entries."""
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "application/x-bibtex"), answer.text
    return [*parse_string(answer.data.decode(), "bibtex").entries]


@pytest.mark.parametrize("pair", THINGS, ids=named)
def test_one_thing_leads_to_its_dataset(client, pair):
    operation, name = pair
    url, _ = described(ask(client, operation, format=name))
    assert url == "/v1/datasets/kazakhstan"
    assert client.get(url).json["licence"] == "CC-BY-4.0"


def test_an_event_leads_to_the_dataset_that_it_is_from_whatever_it_carries(empty):
    load_into(empty)
    load_batch(empty, batch({"drafted:e": {}}))
    with serving(empty) as client:
        for query in ("", "?include=claims", "?fields=id", "?format=geojson"):
            assert described(client.get(f"/v1/events/drafted:e{query}")) == ("/v1/datasets/drafted", None)


def test_a_dataset_leads_to_no_other(client):
    assert described(client.get("/v1/datasets/kazakhstan")) is None


@pytest.mark.parametrize("pair", LISTS, ids=named)
def test_a_list_says_what_it_draws_on_or_leads_there(client, pair):
    operation, name = pair
    answer = ask(client, operation, format=name)
    told = {dataset["id"] for dataset in ask(client, operation).json["meta"]["datasets"]}
    if name in TOLD:
        assert described(answer) is None
    elif "bibtex" in operation.formats:
        url, media_type = described(answer)
        assert media_type == "application/x-bibtex"
        assert cited(client, url) == [f"annals-{dataset}-r1" for dataset in told]
    else:
        assert described(answer) == ("/v1/datasets", None)
        assert told <= {dataset["id"] for dataset in client.get("/v1/datasets").json["data"]}


@pytest.mark.parametrize("query", QUERIES)
def test_a_table_leads_to_the_citation_of_that_very_table(client, query):
    url, _ = described(client.get(f"/v1/events?{query}", headers={"Accept": "text/csv"}))
    assert url == described(client.get(f"/v1/events?{query}&format=csv"))[0]
    assert client.get(url).data == client.get(f"/v1/events?{query}&format=bibtex").data


def test_a_page_of_a_table_leads_there_beside_its_neighbours(client):
    first = client.get("/v1/events?limit=2&format=csv")
    links = {link["rel"]: link["url"] for link in parse_header_links(first.headers["Link"])}
    second = client.get(links["next"])
    assert {link["rel"] for link in parse_header_links(second.headers["Link"])} == {"next", "prev", "describedby"}
    assert described(second)[0] == links["describedby"]


def test_the_citation_of_a_table_stays_when_it_is_loaded_over(empty):
    with loading(empty) as load:
        table = load(release("21.0", "2021-02-01", {"a": {}})).get("/v1/events?format=ndjson")
        client = load(release("22.0", "2022-02-01", {"b": {}}))
        url, _ = described(table)
        assert cited(client, url) == ["annals-told-r1"]
        assert "{21.0}" in client.get(url).text


def test_a_location_is_of_the_dataset_that_told_of_it(empty):
    load_into(empty)
    load_batch(empty, batch({"drafted:e": {"location": "fj.suva"}}, places={"fj.suva": ("Suva", 178.4, -18.1)}))
    with serving(empty) as client:
        answer = client.get("/v1/locations?country=FJ").json
        assert [dataset["id"] for dataset in answer["meta"]["datasets"]] == [each["dataset"] for each in answer["data"]] == ["drafted"]
        assert described(client.get("/v1/locations/fj.suva")) == ("/v1/datasets/drafted", None)
        assert {dataset["id"] for dataset in client.get("/v1/locations").json["meta"]["datasets"]} == {"drafted", "kazakhstan"}
