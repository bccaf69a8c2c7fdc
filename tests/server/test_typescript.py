"""A client in TypeScript, with types made of openapi.yaml, compiles and reads what the real service serves."""

import shutil

import orjson
import pytest
from support import npm
from support.service import served

from api.docs.openapi import openapi_document, openapi_yaml


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The program that tests/node/client.ts is, compiled against types that are made of the document."""
    directory = tmp_path_factory.mktemp("typescript")
    for name in ("client.ts", "tsconfig.json", "package.json"):
        shutil.copy(npm.NODE / name, directory)
    (directory / "node_modules").symlink_to(npm.NODE / "node_modules")
    (directory / "openapi.yaml").write_text(openapi_yaml(openapi_document()), encoding="utf-8")
    for command in (["openapi-typescript", "openapi.yaml", "--output", "openapi.ts"], ["tsc"]):
        made = npm.run(*command, directory=directory)
        assert made.returncode == 0, made.stdout + made.stderr
    return directory / "client.js"


@pytest.fixture(scope="module")
def service(corpus):
    with served(corpus, WEB_CONCURRENCY="1") as service:
        yield service


@pytest.fixture(scope="module")
def told(compiled, service):
    """What that program has read of the service."""
    ran = npm.run("node", compiled, service.base, directory=compiled.parent)
    assert ran.returncode == 0, ran.stderr
    return orjson.loads(ran.stdout)


def things(service, path):
    return service.get(path).json()["data"]


def test_it_pages_through_all_events_with_their_nullable_values(told, service):
    events = things(service, "/v1/events?limit=1000")
    expected = []
    for event in events:
        place = event["location"] or {}
        values = (event["id"], event["date"]["earliest"], place.get("country"), place.get("latitude"), event["fatalities"]["best"])
        expected.append(list(values))
    assert told["events"] == expected
    assert len(expected) > 5


def test_it_reads_points_of_geojson(told, service):
    places = [(event["id"], event["location"] or {}) for event in things(service, "/v1/events?limit=1000")]
    points = [[id, None if place.get("latitude") is None else [place["longitude"], place["latitude"]]] for id, place in places]
    assert told["points"] == points


def test_it_reads_changes_and_what_an_event_is_after_them(told, service):
    changes = things(service, "/v1/changes?limit=1000")
    assert told["changes"] == [[change["event"], change["after"]["title"]] for change in changes]


def test_it_reads_a_failure(told):
    assert told["failure"] == 404
