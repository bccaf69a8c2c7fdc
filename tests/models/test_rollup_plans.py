"""Plans of aggregates: on either database, roll-ups are read by their primary key, and a box by the index of areas alone."""

import pytest
from benchmarks.places import COUNTRIES
from conftest import serving
from support.query_plans import watched

CELLS = ("SEARCH t1 USING PRIMARY KEY (cuboid=? AND kind=?", "on rollup t1|Index Cond: ((cuboid = ")
PARTS = ("event_by_country (country=?)|SEARCH t2 USING PRIMARY KEY (state=?)", "on event_by_country|participation")
ACROSS = ("USING INDEX event_across (date_earliest>", "using event_across|date_earliest <= ")
BOX = ("USING COVERING INDEX event_by_area", "on event_by_area")
PLANS = {
    "events by year and country": ("by=year,country", CELLS),
    "deaths by month of a country and type": (f"by=month&country={COUNTRIES[0]}&type=armed-clash", CELLS),
    "by type of a country": (f"by=type,month&country={COUNTRIES[0]}", CELLS),
    "by status and dataset": ("by=status,dataset,kind", CELLS),
    "of a year for certain": ("by=type,country&date=2011&match=certain", CELLS),
    "of a year": ("by=type,country&date=2011", (*CELLS, *ACROSS)),
    "of years and a country": (f"by=year&date=2001/..&country={COUNTRIES[0]}", (*CELLS, *ACROSS)),
    "by actor of a country": (f"by=actor&country={COUNTRIES[7]}", (*PARTS, *CELLS)),
    "deaths by year in a box": ("by=year&bbox=-169,-60,-168,-59", BOX),
}
"""By workload, the query string of an aggregate, and what its statement must read, in the words of SQLite and of PostgreSQL."""


@pytest.fixture
def plans(monkeypatch):
    """The plans of the statements that count, as they are run."""
    return watched(monkeypatch, "SUM(", "tuples", "batches")


@pytest.mark.parametrize("workload", PLANS)
def test_each_aggregate_is_answered_by_its_index(plans, many, workload):
    query, wanted = PLANS[workload]
    with serving(many) as client:
        assert client.get(f"/v1/aggregates?{query}").json["meta"]["totals"]["events"]
    for plan in plans:
        assert any(all(part in plan for part in each.split("|")) for each in wanted), plan
        assert "SCAN t1" not in plan and "Seq Scan on event" not in plan and "Seq Scan on rollup" not in plan, plan


@pytest.mark.parametrize("query", ["", "kind=all", f"country={COUNTRIES[0]}&type=armed-clash", "date=2011&match=certain&status=occurred"])
def test_how_many_events_there_are_in_all_is_read_from_roll_ups(plans, many, query):
    with serving(many) as client:
        total = client.get(f"/v1/events?limit=1&count=exact&{query}").json["meta"]["total"]
        listed = client.get(f"/v1/events?format=ndjson&limit=all&{query}").text.splitlines()
    assert total == len(listed) > 0
    assert len(plans) == (1 if query == "kind=all" else 2), "how many, and how many are left out"
    assert all(any(all(part in plan for part in each.split("|")) for each in CELLS) for plan in plans), plans
