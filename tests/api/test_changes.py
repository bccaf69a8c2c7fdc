"""The change feed: whoever replays it holds what the store holds, under any filter, from any revision on."""

import csv
import io
import json

import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from support.batches import load_batch
from support.examples import examples
from support.releases import coded, history, loading, release, undo

SEEDS = (1, 2)
LOADS = 14
UNDONE = (5, 6, 10)
"""Loads that are reverted at once."""
FILTERS = [
    {},
    {"kind": "all"},
    {"kind": "series"},
    {"country": "FJ"},
    {"country": "!FJ", "kind": "all"},
    {"type": "bombing"},
    {"original_type": "!1"},
    {"dataset": "told"},
    {"actor": "police", "kind": "all"},
    {"q": "bomb or rebels"},
    {"fatalities_min": "2"},
    {"fatalities_min": "2", "match": "certain"},
    {"lacks": "fatalities,location"},
    {"bbox": "178,-19,179,-18"},
    {"location": "fj.nadi", "type": "attack"},
]
TOLL_0, TOLL_3 = {"fatalities": 0}, {"fatalities": 3}


@pytest.fixture(scope="module", params=SEEDS)
def long(backend, request):
    """A store with a long history."""
    url = backend()
    for number, batch in enumerate(history(LOADS, request.param)):
        load_batch(url, batch)
        if number in UNDONE:
            undo(url, batch.dataset["id"])
    return url


@pytest.fixture
def client(long):
    with serving(long) as client:
        yield client


@pytest.fixture
def load(empty):
    with loading(empty) as load:
        yield load


def walk(client, path, **query):
    """Each thing of a list, page by page."""
    while path:
        answer = client.get(path, query_string=query or None)
        assert answer.status_code == 200, answer.text
        yield from answer.json["data"]
        path, query = answer.json["links"]["next"], {}


def events(client, revision, query):
    """By id, the events that filters select at a revision; 0 is before the first."""
    if revision == 0:
        return {}
    return {event["id"]: event for event in walk(client, "/v1/events", limit=1000, revision=revision, **query)}


def follow(mirror, changes):
    """What a client does with the feed to keep its copy."""
    for change in changes:
        if change["selected"]:
            mirror[change["event"]] = change["after"]
        else:
            mirror.pop(change["event"], None)
    return mirror


def feed(client, **query):
    return list(walk(client, "/v1/changes", **query))


def brief(changes):
    return [(change["event"], change["action"]) for change in changes]


revisions = st.tuples(*[st.integers(0, LOADS + len(UNDONE))] * 2).map(sorted)


@examples(60)
@given(span=revisions, query=st.sampled_from(FILTERS), size=st.sampled_from([1, 7, 1000, "all"]))
def test_a_copy_kept_by_the_feed_is_what_the_store_holds(client, span, query, size):
    latest = client.get("/v1/changes?limit=1").json["meta"]["revision"]
    since, until = (min(revision, latest) for revision in span)
    changes = feed(client, since=since, limit=size, **query, **({"revision": until} if until else {}))
    if until:
        assert follow(events(client, since, query), changes) == events(client, until, query)


def test_each_change_is_what_it_did_to_the_event_as_it_stood(client):
    mirror, seen = {}, set()
    for change in feed(client, kind="all", limit=1000):
        id, action = change["event"], change["action"]
        before, after = mirror.get(id), change["after"]
        assert (before is None, after is None) == {
            "create": (True, False), "update": (False, False), "retract": (False, True), "merge": (False, True),
        }[action]  # fmt: skip
        assert change["changed"] == differences(before, after)
        assert (change["into"] is not None) == (action == "merge")
        assert change["dataset"] == id.partition(":")[0]
        follow(mirror, [change])
        seen.add(action)
    assert seen == {"create", "update", "retract", "merge"}


def differences(before, after):
    if before is None or after is None:
        return {}
    names = before.keys() - {"revision", "known_from", "links"}
    return {name: {"old": before[name], "new": after[name]} for name in names if before[name] != after[name]}


