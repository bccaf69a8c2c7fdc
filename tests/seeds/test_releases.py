"""Releases: what each did, the world as each told it, and what became of the events that a later one no longer has."""

from copy import deepcopy
from dataclasses import replace

import pytest
from conftest import bound
from hypothesis import given
from hypothesis import strategies as st
from peewee import fn
from support.batches import load_batch
from support.claims_oracle import Heard
from support.examples import examples
from support.releases import coded, loading, release, undo

from models.tables.schema import Event
from seeds.pipeline.dangling_references import ABSENT, CIRCLE

TOLL_1, TOLL_2 = {"fatalities": 1}, {"fatalities": 2}
FIRST = release("21.0", "2021-02-01", {"a": TOLL_1, "b": {}, "c": {}})
SECOND = release("22.0", "2022-02-01", {"a": TOLL_2, "c": {}})
THIRD = release("23.0", "2023-02-01", {"a": TOLL_2, "b": TOLL_1})
KEYS = {"label", "action", "released_on", "loaded_at", "revision", "complete", "counts", "remarks", "checksum", "links"}


@pytest.fixture
def load(empty):
    with loading(empty) as load:
        yield load


@pytest.fixture
def client(load):
    return load(FIRST, SECOND, THIRD)


def tolls(client, query="", **more):
    """By id, the best figures of an answer."""
    answer = client.get(f"/v1/events?{query}", **more)
    assert answer.status_code == 200, answer.text
    return {event["id"].removeprefix("told:"): event["fatalities"]["best"] for event in answer.json["data"]}


# The list of releases


def test_releases_are_listed_the_last_first_with_what_became_of_each_event_read(client):
    answer = client.get("/v1/datasets/told/releases")
    assert [each.keys() for each in answer.json["data"]] == [KEYS] * 3
    assert [(each["label"], each["released_on"], each["revision"]) for each in answer.json["data"]] == [
        ("23.0", "2023-02-01", 3), ("22.0", "2022-02-01", 2), ("21.0", "2021-02-01", 1),
    ]  # fmt: skip
    third, second, first = (each["counts"] for each in answer.json["data"])
    assert first == {"read": 3, "new": 3, "changed": 0, "unchanged": 0, "rejected": 0, "retracted": 0}
    assert second == {"read": 2, "new": 0, "changed": 1, "unchanged": 1, "rejected": 0, "retracted": 1}
    assert third == {"read": 2, "new": 1, "changed": 0, "unchanged": 1, "rejected": 0, "retracted": 1}


def test_releases_of_other_datasets_are_not_listed(load):
    client = load(FIRST, coded("1", "2020-01-01", {"x": {}}))
    assert [each["revision"] for each in client.get("/v1/datasets/told/releases").json["data"]] == [1]
    assert client.get("/v1/datasets/none/releases").status_code == 404


def test_a_partial_release_and_the_remarks_of_a_load_are_told(load):
    part = replace(release("21.1", "2021-03-01", {"d": {}}, complete=False), checksum="0" * 64)
    remarked = replace(part, records=[record._replace(remarks=("its figures were out of order",)) for record in part.records])
    latest = load(FIRST, remarked).get("/v1/datasets/told/releases?limit=1").json["data"][0]
    assert (latest["complete"], latest["checksum"]) == (False, "0" * 64)
    assert latest["remarks"] == {"its figures were out of order": 1}
    assert latest["counts"]["retracted"] == 0


def test_releases_come_page_by_page_and_as_a_table(client):
    first = client.get("/v1/datasets/told/releases?limit=2").json
    rest = client.get(first["links"]["next"]).json
    assert [each["label"] for each in first["data"] + rest["data"]] == ["23.0", "22.0", "21.0"]
    assert rest["links"]["next"] is None
    lines = client.get("/v1/datasets/told/releases?format=csv").text.splitlines()
    assert "counts_read" in lines[0].split(",")
    assert len(lines) == 4


