"""Formats: what an independent reader finds in each of them is what the JSON says, thing by thing, in the same order."""

import csv
import io
import json

import geopandas
import pyarrow
import pytest
import shapely
from conftest import load_into, serving
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import parquet
from requests.utils import parse_header_links
from support.batches import batch, load_batch
from support.paths import ASKED, path_of
from support.service import served

from api.formats.base import Item, Listing
from api.formats.csv_format import Csv
from api.formats.registry import FORMATS
from api.operations.operation import OPERATIONS
from models.serialization.columns import Column
from models.serialization.schemas import EventSchema

WIDE = {"list_events": {"kind": "all"}, "aggregate_events": {"by": "country,type"}}
"""By operation, a query with a longer answer."""

LISTS = [(operation, name) for operation in OPERATIONS for name in operation.formats if operation.many and not FORMATS[name].is_citation]
OPERATION = {operation.name: operation for operation in OPERATIONS}
EMPTY = {"list_events": "country=ML", "list_sources": "published=1999", "list_locations": "country=ML", "list_actors": "country=ML"}
"""By operation, a query that finds nothing."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TEXTS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A0', "'=1", "1,5", 'He said "no"', "two\nlines", "two\r\nlines",
    "Қазақстан — Алматы", "خبر", "💥", " padded ", "a;b", "--", "null", "0", "true", "\\", "a\x0bb",
]  # fmt: skip


def named(pair):
    operation, name = pair
    return f"{operation.name}-{name}"


def ask(client, operation, accept="*/*", **query):
    """An operation's answer, at a thing of the corpus."""
    answer = client.get(path_of(operation), query_string=WIDE.get(operation.name, {}) | query, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return answer


def rows(answer):
    """The header and the rows of a CSV."""
    header, *found = csv.reader(io.StringIO(answer.data.decode(), newline=""), strict=True)
    return header, found


def table(answer):
    return parquet.read_table(io.BytesIO(answer.data))


def things_of_csv(answer):
    header, found = rows(answer)
    return [dict(zip(header, row, strict=True)) for row in found]


def features(texts):
    return [feature["properties"] for feature in texts if feature["type"] == "Feature"]


THINGS = {
    "json": lambda answer: json.loads(answer.data)["data"],
    "geojson": lambda answer: features(json.loads(answer.data)["features"]),
    "ndjson": lambda answer: [json.loads(line) for line in answer.data.decode().split("\n")[:-1]],
    "geojsonseq": lambda answer: features(json.loads(text) for text in answer.data.decode().split("\x1e")[1:]),
    "csv": things_of_csv,
    "parquet": lambda answer: table(answer).to_pylist(),
}


def found(thing, column):
    """What a thing's JSON has under the name of a column."""
    for key, value in thing.items():
        if key == column:
            return value
        if isinstance(value, dict) and column.startswith(f"{key}_"):
            return found(value, column.removeprefix(f"{key}_"))
    return None


def labels(value):
    return [each.get("id") or each["name"] if isinstance(each, dict) else each for each in value]


def spelt(value):
    """How a CSV spells it."""
    if isinstance(value, list):
        joined = ";".join(map(str, labels(value)))
        return joined if value and isinstance(value[0], float) else spelt(joined)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, str):
        return f"'{value}" if value.startswith(DANGEROUS) else value
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def held(value):
    """How a Parquet file holds it."""
    if isinstance(value, list):
        return labels(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, dict) else value


EXPECTED = {
    "csv": lambda row, thing: {name: spelt(found(thing, name)) for name in row},
    "parquet": lambda row, thing: {name: held(found(thing, name)) for name in row},
}


