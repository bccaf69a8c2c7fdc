"""JSON of every make: where its objects stand, nested values as columns, GeoJSON, one object a line."""

import json

import pandas
import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from support.corpora import annals

from seeds.errors import LoadRefused
from seeds.files.read_options import ReadOptions
from seeds.files.table import open_table


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("json") / "events.json"


@pytest.fixture
def reading(path):
    """A function that gives the rows of a content, a text or what is to be written as JSON."""

    def read(content, **options):
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        with open_table(path, options=ReadOptions(**options)) as table:
            return list(table)

    return read


@pytest.fixture
def refusal(reading):
    def reason(content, **options):
        with pytest.raises(LoadRefused) as refused:
            reading(content, **options)
        return refused.value.faults[0].reason

    return reason


EVENTS = [{"id": 1}, {"id": 2}]
STANDING = {
    "bare": EVENTS,
    "under a key of its own": {"count": 2, "rows": EVENTS},
    "deeper": {"response": {"status": "ok", "page": {"events": EVENTS}}},
    "beside an empty list": {"errors": [], "items": EVENTS},
    "beside another where an API has it": {"links": [{"rel": "next"}], "data": EVENTS},
}


@pytest.mark.parametrize("content", STANDING.values(), ids=STANDING)
def test_the_list_of_objects_is_found_wherever_it_stands(reading, content):
    assert [row.cells for row in reading(content)] == [{"id": "1"}, {"id": "2"}]


def test_of_several_lists_of_objects_the_one_that_is_said_is_read(reading, refusal):
    content = {"people": [{"name": "x"}], "page": {"events": EVENTS}}
    assert refusal(content) == "it has several lists of objects (people, page.events): say which with --records or in the mapping"
    assert [row.cells for row in reading(content, records="page.events")] == [{"id": "1"}, {"id": "2"}]
    reason = "there is no list of objects at 'page.event'; did you mean 'page.events'?; there are people, page.events"
    assert refusal(content, records="page.event") == reason


@pytest.mark.parametrize("content", [{"error": "no key"}, {"id": [1, 2], "name": ["x", "y"]}, {"1": {"id": 1}}])
def test_json_without_a_list_of_objects_is_refused(refusal, content):
    assert refusal(content).startswith("JSON must be a list of objects")


def test_nested_values_are_columns_by_their_paths(reading):
    (row,) = reading([{"where": {"Town": "A", "point": {"lat": 1.5}}, "tags": ["x", 2, None], "none": {}, "no": [], "ring": [[1, 2]]}])
    assert row.cells == {"where.town": "A", "where.point.lat": "1.5", "tags": "x;2;", "none": "", "no": "", "ring": "[[1, 2]]"}


def test_objects_in_a_list_are_a_column_for_each_of_their_names(reading):
    (row,) = reading([{"sources": [{"title": "A", "url": "u"}, {"title": "B"}]}])
    assert (row.cells["sources.title"], row.cells["sources.url"]) == ("A;B", "u;")
    assert json.loads(row.cells["sources"]) == [{"title": "A", "url": "u"}, {"title": "B"}]


def test_a_list_with_semicolons_in_it_stays_json(reading):
    assert [row.cells for row in reading([{"tags": ["a;b", "c"]}])] == [{"tags": '["a;b", "c"]'}]


def test_a_name_that_is_a_path_as_well_is_refused(refusal):
    assert refusal([{"a.b": 1, "a": {"b": 2}}]) == "'a.b' is a name and a path of names in one of its records"


A_NAME = st.sampled_from(["a", "b", "c", "d"])
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.text("xyé ;,", max_size=3)
RECORDS = st.lists(
    st.dictionaries(A_NAME, st.recursive(SCALARS, lambda inner: st.dictionaries(A_NAME, inner, min_size=1))), min_size=1, max_size=4
)


@given(records=RECORDS.filter(any))
def test_columns_are_those_that_pandas_makes_and_lines_give_the_same(path, records):
    normal = pandas.json_normalize(records).map(lambda value: "" if value is None or value != value else value)
    expected = {name.lower() for name in normal.columns}
    path.write_text(json.dumps(records))
    with open_table(path) as table:
        assert set(table.columns) == expected
        rows = [row.cells for row in table]
    path.write_text("\n".join(map(json.dumps, [*records, {}])))
    with open_table(path) as table:
        assert (table.format, [row.cells for row in table]) == ("NDJSON", rows)


