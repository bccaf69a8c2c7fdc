"""A statement is put together once for all questions that differ in nothing but what it binds, and gives each its own answer."""

import gc
from urllib.parse import urlencode

import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from support.examples import examples
from support.strategies import FORMATS

from api.filters.event_filters import EventFilters, binding_fields
from api.filters.selection import Selection
from models.db import dialect, prepared_statements
from models.tables.schema import Event

FORMS = {
    "country": ("KZ", "FJ", "!KZ"),
    "location": ("kz.a", "kg", "kz.a,kg"),
    "type": ("armed-clash", "suicide-bombing", "attack"),
    "status": ("occurred", "foiled", "occurred,foiled"),
    "dataset": ("invented", "invented", "!invented"),
    "source": ("invented:middle", "invented:late", "!invented:late"),
    "actor": ("invented:police", "invented:rebels", "invented:police,invented:rebels"),
    "date": ("2011", "2012", None),
    "bbox": ("65,45,66,46", "75,42,76,44", "170,-90,-170,44"),
    "near": ("45.5,65.5,50", "43,75.25,30", "43,75.25,20016"),
    "within": ("POLYGON((65 45, 66 45, 66 46, 65 46, 65 45))", "POLYGON((75 42, 76 42, 76 44, 75 44, 75 42))", None),
    "fatalities_min": ("1", "5", None),
    "fatalities_max": ("1", "5", None),
    "injuries_min": ("0", "5", None),
    "injuries_max": ("0", "5", None),
    "part_of": ("invented:e0", "invented:e1", "!invented:e1"),
    "original_type": ("3 & more", "7", "3 & more,7"),
    "q": ("bomb", '"al-qaeda rebels" police', "bomb or police"),
    "updated_since": ("2020-01-01", "2021-01-01", None),
    "as_of": ("2012-01-01", "2016-01-01", None),
    "revision": ("1", "1", None),
}
"""By filter that binds what it is given: two values of one form, which find about as much, and one of another, if there is any."""

PATHS = ("/v1/events?kind=all&fields=id", "/v1/events?kind=all&count=exact&limit=1&sort=relevance", "/v1/aggregates?kind=all&by=year,type")


@pytest.fixture
def made(monkeypatch):
    """The statements that were put together, as SQL of the store and of its column store."""
    make, of_columns, made = prepared_statements.PreparedStatement.__init__, dialect.column_store_sql, []

    def noted(statement, query):
        make(statement, query)
        made.append(statement.sql)

    def noted_of_columns(query):
        made.append(of_columns(query))
        return made[-1]

    monkeypatch.setattr(prepared_statements.PreparedStatement, "__init__", noted)
    monkeypatch.setattr(dialect, "column_store_sql", noted_of_columns)
    return made


def test_each_filter_that_binds_what_it_is_given_has_its_forms_here():
    assert FORMS.keys() == binding_fields(EventFilters).keys()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", FORMS)
def test_one_statement_serves_all_questions_of_its_form(invented, made, name, path):
    one, another, otherwise = FORMS[name]
    with serving(invented) as client:
        prepared_statements.cache_entry.cache_clear()
        expected = told(client, path, name, another)
        prepared_statements.cache_entry.cache_clear()
        found = told(client, path, name, one)
        assert found["meta"]["returned"] and expected["meta"]["returned"]
        statements = len(made)
        assert told(client, path, name, another) == expected
        assert made[statements:] == []
        if otherwise:
            told(client, path, name, otherwise)
            assert len(made) > statements


SHOWN = {
    "/v1/events?kind=all": {"format": ("geojson", "json"), "limit": ("1", "2")},
    "/v1/aggregates?kind=all&by=year,grid,type,location": {
        "top": ("1", "2", "3"),
        "grid": ("0.1", "1", "7.5"),
        "fill": ("true", "false"),
        "cumulative": ("true", "false"),
        "type_depth": ("1", "2", "3"),
        "location_depth": ("1", "2", "3"),
        "sort": ("key", "-events", "-fatalities"),
        "format": ("json", "csv"),
    },
}
"""By path, values of parameters that say how to show what is found, but not what is meant."""


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in SHOWN.items() for name in names])
def test_one_statement_serves_all_ways_to_show_what_it_finds(corpus, made, path, name):
    first, *others = SHOWN[path][name]
    with serving(corpus) as client:
        prepared_statements.cache_entry.cache_clear()
        assert client.get(f"{path}&{name}={first}").status_code == 200
        assert client.get(path).status_code == 200
        statements = len(made)
        for value in others:
            assert client.get(f"{path}&{name}={value}").status_code == 200
    assert made[statements:] == []


WITHIN = "within=POLYGON((57 50, 58 50, 58 51, 57 51, 57 50))"
POLYGONS = (
    f"/v1/events?{WITHIN}&count=exact&facets=country,actor",
    f"/v1/events?{WITHIN}&fatalities_min=1&sort=fatalities",
    f"/v1/events?{WITHIN}&limit=all&format=ndjson",
    f"/v1/events?{WITHIN}&country=FR",
    f"/v1/events?{WITHIN}&format=bibtex",
    f"/v1/aggregates?{WITHIN}&by=year,grid",
    f"/v1/aggregates?{WITHIN}&by=actor&top=2",
)


@pytest.mark.parametrize("path", POLYGONS)
def test_what_a_polygon_binds_is_not_kept(corpus, path):
    with serving(corpus) as client:
        prepared_statements.cache_entry.cache_clear()
        assert client.get(path).status_code == 200
        gc.collect()
        kept = [each for each in gc.get_objects() if isinstance(each, Selection) and each.values.get("within")]
    assert kept == []


@examples(200)
@given(data=st.data(), name=st.sampled_from(["date", "bbox", "near", "q"]), match=st.sampled_from(["possible", "certain"]))
def test_what_is_of_one_form_is_asked_by_the_same_sql(reading, data, name, match):
    """Where a form tells too little, a statement that was made for one value would serve another that wants another."""
    texts = data.draw(st.lists(FORMATS[EventFilters().fields[name].schema["format"]].filter(is_taken(name)), min_size=2, max_size=4))
    by_form = {}
    for selection in (Selection(None, EventFilters().load({name: text, "match": match})) for text in texts):
        sql, slots = Event.select().where(selection.condition()).sql()
        assert by_form.setdefault(selection.cache_key, (sql, slots)) == (sql, slots)
        assert {slot.name for slot in slots if isinstance(slot, prepared_statements.BindParameter)} <= selection.bind_values.keys()


def is_taken(name):
    def taken(text):
        return not EventFilters().validate({name: text})

    return taken


def told(client, path, name, value):
    answer = client.get(f"{path}&{urlencode({name: value})}")
    assert answer.status_code == 200, answer.json
    return {"data": answer.json["data"], "meta": answer.json["meta"]}
