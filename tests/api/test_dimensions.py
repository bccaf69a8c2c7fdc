"""Aggregates and facets against a plain Python oracle, over a store with every kind of imprecision."""

import csv
import io
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from conftest import bound, serving
from hypothesis import example, given
from hypothesis import strategies as st
from peewee import Select, Value
from pyarrow import parquet
from support.examples import examples
from support.filter_oracle import ORACLE, stands_for
from support.invented_dataset import ACTOR_KINDS, ACTORS, BOXES, DATES, SOURCES, TYPES
from support.needed_parameters import effective

from api.aggregates import grid
from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.periods import PERIODS
from models.db.database import database
from models.domain import dates
from models.domain.vocabularies import TYPE

ADDITIVE = sorted(DIMENSIONS.keys() - {"actor", "actor_kind", "source"})
BOUNDS = ("low", "best", "high")


def several(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(",".join)


FILTERS = {
    "country": several(["KZ", "KG", "FJ", "FR"]),
    "location": several(list(BOXES)),
    "type": several(TYPES),
    "status": several(["occurred", "foiled"]),
    "kind": st.sampled_from(["incident", "series", "all"]),
    "source": several([f"invented:{source}" for source in SOURCES]),
    "actor": several([f"invented:{actor}" for actor in ACTORS]),
    "date": st.sampled_from([*DATES, "2011-05/2011-12", "2009/2013", "../2010", "2013/.."]),
    "match": st.sampled_from(["possible", "certain"]),
    "as_of": st.sampled_from(["2011-12-05", "2012-12-31"]),
}
SHAPES = {
    "location_depth": st.integers(1, 4).map(str),
    "type_depth": st.integers(1, 5).map(str),
    "grid": st.sampled_from(["1", "0.1", "0.25", "7", "33.3", "90"]),
}
filters = st.fixed_dictionaries({}, optional=FILTERS)
shapes = st.fixed_dictionaries({}, optional=SHAPES)
dimensions = st.lists(st.sampled_from(sorted(DIMENSIONS)), max_size=3, unique=True)
undated = st.lists(st.sampled_from(sorted(DIMENSIONS.keys() - PERIODS.keys())), max_size=1)
series = st.tuples(st.sampled_from(sorted(PERIODS)), undated).flatmap(lambda pair: st.permutations([pair[0], *pair[1]]))


@pytest.fixture
def client(invented):
    with serving(invented) as client:
        yield client


@pytest.fixture
def store(invented):
    with bound(invented):
        yield


# What a state of an event counts under, by dimension.


def quarter(day):
    return f"{day.year}-Q{1 + (day.month - 1) // 3}"


def week(day):
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


NAMES = {"year": "{:%Y}".format, "quarter": quarter, "month": "{:%Y-%m}".format, "week": week, "day": "{:%Y-%m-%d}".format}


def days(state):
    span = dates.parse_date(state.values["date"])
    return date.fromisoformat(span.first), date.fromisoformat(span.last)


def period(name):
    def key(state, query):
        first, last = map(NAMES[name], days(state))
        return first if first == last else None

    return key


def ancestor(parts, depth):
    return None if len(parts) < depth else parts[depth - 1]


def place(state, query):
    if "location" not in state.values:
        return None
    path = state.values["location"].split(".")
    return ancestor([".".join(path[: at + 1]) for at in range(len(path))], int(query.get("location_depth", len(path))))


def country(state, query):
    code = state.values.get("location", "").partition(".")[0].upper()
    return code if code in ("KZ", "KG", "FJ") else None


def admin1(state, query):
    return place(state, {"location_depth": 2}) if country(state, query) else None


def type_(state, query):
    branch = [*reversed(TYPE.ancestors(state.values["type"])), state.values["type"]]
    return ancestor(branch, int(query.get("type_depth", len(branch))))


def cell(state, query):
    """Found by walking along the map."""
    west, south, east, north = BOXES.get(state.values.get("location"), (None,) * 4)
    if west is None or (west, south) != (east, north):
        return None
    return f"{stop(south, -90, 90, query)},{stop(west, -180, 180, query)}"


def stop(degrees, here, end, query):
    size, here = Fraction(query.get("grid", "1")), Fraction(here)
    while here + size <= Fraction(str(degrees)) and here + size < end:
        here += size
    return f"{float(here):.10f}".rstrip("0").rstrip(".")


SINGLE = {
    **{name: period(name) for name in PERIODS},
    "country": country,
    "admin1": admin1,
    "location": place,
    "grid": cell,
    "type": type_,
    "status": lambda state, query: state.values["status"],
    "kind": lambda state, query: state.values["kind"],
    "dataset": lambda state, query: "invented",
}


def keys(state, by, query):
    """The keys of an event, with a part for each dimension."""
    actors = [part["actor"] for part in state.values.get("actors", ())]
    sides = [{"actor": actor, "actor_kind": ACTOR_KINDS[actor.removeprefix("invented:")]} for actor in actors]
    single = {name: find(state, query) for name, find in SINGLE.items() if name in by}
    choices = product(sides or [{"actor": None, "actor_kind": None}], state.sources)
    return {tuple((single | side | {"source": source})[name] for name in by) for side, source in choices}


def test_every_dimension_has_its_oracle():
    assert SINGLE.keys() | {"actor", "actor_kind", "source"} == DIMENSIONS.keys()


def found(query):
    return ORACLE.ask(**{"kind": "incident"} | query).values()


def rows_of(states, by, query):
    rows = defaultdict(list)
    for state in states:
        for key in keys(state, by, query):
            rows[key].append(state)
    return dict(rows) if by else {(): list(states)}


def told(states):
    """What a row says of events."""
    return {"events": len(states)} | {name: sums([state.values.get(name) for state in states]) for name in ("fatalities", "injuries")}


def sums(ranges):
    """Of those with a best figure."""
    tolls = [{bound: stands_for(each, bound) for bound in BOUNDS} for each in ranges if each and each["best"] is not None]
    figures = {bound: sum(each[bound] for each in tolls) if tolls else None for bound in BOUNDS}
    return figures | {"unreported": len(ranges) - len(tolls)}


def ask(client, by=(), **query):
    """(rows by key, in their order, meta) of an aggregate, without what has no effect on that."""
    answer = client.get("/v1/aggregates", query_string=effective(query | ({"by": ",".join(by)} if by else {})))
    assert answer.status_code == 200, answer.text
    rows = {}
    for row in answer.json["data"]:
        key = "remainder" if row.get("remainder") else tuple(row["key"][name] for name in by)
        assert key not in rows
        rows[key] = {name: row[name] for name in ("events", "fatalities", "injuries")}
    assert all(in_range(row[name]) for row in (*rows.values(), answer.json["meta"]["totals"]) for name in ("fatalities", "injuries"))
    return rows, answer.json["meta"]


def in_range(sums):
    figures = [sums[bound] for bound in BOUNDS]
    return figures == [None, None, None] or figures == sorted(figures)


@pytest.mark.parametrize("by", [["grid"], ["year", "grid"], ["location", "grid", "actor"]])
@pytest.mark.parametrize("top", [{}, {"top": 3}])
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_cells_of_a_table_have_the_keys_of_json(client, by, top, format):
    query = {"by": ",".join(by), "grid": "7.5", "kind": "all"} | top
    told = [tuple(row["key"].values()) for row in client.get("/v1/aggregates", query_string=query).json["data"]]
    answer = client.get("/v1/aggregates", query_string=query | {"format": format})
    assert [tuple(row[f"key_{name}"] or None for name in by) for row in TABLES[format](answer.data)] == told
    assert any(key[by.index("grid")] and key[by.index("grid")].startswith("-") for key in told)


def test_the_bounds_of_places_in_a_table_are_those_of_json(client):
    bounds = [place["bounds"] for place in client.get("/v1/locations").json["data"]]
    rows = TABLES["csv"](client.get("/v1/locations?format=csv").data)
    assert [[float(number) for number in row["bounds"].split(";")] if row["bounds"] else None for row in rows] == bounds
    assert any(each and each[0] < 0 for each in bounds)


TABLES = {
    "csv": lambda data: csv.DictReader(io.StringIO(data.decode(), newline="")),
    "parquet": lambda data: parquet.read_table(io.BytesIO(data)).to_pylist(),
}


def in_order(keys):
    return sorted(keys, key=lambda key: [(part is None, part or "") for part in key])


@examples(100)
@given(query=filters, shape=shapes, by=dimensions)
@example(query={"kind": "all"}, shape={}, by=["actor", "actor_kind", "source"])
@example(query={"kind": "all"}, shape={"grid": "33.3"}, by=["grid", "week"])
def test_rows_are_the_oracles(client, query, shape, by):
    rows, _ = ask(client, by, **query, **shape)
    expected = rows_of(found(query), by, shape)
    assert rows == {key: told(states) for key, states in expected.items()}
    assert list(rows) == in_order(rows)


@examples(100)
@given(query=filters, by=dimensions)
def test_totals_are_those_of_all_events_each_counted_once(client, query, by):
    rows, meta = ask(client, by, **query)
    assert meta["totals"] == told(found(query))
    assert meta["totals"]["events"] == len(client.get("/v1/events", query_string=query | {"limit": 1000}).json["data"])
    counted = sum(row["events"] for row in rows.values())
    assert counted == meta["totals"]["events"] if set(by) <= set(ADDITIVE) else counted >= meta["totals"]["events"]
    assert meta["not_additive"] == [name for name in by if name not in ADDITIVE]


@examples(100)
@given(query=filters, by=dimensions)
def test_imprecise_dates_are_counted_apart_each_once(client, query, by):
    _, meta = ask(client, by, **query)
    assert meta["imprecise"] == {name: sum(SINGLE[name](state, {}) is None for state in found(query)) for name in by if name in PERIODS}


@examples(100)
@given(query=filters, by=series)
@example(query={"date": "2009/2013", "country": "FR"}, by=["quarter"])
@example(query={"date": "../2013"}, by=["country", "day"])
def test_filling_gives_every_period_once_for_each_combination(client, query, by):
    expected = rows_of(found(query), by, {})
    at, name = position(by)
    others = {other(key, at) for key in expected} or ({()} if by == [name] else set())
    filled = {(*each[:at], period, *each[at:]): told([]) for each in others for period in periods(expected, at, name, query)}
    rows, _ = ask(client, by, fill="true", **query)
    assert rows == filled | {key: told(states) for key, states in expected.items()}
    assert list(rows) == in_order(rows)


def position(by):
    """(where, which) the dated dimension is."""
    return next((at, name) for at, name in enumerate(by) if name in PERIODS)


def other(key, at):
    return (*key[:at], *key[at + 1 :])


def periods(rows, at, name, query):
    """From the first to the last, day by day."""
    dated = [days(state) for key, states in rows.items() if key[at] is not None for state in states]
    asked = dates.parse_date(query.get("date", "../.."))
    first = asked.earliest or min((first.isoformat() for first, _ in dated), default=None)
    last = asked.latest or max((last.isoformat() for _, last in dated), default=None)
    return {NAMES[name](day) for day in every_day(first, last)} if first and last else set()


def every_day(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return [first + timedelta(number) for number in range((last - first).days + 1)]


@examples(100)
@given(query=filters, by=series, fill=st.sampled_from(["true", "false"]))
def test_cumulative_rows_have_all_that_is_before_them(client, query, by, fill):
    at, _ = position(by)
    states = rows_of(found(query), by, {})
    plain, _ = ask(client, by, fill=fill, **query)
    rows, _ = ask(client, by, fill=fill, cumulative="true", **query)
    assert list(rows) == list(plain)
    running = defaultdict(list)
    for key in in_order(rows):
        before = running[other(key, at)] if key[at] is not None else []
        before += states.get(key, ())
        assert rows[key] == told(before)


RANKS = {
    "-events": lambda row: -row["events"],
    "-fatalities": lambda row: float("inf") if row["fatalities"]["best"] is None else -row["fatalities"]["best"],
    "key": lambda row: 0,
}


@examples(100)
@given(query=filters, by=dimensions, sort=st.sampled_from(sorted(RANKS)))
def test_rows_come_in_the_order_that_is_asked_for(client, query, by, sort):
    plain, _ = ask(client, by, **query)
    rows, _ = ask(client, by, sort=sort, **query)
    assert rows == plain
    assert list(rows) == sorted(in_order(rows), key=lambda key: RANKS[sort](rows[key]))


@examples(100)
@given(query=filters, shape=shapes, by=dimensions, sort=st.sampled_from(sorted(RANKS)), top=st.integers(1, 12))
@example(query={}, shape={}, by=["actor"], sort="key", top=1)
@example(query={"kind": "all"}, shape={}, by=["source", "actor_kind", "actor"], sort="-events", top=3)
@example(query={"kind": "all"}, shape={"grid": "33.3"}, by=["actor", "grid"], sort="-fatalities", top=4)
@example(query={"as_of": "2012-12-31"}, shape={"type_depth": "2"}, by=["type", "source", "year"], sort="-events", top=5)
def test_top_keeps_the_first_keys_and_counts_each_event_that_has_another_once(client, query, shape, by, sort, top):
    plain, meta = ask(client, by, **query, **shape)
    ranked, _ = ask(client, by, sort="-events" if sort == "key" else sort, **query, **shape)
    rows, meta_of_top = ask(client, by, sort=sort, top=top, **query, **shape)
    kept = foremost(ranked, top)
    beside = [state for state in found(query) if keys(state, by, shape).difference(kept)]
    assert rows.pop("remainder", None) == (told(beside) if len(ranked) > len(kept) else None)
    assert rows == {key: plain[key] for key in kept}
    assert list(rows) == (in_order(kept) if sort == "key" else kept)
    assert {name: meta_of_top[name] for name in ("totals", "imprecise")} == {name: meta[name] for name in ("totals", "imprecise")}


def foremost(ranked, number):
    """The first keys without a null, and what is null altogether if it comes before the next of them."""
    complete = [key for key in ranked if None not in key]
    until = list(ranked).index(complete[number]) if len(complete) > number else len(ranked)
    return [key for key in list(ranked)[:until] if key in complete or {*key} == {None}]


@pytest.mark.parametrize("by", [["country"], ["year"], ["location"], ["admin1"], ["country", "month"], ["actor", "day"]])
def test_top_gives_so_many_keys_that_are_told_in_order_of_rank(client, by):
    plain, meta = ask(client, by, kind="all")
    assert any(None in key for key in plain)
    for top in (1, 2):
        answer = client.get("/v1/aggregates", query_string={"by": ",".join(by), "kind": "all", "top": top}).json["data"]
        rows, (rest,) = answer[:-1], answer[-1:]
        assert sum(None not in row["key"].values() for row in rows) == top
        assert [row["events"] for row in rows] == sorted((row["events"] for row in rows), reverse=True)
        assert rest["remainder"] and not any(row["remainder"] for row in rows)
        if not meta["not_additive"]:
            assert sum(row["events"] for row in answer) == meta["totals"]["events"]


OWN = {name: ("date",) for name in PERIODS} | {"admin1": ("location",), "actor_kind": (), "grid": ()}
"""The filters that a facet ignores, where that is not the one named as it is."""

ONE_OF_EACH = {
    "country": "KZ",
    "location": "kz.a",
    "type": "attack",
    "status": "foiled",
    "kind": "series",
    "dataset": "!invented",
    "source": "invented:late",
    "actor": "invented:police",
    "date": "2011-12",
}


@examples(100)
@given(query=filters, names=st.lists(st.sampled_from(sorted(DIMENSIONS)), min_size=1, max_size=3, unique=True))
@example(query={}, names=["actor", "source"])
@example(query={"actor": "invented:police", "match": "certain"}, names=["source", "actor"])
def test_a_facet_is_what_is_there_without_its_own_filter(client, query, names):
    facets = ask_facets(client, query, names)
    assert list(facets) == names
    assert facets == {name: without_its_filter(query, name) for name in names}


@pytest.mark.parametrize(("name", "value"), ONE_OF_EACH.items())
def test_every_facet_knows_whether_a_filter_is_its_own(client, name, value):
    query = {name: value}
    assert ask_facets(client, query, DIMENSIONS) == {name: without_its_filter(query, name) for name in DIMENSIONS}


ASKED = {name: name for name in ("country", "location", "type", "status", "kind", "dataset", "source", "actor")} | {"admin1": "location"}
ASKED |= dict.fromkeys(("year", "month", "day"), "date")
"""By dimension, the filter that asks for one of its keys; no filter asks for those of others as they are told."""


@examples(100)
@given(query=filters, name=st.sampled_from(sorted(ASKED)))
@example(query={}, name="location")
@example(query={"location": "kz.a", "kind": "all"}, name="type")
@example(query={"type": "attack", "as_of": "2012-12-31"}, name="location")
@example(query={"kind": "all"}, name="year")
def test_the_number_of_a_facet_is_what_its_own_filter_finds(client, query, name):
    """A date that lies in several periods fits none: of these, what must lie in one counts."""
    query |= {"match": "certain"} if ASKED[name] == "date" else {}
    told = {row["key"]: row["events"] for row in ask_facets(client, query, [name])[name] if row["key"] is not None}
    asked = {key: client.get("/v1/events", query_string=query | {ASKED[name]: key, "count": "exact", "limit": 1}) for key in told}
    assert told == {key: answer.json["meta"]["total"] for key, answer in asked.items()}


@pytest.mark.parametrize("kept", [1, 3, 40])
@pytest.mark.parametrize("query", [{}, {"kind": "all"}, {"country": "KZ"}, {"actor": "invented:police"}])
def test_a_facet_tells_the_most_frequent_keys_apart_and_counts_each_event_that_has_another_once(client, monkeypatch, kept, query):
    monkeypatch.setattr("api.aggregates.top_n.FACET_KEYS", kept)
    facets = ask_facets(client, query, ["actor", "source", "type", "location", "country", "admin1", "day"])
    for name, rows in facets.items():
        counted = facet_of(query, name)
        first = foremost(counted, kept)
        beside = [state for state in found(without(query, name)) if facet_keys(state, name) - {*first}]
        told = [{"key": key, "events": counted[key,]} for (key,) in first]
        assert rows == told + ([{"key": None, "events": len(beside), "remainder": True}] if beside else [])


def ask_facets(client, query, names):
    return client.get("/v1/events", query_string=query | {"facets": ",".join(names), "limit": 1}).json["meta"]["facets"]


def without_its_filter(query, name):
    return [{"key": key, "events": number} for (key,), number in facet_of(query, name).items()]


def facet_of(query, name):
    """By key, the most frequent first, how many events have it without the filters on the dimension itself."""
    counted = Counter(key for state in found(without(query, name)) for key in facet_keys(state, name))
    return {key: counted[key] for key in sorted(in_order(counted), key=lambda key: -counted[key])}


def facet_keys(state, name):
    """The keys under which an event counts in a facet: in a tree, all that its own lies in."""
    if name == "type":
        return {(code,) for code in (state.values["type"], *TYPE.ancestors(state.values["type"]))}
    if name == "location" and "location" in state.values:
        path = state.values["location"].split(".")
        return {(".".join(path[:end]),) for end in range(1, len(path) + 1)}
    return keys(state, [name], {})


def without(query, name):
    """A query but for the filters that a facet ignores."""
    others = {each: value for each, value in query.items() if each not in OWN.get(name, (name,))}
    return others | ({"kind": "all"} if name == "kind" else {})


# The parts that dimensions are made of.

any_day = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize("name", PERIODS)
@examples(20)
@given(year=st.integers(1001, 2998))
def test_both_databases_name_a_period_as_the_calendar_does(store, name, year):
    """All days around a new year, with every leap of the ISO weeks."""
    around = [date(year, 1, 1) + timedelta(days) for days in range(-10, 11)] + [date(year, month, 28) for month in range(1, 13)]
    columns = [PERIODS[name].sql(Value(day.isoformat()).cast("text")) for day in around]
    assert next(iter(database.execute(Select(columns=columns)))) == tuple(map(NAMES[name], around))


@pytest.mark.parametrize("name", PERIODS)
@given(first=any_day, length=st.integers(0, 3000))
def test_no_period_is_missed_between_two_days(name, first, length):
    last = min(first + timedelta(length), date(2999, 12, 31))
    expected = list(dict.fromkeys(NAMES[name](day) for day in every_day(first.isoformat(), last.isoformat())))
    assert list(PERIODS[name].between(first, last)) == expected


@pytest.mark.parametrize("name", PERIODS)
@given(day=any_day)
def test_a_period_is_found_by_its_name(name, day):
    assert NAMES[name](PERIODS[name].within(NAMES[name](day))) == NAMES[name](day)


sizes = st.decimals("0.1", 90, places=2) | st.sampled_from([Decimal(1), Decimal("0.1"), Decimal(7), Decimal(90)])
latitudes, longitudes = st.decimals(-90, 90, places=12).map(float), st.decimals(-180, 180, places=12).map(float)


@given(latitude=latitudes, longitude=longitudes, size=sizes)
@example(latitude=90.0, longitude=180.0, size=Decimal(1))
@example(latitude=-90.0, longitude=-180.0, size=Decimal(7))
@example(latitude=0.3, longitude=-0.3, size=Decimal("0.1"))
@example(latitude=-0.0, longitude=-1e-12, size=Decimal(1))
def test_a_point_lies_in_its_cell_and_in_no_other(latitude, longitude, size):
    key = grid.cell_key(size)(None, latitude, None, longitude)
    cell = grid.cell_bounds(key, size)
    assert cell["south"] <= latitude <= cell["north"] and cell["west"] <= longitude <= cell["east"]
    assert latitude < cell["north"] or cell["north"] == 90
    assert longitude < cell["east"] or cell["east"] == 180
    assert (cell["south"], cell["west"]) == tuple(map(float, key.split(",")))
    assert (cell["latitude"], cell["longitude"]) == pytest.approx(((cell["south"] + cell["north"]) / 2, (cell["west"] + cell["east"]) / 2))


@pytest.mark.parametrize(
    ("point", "size", "key"),
    [
        ((43.35567, 76.85477), "1", "43,76"),
        ((43.35567, 76.85477), "0.1", "43.3,76.8"),
        ((-0.5, -0.5), "1", "-1,-1"),
        ((0.3, -0.3), "0.1", "0.3,-0.3"),
        ((90, 180), "1", "89,179"),
        ((90, 180), "7", "85,177"),
        ((-90, -180), "90", "-90,-180"),
        ((None, None), "1", None),
    ],
)
def test_a_cell_is_named_by_its_south_west_corner(point, size, key):
    latitude, longitude = point
    assert grid.cell_key(Decimal(size))(None, latitude, None, longitude) == key


def test_a_polygon_runs_counterclockwise_and_ends_where_it_begins():
    (ring,) = grid.cell_polygon(grid.cell_bounds("85,177", Decimal(7)))["coordinates"]
    assert ring == [[177, 85], [180, 85], [180, 90], [177, 90], [177, 85]]
