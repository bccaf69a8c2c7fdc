"""The undoing of loads: what stood before stands again, for whatever loads, and what was undone can still be asked for."""

import io
import os
import random
import re
from dataclasses import replace

import orjson
import pytest
from conftest import bound
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from support.batches import load_batch
from support.corpora import annals, start
from support.examples import examples
from support.releases import NAMES, close, coded, history, loading, release

from api.cli import output as output_module
from models.tables.schema import Document, Event, Release
from models.tables.validity import recorded_at
from seeds.errors import LoadRefused
from seeds.linking.link import link
from seeds.pipeline.revert import revert

EARLY, LATE = "2012-01-01", "2013-01-01"
AN_EVENT = {"title": "An attack", "fatalities": 1}


def undo(url, dataset):
    close()
    with bound(url, writable=True):
        return revert(dataset)


def standing(url, revision=None, dataset=None):
    """By id and time, the document of each state that is open at a revision, but for which revision recorded it."""
    with bound(url):
        query = Event.select(Event.id, Event.known_from, Event.known_until, Document.body).join(Document, on=Document.state == Event.state)
        query = query.where(recorded_at(Event, revision), Event.dataset == dataset if dataset else True)
        return {key: orjson.loads(bytes(body)) | {"revision": None} for *key, body in query.tuples() for key in [tuple(key)]}


def told_alike(batch):
    """The same batch with actors of one name in every release: what references are called is not undone."""
    return replace(batch, actors=[actor | {"name": NAMES[actor["id"]]} for actor in batch.actors])


@examples(6)
@given(seed=st.integers(0, 9999))
def test_loads_are_undone_one_by_one_in_whatever_order_of_datasets(backend, seed):
    url, before, kept = backend(), {"told": [], "coded": []}, {}
    for batch in history(6, seed):
        dataset = batch.dataset["id"]
        stood = standing(url, dataset=dataset) if kept else {}
        if number := load_batch(url, told_alike(batch)).revision:
            before[dataset].append(stood)
            kept[number] = standing(url)
    rng = random.Random(seed)
    while left := [dataset for dataset, stood in before.items() if stood]:
        dataset = rng.choice(left)
        number = undo(url, dataset).revision
        assert standing(url, dataset=dataset) == before[dataset].pop()
        kept[number] = standing(url)
    assert {number: standing(url, number) for number in kept} == kept
    assert standing(url) == {}


def test_a_load_after_an_undone_one_is_undone_before_the_one_under_it(empty):
    for label, toll in (("1", 1), ("2", 2)):
        load_batch(empty, release(label, EARLY, {"e": {"fatalities": toll}}))
    assert undo(empty, "told").undone == "2"
    load_batch(empty, release("3", LATE, {"e": {"fatalities": 3}}))
    done = [undo(empty, "told") for _ in range(2)]
    assert [(each.undone, each.label) for each in done] == [("3", "1"), ("1", None)]
    assert [(each.new, each.changed, each.retracted) for each in done] == [(0, 1, 0), (0, 0, 1)]
    with pytest.raises(LoadRefused, match="told: it has no load that could be undone"):
        undo(empty, "told")


def test_an_earlier_release_that_comes_in_late_knows_nothing_of_what_is_undone(empty):
    load_batch(empty, release("2", LATE, {}))
    undo(empty, "told")
    load_batch(empty, release("1", EARLY, {"e": AN_EVENT}))
    assert list(standing(empty)) == [("told:e", EARLY, None)]


def test_what_is_undone_is_gone_until_it_is_loaded_again_and_the_change_feed_tells_it(empty):
    with loading(empty) as load:
        load(release("1", EARLY, {"old": AN_EVENT, "same": AN_EVENT}), release("2", LATE, {"new": AN_EVENT, "same": AN_EVENT}))
        undo(empty, "told")
        client = load()
        assert {each["id"] for each in client.get("/v1/events").json["data"]} == {"told:old", "told:same"}
        gone = client.get("/v1/events/told:new")
        assert gone.status_code == 410 and "the load that told of it was reverted" in gone.json["detail"]
        assert client.get("/v1/events/told:new", query_string={"revision": 2}).status_code == 200
        changes = client.get("/v1/changes", query_string={"since": 2}).json["data"]
        assert {(each["event"], each["action"]) for each in changes} == {("told:new", "retract"), ("told:old", "create")}
        assert client.get("/v1/datasets/told").json["release"] == "1"
        client = load(release("2", LATE, {"new": AN_EVENT, "same": AN_EVENT}))
        assert {each["id"] for each in client.get("/v1/events").json["data"]} == {"told:new", "told:same"}


def test_events_that_were_merged_come_apart_again(empty):
    with loading(empty) as load:
        load(coded("1", EARLY, {"a": AN_EVENT, "b": AN_EVENT}), coded("2", LATE, {"a": AN_EVENT}, merged={"a": ["b"]}))
        assert load().get("/v1/events/coded:b").status_code == 308
        undo(empty, "coded")
        client = load()
        assert client.get("/v1/events/coded:b").status_code == 200
        assert client.get("/v1/events/coded:b", query_string={"revision": 2}).status_code == 308


