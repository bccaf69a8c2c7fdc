"""Failures are problem+json with a reason that helps, whatever was asked for."""

import logging

import pytest
from conftest import serving

from api.filters import event_filters
from api.operations import unknown_path
from api.operations.operation import OPERATIONS
from api.operations.unknown_path import PLACEHOLDER
from api.parameters.synonyms import PARAMETER_SYNONYMS

PROBLEM = {"type", "title", "status", "detail", "instance", "errors"}

BAD = [
    ("contry=KZ", "contry", "country"),
    ("country=Kz,XX", "country", None),
    ("country=KAX", "country", None),
    ("country=Mlx", "country", None),
    ("country=Malli", "country", "ML"),
    ("country=!Malli", "country", "ML"),
    ("country=KZ,!", "country", None),
    ("country=5", "country", None),
    ("country=", "country", None),
    ("country=KZ,,KG", "country", None),
    ("limit=1&limit=2", "limit", None),
    ("type=armed-clsh", "type", "armed-clash"),
    ("status=occured", "status", "occurred"),
    ("kind=incidents", "kind", "incident"),
    ("match=maybe", "match", None),
    ("sort=dates", "sort", "date"),
    ("format=geojsn", "format", "geojson"),
    ("location=kz.almati", "location", "kz.almaty"),
    ("actor=kazakhstan:aristan", "actor", "kazakhstan:arystan"),
    ("source=kazakhstan:eurasianet", "source", None),
    ("dataset=kasakhstan", "dataset", "kazakhstan"),
    ("date=2011-02-30", "date", None),
    ("date=0025", "date", None),
    ("date=0000-00-00", "date", None),
    ("date=2012/2011", "date", None),
    ("date=yesterday", "date", None),
    ("as_of=2012", "as_of", None),
    ("as_of=2011-02-29", "as_of", None),
    ("bbox=1,2,3", "bbox", None),
    ("bbox=43,76,44,977", "bbox", None),
    ("bbox=76,91,77,92", "bbox", None),
    ("bbox=76,44,77,43", "bbox", None),
    ("bbox=a,b,c,d", "bbox", None),
    ("bbox=nan,nan,nan,nan", "bbox", None),
    ("near=43,76", "near", None),
    ("near=43,76,-1", "near", None),
    ("near=43,76,20017", "near", None),
    ("near=143,76,1", "near", None),
    ("near=43,181,1", "near", None),
    ("within=76,43", "within", None),
    ("within=POINT(76 43)", "within", None),
    ("within=POLYGON EMPTY", "within", None),
    ("within=POLYGON Z((76 43 0, 78 43 0, 78 44 0, 76 43 0))", "within", None),
    ("within=POLYGON((76 43, 78 43, 78 44))", "within", None),
    ("within=POLYGON((76 43, 78 43, 76 43))", "within", None),
    ("within=POLYGON((76 43, 78 44, 78 43, 76 44, 76 43))", "within", None),
    ("within=POLYGON((76 43, 78 43, 78 44, 76 43), (0 0, 1 0, 1 1, 0 0))", "within", None),
    ("within=POLYGON((43 76, 43 98, 44 98, 43 76))", "within", None),
    ("within=POLYGON((76 43, 78 43, 78 1e400, 76 43))", "within", None),
    (f"within=POLYGON(({', '.join(f'{x / 10} 0' for x in range(1000))}, 0 1, 0 0))", "within", None),
    ("fatalities_min=-1", "fatalities_min", None),
    ("injuries_max=2147483648", "injuries_max", None),
    ("disputed=maybe", "disputed", None),
    ("has=deaths", "has", None),
    ("lacks=coordinate", "lacks", "coordinates"),
    ("part_of=kazakhstan:string-of-cases-2012", "part_of", "kazakhstan:string-of-cases-2011"),
    ("location=!kz.almati", "location", "kz.almaty"),
    ("location=KZ", "location", "kz"),
    ("location=KG,kz", "location", "kg"),
    ("location=Kz.Almaty", "location", "kz.almaty"),
    ("actor=KAZAKHSTAN:Aristan", "actor", "kazakhstan:arystan"),
    ("dataset=Kazakhstan", "dataset", "kazakhstan"),
    ("q=", "q", None),
    ("q=-", "q", None),
    ('q="%20*"%20or%20()', "q", None),
    (f"q={' '.join(f'w{number}' for number in range(65))}", "q", None),
    ("updated_since=2011", "updated_since", None),
    ("updated_since=2011-02-30", "updated_since", None),
    ("updated_since=2011-02-03T25:00", "updated_since", None),
    ("limit=0", "limit", None),
    ("limit=1001", "limit", None),
    ("limit=-1", "limit", None),
    ("limit=1.5", "limit", None),
    ("limit=ten", "limit", None),
    ("limit=٣", "limit", None),
    ("limit=" + "9" * 5000, "limit", None),
    ("revision=0", "revision", None),
    ("revision=99999999999999999999", "revision", None),
]


