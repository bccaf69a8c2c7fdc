"""Real clients read what the real service serves, with the right types: pandas, geopandas, DuckDB, and one generated from openapi.yaml."""

import importlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import geopandas
import pandas
import pytest
from support.service import PATIENCE, served

from api.docs.openapi import openapi_document, openapi_yaml

ALL = "/v1/events?kind=all&limit=all&format="
DAYS = ["date_earliest", "date_latest", "known_from"]
GENERATING = 120
"""Seconds."""

SCHEMAS = openapi_document()["components"]["schemas"]
DICTS = {
    name + part.title().replace("_", "")
    for name, schema in SCHEMAS.items()
    for part, field in schema["properties"].items()
    if "additionalProperties" in field
}
"""The classes that generators make of objects with any keys."""


@pytest.fixture(scope="module")
def service(corpus):
    with served(corpus, WEB_CONCURRENCY="1") as service:
        yield service


@pytest.fixture(scope="module")
def events(service):
    """All events, as JSON."""
    return service.get("/v1/events?kind=all&limit=1000").json()["data"]


def best(events):
    """The best figures of the dead, None where none is reported."""
    return [event["fatalities"]["best"] for event in events]


def days(events, end):
    return [event["date"][end] and date.fromisoformat(event["date"][end]) for event in events]


def missing(values):
    """A column as a list, with None for what is missing."""
    return [None if pandas.isna(value) else value for value in values]


# pandas


def test_pandas_reads_csv_from_the_address(service, events):
    frame = pandas.read_csv(f"{service.base}{ALL}csv", parse_dates=DAYS, dtype_backend="numpy_nullable")
    assert list(frame["id"]) == [event["id"] for event in events]
    assert {column: str(frame[column].dtype) for column in DAYS} == dict.fromkeys(DAYS, "datetime64[us]")
    assert missing(frame["date_earliest"].dt.date) == days(events, "earliest")
    assert (str(frame["fatalities_best"].dtype), str(frame["location_latitude"].dtype)) == ("Int64", "Float64")
    assert missing(frame["fatalities_best"]) == best(events)
    assert frame["fatalities_best"].sum() == sum(filter(None, best(events)))


def test_pandas_reads_json_lines_from_the_address(service, events):
    frame = pandas.read_json(f"{service.base}{ALL}ndjson", lines=True)
    assert frame["revision"].dtype == "int64"
    assert [toll["best"] for toll in frame["fatalities"]] == best(events)
    flat = pandas.json_normalize(frame.to_dict("records"))
    assert missing(flat["date.earliest"]) == [event["date"]["earliest"] for event in events]
    assert flat["location.latitude"].dtype == "float64"


def test_pandas_reads_parquet_from_the_address(service, events):
    frame = pandas.read_parquet(f"{service.base}{ALL}parquet", dtype_backend="pyarrow")
    assert {column: str(frame[column].dtype) for column in DAYS} == dict.fromkeys(DAYS, "date32[day][pyarrow]")
    assert missing(frame["date_latest"]) == days(events, "latest")
    assert str(frame["fatalities_best"].dtype) == "int64[pyarrow]"
    assert missing(frame["fatalities_best"]) == best(events)
    assert [list(actors) for actors in frame["actors"]] == [[actor["id"] for actor in event["actors"]] for event in events]


# geopandas


@pytest.mark.parametrize("format", ["geojson", "geojsonseq"])
def test_geopandas_reads_maps_from_the_address(service, events, format):
    frame = geopandas.read_file(f"{service.base}{ALL}{format}")
    assert frame.crs == "EPSG:4326"
    assert list(frame["id"]) == [event["id"] for event in events]
    points = [None if point is None else (point.x, point.y) for point in frame.geometry]
    assert points == [place and (place["longitude"], place["latitude"]) if has_point(place) else None for place in places(events)]
    assert None in points
    assert frame["revision"].dtype.kind == "i"
    assert [toll["best"] for toll in frame["fatalities"]] == best(events)
    assert str(frame["known_from"].dtype).startswith("datetime64")


