"""A parameter that has no effect without another is refused without it, and Swagger UI does not fill it in by itself."""

import pytest
from conftest import serving
from support.needed_parameters import NEEDS

from api.docs.openapi import openapi_document
from api.operations.operation import OPERATIONS

VALUES = {"prefer": "kazakhstan", "grid": "0.5", "location_depth": "2", "type_depth": "1", "top": "2"}
MET = {
    "distinct=true": ("distinct=true",),
    "by": ("by=country", "by=year,type"),
    **{f"by={name}": (f"by={name}", f"by=year, {name}") for name in ("grid", "location", "type")},
}
UNMET = {
    "distinct=true": ("", "distinct=false"),
    "by": ("", "sort=key"),
    **{f"by={name}": ("", "by=country", "sort=key") for name in ("grid", "location", "type")},
}
"""By what is needed, queries that have it, and that do not."""

CASES = [(operation.path, name) for operation in OPERATIONS for name, field in operation.query.fields.items() if field.needs]


@pytest.fixture(scope="module")
def client(corpus):
    with serving(corpus) as client:
        yield client


def test_each_has_a_value_here():
    assert VALUES.keys() == NEEDS.keys() == {name for _, name in CASES}
    assert MET.keys() == UNMET.keys() == set(NEEDS.values())


@pytest.mark.parametrize(("path", "name"), CASES)
def test_with_what_it_needs_it_is_taken(client, path, name):
    for query in MET[NEEDS[name]]:
        answer = client.get(f"{path}?{name}={VALUES[name]}&{query}")
        assert answer.status_code == 200, answer.json


@pytest.mark.parametrize(("path", "name"), CASES)
def test_without_what_it_needs_it_is_refused_with_that(client, path, name):
    for query in UNMET[NEEDS[name]]:
        answer = client.get(f"{path}?{name}={VALUES[name]}&{query}")
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
        (error,) = answer.json["errors"]
        assert (error["parameter"], error["detail"]) == (name, f"it has no effect without {NEEDS[name]}: ask for both, or for neither")


def test_a_value_that_is_not_taken_is_told_before_what_it_needs(client):
    (error,) = client.get("/v1/aggregates?grid=0&by=year").json["errors"]
    assert "0.1" in error["detail"]
    (error,) = client.get("/v1/aggregates?grid=1&by=gird").json["errors"]
    assert (error["parameter"], error["did_you_mean"]) == ("by", "grid")


def test_the_document_says_what_it_needs_and_has_nothing_to_fill_in():
    parameters = [each for path in openapi_document()["paths"].values() for each in path["get"]["parameters"] if each["name"] in NEEDS]
    assert len(parameters) == len(CASES)
    for each in parameters:
        assert each["description"].startswith(f"With `{NEEDS[each['name']]}`: ")
        assert not {"example", "examples", "default"} & {*each, *each["schema"]}