def plain(row):
    """The days of a Parquet row as JSON spells them."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


@pytest.mark.parametrize("pair", LISTS, ids=named)
def test_a_list_holds_the_same_things_in_the_same_order(client, pair):
    operation, name = pair
    expected = json.loads(ask(client, operation).data)["data"]
    things = THINGS[name](ask(client, operation, format=name))
    assert expected
    if name in EXPECTED:
        things, expected = list(map(plain, things)), [EXPECTED[name](row, thing) for row, thing in zip(things, expected, strict=True)]
    assert things == expected


@pytest.mark.parametrize("pair", [(operation, name) for operation, name in LISTS if name in EXPECTED], ids=named)
def test_a_table_has_a_column_for_everything_but_the_links(client, pair):
    operation, name = pair
    columns = THINGS[name](ask(client, operation, format=name))[0]
    for key in ask(client, operation).json["data"][0].keys() - {"links"}:
        assert any(column == key or column.startswith(f"{key}_") for column in columns)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_answer_names_its_media_type_whichever_way_it_is_asked_for(client, operation):
    for format in map(FORMATS.get, operation.formats):
        assert ask(client, operation, accept=format.media_type).content_type == format.content_type
        assert ask(client, operation, format=format.name).content_type == format.content_type


@pytest.mark.parametrize("operation", [operation for operation in OPERATIONS if operation.many], ids=lambda operation: operation.name)
def test_a_list_has_the_name_of_a_file(client, operation):
    for name in operation.formats:
        told = ask(client, operation, accept=FORMATS[name].media_type).headers["Content-Disposition"]
        kept = "inline" if name in ("json", "geojson") else "attachment"
        extension = {"geojsonseq": "geojsons", "bibtex": "bib", "csl": "json"}.get(name, name)
        assert told == f'{kept}; filename="annals-{operation.tag}-1.{extension}"'


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_offered_by_the_lists_that_can_be_written_in_it(name):
    lists, format = {operation.name: operation.formats for operation in OPERATIONS if operation.many}, FORMATS[name]
    events = {"list_events", "aggregate_events"}
    able = events if format.is_citation else {*events, "list_locations"} if format.needs_points else lists.keys()
    assert able == {operation for operation, formats in lists.items() if name in formats}


@pytest.mark.parametrize("name", ["get_event", "get_location"])
def test_one_thing_as_geojson_is_its_feature(client, name):
    feature = ask(client, OPERATION[name], format="geojson").json
    assert feature["properties"] == ask(client, OPERATION[name]).json
    assert shapely.geometry.shape(feature["geometry"]).equals(shapely.Point(76.85477, 43.35567))


@pytest.mark.parametrize("more", [{}, {"limit": "all"}, {"fields": "title"}, {"include": "claims"}, {"sort": "-fatalities"}])
def test_features_of_events_have_their_ids(client, more):
    ids = [event["id"] for event in ask(client, OPERATION["list_events"], **more | {"fields": "id"}).json["data"]]
    for format in ("geojson", "geojsonseq"):
        assert ids_of(ask(client, OPERATION["list_events"], format=format, **more)) == ids


def test_features_of_locations_and_of_one_thing_have_their_ids(client):
    ids = [each["id"] for each in ask(client, OPERATION["list_locations"]).json["data"]]
    for format in ("geojson", "geojsonseq"):
        assert ids_of(ask(client, OPERATION["list_locations"], format=format)) == ids
    for name, more in (("get_event", {}), ("get_event", {"fields": "title"}), ("get_location", {})):
        feature = ask(client, OPERATION[name], format="geojson", **more).json
        assert [*feature] == ["type", "id", "geometry", "properties"]
        assert feature["id"] == ASKED[OPERATION[name].tag]


def test_features_of_counts_have_no_id(client):
    assert all("id" not in feature for feature in ask(client, OPERATION["aggregate_events"], format="geojson").json["features"])


def ids_of(answer):
    """Of the features of an answer."""
    texts = [json.loads(text) for text in answer.text.split("\x1e") if text]
    return [feature["id"] for text in texts for feature in text.get("features", [text])]


# Tables


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_csv_has_the_header_of_a_full_one(client, name):
    empty = client.get(f"{OPERATION[name].path}?{EMPTY[name]}&format=csv")
    assert rows(empty) == (rows(ask(client, OPERATION[name], format="csv"))[0], [])
    assert empty.data.endswith(b"\r\n")


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_parquet_file_has_the_types_of_a_full_one(client, name):
    empty = table(client.get(f"{OPERATION[name].path}?{EMPTY[name]}&format=parquet"))
    assert (empty.num_rows, empty.schema) == (0, table(ask(client, OPERATION[name], format="parquet")).schema)


@pytest.mark.parametrize(
    ("path", "types"),
    [
        (
            "/v1/events",
            {
                "id": pyarrow.string(), "date_edtf": pyarrow.string(), "date_earliest": pyarrow.date32(), "known_from": pyarrow.date32(),
                "location_latitude": pyarrow.float64(), "fatalities_best": pyarrow.int64(), "revision": pyarrow.int64(),
                "actors": pyarrow.list_(pyarrow.string()), "disputed": pyarrow.list_(pyarrow.string()),
            },
        ),
        ("/v1/locations", {"latitude": pyarrow.float64(), "bounds": pyarrow.list_(pyarrow.float64()), "events": pyarrow.int64()}),
        ("/v1/datasets", {"released_on": pyarrow.date32(), "events": pyarrow.int64()}),
        (
            "/v1/events/kazakhstan:taraz-attack-2011/claims",
            {"locator_paragraph": pyarrow.int64(), "locator_also": pyarrow.list_(pyarrow.int64()), "values": pyarrow.string()},
        ),
    ],
)  # fmt: skip
def test_parquet_has_types(client, path, types):
    schema = table(client.get(f"{path}?format=parquet")).schema
    assert {name: schema.field(name).type for name in types} == types


def test_what_is_unreported_is_an_empty_cell_and_a_null_and_never_0(client):
    event = "kazakhstan:uzbekistan-crackdown-2015"
    assert client.get(f"/v1/events/{event}").json["fatalities"] == {"low": None, "best": None, "high": None}
    (row,) = (row for row in things_of_csv(client.get("/v1/events?format=csv")) if row["id"] == event)
    assert [row[f"fatalities_{bound}"] for bound in ("low", "best", "high")] == ["", "", ""]
    (row,) = (row for row in table(client.get("/v1/events?format=parquet")).to_pylist() if row["id"] == event)
    assert (row["fatalities_best"], row["location_latitude"], row["time"]) == (None, None, None)


def test_every_line_of_a_csv_ends_as_rfc_4180_says(client):
    answer = client.get("/v1/events?kind=all&format=csv")
    assert answer.data.count(b"\n") == answer.data.count(b"\r\n") == len(rows(answer)[1]) + 1


# Texts that are hard to write


@pytest.fixture
def hard(empty):
    """A client of a store of events with texts that are hard to write, in the titles, summaries, actors and places."""
    ids = [f"drafted:e{number:02}" for number in range(len(TEXTS))]
    names = {f"drafted:a{number:02}": text for number, text in enumerate(TEXTS)}
    places = {f"fj.p{number:02}": (text, -179.5, -17.25) for number, text in enumerate(TEXTS)}
    values = [
        {"title": text, "summary": text, "location": place, "actors": [{"actor": actor, "role": "target"}], "fatalities": number or None}
        for number, (text, actor, place) in enumerate(zip(TEXTS, names, places, strict=True))
    ]
    load_batch(empty, batch(dict(zip(ids, values, strict=True)), names=names, places=places))
    with serving(empty) as client:
        yield client


def test_texts_survive_every_format_but_for_the_apostrophe_of_csv(hard):
    for name, read in THINGS.items():
        things = read(hard.get(f"/v1/events?sort=date&format={name}"))
        escaped = [spelt(text) if name == "csv" else text for text in TEXTS]
        assert [thing["title"] for thing in things] == escaped
        assert [thing["summary"] for thing in things] == escaped
        assert [thing["location"]["name"] if "location" in thing else thing["location_name"] for thing in things] == escaped


def test_no_cell_is_a_formula_and_numbers_stay_numbers(hard):
    cells = things_of_csv(hard.get("/v1/events?sort=date&format=csv"))
    assert {cell for row in cells for cell in row.values() if cell.startswith(DANGEROUS)} == {"-179.5", "-17.25"}
    assert [row["fatalities_best"] for row in cells] == ["", *(str(number) for number in range(1, len(TEXTS)))]
    for path, column in (("actors", "name"), ("locations", "name")):
        assert [row[column] for row in things_of_csv(hard.get(f"/v1/{path}?format=csv"))] == [spelt(text) for text in TEXTS]


EVERYTHING = ",".join(name for name in EventSchema().fields if name != "links")
"""The fields of events that make the same table as none asked for, of which no line is stored."""


@pytest.mark.parametrize(
    "query", ["sort=date", "sort=date&limit=7", "sort=date&limit=all", "limit=1", "q=two", "country=ML", "include=claims"]
)
def test_stored_lines_are_what_is_made_of_the_json(hard, query):
    answer = hard.get(f"/v1/events?{query}&format=csv")
    assert answer.data == hard.get(f"/v1/events?{query}&fields={EVERYTHING}&format=csv").data
    while following := links(answer).get("next"):
        answer = hard.get(following)
        assert answer.data == hard.get(f"{following}&fields={EVERYTHING}").data


def links(answer):
    """The answer's links by relation."""
    return {link["rel"]: link["url"] for link in parse_header_links(answer.headers.get("Link", ""))}


