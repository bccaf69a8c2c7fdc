"""Filters against a plain Python oracle, over a store with every kind of imprecision."""

import orjson
import pytest
from conftest import bound, load_into, serving
from hypothesis import assume, example, given
from hypothesis import strategies as st
from support import corpora
from support.examples import examples
from support.filter_oracle import ORACLE, PRESENT, TESTS, is_asked, stands_for
from support.invented_dataset import ACTORS, BOXES, DATES, ORIGINAL_TYPES, SERIES, SOURCES, TYPES
from support.needed_parameters import effective, is_possible

from api.filters.event_filters import EventFilters
from models.tables.schema import Release

ASKED_DATES = (*DATES, "2011-05/2011-12", "2011-06-01", "../2010", "2013/..")
ASKED_BOXES = (
    "60,42,70,50",
    "65.5,45.5,65.5,45.5",
    "-180,-90,180,90",
    "170,-30,-170,0",
    "-180,-30,-170,0",
    "-179.9,-30,179.9,0",
    "10,80,20,90",
    "0,-90,1,-70",
    "-180,-90,0,90",
    "0,0,180,20",
    "180,-90,-180,90",
    "175,-30,-175,30",
    "20,-90,20,90",
    "0,35,0,35",
)
ASKED_CIRCLES = (
    "45.5,65.5,0.1",
    "45.5,65.5,300",
    "44,72,700",
    "-17.5,180,400",
    "-17.5,-180,150",
    "10,180,0.1",
    "90,0,100",
    "89,-170,2000",
    "-90,17,3000",
    "-75,17,2500",
    "0,0,3000",
    "0,0,9000",
    "30,-120,10500",
    "-60,100,15000",
    "35,60,19000",
    "0,90,20016",
)
ASKED_POLYGONS = (
    "POLYGON((60 42, 70 42, 70 50, 60 50, 60 42))",
    "POLYGON((65.5 45.5, 75.25 43, 70 55, 65.5 45.5))",
    "POLYGON((40 30, 90 30, 90 60, 40 60, 40 30), (65 45, 66 45, 66 46, 65 46, 65 45))",
    "multipolygon(((170 -30, 180 -30, 180 20, 170 20, 170 -30)), ((-180 -30, -170 -30, -170 20, -180 20, -180 -30)))",
    "POLYGON((-180 -90, 180 -90, 180 90, -180 90, -180 -90))",
    "POLYGON((0 90, 40 90, 20 -40, 0 90))",
    "POLYGON((-1e1 34.999, 1e1 34.999, 0 35.001, -1e1 34.999))",
)
WORDS = ("bomb", "ATTACK", "police", "al-qaeda", "алматы", "взрыв", "Взрыв в", "cafe", "strasse", "fire", "7", "x2", "suva", "people")
WORDS += ("gur'yev", "елка", "no")


def several(values):
    """One or two of them, each of which may be unwanted."""
    each = st.sampled_from(values) | st.sampled_from(values).map("!{}".format)
    return st.lists(each, min_size=1, max_size=2, unique=True).map(",".join)


