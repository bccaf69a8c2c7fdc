"""Roll-ups and mentions: after whatever loads, what counting from scratch gives; and what roll-ups answer, events would."""

import random
from collections import Counter
from dataclasses import replace
from itertools import accumulate

import orjson
import pytest
from conftest import bound
from hypothesis import given
from hypothesis import strategies as st
from support.examples import examples
from support.invented_dataset import DATES, TOLLS, TYPES, batch, claims_of

from api.aggregates import group_by, json_rows, top_n
from api.aggregates.measures import as_dict
from api.filters.selection import Selection
from api.routes.aggregates import AggregateQuery
from models.db.database import database
from models.domain.periods import LEVELS, NONE
from models.domain.vocabularies import STATUS
from models.summaries.cube import ANY, CELL, FIGURES, ROLLUP_GRAINS
from models.summaries.rollup_query import leave_out
from models.tables.schema import Citation, Claim, Event, Mention, Participation, Rollup
from models.tables.validity import recorded_at
from seeds.batch import Record
from seeds.pipeline.load import load
from seeds.pipeline.revert import revert

PERIODS = ["2011", "2012", "2011-36", "2011-11", "2011-12", "2012-02", "2011-01/2011-12", "2011-10/2011-12", "2011-12?"]
"""Dates that are whole periods of roll-ups."""

RELEASE = "invented:late"
EVEN = [toll for toll in TOLLS if not isinstance(toll, dict) or "best" in toll]
BY = [*LEVELS[1:], "kind", *CELL[1:3], *CELL[4:]]
"""The dimensions that roll-ups have."""


def from_scratch():
    """By cuboid and cell, the number of events and by figure (sum, count), of the current events one by one."""
    found = {}
    for event in Event.select().where(Event.at()).dicts():
        for cuboid in ROLLUP_GRAINS:
            cell = found.setdefault((cuboid.number, *cell_of(event, cuboid)), [])
            cell.append(event)
    return {key: told(events) for key, events in found.items()}


def cell_of(event, cuboid):
    period = next((period_of(event, level) for level in LEVELS[cuboid.level : 0 : -1] if period_of(event, level)), NONE)
    parts = {"kind": event["kind"], "period": period if cuboid.level else ANY}
    parts |= {name: (event[name] or NONE) if name in cuboid.names else ANY for name in ("type", "country", "status", "dataset")}
    return tuple(parts[name] for name in CELL)


def period_of(event, level):
    first, last = (
        {"year": day[:4], "quarter": f"{day[:4]}-Q{-(-int(day[5:7]) // 3)}", "month": day[:7]}[level]
        for day in (event["date_earliest"], event["date_latest"])
    )
    return first if first == last else None


def told(events):
    given = {name: [event[name] for event in events if event[name] is not None] for name in FIGURES}
    return len(events), *((sum(numbers) if numbers else None, len(numbers)) for numbers in given.values())


def stored():
    rows = Rollup.select().dicts()
    return {
        (row["cuboid"], *(row[name] for name in CELL)): (row["events"], *((row[name], row[f"{name}_count"]) for name in FIGURES))
        for row in rows
    }


def named_from_scratch():
    """By kind and id, how many current incidents name what, of current parts and claims how many are in what role and how certain."""
    found = Counter(("certainty", claim.certainty) for claim in Claim.select().where(recorded_at(Claim, None)))
    for event in Event.select().where(Event.at()):
        parts, citations = (table.select().where(table.state == event.state).dicts() for table in (Participation, Citation))
        found.update(("role", part["role"]) for part in parts)
        if event.kind == "incident":
            names = {("dataset", event.dataset_id), *(("actor", part["actor"]) for part in parts)}
            names |= {("source", citation["source"]) for citation in citations}
            names |= {(kind, "") for kind in ("actor", "source")} - {(kind, "") for kind, _ in names}
            found.update(names | {("location", place) for place in accumulate((event.location or "").split("."), "{}.{}".format) if place})
    return found


def named():
    return {(row.kind, row.id): row.number for row in Mention.select()}


def record(rng, event, of_release):
    """A Record of an invented event, told by the release alone where `of_release`."""
    _, claims = claims_of(rng, event)
    return Record(event, [claims[0] | {"source": RELEASE}] if of_release else claims)


def told_anew(rng, events, share, of_release):
    """Records of events, of which some are told otherwise, some are gone and some are new."""
    kept = {event: record for event, record in events.items() if rng.random() > share / 4}
    fresh = [*(event for event in kept if rng.random() < share), *(f"invented:n{rng.randrange(10**6)}" for _ in range(rng.randint(0, 5)))]
    return kept | {event: record(rng, event, of_release) for event in fresh}