@pytest.mark.parametrize(("query", "parameter", "meant"), BAD)
def test_a_bad_parameter_is_named_with_what_would_be_right(client, query, parameter, meant):
    answer = client.get(f"/v1/events?{query}", headers={"Accept": "application/geo+json"})
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json.keys() >= PROBLEM
    (error,) = answer.json["errors"]
    assert error["parameter"] == parameter
    assert error["detail"]
    assert meant is None or error["did_you_mean"] == meant


NOT_UTF8 = ["%FF", "caf%E9", "%C3", "%ED%A0%80", "%F5%80%80%80", "a%00%FF", "é\xff"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_bytes_that_are_not_utf_8_are_refused_by_every_parameter(client, operation):
    path = PLACEHOLDER.sub("x", operation.path.replace("<", "{").replace(">", "}"))
    for name in (*operation.query.fields, "other"):
        for value in NOT_UTF8:
            answer = raw(client, path, f"{name}={value}".encode("latin-1"))
            assert answer.status_code == 400, (name, value, answer.text)
            assert [error["parameter"] for error in answer.json["errors"]] == [name]


def raw(client, path, query):
    """An answer to a query of these very bytes."""
    return client.get(path, environ_overrides={"QUERY_STRING": query.decode("latin-1")})


def test_the_name_of_a_parameter_is_utf_8_too(client):
    for query in ("%FF=1", "caf%E9", "q=clash&%FF=%FF"):
        (error,) = client.get(f"/v1/events?{query}").json["errors"]
        assert error["detail"] == "it holds bytes that are not UTF-8"


@pytest.mark.parametrize("path", ["/v1/events/%FF", "/v1/caf%E9", "/%C3", "/v1/sources/a%FFb", "/v1/events/%FF/claims"])
def test_there_is_nothing_at_a_path_that_is_not_utf_8(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


MEANT = [
    ("events?year=2011", "date"),
    ("events?start_date=2011-01-01", "date"),
    ("events?endDate=2011-01-01", "date"),
    ("events?since=2011", "updated_since"),
    ("events?page=2", "cursor"),
    ("events?offset=100", "cursor"),
    ("events?per_page=10", "limit"),
    ("events?page-size=10", "limit"),
    ("events?order_by=date", "sort"),
    ("events?lat=43", "near"),
    ("events?search=clash", "q"),
    ("events?iso3=KAZ", "country"),
    ("events?admin1=Almaty", "location"),
    ("events?event_type=battle", "type"),
    ("events?deaths[gte]=5", "fatalities_min"),
    ("events?select=id", "fields"),
    ("events?groupby=year", "facets"),
    ("events?Limit=5", "limit"),
    ("events?Within=x", "within"),
    ("events?fatality_min=5", "fatalities_min"),
    ("events?colour=red", None),
    ("aggregates?group_by=year", "by"),
    ("aggregates?count=exact", None),
    ("aggregates?per_page=10", "top"),
    ("changes?from=1", "since"),
    ("changes?distinct=true", None),
    ("sources?year=2011", "published"),
    ("sources?country=KZ", None),
    ("locations?type=settlement", "kind"),
    ("actors?date=2011", None),
    ("events/kazakhstan:boralday-2011?year=2011", None),
]


@pytest.mark.parametrize(("path", "meant"), MEANT)
def test_a_parameter_that_is_unknown_is_told_by_what_is_meant(client, path, meant):
    (error,) = client.get(f"/v1/{path}").json["errors"]
    assert (error["detail"], error["did_you_mean"]) == ("there is no such parameter here", meant)


def test_what_parameters_are_called_elsewhere_leads_to_some_that_there_are():
    assert set(PARAMETER_SYNONYMS) <= {name for operation in OPERATIONS for name in operation.query.fields}


def test_every_fault_is_told_at_once(client):
    answer = client.get("/v1/events?contry=KZ&limit=0&date=x&bbox=1")
    assert [error["parameter"] for error in answer.json["errors"]] == ["contry", "date", "bbox", "limit"]


def test_a_value_that_is_refused_says_what_is_accepted(client):
    (error,) = client.get("/v1/events?status=maybe").json["errors"]
    assert error["allowed"] == ["occurred", "foiled", "alleged"]
    (error,) = client.get("/v1/events?where=kz").json["errors"]
    assert set(event_filters.EventFilters().fields) < set(error["allowed"])


def test_a_country_is_no_substring_of_another(client):
    assert client.get("/v1/events?country=ML").json["data"] == []
    assert client.get("/v1/locations?location=k").status_code == 400


WILD = [
    ("corpus", "/v1/events", "q", "clash", ("cl_sh", "cl%", "%lash")),
    ("corpus", "/v1/locations", "q", "alm", ("a_m", "_lm", "a%m", "%lm")),
    ("corpus", "/v1/actors", "q", "ary", ("a_y", "_ry", "a%y", "%ry")),
    ("corpus", "/v1/sources", "publisher", "EurasiaNet", ("Eurasia_et", "Eurasia%", "%")),
    ("invented", "/v1/events", "original_type", "battle-no change", ("battle_no change", "battle%", "%")),
]
"""By store and parameter, a text that finds something, and others that would if `%` and `_` stood for any letters."""


@pytest.mark.parametrize(("store", "path", "name", "text", "others"), WILD)
def test_the_percent_sign_and_the_underscore_are_no_wildcards(corpus, invented, store, path, name, text, others):
    with serving({"corpus": corpus, "invented": invented}[store]) as client:
        assert client.get(path, query_string={name: text}).json["meta"]["returned"]
        for other in others:
            answer = client.get(path, query_string={name: other})
            if name == "q":
                assert (answer.status_code, answer.json["meta"]["returned"]) == (200, 0), other
            else:
                assert [error["parameter"] for error in answer.json["errors"]] == [name], other


HELD = [
    ("corpus", "/v1/sources", "publisher", "EurasiNet", "EurasiaNet", ["EurasiaNet", "EURASIANET", " eurasianet "]),
    ("corpus", "/v1/sources", "language", "enn", None, ["en", "EN", "!En"]),
    ("corpus", "/v1/sources", "language", "!eng", None, ["en"]),
    ("invented", "/v1/events", "original_type", "3 & mores", "3 & more", ["3 & more", "3 & MORE", "!3 & More"]),
    ("invented", "/v1/aggregates", "original_type", "7,battle", "Battle-No change", ["7,BATTLE-NO CHANGE"]),
    ("invented", "/v1/changes", "original_type", "!battle-no chance", "Battle-No change", ["!battle-no change"]),
]
"""By store and parameter, a text that the store does not hold, the nearest that it does, and others that are the same in any case."""


@pytest.mark.parametrize(("store", "path", "name", "text", "near", "held"), HELD)
def test_a_text_that_the_store_does_not_hold_is_refused_with_the_nearest(corpus, invented, store, path, name, text, near, held):
    with serving({"corpus": corpus, "invented": invented}[store]) as client:
        (error,) = client.get(path, query_string={name: text}).json["errors"]
        assert (error["parameter"], error["did_you_mean"]) == (name, near)
        assert (near or held[0]) in error["allowed"]
        for each in held:
            assert client.get(path, query_string={name: each}).status_code == 200


def test_nothing_is_held_where_no_event_has_a_code(client):
    (error,) = client.get("/v1/events?original_type=1").json["errors"]
    assert (error["allowed"], error["did_you_mean"]) == ([], None)


@pytest.mark.parametrize("path", ["/nowhere", "/v1", "/v1/events/a/b", "/v1/vocabularies/none", "/v1/sources/none", "/v1/datasets/x"])
def test_what_is_not_there_is_404(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert (answer.json["status"], answer.json["instance"]) == (404, path)


PATHS = [
    ("/v1/event", "/v1/events"),
    ("/v1/Events", "/v1/events"),
    ("/events", "/v1/events"),
    ("/v1/evnt/kazakhstan:Boralday", "/v1/events/kazakhstan:Boralday"),
    ("/v1/events/kazakhstan:boralday-2011/claim", "/v1/events/kazakhstan:boralday-2011/claims"),
    ("/v1/claims", "/v1/events/{id}/claims"),
    ("/v1/vocabulary/type", "/v1/vocabularies/type"),
    ("/v1/openapi.yml", "/v1/openapi.yaml"),
    ("/v1", "/docs"),
    ("/v1/", "/docs"),
    ("/apidocs", "/docs"),
    ("/apidocs/", "/docs"),
    ("/swagger", "/docs"),
    ("/swagger.json", "/v1/openapi.json"),
    ("/openapi.json", "/v1/openapi.json"),
    ("/openapi.yaml", "/v1/openapi.yaml"),
    ("/v3/api-docs", "/v1/openapi.json"),
    ("/healthz", "/health/live"),
    ("/v1/x/kazakhstan:boralday-2011", None),
    ("/nowhere", None),
]


@pytest.mark.parametrize(("path", "meant"), PATHS)
def test_a_path_at_which_there_is_nothing_is_told_with_those_there_are(client, path, meant):
    answer = client.get(path)
    assert (answer.status_code, answer.json["detail"]) == (404, f"there is nothing at {path}")
    (error,) = answer.json["errors"]
    assert (error["parameter"], error["did_you_mean"]) == ("path", meant)
    assert {operation.path.replace("<", "{").replace(">", "}") for operation in OPERATIONS} <= set(error["allowed"])


def test_where_something_is_elsewhere_leads_to_what_there_is(client):
    for ours, theirs in unknown_path.ELSEWHERE.items():
        assert client.get(ours).status_code == 200
        assert {client.get(path).json["errors"][0]["did_you_mean"] for path in theirs.split()} == {ours}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["/v1/events", "/v1/events/kazakhstan:boralday-2011", "/health/ready", "/"])
def test_another_method_is_405_with_allow(client, path, method):
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_format_that_is_not_offered_is_406(client):
    answer = client.get("/v1/events", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.content_type) == (406, "application/problem+json")
    assert "application/json, application/geo+json" in answer.json["detail"]
    assert client.get("/v1/sources", headers={"Accept": "application/geo+json"}).status_code == 406


FAILURES = [
    ("GET", "/v1/events?revision=999", "*/*", 404),
    ("GET", "/nowhere", "*/*", 404),
    ("GET", "/v1/events?limit=0", "*/*", 400),
    ("GET", "/v1/events", "text/html", 406),
    ("POST", "/v1/events", "*/*", 405),
]


@pytest.mark.parametrize(("method", "path", "accept", "status"), FAILURES)
def test_no_cache_gives_a_failure_again_unasked(client, method, path, accept, status):
    answer = client.open(path, method=method, headers={"Accept": accept})
    assert (answer.status_code, *kept(answer)) == (status, "no-cache", "Accept")


def kept(answer):
    """By what headers a cache may keep an answer."""
    return answer.headers["Cache-Control"], answer.headers["Vary"]


def test_a_fault_of_the_server_tells_nothing_but_an_id(corpus, monkeypatch, caplog):
    def broken(*asked, **columns):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("api.routes.events.EventSearch", broken)
    with serving(corpus) as client, caplog.at_level(logging.ERROR):
        answer = client.get("/v1/events")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert kept(answer) == ("no-cache", "Accept")
    assert "secret" not in answer.text
    assert answer.json["instance"].startswith("urn:uuid:")
    assert answer.json["instance"] in caplog.text
    assert "RuntimeError: the secret of the house" in caplog.text


def test_without_a_store_the_answer_is_503_and_says_how_to_load_one(backend):
    with serving(backend()) as client:
        for path in ("/v1/events", "/health/ready"):
            answer = client.get(path)
            assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
            assert "annals load" in answer.json["detail"]
            assert "no-cache" in answer.headers["Cache-Control"]
        assert client.get("/health/live").status_code == 200
        assert client.get("/").status_code == 503