def named(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(",".join)


terms = st.tuples(st.sampled_from(["", "", "-"]), st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)).map(
    lambda term: f'{term[0]}"{" ".join(term[1])}"' if len(term[1]) > 1 else "".join((term[0], *term[1]))
)
searches = st.lists(st.lists(terms, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3).map(" or ".join).filter(is_asked)
people = st.sampled_from(["0", "1", "3", "5", "7", "9", "40", "2147483647"])


VALUES = {
    "country": several(["KZ", "KG", "FJ", "FR"]),
    "location": several(list(BOXES)),
    "type": several([*TYPES, "enforcement"]),
    "status": several(["occurred", "foiled", "alleged"]),
    "kind": several(["incident", "series", "development"]) | st.sampled_from(["all", "ALL", "all,!series"]),
    "dataset": several(["invented"]),
    "source": several([f"invented:{source}" for source in SOURCES]),
    "actor": several([f"invented:{actor}" for actor in ACTORS]),
    "date": st.sampled_from(ASKED_DATES),
    "bbox": st.sampled_from(ASKED_BOXES),
    "near": st.sampled_from(ASKED_CIRCLES),
    "within": st.sampled_from(ASKED_POLYGONS),
    "fatalities_min": people,
    "fatalities_max": people,
    "injuries_min": people,
    "injuries_max": people,
    "disputed": st.sampled_from(["true", "false"]),
    "has": named(list(PRESENT)),
    "lacks": named(list(PRESENT)),
    "part_of": several(SERIES),
    "related": several(["same_as", "part_of", "related"]),
    "distinct": st.sampled_from(["true", "false"]),
    "prefer": st.just("invented"),
    "original_type": several([*ORIGINAL_TYPES.values(), "BATTLE-no change"]),
    "q": searches,
    "updated_since": st.sampled_from(["2000-01-01", "2011-12-03T04:05:06+06:00", "2999-12-31"]),
    "match": st.sampled_from(["possible", "certain"]),
    "as_of": st.sampled_from(["2011-12-04", "2011-12-05", "2012-12-31", "2015-11-29", "2020-01-01"]),
    "revision": st.just("1"),
}
anything = st.lists(st.sampled_from(list(VALUES)), max_size=5, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names}).map(effective)
)
"""A few filters at a time: all of them together would find nothing."""

queries = anything.filter(is_possible)


@pytest.fixture
def client(invented):
    with serving(invented) as client:
        yield client


def expected(query):
    return ORACLE.ask(**{"kind": "incident"} | query)


def test_every_filter_is_searched_and_judged():
    assert VALUES.keys() == EventFilters().fields.keys()
    assert TESTS.keys() == VALUES.keys() - {"match", "as_of", "revision", "distinct", "prefer"}


@examples(100)
@given(query=queries)
@example(query={"match": "certain", "bbox": "-180,-90,180,90"})
def test_a_list_holds_what_the_oracle_finds(client, query):
    answer = client.get("/v1/events", query_string=query | {"limit": 1000})
    assert answer.status_code == 200, answer.text
    assert {event["id"] for event in answer.json["data"]} == expected(query).keys()


@examples(300)
@given(query=anything)
def test_what_is_refused_as_impossible_finds_nothing(client, query):
    answer = client.get("/v1/events", query_string=query)
    if answer.status_code == 400:
        assert no_number_is_asked_for(query) or expected(query) == {}
        assert all("nothing" in error["detail"] and error["parameter"] in query for error in answer.json["errors"])


def no_number_is_asked_for(query):
    """Some event may meet each bound, but none both."""
    bounds = [[int(query.get(f"{toll}_{end}", open)) for end, open in (("min", 0), ("max", 2**31))] for toll in ("fatalities", "injuries")]
    return any(least > most for least, most in bounds)


IMPOSSIBLE = [
    ("fatalities_min=10&fatalities_max=5", {"fatalities_min", "fatalities_max"}),
    ("injuries_min=1&injuries_max=0", {"injuries_min", "injuries_max"}),
    ("has=location,actors&lacks=injuries,actors", {"has", "lacks"}),
    ("fatalities_min=0&lacks=fatalities", {"fatalities_min", "lacks"}),
    ("injuries_max=9&lacks=injuries", {"injuries_max", "lacks"}),
    ("country=KZ&lacks=country", {"country", "lacks"}),
    ("location=kz.a&lacks=location", {"location", "lacks"}),
    ("actor=invented:police&lacks=actors", {"actor", "lacks"}),
    ("source=invented:late&lacks=sources", {"source", "lacks"}),
    ("part_of=invented:e0&lacks=part_of", {"part_of", "lacks"}),
    ("country=KZ,!kaz", {"country"}),
    ("country=KZ,KG,!KG,!KZ", {"country"}),
    ("type=battle,armed-clash,!violence", {"type"}),
    ("location=kz.a.x,!kz", {"location"}),
    ("status=foiled,!FOILED", {"status"}),
    ("kind=series,!series", {"kind"}),
    ("kind=!series,!incident,!development", {"kind"}),
    ("actor=invented:police,!invented:police", {"actor"}),
    ("related=part_of,!part_of", {"related"}),
    ("original_type=7,3 %26 more,!3 %26 MORE,!7", {"original_type"}),
    ("date=2012/2011", {"date"}),
    ("fatalities_min=5&fatalities_max=5", set()),
    ("has=location&lacks=actors", set()),
    ("country=!KZ&lacks=country", set()),
    ("country=KZ,KG,!KG", set()),
    ("type=violence,!battle", set()),
    ("location=kz.a-b,!kz.a", set()),
    ("kind=!series,!incident", set()),
]