def test_the_feed_is_in_order_and_each_change_in_it_once(client):
    places = [(change["revision"], change["number"]) for change in feed(client, kind="all", limit=7)]
    assert places == sorted(set(places))
    assert [change["revision"] for change in feed(client, since=3, revision=5, kind="all")] == [
        revision for revision, _ in places if 3 < revision <= 5
    ]


def test_the_whole_feed_streams_in_every_format(client):
    whole = feed(client, kind="all", limit=50)
    lines = client.get("/v1/changes?kind=all&limit=all&format=ndjson").text.splitlines()
    assert [json.loads(line) for line in lines] == whole
    assert client.get("/v1/changes?kind=all&limit=all").json["data"] == whole
    rows = list(csv.DictReader(io.StringIO(client.get("/v1/changes?kind=all&limit=all&format=csv").text)))
    assert [row["event"] for row in rows] == [change["event"] for change in whole]
    assert [json.loads(row["changed"]) for row in rows] == [change["changed"] for change in whole]
    assert [row["after_title"] for row in rows] == [(change["after"] or {"title": ""})["title"] for change in whole]
    answer = client.get("/v1/changes?kind=all&count=exact&limit=1").json["meta"]
    assert (answer["total"], answer["returned"]) == (len(whole), 1)


# What is told of a change


def test_create_update_and_retract_are_told_with_what_differs_and_why(load):
    first = release("1", "2020-01-01", {"a": TOLL_0, "b": {}, "c": {}})
    client = load(first, release("2", "2021-01-01", {"a": TOLL_3, "c": {}, "d": {}}))
    assert brief(feed(client, revision=1)) == [("told:a", "create"), ("told:b", "create"), ("told:c", "create")]
    update, create, retract = feed(client, since=1)
    assert brief([update, create, retract]) == [("told:a", "update"), ("told:d", "create"), ("told:b", "retract")]
    assert update["changed"].keys() == {"fatalities", "sources"}
    assert update["changed"]["fatalities"] == {
        "old": dict.fromkeys(("low", "best", "high"), 0),
        "new": dict.fromkeys(("low", "best", "high"), 3),
    }
    assert (update["release"], update["reason"], update["after"]) == ("2", None, client.get("/v1/events/told:a").json)
    assert (retract["reason"], retract["after"], retract["selected"]) == ("release 2 no longer has it", None, False)


def test_a_part_of_a_release_retracts_nothing(load):
    client = load(release("1", "2020-01-01", {"a": {}, "b": {}}), release("2", "2021-01-01", {"a": TOLL_3}, complete=False))
    assert brief(feed(client, since=1)) == [("told:a", "update")]


def test_a_revert_is_told_as_what_it_undoes(load, empty):
    client = load(release("1", "2020-01-01", {"a": TOLL_0, "b": {}}), release("2", "2021-01-01", {"a": TOLL_3, "c": {}}))
    undo(empty, "told")
    changes = {change["event"]: change for change in feed(client, since=2)}
    assert {id: change["action"] for id, change in changes.items()} == {"told:a": "update", "told:b": "create", "told:c": "retract"}
    assert {change["reason"] for change in changes.values()} == {"a load was reverted", "the load that told of it was reverted"}
    assert changes["told:a"]["changed"]["fatalities"]["new"]["best"] == 0


def test_a_merge_says_into_what(load):
    client = load(coded("1", "2020-01-01", {"a": {}, "b": {}}), coded("2", "2021-01-01", {"b": {}}, merged={"b": ["a"]}))
    (merge,) = feed(client, since=1)
    assert (merge["event"], merge["action"], merge["into"], merge["reason"]) == ("coded:a", "merge", "coded:b", "merged into coded:b")
    assert (merge["after"], merge["selected"]) == (None, False)