@pytest.mark.parametrize("name", ["csv", "ndjson"])
def test_pages_of_what_is_stored_go_on_where_those_of_json_do(hard, name):
    path = f"/v1/events?limit=5&format={name}"
    while path:
        answer = hard.get(path)
        told = hard.get(path.replace(f"format={name}", "format=json")).json
        things = THINGS[name](answer)
        assert [thing["id"] for thing in things] == [thing["id"] for thing in told["data"]]
        for rel in ("next", "prev"):
            assert links(answer).get(rel, "").replace(f"format={name}", "format=json") == (told["links"][rel] or "")
        path = links(answer).get("next")
    (*_, before), (after, *_) = THINGS[name](hard.get(links(answer)["prev"])), things
    assert before["id"] > after["id"]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(
    st.lists(st.tuples(texts, texts | st.none(), st.lists(texts.filter(bool), max_size=3), st.integers(-(2**63), 2**63 - 1) | st.none()))
)
@example([(text, None, [text], None) for text in TEXTS])
def test_any_text_survives_csv(things):
    columns = [Column("title", ("title",), "string"), Column("summary", ("in", "summary"), "string")]
    columns += [Column("names", ("names",), "string", listed=True), Column("number", ("number",), "integer")]
    bodies = [{"title": title, "in": {"summary": summary}, "names": names, "number": number} for title, summary, names, number in things]
    listing = Listing([Item(json.dumps(body).encode()) for body in bodies], {}, {}, columns=columns)
    header, *found = csv.reader(io.StringIO(b"".join(Csv().chunks(listing)).decode(), newline=""), strict=True)
    assert header == ["title", "summary", "names", "number"]
    assert found == [[spelt(title), spelt(summary), spelt(names), spelt(number)] for title, summary, names, number in things]