@pytest.mark.parametrize("path", ["events", "aggregates", "changes"])
@pytest.mark.parametrize(("query", "names"), IMPOSSIBLE)
def test_a_question_that_cannot_be_true_is_refused_by_the_names_of_all_that_is_in_it(client, path, query, names):
    answer = client.get(f"/v1/{path}?{query}")
    assert answer.status_code == (400 if names else 200)
    assert {error["parameter"] for error in answer.json.get("errors", ())} == names


@pytest.mark.parametrize("value", ["kind=series,development", "kind=!incident", "kind=all,!incident", "kind=development&kind=SERIES"])
def test_several_kinds_are_asked_for_at_once_or_all_but_some(client, value):
    query = dict([value.split("=", 1)]) if "&" not in value else {"kind": "development,series"}
    answer = client.get(f"/v1/events?limit=1000&{value}")
    assert {event["id"] for event in answer.json["data"]} == expected(query).keys()
    assert {event["kind"] for event in answer.json["data"]} == {"series", "development"}
    assert "defaults" not in answer.json["meta"]


def test_a_code_of_a_dataset_goes_in_any_case(client):
    both = ids(client, {"original_type": "Battle-NO change"})
    assert {event["original_type"] for event in listed(client, both)} == {"Battle-No change", "battle-no change"}
    everything = ids(client, {"limit": 1000})
    assert ids(client, {"original_type": "!battle-no CHANGE"}) == everything - both
    changes = client.get("/v1/changes?limit=1000&original_type=BATTLE-no change").json["data"]
    assert {change["event"] for change in changes} == both


def listed(client, wanted):
    return [event for event in client.get("/v1/events?limit=1000").json["data"] if event["id"] in wanted]


TRUE, FALSE = ["true", "True", "TRUE", "1", "yes", "Yes", "on"], ["false", "False", "FALSE", "0", "no", "No", "off"]


@pytest.mark.parametrize(("text", "plain"), [(text, "true") for text in TRUE] + [(text, "false") for text in FALSE])
def test_truth_is_spelt_as_languages_spell_it(client, text, plain):
    assert ids(client, {"disputed": text}) == ids(client, {"disputed": plain})
    assert ids(client, {"distinct": text}) == ids(client, {"distinct": plain})
    needed = client.get("/v1/events", query_string={"distinct": text, "prefer": "invented"})
    assert needed.status_code == (200 if plain == "true" else 400)


@examples(100)
@given(query=queries)
def test_an_aggregate_counts_what_the_oracle_finds(client, query):
    found = expected(query).values()
    (row,) = client.get("/v1/aggregates", query_string=query).json["data"]
    assert row["events"] == len(found)
    for measure in ("fatalities", "injuries"):
        assert row[measure] == total([state.values.get(measure) for state in found])


def total(ranges):
    reported = [each for each in ranges if each and each["best"] is not None]
    sums = {
        bound_name: sum(stands_for(each, bound_name) for each in reported) if reported else None for bound_name in ("low", "best", "high")
    }
    return sums | {"unreported": len(ranges) - len(reported)}