def test_an_update_that_only_full_text_shows_says_so(load):
    told = {"a": {"actors": [{"actor": "rebels", "role": "target"}]}}
    first = coded("1", "2020-01-01", told, names={"rebels": "Rebels"})
    other = coded("2", "2021-01-01", told, names={"rebels": "Rebels"})
    client = load(first, renamed(other, ["Insurgents"]))
    (update,) = feed(client, since=1)
    assert (update["action"], update["changed"]) == ("update", {})
    assert "full text" in update["reason"]
    assert brief(feed(client, since=1, q="insurgents")) == [("coded:a", "update")]


def renamed(batch, names):
    """The batch with other names of its actors."""
    for actor in batch.actors:
        actor["names"] = names
    return batch


def test_an_event_that_leaves_a_selection_is_told_and_not_selected(load):
    client = load(
        release("1", "2020-01-01", {"a": TOLL_3, "b": TOLL_3}), release("2", "2021-01-01", {"a": TOLL_0, "b": TOLL_3 | {"type": "bombing"}})
    )
    changes = feed(client, since=1, fatalities_min=2)
    assert [(change["event"], change["selected"]) for change in changes] == [("told:a", False), ("told:b", True)]
    assert changes[0]["after"]["fatalities"]["best"] == 0


def test_a_series_that_was_an_incident_leaves_the_incidents(load):
    client = load(coded("1", "2020-01-01", {"a": {}}), coded("2", "2021-01-01", {"a": {"kind": "series"}}))
    (change,) = feed(client, since=1)
    assert (change["selected"], change["after"]["kind"]) == (False, "series")
    assert client.get("/v1/changes?since=1").json["meta"]["defaults"] == {"kind": "incident"}


def test_fields_keeps_the_feed_lean(load):
    client = load(release("1", "2020-01-01", {"a": {}}))
    assert feed(client, fields="event,action") == [{"event": "told:a", "action": "create"}]


# Pages


def test_a_walk_ends_where_it_began_and_the_next_goes_on_from_there(load):
    client = load(release("1", "2020-01-01", {f"e{number}": {} for number in range(5)}))
    first = client.get("/v1/changes?limit=2").json
    load(release("2", "2021-01-01", {f"e{number}": TOLL_3 for number in range(3)}))
    rest = list(walk(client, first["links"]["next"]))
    assert brief([*first["data"], *rest]) == [(f"told:e{number}", "create") for number in range(5)]
    assert first["meta"]["revision"] == 1
    after = feed(client, since=first["meta"]["revision"], limit=2)
    assert brief(after) == [(f"told:e{number}", "update" if number < 3 else "retract") for number in range(5)]


def test_the_permanent_link_keeps(load):
    client = load(release("1", "2020-01-01", {"a": {}, "b": {}}))
    first = client.get("/v1/changes").json
    load(release("2", "2021-01-01", {"a": {}}))
    assert client.get(first["links"]["permanent"]).json["data"] == first["data"]


def test_nothing_new_says_so_and_a_revision_to_come_is_404(load):
    client = load(release("1", "2020-01-01", {"a": {}}))
    empty = client.get("/v1/changes?since=1").json
    assert (empty["data"], empty["meta"]["empty"]["reason"], empty["links"]["next"]) == ([], "no-match", None)
    assert client.get("/v1/changes?since=2").status_code == 404
    assert "the latest is 1" in client.get("/v1/changes?since=2").json["detail"]


def test_what_came_after_a_revision_up_to_an_earlier_one_is_400(load):
    client = load(*(release(label, f"202{label}-01-01", {label: {}}) for label in "123"))
    answer = client.get("/v1/changes?since=3&revision=2")
    assert (answer.status_code, [error["parameter"] for error in answer.json["errors"]]) == (400, ["since", "revision"])
    same = client.get("/v1/changes?since=2&revision=2").json
    assert (same["data"], same["meta"]["revision"]) == ([], 2)


@pytest.mark.parametrize("query", ["as_of=2020-01-01", "distinct=true"])
def test_what_hangs_on_other_events_or_days_does_not_filter_the_feed(load, query):
    client = load(release("1", "2020-01-01", {"a": {}}))
    assert client.get(f"/v1/changes?{query}").status_code == 400
