"""Plans: on either database, each workload's statement uses the index that was made for it, and reads no table from end to end."""

import pytest
from conftest import bound, serving
from support.query_plans import explained, watched

from api.routes.changes import ORDER, changes_query
from models.domain.vocabularies import INCIDENT
from models.tables.schema import Event

PLANS = {
    "one event": ("/v1/events/invented:7", {"event_current"}),
    "by country and year": ("/v1/events?country=AF&date=2011", {"event_by_country", "event_long"}),
    "by year": ("/v1/events?date=2011", {"event_by_date", "event_long"}),
    "deep": ("{next}", {"event_by_date"}),
    "in a box": ("/v1/events?bbox=76.5,43,77.5,43.5", {"area_tree", "event_by_area"}),
    "near a point": ("/v1/events?near=43.25,76.95,50", {"area_tree", "event_by_area"}),
    "full text": ("/v1/events?q=tango", {"search"}),
    "full text by relevance": ("/v1/events?q=tango&sort=relevance", {"search"}),
    "since a moment": ("/v1/events?updated_since=2999-01-01", {"event_by_revision"}),
    "as of a day": ("/v1/events?as_of=2012-01-01", {"event_told", "event_ahead"}),
}
"""By workload, a path of the API, and what its statement must read."""

VIRTUAL = {"area_tree": "VIRTUAL TABLE INDEX 2:", "search": "VIRTUAL TABLE INDEX 192:M"}
"""How SQLite tells of an R*Tree that is searched and of a full-text index that is read in order of time, which it calls by no name."""


@pytest.fixture
def plans(monkeypatch):
    """The plans of the statements for documents, as they are run."""
    return watched(monkeypatch, "document", "rows")


@pytest.mark.parametrize("workload", PLANS)
def test_each_workload_is_answered_by_its_index(plans, many, workload):
    path, wanted = PLANS[workload]
    with serving(many) as client:
        path = path.format(next=client.get("/v1/events").json["links"]["next"])
        assert client.get(path).status_code == 200
    assert [name for name in sorted(wanted) if name not in plans[-1] and VIRTUAL.get(name, name) not in plans[-1]] == [], plans[-1]
    assert not any(scan in plans[-1] for scan in ("SCAN t1", "Seq Scan on event")), plans[-1]


def test_of_each_change_its_event_alone_is_asked_whether_it_meets_the_filters(many):
    with bound(many):
        query = changes_query(Event.kind == INCIDENT).order_by(*ORDER.columns.values()).limit(100)
        plan = explained(*query.sql())
    assert ("SEARCH t6 USING INTEGER PRIMARY KEY" in plan or "using event_pkey on event t6" in plan) and "Seq Scan on event" not in plan, (
        plan
    )