def test_the_links_of_a_release_lead_to_what_it_left_and_what_it_changed(client):
    links = [each["links"] for each in client.get("/v1/datasets/told/releases").json["data"]]
    assert [sorted(event["id"] for event in client.get(each["events"]).json["data"]) for each in links] == [
        ["told:a", "told:b"], ["told:a", "told:c"], ["told:a", "told:b", "told:c"],
    ]  # fmt: skip
    assert [len(client.get(each["changes"]).json["data"]) for each in links] == [2, 2, 3]


def test_what_a_late_release_tells_of_the_past_is_in_its_counts_and_no_change_of_what_is_current(load):
    client = load(SECOND)
    before = tolls(client)
    late = load(FIRST).get("/v1/datasets/told/releases").json["data"][0]
    assert late["counts"] == {"read": 3, "new": 1, "changed": 2, "unchanged": 0, "rejected": 0, "retracted": 0}
    assert client.get(late["links"]["changes"]).json["data"] == []
    assert tolls(client, "as_of=told@21.0") == {"a": 1, "b": None, "c": None}
    assert tolls(client) == before


PARTS = {"c": "told:d", "d": "told:e", "e": "told:c", "f": "told:c", "g": "told:a", "h": "told:x"}
TIED = {id: {"part_of": whole} for id, whole in PARTS.items()} | {"a": {"related": ["told:b", "told:x"]}, "b": {"related": ["told:a"]}}


def test_events_that_refer_to_none_or_in_a_circle_are_remarked(load):
    told = load(release("21.0", "2021-02-01", TIED)).get("/v1/datasets/told/releases").json["data"][0]
    assert told["remarks"] == {ABSENT: 2, CIRCLE: 4}
    told = load(release("22.0", "2022-02-01", {"x": {"part_of": "told:a"}}, complete=False)).get("/v1/datasets/told/releases")
    assert told.json["data"][0]["remarks"] == {}


def of_actors(told, *rows):
    """The same release, whose records tell of these actors (id, name, kind, country, names) in the place of the batch."""
    named = [dict(zip(("id", "name", "kind", "country", "names"), row, strict=True)) | {"dataset": "told"} for row in rows]
    return replace(told, actors=[], records=[record._replace(actors=named) for record in told.records])


@pytest.mark.parametrize("by_record", [True, False])
def test_a_late_release_names_no_actor_anew(load, by_record):
    events = {"a": {"actors": [{"actor": "rebels", "role": "target"}]}}
    releases = [("22.0", "2022-02-01", "ULA"), ("21.0", "2021-02-01", "AA")]
    if by_record:
        now, late = (of_actors(release(*about, events), ("rebels", name, "unidentified", None, [])) for *about, name in releases)
    else:
        now, late = (release(*about, events, names={"rebels": name}) for *about, name in releases)
    client = load(now, late)
    assert client.get("/v1/actors/rebels").json["name"] == "ULA"
    assert [actor["name"] for actor in client.get("/v1/events/told:a?fields=actors").json["actors"]] == ["ULA"]


def test_a_late_release_may_add_to_actors_what_is_not_known_of_them(load):
    events = {"a": {"actors": [{"actor": "rebels", "role": "target"}, {"actor": "police", "role": "target"}]}}
    now = [("rebels", "R", "unidentified", None, ["r"]), ("police", "P", "police", "KZ", [])]
    late = [("rebels", "Q", "militant-group", "KG", ["q", "r"]), ("police", "Q", "state-forces", "KG", [])]
    late.append(("others", "O", "police", None, []))
    client = load(
        of_actors(release("22.0", "2022-02-01", events), *now),
        of_actors(release("21.0", "2021-02-01", events), *late),
    )
    found = {each["id"]: each for each in client.get("/v1/actors").json["data"]}
    told = {id: [each[name] for name in ("name", "kind", "country", "names")] for id, each in found.items()}
    assert told["rebels"] == ["R", "militant-group", "KG", ["r", "q"]]
    assert told["police"] == ["P", "police", "KZ", []]
    assert client.get("/v1/actors/others").json["name"] == "O"


