"""A statement is put together once for all questions that differ in nothing but what it binds, and gives each its own answer."""

from urllib.parse import urlencode

import pytest
from conftest import serving
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import FORMATS

from api.filters import EventFilters, binding
from api.selections import Selection
from models import prepared
from models.tables import Event

OURS = "kazakhstan:"
FORMS = {
    "country": ("KZ", "FR", "!KZ"),
    "location": ("kz", "kg", "kz,kg"),
    "type": ("armed-clash", "trial", "attack"),
    "status": ("occurred", "foiled", "occurred,foiled"),
    "dataset": ("kazakhstan", "kazakhstan", "!kazakhstan"),
    "source": (f"{OURS}eurasianet-2011-12-05", f"{OURS}terror-plot-foiled-2015", f"!{OURS}terror-plot-foiled-2015"),
    "actor": (f"{OURS}arystan", f"{OURS}islamic-state", f"{OURS}arystan,{OURS}islamic-state"),
    "date": ("2011", "2015", "2015-11"),
    "bbox": ("76,43,77,44", "57,50,58,51", "170,-90,-170,44"),
    "near": ("43.25,76.95,50", "50.28,57.17,30", "43.25,76.95,20016"),
    "within": ("POLYGON((76 43, 77 43, 77 44, 76 44, 76 43))", "POLYGON((57 50, 58 50, 58 51, 57 51, 57 50))", None),
    "fatalities_min": ("1", "5", None),
    "fatalities_max": ("1", "5", None),
    "injuries_min": ("0", "5", None),
    "injuries_max": ("0", "5", None),
    "part_of": (f"{OURS}string-of-cases-2011", f"{OURS}string-of-cases-2011", f"!{OURS}string-of-cases-2011"),
    "original_type": ("a", "b", "a,b"),
    "q": ("gunman", '"suicide bomber" paris', "gunman or paris"),
    "updated_since": ("2020-01-01", "2100-01-01", None),
    "as_of": ("2012-01-01", "2016-01-01", None),
    "revision": ("1", "1", None),
}
"""By filter that binds what it is given: two values of one form, and one of another, if there is any."""

PATHS = ("/v1/events?kind=all&fields=id", "/v1/events?kind=all&count=exact&limit=1&sort=relevance", "/v1/aggregates?kind=all&by=year,type")


@pytest.fixture
def made(monkeypatch):
    """The statements that were put together, as SQL."""
    make, made = prepared.Statement.__init__, []

    def noted(statement, query):
        make(statement, query)
        made.append(statement.sql)

    monkeypatch.setattr(prepared.Statement, "__init__", noted)
    return made


def test_each_filter_that_binds_what_it_is_given_has_its_forms_here():
    assert FORMS.keys() == binding(EventFilters).keys()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", FORMS)
def test_one_statement_serves_all_questions_of_its_form(corpus, made, name, path):
    one, another, otherwise = FORMS[name]
    with serving(corpus) as client:
        prepared.made.cache_clear()
        expected = told(client, path, name, another)
        prepared.made.cache_clear()
        told(client, path, name, one)
        statements = len(made)
        assert told(client, path, name, another) == expected
        assert len(made) == statements or expected["meta"]["returned"] == 0, made[statements:]
        if otherwise:
            told(client, path, name, otherwise)
            assert len(made) > statements


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(["date", "bbox", "near", "q"]), match=st.sampled_from(["possible", "certain"]))
def test_what_is_of_one_form_is_asked_by_the_same_sql(reading, data, name, match):
    """Where a form tells too little, a statement that was made for one value would serve another that wants another."""
    texts = data.draw(st.lists(FORMATS[EventFilters().fields[name].schema["format"]].filter(is_taken(name)), min_size=2, max_size=4))
    by_form = {}
    for selection in (Selection(None, EventFilters().load({name: text, "match": match})) for text in texts):
        sql, slots = Event.select().where(selection.condition()).sql()
        assert by_form.setdefault(selection, (sql, slots)) == (sql, slots)
        assert {slot.name for slot in slots if isinstance(slot, prepared.Slot)} <= selection.fills.keys()


def is_taken(name):
    def taken(text):
        return not EventFilters().validate({name: text})

    return taken


def told(client, path, name, value):
    answer = client.get(f"{path}&{urlencode({name: value})}")
    assert answer.status_code == 200, answer.json
    return {"data": answer.json["data"], "meta": answer.json["meta"]}