@examples(100)
@given(
    query=queries,
    sort=st.sampled_from(["date", "-date", "fatalities", "-fatalities", "updated", "-updated"]),
    size=st.integers(1, 40),
    balance=st.sampled_from([0, 0.2, 1e9]),
)
def test_a_walk_gives_each_event_once_and_in_order(client, monkeypatch, query, sort, size, balance):
    """However it is read: the balance decides what is gathered and what is read along an order."""
    monkeypatch.setattr("api.filters.access_path.BALANCE", balance)
    path, events = "/v1/events", []
    parameters = query | {"sort": sort, "limit": size}
    while path:
        answer = client.get(path, query_string=parameters).json
        assert answer["data"] or not events, "a page behind the last one"
        events += answer["data"]
        path, parameters = answer["links"]["next"], None
    assert sorted(event["id"] for event in events) == sorted(expected(query))
    keys = [sort_key(event, sort.lstrip("-")) for event in events]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


def sort_key(event, sort):
    best = event["fatalities"]["best"]
    value = {"date": event["date"]["earliest"] or "", "fatalities": -1 if best is None else best, "updated": event["revision"]}[sort]
    return value, event["id"]


LISTS = ["country", "location", "type", "status", "dataset", "source", "actor", "part_of", "original_type"]


def ids(client, query):
    answer = client.get("/v1/events", query_string={"limit": 1000} | query)
    assert answer.status_code == 200, answer.text
    return {event["id"] for event in answer.json["data"]}


@examples(100)
@given(query=queries, data=st.data(), name=st.sampled_from(LISTS))
def test_a_value_and_all_but_it_part_what_there_is(client, query, data, name):
    value = data.draw(VALUES[name].filter(lambda value: "," not in value and "!" not in value))
    rest = {key: query[key] for key in query if key not in (name, "lacks")}
    with_it, without = ids(client, rest | {name: value}), ids(client, rest | {name: f"!{value}"})
    assert (with_it | without, with_it & without) == (ids(client, rest), set())


WORDS_APART = " or ".join(f"-w{number}" for number in range(32))


@pytest.mark.parametrize("sign", ["", "!"])
def test_as_many_places_are_asked_for_at_once_as_a_url_has_room_for(many, sign):
    with serving(many) as client:
        told = [event["location"]["id"] for event in stream(client, "kind=all") if event["location"]]
        places = sorted(set(told))[:100]
        query = {"kind": "all", "location": ",".join(f"{sign}{place}" for place in places)}
        number = sum(any(f"{each}.".startswith(f"{place}.") for place in places) for each in told)
        everything = len(list(stream(client, "kind=all")))
        for more in ({}, {"distinct": "true", "q": WORDS_APART, "match": "certain", "date": "1900/.."}):
            (row,) = client.get("/v1/aggregates", query_string=query | more).json["data"]
            assert row["events"] == (everything - number if sign else number)
        assert client.get("/v1/changes", query_string=query | {"q": WORDS_APART, "limit": 1}).json["data"]
        assert client.get("/v1/locations", query_string={"location": query["location"]}).json["data"]


def stream(client, query):
    return map(orjson.loads, client.get(f"/v1/events?format=ndjson&limit=all&{query}").data.splitlines())


@examples(100)
@given(query=queries, name=st.sampled_from(list(PRESENT)))
def test_what_has_a_thing_and_what_lacks_it_part_what_there_is(client, query, name):
    rest = {key: query[key] for key in query if key not in ("has", "lacks")}
    assume(is_possible(rest | {"lacks": name}))
    having, lacking = ids(client, rest | {"has": name}), ids(client, rest | {"lacks": name})
    assert (having | lacking, having & lacking) == (ids(client, rest), set())


@examples(100)
@given(query=queries)
def test_what_must_match_may_match(client, query):
    assert ids(client, query | {"match": "certain"}) <= ids(client, query | {"match": "possible"})


@pytest.mark.parametrize("asked", ["KG", "kg", "KGZ", "kgz", "417", " KG ", "KG,kgz,417"])
def test_a_country_goes_by_any_of_its_codes(client, asked):
    assert ids(client, {"country": asked}) == ids(client, {"country": "KG"}) == ORACLE.ask(country="KG", kind="incident").keys()


@pytest.mark.parametrize(("asked", "code"), [("004", "AF"), ("4", "AF"), ("AFG", "AF"), ("!afg", "!AF")])
def test_a_number_counts_with_zeros_before_it_or_without(client, asked, code):
    assert ids(client, {"country": asked}) == ids(client, {"country": code})