def places(events):
    return [event["location"] for event in events]


def has_point(place):
    return place is not None and place["longitude"] is not None


# DuckDB, from files: its extension for HTTP is not in any package registry


@pytest.fixture(scope="module")
def saved(service, tmp_path_factory):
    """A function that gives the path of what is served in a format."""
    directory = tmp_path_factory.mktemp("saved")

    def save(format):
        file = directory / f"events.{format}"
        file.write_bytes(service.get(f"{ALL}{format}").content)
        return str(file)

    return save


def query(sql):
    """(types by column, rows) of a statement."""
    answer = duckdb.sql(sql)
    return dict(zip(answer.columns, map(str, answer.types), strict=True)), answer.fetchall()


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_duckdb_reads_tables(saved, events, format):
    columns = "id, date_earliest, known_from, location_latitude, fatalities_best, revision"
    types, rows = query(f"SELECT {columns} FROM read_{format}('{saved(format)}')")
    assert list(types.values()) == ["VARCHAR", "DATE", "DATE", "DOUBLE", "BIGINT", "BIGINT"]
    assert [row[0] for row in rows] == [event["id"] for event in events]
    assert [row[1] for row in rows] == days(events, "earliest")
    assert [row[4] for row in rows] == best(events)


@pytest.mark.parametrize(
    ("format", "events_of"), [("ndjson", "read_json('{}')"), ("json", "(SELECT unnest(data, max_depth := 2) FROM read_json('{}'))")]
)
def test_duckdb_reads_json(saved, events, format, events_of):
    columns = "id, date.earliest, location.latitude, fatalities.best, actors[1].name AS actor"
    types, rows = query(f"SELECT {columns} FROM {events_of.format(saved(format))}")
    assert list(types.values()) == ["VARCHAR", "DATE", "DOUBLE", "BIGINT", "VARCHAR"]
    assert [row[0] for row in rows] == [event["id"] for event in events]
    assert [row[1] for row in rows] == days(events, "earliest")
    assert [row[3] for row in rows] == best(events)