@examples(6)
@given(
    seed=st.integers(0, 10**6),
    of_release=st.booleans(),
    shares=st.lists(st.sampled_from([0.02, 0.3, 1]), min_size=1, max_size=4),
    most=st.sampled_from([0, 40, 10**6]),
)
def test_after_any_loads_they_are_what_the_current_events_come_to(backend, monkeypatch, seed, of_release, shares, most):
    for module in ("rollup_refresh", "counter_refresh"):
        monkeypatch.setattr(f"models.summaries.{module}.MOST", most)
    rng, first = random.Random(seed), batch(1)
    tellings = [{event: record(rng, event, of_release) for event in (f"invented:e{number}" for number in range(40))}]
    for share in shares:
        tellings.append(told_anew(rng, tellings[-1], share, of_release))
    with bound(backend(), writable=True):
        for day, events in enumerate([*tellings, tellings[0], {}], 1):
            more = {"label": str(day), "released_on": f"2020-01-{day:02}", "source": RELEASE if of_release else None}
            load(replace(first, records=events.values(), **more))
            assert (stored(), named()) == (from_scratch(), named_from_scratch())
        assert stored() == {}
        for _ in range(2):
            revert("invented")
            assert (stored(), named()) == (from_scratch(), named_from_scratch())


@pytest.fixture(scope="module")
def invented(backend):
    """A store with two invented datasets, in which events were changed and retracted, and none has bounds without a best figure."""
    url, rng = backend(), random.Random(7)
    with bound(url, writable=True), pytest.MonkeyPatch.context() as patch:
        patch.setattr("support.invented_dataset.TOLLS", EVEN)
        load(batch(200, 1))
        load(replace(batch(150, 2), label="2"))
        load(other(rng))
    return url


def other(rng):
    """A second dataset."""
    whole = batch(1)
    records = [Record(f"other:{number}", claims_of(rng, f"other:{number}")[1]) for number in range(60)]
    return replace(whole, dataset=whole.dataset | {"id": "other"}, records=records)


def picks(codes):
    signed = st.builds(str.__add__, st.sampled_from(["", "!"]), st.sampled_from(codes))
    return st.lists(signed, min_size=1, max_size=3, unique=True).map(",".join)


def is_possible(asked):
    return not AggregateQuery().validate(asked)


YEARS = ("2011", "2012", "2011/2012", "2010/2020", "2012/..", "../2011")
FILTERS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["incident", "series", "development", "all", "series,development", "!series"])},
    optional={
        "country": picks(["KZ", "KG", "FJ", "US"]),
        "type": picks([*TYPES, "violence", "attack", "politics"]),
        "status": picks(STATUS.codes),
        "dataset": picks(["invented", "other"]),
        "date": st.sampled_from([*DATES, *PERIODS, *YEARS, "2011-11/2011-12", "2011-12-01"]),
        "match": st.sampled_from(["certain", "possible"]),
        "type_depth": st.sampled_from(["1", "2"]),
    },
).filter(is_possible)


@examples(150)
@given(by=st.lists(st.sampled_from(BY), unique=True, max_size=4), filters=FILTERS)
def test_what_they_answer_is_what_events_would(reading_invented, by, filters):
    meant = selection(filters | ({"by": ",".join(by)} if by else {}))
    if filters.get("date", "2011") in YEARS or (filters.get("match") == "certain" and filters["date"] in PERIODS):
        assert group_by.count_by_rollups(by, meant) is not None
    assert group_by.count_events(by, meant) == group_by.count_by_statement(by, meant, group_by.group_query)


@examples(150)
@given(by=st.lists(st.sampled_from(BY), unique=True, min_size=1, max_size=4), filters=FILTERS)
def test_what_the_database_writes_of_them_is_what_python_would(reading_invented, by, filters):
    meant = selection(filters)
    counted, written = (
        group_by.count_by_rollups(by, meant.without(["type_depth"])),
        json_rows.read_json_rows(by, meant.without(["type_depth"])),
    )
    assert (counted is None or leave_out(meant)) == (written is None)
    if written:
        rows = [as_dict(counted.rows[key], dict(zip(by, key, strict=True))) for key in top_n.sort_keys(counted.rows, "key")]
        body = b",".join(each for bodies in written.rows.lists for each in bodies)
        assert (orjson.loads(b"[%b]" % body), written.rows.number) == (rows, len(rows))
        assert written.imprecise == group_by.total_tallies(counted, by, meant)[1]


def test_they_answer_nothing_that_asks_for_more(reading_invented):
    for name, value in {"has": "coordinates", "as_of": "2012-01-01", "bbox": "0,0,90,90", "disputed": "false", "distinct": "true"}.items():
        meant = selection({name: value})
        assert group_by.count_by_rollups(["year"], meant) is None
        assert json_rows.read_json_rows(["year"], meant) is None
        assert group_by.count_events(["year"], meant) == group_by.count_by_statement(["year"], meant, group_by.group_query)
    assert group_by.count_by_rollups(["week"], selection({})) is None


def selection(asked):
    return Selection((database.obj, *sorted(asked.items())), AggregateQuery().load(asked))


@pytest.fixture
def reading_invented(invented):
    with bound(invented):
        yield