def test_a_dataset_shows_its_latest_release(client):
    dataset = client.get("/v1/datasets/told").json
    assert (dataset["release"], dataset["released_on"], dataset["revision"]) == ("23.0", "2023-02-01", 3)


def test_a_revert_is_listed_and_brings_the_release_before_in_force_again(load, empty):
    client = load(FIRST, SECOND)
    undo(empty, "told")
    latest, *loads = client.get("/v1/datasets/told/releases").json["data"]
    assert (latest["action"], latest["label"], latest["revision"], latest["counts"]["read"]) == ("revert", "21.0", 3, 0)
    assert [(each["action"], each["label"]) for each in loads] == [("load", "22.0"), ("load", "21.0")]
    dataset = client.get("/v1/datasets/told").json
    assert (dataset["release"], dataset["released_on"], dataset["revision"]) == ("21.0", "2021-02-01", 3)
    assert tolls(client) == tolls(client, "as_of=told@21.0") == {"a": 1, "b": None, "c": None}
    assert tolls(client, "as_of=told@22.0") == {"a": 2, "c": None}


# The world as a release told it


def test_as_of_a_release_answers_as_it_told_the_world(client):
    assert tolls(client, "as_of=told@21.0") == {"a": 1, "b": None, "c": None}
    assert tolls(client, "as_of=told@22.0") == {"a": 2, "c": None}
    assert tolls(client, "as_of=told@23.0") == tolls(client) == {"a": 2, "b": 1}


def test_as_of_a_release_is_the_day_and_the_revision_of_its_last_load(client):
    meta = client.get("/v1/events?as_of=told@22.0").json["meta"]
    assert (meta["as_of"], meta["revision"]) == ("told@22.0", 2)
    assert tolls(client, "as_of=told@22.0") == tolls(client, "as_of=2022-02-01&revision=2")
    assert tolls(client, "as_of=2022-01-31&revision=2") == tolls(client, "as_of=told@21.0")


@pytest.mark.parametrize("path", ["/v1/events", "/v1/aggregates", "/v1/events/told:a", "/v1/events/told:a/claims"])
def test_a_release_is_taken_wherever_a_day_is(client, path):
    said, asked = (client.get(f"{path}?as_of={as_of}") for as_of in ("told@21.0", "2021-02-01&revision=1"))
    assert said.status_code == asked.status_code == 200
    assert said.json.get("data") == asked.json.get("data")
    assert said.json.get("fatalities") == asked.json.get("fatalities")


def test_an_answer_as_of_a_release_stays_when_later_loads_rewrite_the_past(load):
    client = load(FIRST, SECOND)
    before, table = (client.get(f"/v1/events?as_of=told@22.0{more}") for more in ("", "&limit=all&format=csv"))
    late = release("21.5", "2021-08-01", {"late": TOLL_1}, complete=False)
    client = load(late, THIRD, coded("1", "2020-01-01", {"x": {}}))
    assert client.get("/v1/events?as_of=told@22.0").json == before.json
    assert client.get("/v1/events?as_of=told@22.0&limit=all&format=csv").data == table.data
    assert "told:late" in client.get("/v1/events?as_of=2021-09-01").text
    assert "told:late" not in client.get("/v1/events").text


def test_a_revision_given_with_a_release_is_the_one_that_counts(load):
    client = load(FIRST, SECOND, coded("1", "2020-01-01", {"x": {}}))
    assert "coded:x" in client.get("/v1/events?as_of=told@21.0&revision=3").text
    assert "coded:x" not in client.get("/v1/events?as_of=told@21.0").text
    answer = client.get("/v1/events?as_of=told@22.0&revision=1")
    assert (answer.status_code, answer.json["errors"][0]["allowed"]) == (400, ["told@21.0"])