# GeoJSON


@pytest.mark.parametrize("operation", ["list_events", "list_locations"])
@pytest.mark.parametrize("name", ["geojson", "geojsonseq"])
def test_geojson_is_valid(client, operation, name):
    told = [json.loads(text) for text in ask(client, OPERATION[operation], format=name).text.split("\x1e") if text]
    collected = told if name == "geojsonseq" else told[0]["features"]
    for feature in collected:
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        geometry = feature["geometry"] and shapely.geometry.shape(feature["geometry"])
        assert geometry is None or (geometry.is_valid and -180 <= geometry.x <= 180 and -90 <= geometry.y <= 90)
    frame = geopandas.GeoDataFrame.from_features(collected, crs="EPSG:4326")
    assert set(frame.geometry.dropna().geom_type) == {"Point"}
    assert 0 < frame.geometry.isna().sum() < len(frame)


def test_a_feature_collection_has_nothing_that_rfc_7946_reserves(client):
    collection = client.get("/v1/events?format=geojson").json
    assert collection["type"] == "FeatureCollection"
    assert collection.keys().isdisjoint({"crs", "coordinates", "geometries", "geometry", "properties"})
    assert collection["meta"]["returned"] == len(collection["features"])


def test_a_point_is_longitude_before_latitude(client):
    features = client.get("/v1/events?kind=all&format=geojson").json["features"]
    placed = [feature for feature in features if feature["geometry"]]
    assert placed
    for feature in placed:
        place = feature["properties"]["location"]
        assert feature["geometry"] == {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}


def test_a_text_sequence_is_framed_as_rfc_8142_says(client):
    answer = client.get("/v1/events?kind=all&format=geojsonseq").data
    assert answer.startswith(b"\x1e")
    assert all(text.endswith(b"}\n") and text.count(b"\n") == 1 for text in answer.split(b"\x1e")[1:])


def test_ndjson_is_one_object_a_line(client):
    lines = client.get("/v1/events?kind=all&format=ndjson").data.split(b"\n")
    assert lines.pop() == b""
    assert all(isinstance(json.loads(line), dict) for line in lines)


# Where pyarrow is not installed


def test_without_pyarrow_parquet_is_406_with_a_word_and_the_rest_is_as_ever(tmp_path):
    store = f"sqlite:///{tmp_path / 'annals.db'}"
    load_into(store)
    (tmp_path / "pyarrow.py").write_text("raise ImportError('pyarrow is not installed')")
    with served(store, PYTHONPATH=str(tmp_path), WEB_CONCURRENCY="1") as service:
        for path, accept in (("/v1/events?format=parquet", "*/*"), ("/v1/events", "application/vnd.apache.parquet")):
            answer = service.get(path, headers={"Accept": accept})
            assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
            assert "make parquet" in answer.json()["detail"]
        second = service.get("/v1/events", headers={"Accept": "application/vnd.apache.parquet, text/csv;q=0.1"})
        assert second.headers["Content-Type"].startswith("text/csv")
        assert service.get("/v1/events?format=csv").ok