def test_a_state_is_dated_by_the_load_that_recorded_it(empty, tmp_path):
    for number, (day, deaths) in enumerate([("2020-01-01", 1), ("2021-01-01", 2)], 1):
        events = [corpora.event("same", early={}), corpora.event("other", early={"fatalities": deaths})]
        load_into(empty, corpora.save(corpora.draft(*events), tmp_path))
        with bound(empty, writable=True):
            Release.update(loaded_at=f"{day}T12:00:00+00:00").where(Release.number == number).execute()
    with serving(empty) as client:
        for since, found in [
            ("2020-01-01", {"invented:same", "invented:other"}),
            ("2020-01-01T12:00:00Z", {"invented:same", "invented:other"}),
            ("2020-01-01T12:00:01Z", {"invented:other"}),
            ("2021-01-01T18:00:00+06:00", {"invented:other"}),
            ("2021-01-01T18:00:00 06:00", {"invented:other"}),
            ("2021-01-01t12:00:00.999z", {"invented:other"}),
            ("2021-01-01T12:00:01", set()),
            ("2021-01-02", set()),
        ]:
            assert ids(client, {"updated_since": since}) == found, since
        assert ids(client, {"updated_since": "2020-06-01", "revision": 1}) == set()


TOLL = {
    "of 7": 7,
    "at least 40": {"low": 40},
    "at most 9": {"high": 9},
    "best 5": {"best": 5},
    "2 to 9": {"low": 2, "best": 3, "high": 9},
    "none": 0,
    "unreported": None,
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fatalities_min=7", ["of 7", "at least 40", "at most 9", "2 to 9"]),
        ("fatalities_min=7&match=certain", ["of 7", "at least 40"]),
        ("fatalities_min=41", ["at least 40"]),
        ("fatalities_min=0", ["of 7", "at least 40", "at most 9", "best 5", "2 to 9", "none"]),
        ("fatalities_min=0&match=certain", ["of 7", "at least 40", "at most 9", "best 5", "2 to 9", "none"]),
        ("fatalities_max=0", ["at most 9", "none"]),
        ("fatalities_max=0&match=certain", ["none"]),
        ("fatalities_max=8&match=certain", ["of 7", "best 5", "none"]),
        ("fatalities_max=9&match=certain", ["of 7", "at most 9", "best 5", "2 to 9", "none"]),
        ("fatalities_min=3&fatalities_max=5", ["at most 9", "best 5", "2 to 9"]),
        ("fatalities_min=1&fatalities_max=2147483647&match=certain", ["of 7", "best 5", "2 to 9"]),
        ("has=fatalities", ["of 7", "at least 40", "at most 9", "best 5", "2 to 9", "none"]),
        ("lacks=fatalities,injuries", ["unreported"]),
    ],
)
def test_a_toll_is_met_by_some_number_within_its_bounds_or_by_all(tolls, query, found):
    assert {event["title"] for event in tolls.get(f"/v1/events?{query}").json["data"]} == set(found)


def test_the_best_figure_stands_for_a_missing_bound_in_a_sum(tolls):
    (best,) = tolls.get("/v1/aggregates?fatalities_min=5&fatalities_max=5&match=certain").json["data"]
    assert best["fatalities"] == {"low": 5, "best": 5, "high": 5, "unreported": 0}
    (all,) = tolls.get("/v1/aggregates").json["data"]
    assert all["fatalities"] == {"low": 7 + 5 + 2, "best": 7 + 5 + 3, "high": 7 + 5 + 9, "unreported": 3}


@pytest.fixture(scope="module")
def tolled(backend, tmp_path_factory):
    url = backend()
    events = [
        corpora.event(f"e{number}", early={"title": title} | ({} if toll is None else {"fatalities": toll}))
        for number, (title, toll) in enumerate(TOLL.items())
    ]
    load_into(url, corpora.save(corpora.draft(*events), tmp_path_factory.mktemp("tolls")))
    return url


@pytest.fixture
def tolls(tolled):
    with serving(tolled) as client:
        yield client