# One object a line


def test_a_line_that_is_no_object_costs_its_row_alone(reading):
    first, second, third, fourth = reading('{"a": "é"}\n\n{"a": \n[1]\n{"a": 2, "b": 1}\n')
    assert (first.cells, fourth.cells) == ({"a": "é", "b": ""}, {"a": "2", "b": "1"})
    assert (second.originals, third.originals, third.fault) == (['{"a":'], ["[1]"], "it is no object of JSON")
    assert second.fault.startswith("it is no valid JSON: Expecting value")


# GeoJSON


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


POINT = {"type": "Point", "coordinates": [71.4, -1.25]}
LINE = {"type": "LineString", "coordinates": [[0, 0], [1, 2.5]]}
COLLECTION = {
    "type": "FeatureCollection",
    "features": [feature(POINT, id="x") | {"id": 7}, feature(LINE) | {"id": 8}, feature(None, id="z")],
}
SHAPES = [
    {"id": "x", "geometry": "POINT (71.4 -1.25)", "longitude": "71.4", "latitude": "-1.25"},
    {"id": "8", "geometry": "LINESTRING (0 0, 1 2.5)", "longitude": "", "latitude": ""},
    {"id": "z", "geometry": "", "longitude": "", "latitude": ""},
]


def test_features_are_rows_of_properties_and_geometry(reading):
    assert [row.cells for row in reading(COLLECTION)] == SHAPES


@pytest.mark.parametrize("mark", ["", "\x1e"])
def test_features_may_stand_one_a_line(reading, mark):
    assert [row.cells for row in reading("".join(f"{mark}{json.dumps(each)}\n" for each in COLLECTION["features"]))] == SHAPES


def test_properties_outweigh_what_the_geometry_tells(reading):
    (row,) = reading({"type": "FeatureCollection", "features": [feature(POINT, Latitude=5, Geometry="north")]})
    assert (row.cells["latitude"], row.cells["geometry"], row.cells["longitude"]) == ("5", "north", "71.4")


def test_a_geometry_that_is_none_is_kept_as_it_stands(reading):
    (row,) = reading({"type": "FeatureCollection", "features": [feature({"type": "Pint", "coordinates": [1, 2]}, id=1)]})
    assert (row.cells["id"], json.loads(row.cells["geometry"])["type"]) == ("1", "Pint")


@pytest.mark.parametrize(
    ("name", "taken"), [("urn:ogc:def:crs:OGC:1.3:CRS84", True), ("EPSG:4326", True), ("urn:ogc:def:crs:EPSG::3857", False)]
)
def test_coordinates_that_are_no_degrees_of_wgs_84_are_refused(reading, refusal, name, taken):
    content = COLLECTION | {"crs": {"type": "name", "properties": {"name": name}}}
    if taken:
        assert len(reading(content)) == 3
    else:
        assert refusal(content).startswith("its coordinates are not degrees of WGS 84")


MAPPING = """\
dataset: {id: mine, title: Mine, description: D, licence: CC0-1.0, citation: C, publisher: P}
id: {column: id}
title: {column: what.title}
date: {column: when}
type: violence
location: {country: KZ, name: {column: where.town}, latitude: {column: where.lat}, longitude: {column: where.lon}}
sources:
- {title: {column: papers.name}, url: {column: papers.url}, split: ";"}
"""
TOLD = [
    {
        "id": 1,
        "when": "2011",
        "what": {"title": "A fight"},
        "where": {"town": "Taraz", "lat": 42.9, "lon": 71.4},
        "papers": [{"name": "Post", "url": "https://a.example"}, {"name": "News", "url": "https://b.example"}],
    }
]


def test_a_mapping_names_paths_of_nested_json(empty, tmp_path):
    (tmp_path / "my.yaml").write_text(MAPPING + "file: {records: found.events}\n")
    (tmp_path / "events.json").write_text(json.dumps({"found": {"events": TOLD, "others": [{}]}}))
    status, _, errors = annals(empty, "load", "--mapping", f"{tmp_path}/my.yaml", "--release", "1", f"{tmp_path}/events.json")
    assert status == 0, errors
    with serving(empty) as client:
        (event,) = client.get("/v1/events?include=sources").json["data"]
    assert (event["title"], event["location"]["name"]) == ("A fight", "Taraz")
