"""HTTP done right: validators, HEAD, negotiation, CORS, and a constant number of queries."""

import shutil
import subprocess
import sys

import pytest
from conftest import CORPUS, ROOT, load_into, selects, serving
from support.paths import path_of

from api.operations import operation as operations
from models.db.database import database

EVENTS = "/v1/events?country=KZ"
CSV = "text/csv; charset=utf-8; header=present"
EXAMPLES = [path_of(operation) for operation in operations.OPERATIONS]


@pytest.mark.parametrize("path", EXAMPLES)
def test_what_a_client_has_already_is_304_without_a_body(client, path):
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert {"Content-Type", "Content-Length"}.isdisjoint(again.headers.keys())


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other" , W/{}', 'W/"a, b", {}'])
def test_a_tag_holds_weak_or_strong_alone_or_among_others(client, form):
    tag = client.get(EVENTS).headers["ETag"]
    assert client.get(EVENTS, headers={"If-None-Match": form.format(tag)}).status_code == 304


@pytest.mark.parametrize("tags", ['"other"', 'W/"other"', "", ","])
def test_without_its_tag_an_answer_is_given(client, tags):
    assert client.get(EVENTS, headers={"If-None-Match": tags}).status_code == 200


@pytest.mark.parametrize("path", [*EXAMPLES, "/v1/events?limit=all&format=csv", "/v1/openapi.json", "/docs"])
def test_who_wants_only_what_is_not_there_yet_is_told_that_it_is(client, path):
    for ask in (client.get, client.head):
        answer = ask(path, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", client.get(path).headers["ETag"])
    assert database.is_closed() or not database.connection().in_transaction


@pytest.mark.parametrize("header", ["If-None-Match", "If-Match"])
@pytest.mark.parametrize("path", ["/v1/events/kazakhstan:nothing", "/nowhere", "/v1/events?limit=many", "/v1/events?revision=9"])
def test_what_is_not_there_fails_whatever_is_known_of_it(client, header, path):
    for tags in ("*", '"other"'):
        assert client.get(path, headers={header: tags}).status_code == client.get(path).status_code >= 400


@pytest.mark.parametrize("path", [*EXAMPLES, "/v1/events?limit=all&format=csv", "/v1/openapi.yaml", "/docs"])
def test_who_means_another_answer_is_told_that_it_is_another(client, path):
    tag = client.get(path).headers["ETag"]
    for tags in ('"other"', f"W/{tag}", '"other", W/"another"'):
        failed = client.get(path, headers={"If-Match": tags})
        assert (failed.status_code, failed.content_type) == (412, "application/problem+json")
        assert failed.json["status"] == 412 and tag in failed.json["detail"]
    for tags in (tag, f'"other", {tag}', "*"):
        assert client.get(path, headers={"If-Match": tags}).status_code == 200
    assert client.get(path, headers={"If-Match": tag, "If-None-Match": tag}).status_code == 304
    assert client.get(path, headers={"If-Match": '"other"', "If-None-Match": tag}).status_code == 412


@pytest.mark.parametrize("path", ["//v1/events", "/v1//events", "///v1/events", "/v1/events//kazakhstan:boralday-2011", "//docs", "//"])
def test_a_doubled_slash_leads_nowhere_but_the_single_one_is_meant(client, path):
    for ask in (client.head, client.options, client.get):
        answer = ask("/", environ_overrides={"PATH_INFO": path})
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    told = answer.json
    assert told["instance"] == path
    if "v1" in path:
        assert client.get(told["errors"][0]["did_you_mean"]).status_code == 200


def test_304_is_decided_before_any_query_but_the_one_for_the_revision(client, statements):
    tag = client.get(EVENTS).headers["ETag"]
    statements.clear()
    assert client.get(EVENTS, headers={"If-None-Match": tag}).status_code == 304
    assert len(selects(statements)) == 1


@pytest.mark.parametrize("limit", [1, 10, 1000])
def test_a_list_takes_two_queries_however_long_it_is(client, statements, limit):
    """What counts on SQLite what a filter finds is asked once, whatever page is asked for then."""
    for number in (7, limit):
        statements.clear()
        assert client.get(f"/v1/events?country=KZ&type=violence&date=2011&bbox=46,40,88,56&limit={number}").status_code == 200
    assert len(selects(statements)) == 2


@pytest.mark.parametrize(
    "other", ["/v1/events?country=KG", "/v1/events?country=KZ&format=geojson", "/v1/events", "/v1/aggregates?country=KZ"]
)
def test_another_representation_has_another_tag(client, other):
    assert client.get(EVENTS).headers["ETag"] != client.get(other).headers["ETag"]


def test_tags_are_strong_and_differ_by_the_format_that_is_negotiated(client):
    json = client.get(EVENTS)
    geojson = client.get(EVENTS, headers={"Accept": "application/geo+json"})
    assert json.headers["ETag"] != geojson.headers["ETag"]
    assert not json.headers["ETag"].startswith("W/")
    assert "Accept" in json.headers["Vary"]


def test_a_load_changes_every_tag_and_a_load_of_nothing_new_none(empty, tmp_path):
    load_into(empty)
    with serving(empty) as client:
        before = client.get(EVENTS).headers
    load_into(empty)
    with serving(empty) as client:
        assert client.get(EVENTS).headers["ETag"] == before["ETag"]
    load_into(empty, renamed_actor(tmp_path))
    with serving(empty) as client:
        after = client.get(EVENTS, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert (before["Annals-Revision"], after.headers["Annals-Revision"]) == ("1", "2")


def test_another_build_over_the_same_store_has_other_tags(corpus, tmp_path):
    for package in ("api", "models"):
        shutil.copytree(ROOT / package, tmp_path / package)
    before = tag_by(tmp_path, corpus)
    assert tag_by(tmp_path, corpus) == before
    formats = tmp_path / "api" / "formats" / "json_formats.py"
    formats.write_text(formats.read_text().replace('{"data":[', '{"data": ['))
    assert tag_by(tmp_path, corpus) != before


def tag_by(directory, url):
    """The tag of an answer from the store at a URL by the code in a directory."""
    code = f"from api.app import create_app; print(create_app({url!r}).test_client().get({EVENTS!r}).headers['ETag'])"
    return subprocess.run([sys.executable, "-c", code], cwd=directory, check=True, capture_output=True, text=True).stdout


def renamed_actor(tmp_path):
    copy = shutil.copytree(CORPUS, tmp_path / "corpus")
    actors = copy / "actors.yaml"
    actors.write_text(actors.read_text().replace("name: Arystan\n", "name: Arystan unit\n"))
    return copy


@pytest.mark.parametrize("path", [*EXAMPLES, "/", "/guide", "/docs", "/health/ready", "/v1/openapi.json", "/v1/openapi.yaml", "/nowhere"])
def test_head_is_get_without_the_body(client, path):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (got.status_code, b"")
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/geo+json, application/json;q=0.5", "application/geo+json"),
        ("text/html, application/geo+json;q=0.1, */*;q=0.01", "application/geo+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("application/json; charset=utf-8", "application/json"),
        ("application/geo+json; charset=utf-8", "application/geo+json"),
        ("text/csv;charset=utf-8", CSV),
        (CSV, CSV),
        ('application/geo+json; profile="a, b; c"', "application/geo+json"),
        ("application/json; charset=utf-8; q=0.1, text/csv; q=0.2", CSV),
        ("text/csv; charset=utf-8; q=0.5, application/json; q=0.4, */*; q=0.9", "application/geo+json"),
        ("application/json; charset=utf-8; q=0, application/geo+json; q=0, */*", CSV),
        ("text/csv; header=absent; q=0.1, text/csv, application/json; q=0.5", CSV),
    ],
)
def test_the_format_follows_accept(client, accept, media_type):
    assert client.get("/v1/events", headers={"Accept": accept}).content_type == media_type


def test_the_format_parameter_outweighs_accept(client):
    assert client.get("/v1/events?format=geojson", headers={"Accept": "application/json"}).content_type == "application/geo+json"
    assert client.get("/v1/events?format=json", headers={"Accept": "text/html"}).status_code == 200


def test_scripts_of_other_hosts_may_read_answers_and_their_headers(client):
    answer = client.get("/v1/events", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert exposed == {"ETag", "Link", "Last-Modified", "Content-Disposition", "Annals-Revision"}


def test_scripts_of_other_hosts_are_told_what_there_is_to_ask(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "If-None-Match"}
    answer = client.options("/v1/events", headers=asked)
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert answer.headers["Access-Control-Max-Age"] == "86400"


def test_forwarded_headers_are_trusted_from_nobody(client):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4", "X-Forwarded-Prefix": "/evil"}
    for path in (EVENTS, "/"):
        assert "evil" not in client.get(path, headers=forged).text


def test_last_modified_is_the_time_of_the_load(client):
    answer = client.get("/v1/events")
    assert answer.last_modified.isoformat() == client.get("/health/ready").json["loaded_at"]
    assert client.get("/v1/events", headers={"If-Modified-Since": answer.headers["Last-Modified"]}).status_code == 200


def test_readiness_says_schema_revision_and_age(client):
    ready = client.get("/health/ready")
    assert ready.json.keys() == {"status", "schema", "revision", "loaded_at", "age_seconds"}
    assert 0 <= ready.json["age_seconds"] < 3600
    assert ready.headers["Cache-Control"] == "no-store"


def test_no_snapshot_is_left_open(client):
    client.get("/v1/events")
    assert database.is_closed() or not database.connection().in_transaction