# A client that is generated from the document


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The name of a package that openapi-python-client makes of the document, and what it said meanwhile."""
    directory = tmp_path_factory.mktemp("generated")
    (directory / "openapi.yaml").write_text(openapi_yaml(openapi_document()), encoding="utf-8")
    programs = Path(sys.executable).parent
    command = [programs / "openapi-python-client", "generate", "--path", "openapi.yaml", "--output-path", "annals_client", "--meta", "none"]
    search = f"{programs}{os.pathsep}{os.environ['PATH']}"  # it formats what it writes with ruff
    made = subprocess.run(command, cwd=directory, env=os.environ | {"PATH": search}, capture_output=True, text=True, timeout=GENERATING)
    sys.path.insert(0, str(directory))
    yield made
    sys.path.remove(str(directory))


@pytest.fixture
def api(generated, service):
    """A function that calls an operation through the generated client, which answers with its models."""
    with module("client").Client(base_url=service.base, timeout=PATIENCE, raise_on_unexpected_status=True) as client:
        yield lambda tag, name, *path, **parameters: module(f"api.{tag}.{name}").sync(*path, client=client, **parameters)


def module(name):
    return importlib.import_module(f"annals_client.{name}")


def test_a_client_is_generated_without_a_warning(generated):
    assert (generated.returncode, generated.stderr) == (0, "")
    assert "arning" not in generated.stdout


def test_every_operation_is_in_the_generated_client(generated):
    for item in openapi_document()["paths"].values():
        (tag,) = item["get"]["tags"]
        assert callable(module(f"api.{tag}.{item['get']['operationId']}").sync)


def test_the_generated_client_lists_events_by_country(api, events):
    for countries in (["KZ"], ["KZ", "KG"]):
        page = api("events", "list_events", country=countries)
        expected = [event for event in events if event["kind"] == "incident" and (event["location"] or {}).get("country") in countries]
        assert [event.id for event in page.data] == [event["id"] for event in expected]
        assert [event.fatalities.best for event in page.data] == best(expected)
        assert [event.date.earliest for event in page.data] == days(expected, "earliest")
        assert page.meta.returned == len(expected) > 1


def test_the_generated_client_pages_until_there_is_no_next(api, events):
    kind = [module("models.list_events_kind_item").ListEventsKindItem.ALL]
    page, found = api("events", "list_events", kind=kind, limit=5), []
    while True:
        found += [event.id for event in page.data]
        if page.links.next_ is None:
            break
        cursor = page.links.next_.partition("cursor=")[2]
        page = api("events", "list_events", kind=kind, limit=5, cursor=cursor)
    assert found == [event["id"] for event in events]


def test_the_generated_client_names_its_classes_as_the_document_does(generated):
    models = module("models")
    assert [name for name in SCHEMAS if not hasattr(models, name)] == []


@pytest.mark.parametrize("path", openapi_document()["paths"])
def test_the_generated_client_gives_every_value_back_as_it_was_served(api, service, path):
    get = openapi_document()["paths"][path]["get"]
    (tag,), parts = get["tags"], [parameter["name"] for parameter in get["parameters"] if parameter["in"] == "path"]
    first = service.get(f"/v1/{tag}").json()["data"][0] if parts else {}
    assert_read(api(tag, get["operationId"], *(first[name] for name in parts)), service)


def test_the_generated_client_reads_what_events_carry_along(api, service):
    item = module("models.list_events_include_item").ListEventsIncludeItem
    page = api("events", "list_events", include=[item.CLAIMS, item.ACTORS, item.SOURCES])
    assert page.data[0].included.actors[0].name == page.data[0].actors[0].name
    assert_read(page, service)


def assert_read(model, service):
    """A model holds what is served at its own address, nulls included, and each object in it is of a class that the document names."""
    told = model.to_dict()
    assert told == service.get(told["links"]["self"]).json()
    assert {type(each).__name__ for each in models_in(model)} <= {*SCHEMAS, *DICTS}


def models_in(value):
    """The models that a model, or a list, holds at any depth, itself first."""
    if hasattr(value, "to_dict"):
        yield value
        value = [*(getattr(value, name) for name in type(value).__annotations__), *value.additional_properties.values()]
    for each in value if isinstance(value, list) else []:
        yield from models_in(each)


def test_the_generated_client_reads_where_an_event_was_and_when(api, events):
    found = api("events", "list_events", limit=1000).data
    expected = [event for event in events if event["kind"] == "incident"]
    assert [event.location and event.location.country for event in found] == [place and place["country"] for place in places(expected)]
    assert [event.location and event.location.latitude for event in found] == [place and place["latitude"] for place in places(expected)]
    assert [event.date.earliest for event in found] == days(expected, "earliest")
    assert None in [event.injuries.best for event in found]


def test_the_generated_client_reads_a_problem(api):
    problem = api("events", "list_events", date="yesterday", country=["Nowhere"])
    assert type(problem).__name__ == "Problem"
    assert (problem.status, [error.parameter for error in problem.errors]) == (400, ["country", "date"])
    assert api("events", "get_event", "kazakhstan:nowhere").status == 404


def test_the_generated_client_reads_claims_and_aggregates(api, service):
    claims = api("events", "list_event_claims", "kazakhstan:boralday-2011")
    assert [claim.source.published for claim in claims.data] == [claim.published for claim in claims.data] == ["2011-12-05"]
    assert claims.data[0].values["fatalities"] == 7
    by = module("models.aggregate_events_by_item").AggregateEventsByItem
    rows = api("aggregates", "aggregate_events", by=[by.YEAR, by.COUNTRY]).data
    assert [row.to_dict() for row in rows] == service.get("/v1/aggregates?by=year,country").json()["data"]