@pytest.mark.parametrize("path", ["/v1/events", "/v1/aggregates", "/v1/events/told:a"])
def test_a_release_that_a_revision_has_undone_is_400_with_those_in_force(load, empty, path):
    load(FIRST, coded("1", "2020-01-01", {"x": {}}), SECOND, THIRD)
    undo(empty, "told")
    undo(empty, "told")
    client = load(THIRD)

    def asked(label, revision):
        answer = client.get(f"{path}?as_of=told@{label}&revision={revision}")
        return answer.json["errors"][0] if answer.status_code == 400 else answer.status_code

    in_force = {"21.0": range(1, 8), "22.0": (3, 4, 5), "23.0": (4, 7)}
    assert {asked(label, revision) for label, revisions in in_force.items() for revision in revisions} == {200}
    for label, revision, allowed in (("23.0", 5, ["22.0", "21.0"]), ("23.0", 6, ["21.0"]), ("22.0", 7, ["23.0", "21.0"])):
        error = asked(label, revision)
        assert error["detail"] == f"the release 'told@{label}' was undone by revision {revision}"
        assert (error["parameter"], error["allowed"], error["did_you_mean"]) == ("as_of", [f"told@{each}" for each in allowed], None)
    assert "undone" not in asked("23.0", 3)["detail"]


def test_pages_of_a_release_that_was_undone_go_on_at_its_own_load(load, empty):
    load(FIRST)
    undo(empty, "told")
    first = load(SECOND).get("/v1/events?as_of=told@21.0&limit=2").json
    assert first["meta"]["revision"] == 1
    assert len(load().get(first["links"]["next"]).json["data"]) == 1
    assert load().get(first["links"]["permanent"]).json["data"] == first["data"]


def test_the_permanent_link_and_the_pages_keep_the_release(load):
    client = load(FIRST, SECOND)
    first = client.get("/v1/events?as_of=told@21.0&limit=2").json
    again = release("21.0", "2021-02-01", {"a": {"fatalities": 5}}, complete=False)
    client = load(again)
    assert client.get("/v1/events?as_of=told@21.0").json["meta"]["revision"] == 3
    assert client.get(first["links"]["permanent"]).json["data"] == first["data"]
    rest = client.get(first["links"]["next"]).json
    assert len(first["data"] + rest["data"]) == 3
    assert rest["meta"]["revision"] == 1


@pytest.mark.parametrize(
    ("as_of", "allowed", "near"),
    [
        ("told@22", ["told@23.0", "told@22.0", "told@21.0"], "told@22.0"),
        ("tod@21.0", ["told@23.0", "told@22.0", "told@21.0"], "told@21.0"),
        ("told@", ["YYYY-MM-DD", "dataset@label"], None),
        ("@21.0", ["YYYY-MM-DD", "dataset@label"], None),
    ],
)
def test_a_release_that_there_is_not_is_400_with_those_that_there_are(client, as_of, allowed, near):
    answer = client.get("/v1/events", query_string={"as_of": as_of})
    assert answer.status_code == 400
    (error,) = answer.json["errors"]
    assert (error["parameter"], error["allowed"], error["did_you_mean"]) == ("as_of", allowed, near)


def test_a_label_may_hold_any_sign(load):
    client = load(release("v1? & @2, é", "2021-02-01", {"a": TOLL_1}), release("2", "2022-02-01", {}))
    found = client.get("/v1/events", query_string={"as_of": "told@v1? & @2, é"})
    assert [event["id"] for event in found.json["data"]] == ["told:a"]
    assert client.get(found.json["links"]["permanent"]).json["data"] == found.json["data"]
    for source in client.get("/v1/sources").json["data"]:
        assert client.get(source["links"]["self"]).json == source


def test_nothing_told_by_a_release_has_its_reason(client):
    empty = client.get("/v1/events?as_of=told@21.0&fatalities_min=2").json["meta"]["empty"]
    assert (empty["reason"], "by 2021-02-01" in empty["detail"]) == ("not-told-yet", True)
    assert tolls(client, "fatalities_min=2")


# Releases in whatever order