def test_other_datasets_and_links_stay(empty):
    same = {"date": "2012-02-03", "location": "fj.suva", "fatalities": 3}
    places = {"fj.suva": ("Suva", 178.4, -18.1)}
    load_batch(empty, release("1", EARLY, {"e": same}, places=places))
    load_batch(empty, coded("1", EARLY, {"e": same}, places=places))
    with bound(empty, writable=True):
        assert len(link([], 0.8).pairs) == 1
    before = standing(empty)
    load_batch(empty, release("2", LATE, {}, places=places))
    undo(empty, "told")
    assert standing(empty) == before
    assert before["told:e", EARLY, None]["same_as"] == ["coded:e"]


def test_the_command_undoes_the_last_load_and_says_so(empty):
    load_batch(empty, release("1", EARLY, {"e": AN_EVENT}))
    load_batch(empty, release("2", LATE, {"e": {"fatalities": 2}, "f": AN_EVENT}))
    told = "told: release 2 is undone, release 1 is in force again; 0 new, 1 changed, 1 retracted; revision 3\n"
    assert annals(empty, "revert", "told") == (0, told, "")
    told = "told: release 1 is undone, none is in force any more; 0 new, 0 changed, 1 retracted; revision 4\n"
    assert annals(empty, "revert", "told") == (0, told, "")
    code, output, errors = annals(empty, "revert", "tald")
    assert (code, output) == (1, "") and "tald: it has no load that could be undone; there are the datasets told" in errors
    with bound(empty):
        made = Release.select(Release.action, Release.label).order_by(Release.number)
        assert list(made.tuples())[2:] == [("revert", "1"), ("revert", "none")]


def test_the_releases_are_listed_as_tabbed_lines_for_a_program(empty):
    load_batch(empty, release("1", EARLY, {"e": AN_EVENT}))
    load_batch(empty, coded("a", EARLY, {"e": AN_EVENT}))
    undo(empty, "told")
    code, output, _ = annals(empty, "releases")
    header, *rows = [line.split("\t") for line in output.splitlines()]
    assert code == 0 and header[:5] == ["revision", "dataset", "release", "action", "released_on"]
    assert [row[:4] for row in rows] == [["1", "told", "1", "load"], ["2", "coded", "a", "load"], ["3", "told", "none", "revert"]]
    assert [row[6:] for row in rows] == [["1", "1", "0", "0", "0", "0"]] * 2 + [["0", "0", "0", "0", "0", "1"]]
    assert [line.split("\t")[0] for line in annals(empty, "releases", "told")[1].splitlines()] == ["revision", "1", "3"]
    code, output, errors = annals(empty, "releases", "tald")
    assert (code, output) == (1, "") and "there is no dataset 'tald'; there are coded, told" in errors


def test_the_releases_are_a_table_on_a_terminal(empty):
    load_batch(empty, release("1 [a]", EARLY, {"e": AN_EVENT}))
    ours, theirs = os.openpty()
    with open(ours, "rb", buffering=0) as terminal:
        process = start(empty, "releases", terminal="xterm", stdout=theirs)
        assert process.wait(timeout=60) == 0
        os.close(theirs)
        shown = terminal.read(100_000).decode()
    assert "┃" in shown and "[a]" in shown and "\t" not in shown


@pytest.mark.parametrize("width", [60, 80, 132])
def test_a_terminal_cuts_no_number_of_the_releases(width):
    """However large they are, and however long an id or a label is."""
    counts = {"read": 12_345_678, "new": 9_876_543, "changed": 1_234_567, "unchanged": 345_678, "rejected": 23_456, "retracted": 7_654_321}
    told = {"revision": 1_048_576, "dataset": "a-dataset-of-" + "long-" * 9, "release": "v" + "2024.12" * 6, "action": "revert"}
    told |= {"released_on": "2024-12-02", "loaded_at": "2026-11-28T20:06:06.123456+00:00"} | counts
    console = Console(width=width, file=io.StringIO())
    console.print(output_module.releases_table([[str(told[name]) for name in output_module.RELEASE_COLUMNS]]))
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= width and "…" not in console.file.getvalue()
    cells = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in lines if "│" in line]
    revision, release, made, events = ([row[at] for row in cells if row[at]] for at in range(4))
    assert revision == ["1048576"]
    assert "".join(release).replace(" ", "") == f"{told['dataset']}{told['release']}of2024-12-02"
    assert made == ["revert", "2026-11-28", "20:06:06"]
    assert events == [f"{number:,} {name}" for name, number in counts.items()]


def test_releases_of_no_store_are_refused(empty):
    code, output, errors = annals(empty, "releases")
    assert (code, output) == (1, "")
    assert "no store can be read" in errors or "the store cannot be opened" in errors
