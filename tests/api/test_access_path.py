"""How SQLite reads a page: what is seldom is gathered, what is frequent is met along an order. (In test_filters, what is found.)"""

import pytest
from benchmarks.filling import fill
from benchmarks.places import COUNTRIES
from conftest import disconnect, serving
from support.query_plans import watched

from models.tables.schema import Event

EVENTS = 3000
OFTEN, SELDOM = COUNTRIES[0].lower(), COUNTRIES[40].lower()
GATHERED = "LIST SUBQUERY"
BY_STATE = "SEARCH t2 USING INTEGER PRIMARY KEY (rowid=?)"
ALONG = "event_by_date"

READINGS = {
    "actor=invented:actor-0": (ALONG, "CORRELATED SCALAR SUBQUERY"),
    "actor=invented:actor-700": (BY_STATE, GATHERED),
    "actor=!invented:actor-700": ("event_by_date",),
    "actor=invented:actor-0,invented:actor-700": (ALONG,),
    "actor=invented:actor-0&sort=-fatalities": ("event_by_fatalities", "CORRELATED SCALAR SUBQUERY"),
    f"actor=invented:actor-0&country={SELDOM}": ("event_by_country (country=?)", "CORRELATED SCALAR SUBQUERY"),
    f"actor=invented:actor-700&country={OFTEN}": (BY_STATE, GATHERED),
    "source=invented:outlet-3-2015-07": (BY_STATE, GATHERED),
    f"location={OFTEN}": (ALONG,),
    f"location={SELDOM}": ("event_by_location (location>? AND location<?)",),
    f"location={SELDOM},{OFTEN}.province-1": ("event_by_location (location=?)", GATHERED),
    f"country={OFTEN}&sort=-fatalities": ("event_by_fatalities",),
    f"country={SELDOM}&sort=-fatalities": ("event_by_country (country=?)",),
    "date=2011-07-01&sort=-updated": ("event_by_date (date_earliest>? AND date_earliest<?)",),
    "type=suicide-bombing&sort=fatalities": ("event_by_type (type=?)",),
    "bbox=-180,-90,180,90": (ALONG, "CORRELATED SCALAR SUBQUERY"),
    "bbox=20,20,21,21": ("event_by_area (area=?)", GATHERED),
    "near=20,20,50": ("event_by_area (area=?)", GATHERED),
    "near=20,20,20000": (ALONG, "CORRELATED SCALAR SUBQUERY"),
    "fatalities_min=1": (ALONG,),
    "fatalities_min=3000": ("event_by_reach (<expr>>?)",),
    "fatalities_min=3000&match=certain": ("event_by_reach (<expr>>?)",),
    "dataset=invented&actor=invented:actor-0": ("event_by_dataset (dataset=?)", "CORRELATED SCALAR SUBQUERY"),
    "dataset=invented&fatalities_min=3000": ("event_by_reach (<expr>>?)",),
    "updated_since=2000-01-01": (ALONG,),
    "updated_since=2999-01-01": ("event_by_revision (revision_from>?)",),
    "part_of=invented:7&actor=invented:actor-0": ("event_by_series (part_of=?)", "CORRELATED SCALAR SUBQUERY"),
    "original_type=7&actor=invented:actor-0": ("event_by_original (original_type=?)", "CORRELATED SCALAR SUBQUERY"),
    "original_type=7,8&sort=-fatalities": ("event_by_original (original_type=?)",),
    "within=POLYGON((20 20, 21 20, 21 21, 20 20))&actor=invented:actor-0": (GATHERED,),
    "has=injuries": ("event_injuring",),
    "has=coordinates,part_of": ("event_serial",),
    "has=injuries&actor=invented:actor-0": ("event_injuring", "CORRELATED SCALAR SUBQUERY"),
    "has=injuries&actor=invented:actor-700": (BY_STATE, GATHERED),
    f"has=injuries&country={OFTEN}": ("event_injuring",),
    f"has=injuries&country={SELDOM}": ("event_by_country (country=?)",),
    "has=injuries&sort=-fatalities": ("event_by_fatalities",),
    "related=part_of": ("event_serial",),
    "related=related": ("event_related",),
    "related=same_as": ("event_twinned",),
    "related=!same_as": ("event_by_date",),
}
"""By query, what its plan says."""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('reading')}/annals.db"
    fill(url, EVENTS, 1)
    for code in ("7", "8"):
        Event.update(original_type=code).where(Event.id == f"invented:{code}").execute()
    disconnect()
    with serving(url) as client:
        yield client


@pytest.mark.parametrize("query", READINGS)
def test_what_is_seldom_is_gathered_and_what_is_frequent_is_met_on_the_way(client, monkeypatch, query):
    plans = watched(monkeypatch, "document", "rows")
    assert client.get(f"/v1/events?{query}").status_code == 200
    assert [words for words in READINGS[query] if words not in plans[-1]] == [], plans[-1]


def test_without_a_column_store_all_are_counted_as_they_lie_and_their_actors_beside_them(client, monkeypatch):
    plans = watched(monkeypatch, "", "tuples", "batches")
    assert client.get("/v1/aggregates?by=actor").status_code == client.get("/v1/aggregates?by=location").status_code == 200
    by_actor, *others = (plan for plan in plans if "SCAN t1\n" in plan)
    assert "SCAN t1\nSEARCH t2 USING PRIMARY KEY (state=?)" in by_actor and "FOR DISTINCT" not in by_actor
    assert others and all(plan.startswith("SCAN t1\nUSE TEMP B-TREE") for plan in others)


def test_where_nothing_was_counted_the_answer_is_the_same(client, monkeypatch):
    query = f"/v1/events?actor=invented:actor-0&location={OFTEN}&fatalities_min=1"
    ids = [event["id"] for event in client.get(query).json["data"]]
    monkeypatch.setattr("api.filters.access_path.table_sizes", lambda identity: {})
    assert [event["id"] for event in client.get(query).json["data"]] == ids != []