MONTHS = [f"2020-0{month}-01" for month in range(1, 6)]
loads = st.tuples(st.sampled_from(MONTHS), st.dictionaries(st.sampled_from("abc"), st.integers(0, 1), max_size=3), st.booleans())


@examples(20)
@given(steps=st.lists(loads | loads | st.none(), min_size=2, max_size=7))
def test_whatever_comes_late_or_is_undone_a_day_and_a_revision_tell_what_was_heard(backend, steps):
    """A step is a release (its day, its tolls, whether it is complete) by the name of its day, or None, the undoing of the last."""
    url, standing, expected = backend(), [Heard()], {}
    for step in steps:
        if step is None and len(standing) > 1:
            standing.pop()
            expected[undo(url, "told").revision] = standing[-1]
        elif step:
            day, tolls, complete = step
            heard = deepcopy(standing[-1])
            heard.load(day, tolls, complete)
            each = release(day, day, {id: {"fatalities": toll} for id, toll in tolls.items()}, complete=complete)
            if number := load_batch(url, each).revision:
                standing.append(heard)
                expected[number] = heard
            assert vars(heard) == vars(standing[-1])
    assert {number: worlds(url, number) for number in expected} == {
        number: {day: heard.world(day) for day in MONTHS} for number, heard in expected.items()
    }


def worlds(url, revision):
    """By day, the toll of each event as it was told by then at a revision."""
    with bound(url):
        return {day: dict(query(day, revision).tuples()) for day in MONTHS}


def query(day, revision):
    return Event.select(fn.SUBSTR(Event.id, len("told:") + 1), Event.fatalities_best).where(Event.at(day, revision))


def test_a_complete_release_that_comes_in_late_ends_what_it_does_not_have(load):
    both = {"a": {}, "c": {}}
    client = load(release("25", "2025-12-31", {"a": {}}), release("23", "2023-12-31", both), release("24", "2024-12-31", {"a": {}}))
    assert tolls(client, "as_of=told@23").keys() == both.keys()
    assert tolls(client, "as_of=told@24").keys() == tolls(client, "as_of=told@25").keys() == {"a"}
    (state,) = client.get("/v1/events/told:c/history").json["data"][-1:]
    assert (state["known_from"], state["known_until"]) == ("2023-12-31", "2024-12-31")
    assert client.get("/v1/datasets/told/releases").json["data"][0]["counts"]["retracted"] == 1
    gone = client.get("/v1/events/told:c?as_of=2025-06-01")
    assert (gone.status_code, gone.json["release"], gone.json["released_on"]) == (410, "24", "2024-12-31")


# Events that are no more


def test_an_event_that_a_later_release_no_longer_has_is_410_with_when_and_why(client):
    answer = client.get("/v1/events/told:c")
    assert answer.status_code == 410
    assert "retracted at revision 3: release 23.0 of 2023-02-01 no longer has it" in answer.json["detail"]
    told = {name: answer.json[name] for name in ("dataset", "release", "released_on", "revision")}
    assert told == {"dataset": "told", "release": "23.0", "released_on": "2023-02-01", "revision": 3}
    assert client.get("/v1/events/told:c/claims").status_code == 410
    assert client.get("/v1/events/told:c?as_of=2023-01-31").status_code == 200
    assert client.get("/v1/events/told:c?revision=2").status_code == 200


def test_an_event_that_came_back_is_gone_for_the_time_between(client):
    assert client.get("/v1/events/told:b").status_code == 200
    answer = client.get("/v1/events/told:b?as_of=2022-06-01")
    assert (answer.status_code, answer.json["release"]) == (410, "22.0")
    assert client.get("/v1/events/told:b?revision=2").json["release"] == "22.0"
    assert client.get("/v1/events/told:b?as_of=told@22.0").json["revision"] == 2
    assert client.get("/v1/events/told:b?as_of=told@21.0").status_code == 200
    early = client.get("/v1/events/told:b?as_of=2020-01-01")
    assert (early.status_code, "known from 2021-02-01" in early.json["detail"]) == (404, True)


def test_an_event_that_a_corpus_no_longer_has_is_410_as_of_any_day(load):
    client = load(coded("1", "2021-01-01", {"a": {}, "b": {}}), coded("2", "2022-01-01", {"b": {}}))
    for query in ("", "?as_of=2020-06-01", "?revision=2"):
        answer = client.get(f"/v1/events/coded:a{query}")
        assert (answer.status_code, answer.json["release"], answer.json["revision"]) == (410, "2", 2)
    assert client.get("/v1/events/coded:a?as_of=2019-12-31").status_code == 404
    assert client.get("/v1/events/coded:a?revision=1").status_code == 200


def test_an_event_that_is_not_in_the_store_yet_is_404(load):
    client = load(FIRST, coded("1", "2020-01-01", {"x": {}}))
    answer = client.get("/v1/events/coded:x?revision=1")
    assert (answer.status_code, answer.json["detail"]) == (404, "'coded:x' was not in the store at revision 1; it is from revision 2")


def test_an_event_whose_load_was_reverted_is_410_and_says_so(load, empty):
    client = load(FIRST, release("22.0", "2022-02-01", {"d": {}}, complete=False))
    undo(empty, "told")
    answer = client.get("/v1/events/told:d")
    assert (answer.status_code, answer.json["revision"]) == (410, 3)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "at revision 3: the load that told of it was reverted" in answer.json["detail"]
    assert client.get("/v1/events/told:d?as_of=told@22.0").status_code == 200


# Events that were merged into others


@pytest.mark.parametrize("kind", [release, coded])
@pytest.mark.parametrize("rest", ["", "/claims"])
def test_a_merged_event_redirects_with_its_query(load, kind, rest):
    client = load(kind("1", "2021-01-01", {"a": {}, "b": {}}), kind("2", "2022-01-01", {"b": TOLL_1}, merged={"b": ["a"]}))
    name = "told" if kind is release else "coded"
    answer = client.get(f"/v1/events/{name}:a{rest}?revision=2&format=json")
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"/v1/events/{name}:b{rest}?revision=2&format=json"
    assert (answer.headers["Cache-Control"], answer.content_type) == ("no-cache", "application/problem+json")
    assert (answer.json["release"], answer.json["revision"]) == ("2", 2)
    followed = client.get(f"/v1/events/{name}:a{rest}", follow_redirects=True)
    assert followed.json == client.get(f"/v1/events/{name}:b{rest}").json
    assert client.get(f"/v1/events/{name}:a{rest}?revision=1").status_code == 200


def test_merges_are_followed_to_the_end(load):
    first = coded("1", "2021-01-01", {"a": {}, "b": {}, "c": {}})
    second = coded("2", "2022-01-01", {"b": {}, "c": {}}, merged={"b": ["a"]})
    client = load(first, second, coded("3", "2023-01-01", {"c": {}}, merged={"c": ["b"]}))
    assert client.get("/v1/events/coded:a").headers["Location"] == "/v1/events/coded:c"
    assert client.get("/v1/events/coded:a?revision=2").headers["Location"] == "/v1/events/coded:b?revision=2"
    client = load(coded("4", "2024-01-01", {"d": {}}))
    assert client.get("/v1/events/coded:a").headers["Location"] == "/v1/events/coded:c"
    assert client.get("/v1/events/coded:a", follow_redirects=True).status_code == 410


def test_an_event_that_is_told_again_after_its_merge_is_there_and_may_be_retracted(load):
    first = coded("1", "2021-01-01", {"a": {}, "b": {}})
    second = coded("2", "2022-01-01", {"b": {}}, merged={"b": ["a"]})
    client = load(first, second, coded("3", "2023-01-01", {"a": {}, "b": {}}))
    assert client.get("/v1/events/coded:a").status_code == 200
    client = load(coded("4", "2024-01-01", {"b": {}}))
    assert client.get("/v1/events/coded:a").status_code == 410
    assert client.get("/v1/events/coded:a?revision=2").status_code == 308


def test_two_events_that_were_merged_back_and_forth_lead_to_the_one_that_is_there(load):
    client = load(
        coded("1", "2021-01-01", {"a": {}, "b": {}}),
        coded("2", "2022-01-01", {"b": {}}, merged={"b": ["a"]}),
        coded("3", "2023-01-01", {"a": {}}, merged={"a": ["b"]}),
    )
    assert client.get("/v1/events/coded:a").status_code == 200
    assert client.get("/v1/events/coded:b").headers["Location"] == "/v1/events/coded:a"
    assert client.get("/v1/events/coded:a?revision=2").headers["Location"] == "/v1/events/coded:b?revision=2"


def test_what_a_release_merged_redirects_from_its_day_on(load):
    client = load(
        FIRST,
        SECOND,
        release("23.0", "2023-02-01", {"a": {}, "c": {}, "b": {}}),
        release("24.0", "2024-02-01", {"a": {}, "c": {}}, merged={"a": ["b"]}),
    )
    assert client.get("/v1/events/told:b").status_code == 308
    assert client.get("/v1/events/told:b?as_of=2024-02-01").status_code == 308
    assert client.get("/v1/events/told:b?as_of=2024-01-31").status_code == 200
    between = client.get("/v1/events/told:b?as_of=2022-06-01")
    assert (between.status_code, between.json["release"]) == (410, "22.0")


# History, claims and sources


def test_history_tells_both_times_of_what_releases_told(client):
    states = client.get("/v1/events/told:b/history").json["data"]
    times = [tuple(state[name] for name in ("revision_from", "revision_until", "known_from", "known_until")) for state in states]
    assert times == [
        (1, 2, "2021-02-01", None),
        (2, None, "2021-02-01", "2022-02-01"),
        (3, None, "2023-02-01", None),
    ]
    assert [state["event"]["fatalities"]["best"] for state in states] == [None, None, 1]
    assert client.get("/v1/events/told:c/history").status_code == 200


def test_history_of_a_merged_event_remains(load):
    client = load(coded("1", "2021-01-01", {"a": {}, "b": {}}), coded("2", "2022-01-01", {"b": {}}, merged={"b": ["a"]}))
    (state,) = client.get("/v1/events/coded:a/history").json["data"]
    assert (state["revision_from"], state["revision_until"]) == (1, 2)


def test_claims_of_a_release_are_its_own_and_say_until_when_they_stood(load):
    cited = {"id": "told:work", "title": "A work", "published": None, "known_from": None, "published_certainty": None}
    works = release("21.0", "2021-02-01", {"a": TOLL_1})
    source = works.sources[0] | cited | {"published_earliest": None, "published_latest": None}
    records = [
        record._replace(sources=[source], claims=[claim | {"cites": ["told:work"]} for claim in record.claims]) for record in works.records
    ]
    client = load(replace(works, records=records), SECOND)
    (past,) = client.get("/v1/events/told:a/claims?as_of=2021-12-31").json["data"]
    (now,) = client.get("/v1/events/told:a/claims").json["data"]
    assert (past["source"]["id"], past["cites"]) == ("told:21.0", ["told:work"])
    assert (past["known_from"], past["known_until"]) == ("2021-02-01", "2022-02-01")
    assert (now["source"]["id"], now["cites"], now["published"]) == ("told:22.0", [], "2022-02-01")
    assert (now["known_from"], now["known_until"]) == ("2022-02-01", None)
    work = client.get("/v1/sources/told:work").json
    assert (work["published"], work["known_from"], work["published_certainty"]) == (None, None, None)
    assert {each["id"] for each in client.get("/v1/sources").json["data"]} == {"told:21.0", "told:22.0", "told:work"}
    assert {each["id"] for each in client.get("/v1/sources?published=2021/2022").json["data"]} == {"told:21.0", "told:22.0"}
