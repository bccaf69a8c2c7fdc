"""Links between datasets: which events are taken for the same, by which score, and what becomes of them in the store."""

import csv
from dataclasses import replace
from itertools import product

import pytest
from conftest import bound
from hypothesis import given
from hypothesis import strategies as st
from support.batches import load_batch, place
from support.corpora import annals, dump
from support.releases import loading, release

from models.db import dialect
from models.domain.vocabularies import TYPE, UNTYPED
from models.tables.schema import Release, Twin
from models.tables.validity import recorded_at
from seeds.errors import LoadRefused
from seeds.linking.candidates import LONGEST, Candidate, CasualtyFigures, sweep_by_date
from seeds.linking.extents import distance_between, extent
from seeds.linking.link import link
from seeds.linking.matching import Pair, match_pairs
from seeds.linking.similarity import DAYS_APART, PARTS, similarity_parts, total_score

DAYS = ("2019-01-01", "2020-01-01", "2021-01-01")
PLACES = {
    "fj.suva": ("Suva", 178.45, -18.14),
    "fj.lami": ("Lami", 178.42, -18.11),
    "fj.nadi": ("Nadi", 177.42, -17.80),
    "to.suva": ("Suva", 178.45, -18.14),
}
NAMES = {"g": "Reds of Suva", "r": "The Suva Reds", "b": "Blue Front", "v": "Villagers of 1987"}


def by(*actors):
    return [{"actor": id, "role": "perpetrator"} for id in actors]


ONE = {"date": "2011-12-03", "type": "bombing", "location": "fj.suva", "fatalities": 3, "actors": by("g")}


def told(dataset, events, label="1", day=DAYS[0], **more):
    """A release of events, their actors named within the dataset."""
    own = {
        id: values | {"actors": [part | {"actor": f"{dataset}:{part['actor']}"} for part in values["actors"]]}
        for id, values in events.items()
    }
    drafted = release(label, day, own, dataset, names={f"{dataset}:{id}": name for id, name in NAMES.items()}, **more)
    return replace(drafted, locations=[place(dataset, id, *rest) | {"country": id[:2].upper()} for id, rest in PLACES.items()])


def linked(url, *datasets, threshold=0.8, **more):
    with bound(url, writable=True):
        return link(datasets, threshold, **more)


def pairs(url, revision=None):
    """(a, b, group) of the pairs that are open at a revision."""
    with bound(url):
        return set(Twin.select(Twin.a, Twin.b, Twin.group).where(recorded_at(Twin, revision)).tuples())


TWINS = {
    "told alike": {},
    "a day later": {"date": "2011-12-04"},
    "of that month": {"date": "2011-12"},
    "of another name": {"actors": by("r")},
    "without actors": {"actors": []},
    "of a suburb": {"location": "fj.lami"},
    "of a wider toll": {"fatalities": {"low": 2, "best": 4, "high": 9}},
    "without a toll": {"fatalities": None},
    "of a wider type": {"type": "attack"},
    "of another side": {"type": "state-based-conflict"},
}
OTHERS = {
    "three days later": {"date": "2011-12-06"},
    "of that year": {"date": "2011"},
    "without a date": {"date": "../2012"},
    "of another town": {"location": "fj.nadi"},
    "of another country": {"location": "to.suva"},
    "of no place": {"location": None},
    "of another sort": {"type": "riot"},
    "a series": {"kind": "series"},
    "with nothing else in common": {"fatalities": 40, "actors": by("b")},
    "with nothing else told": {"fatalities": None, "actors": []},
    "with a number in common": {"fatalities": None, "actors": by("v")},
}


@pytest.mark.parametrize("name", [*TWINS, *OTHERS])
def test_twins_are_linked_and_others_are_not(tmp_path, name):
    url = f"sqlite:///{tmp_path}/annals.db"
    other = {key: value for key, value in (ONE | (TWINS | OTHERS)[name]).items() if value is not None}
    load_batch(url, told("one", {"e": ONE}))
    load_batch(url, told("two", {"e": other, "far": ONE | {"date": "1999-12-03"}}))
    assert {(pair.a, pair.b) for pair, _ in linked(url, threshold=0.7).pairs} == ({("one:e", "two:e")} if name in TWINS else set())


A = Candidate(
    "a:1", "a", "bombing", "FJ", "fj.suva", 100, 100, CasualtyFigures(3, 3, 3), extent(10, 20, 10, 20), frozenset({"reds", "suva"})
)
DEGREE = 111.195


@pytest.mark.parametrize(
    ("part", "other", "expected"),
    [
        ("date", {}, 1),
        ("date", {"first": 101, "last": 101}, 1 / 3),
        ("date", {"first": 98, "last": 98}, 1 / 6),
        ("date", {"first": 91, "last": 100}, 0.55),
        ("place", {}, 1),
        ("place", {"extent": extent(10, 20.2, 10, 20.2)}, 1 - 0.2 * DEGREE / 50),
        ("place", {"extent": extent(10, 20.5, 10, 20.5)}, None),
        ("place", {"extent": extent(10, 20 - 25 / DEGREE, 10, 20 + 25 / DEGREE)}, 0.75),
        ("place", {"extent": None}, 2 / 3),
        ("place", {"extent": None, "location": "fj"}, 1 / 2),
        ("place", {"extent": None, "location": "fj.suva.pier"}, 2 / 3),
        ("place", {"extent": None, "location": "fj.suva-north"}, None),
        ("toll", {}, 1),
        ("toll", {"toll": None}, 0.5),
        ("toll", {"toll": CasualtyFigures(2, 7, 9)}, 0.75),
        ("toll", {"toll": CasualtyFigures(7, 7, 7)}, 0.5),
        ("actors", {}, 1),
        ("actors", {"words": frozenset()}, 0.5),
        ("actors", {"words": frozenset({"blues"})}, 0),
        ("actors", {"words": frozenset({"reds", "north", "east"})}, 0.5),
        ("type", {}, 1),
        ("type", {"type": "suicide-bombing"}, 8 / 9),
        ("type", {"type": "battle"}, 2 / 7),
        ("type", {"type": "riot"}, None),
        ("type", {"type": "other"}, 0.5),
    ],
)
def test_each_part_of_a_score_is_as_the_rules_say(part, other, expected):
    _, found = PARTS[part]
    b = replace(A, **other)
    assert found(A, b) == found(b, A) == (expected if expected is None else pytest.approx(expected, rel=1e-3))


def test_the_parts_weigh_one_together_and_events_told_alike_score_one():
    assert sum(weight for weight, _ in PARTS.values()) == pytest.approx(1)
    assert total_score(similarity_parts(A, A)) == 1


def test_boxes_touch_over_the_antimeridian_and_are_as_far_apart_as_their_edges():
    assert distance_between(extent(179, 0, -179, 0), extent(-179.5, 0, -178, 0)) == 0
    assert distance_between(extent(179, 0, 179, 0), extent(-179, 0, -179, 0)) == pytest.approx(2 * DEGREE, rel=1e-3)
    assert distance_between(extent(-180, -1, 180, 1), extent(77, 0, 77, 0)) == 0
    assert distance_between(extent(0, 60, 1, 60), extent(2, 60, 3, 60)) == pytest.approx(DEGREE / 2, rel=1e-3)
    assert extent(0, 0, 3, 4).size == pytest.approx(5 * DEGREE, rel=1e-3)


dated = st.tuples(st.integers(1, 90), st.integers(0, LONGEST - 1), st.sampled_from("abc"))


@given(drawn=st.lists(dated, max_size=30))
def test_a_sweep_meets_every_pair_of_different_datasets_whose_dates_lie_close_together_once(drawn):
    spans = sorted(drawn)
    found = [replace(A, id=str(at), dataset=dataset, first=first, last=first + days) for at, (first, days, dataset) in enumerate(spans)]
    near = {
        (a.id, b.id)
        for at, b in enumerate(found)
        for a in found[:at]
        if a.dataset != b.dataset and b.first - a.last <= DAYS_APART and a.first - b.last <= DAYS_APART
    }
    met = [(a.id, b.id) for a, b in sweep_by_date(found)]
    assert set(met) == near and len(met) == len(near)


ids = st.tuples(st.sampled_from("abc"), st.integers(1, 4))
proposals = st.dictionaries(
    st.tuples(ids, ids).filter(lambda pair: pair[0] < pair[1] and pair[0][0] != pair[1][0]), st.sampled_from([0.8, 0.9, 1.0]), max_size=20
)


@given(proposals=proposals, data=st.data())
def test_groups_hold_one_event_of_a_dataset_at_most_and_leave_out_no_pair_that_could_stand(proposals, data):
    found = [Pair(f"{a}:{m}", f"{b}:{n}", a, b, score) for ((a, m), (b, n)), score in proposals.items()]
    made = match_pairs([], found)
    group = {id: group for pair, group in made for id in (pair.a, pair.b)}
    members = {each: {id for id in group if group[id] == each} for each in group.values()}
    for least, ids in members.items():
        assert least == min(ids) and len({id[0] for id in ids}) == len(ids)
    standing = {(pair.a, pair.b) for pair, _ in made}
    for pair in found:
        a, b = ({*members.get(group.get(id), {id})} for id in (pair.a, pair.b))
        assert ((pair.a, pair.b) in standing) == (a == b) and (a == b or {id[0] for id in a} & {id[0] for id in b})
    assert match_pairs([], data.draw(st.permutations(found))) == made


def test_the_best_pair_stands_and_of_equal_ones_the_first_by_id(empty):
    load_batch(empty, told("one", {"a": ONE, "b": ONE}))
    load_batch(empty, told("two", {"a": ONE | {"date": "2011-12-04"}, "b": ONE, "c": ONE}))
    assert linked(empty).begun == 2
    assert pairs(empty) == {("one:a", "two:b", "one:a"), ("one:b", "two:c", "one:b")}


@pytest.fixture
def store(empty):
    """Three datasets that have one event each, which is the same, and some of their own."""
    for year, dataset in enumerate(("one", "two", "three"), 2001):
        load_batch(empty, told(dataset, {"e": ONE, "own": ONE | {"date": f"{year}-06-06"}}))
    return empty


def test_links_are_a_revision_that_documents_and_the_change_feed_tell(store):
    done = linked(store)
    assert (len(done.pairs), done.begun, done.ended, done.changed, done.revision) == (3, 3, 0, 3, 4)
    with loading(store) as load:
        client = load()
        event = client.get("/v1/events/one:e").json
        assert (event["same_as"], event["revision"]) == (["three:e", "two:e"], 4)
        assert client.get("/v1/events/one:e", query_string={"revision": 3}).json["same_as"] == []
        feed = client.get("/v1/changes", query_string={"since": 3}).json["data"]
        assert {each["event"]: list(each["changed"]) for each in feed} == {
            f"{dataset}:e": ["same_as"] for dataset in ("one", "two", "three")
        }
        assert {each["reason"] for each in feed} == {"events of different datasets were linked"}


def test_linking_again_changes_nothing(store):
    linked(store)
    before = dump(store)
    again = linked(store)
    assert (again.revision, again.begun, again.ended, again.changed, len(again.pairs)) == (None, 0, 0, 0, 3)
    assert dump(store) == before


def test_a_dry_run_finds_the_same_and_writes_nothing(store):
    before = dump(store)
    dry = linked(store, dry_run=True)
    assert dry.revision is None and dump(store) == before
    assert linked(store).pairs == dry.pairs


def test_a_dry_run_waits_for_no_loader(store):
    with bound(store, writable=True) as database, dialect.write_transaction(database):
        dialect.lock_for_writing(database)
        code, output, errors = annals(store, "link", "--dry-run")
    assert (code, errors) == (0, "") and output.endswith("nothing is written\n")


def test_a_dry_run_needs_a_store(empty):
    code, output, errors = annals(empty, "link", "--dry-run")
    assert (code, output) == (1, "") and "Traceback" not in errors


def test_a_pair_ends_when_its_score_falls_and_when_its_event_is_retracted(store):
    linked(store)
    load_batch(store, told("two", {"e": ONE | {"date": "2011-12-09"}}, "2", DAYS[1]))
    load_batch(store, told("three", {"own": ONE}, "2", DAYS[1]))
    assert len(pairs(store)) == 3
    with loading(store) as load:
        assert load().get("/v1/events/one:e").json["same_as"] == ["three:e", "two:e"]
    assert linked(store).ended == 3
    assert pairs(store) == {("one:e", "three:own", "one:e")} and len(pairs(store, 4)) == 3
    with loading(store) as load:
        client = load()
        assert client.get("/v1/events/one:e").json["same_as"] == ["three:own"]
        assert client.get("/v1/events/two:e").json["same_as"] == []
        assert client.get("/v1/events/three:e", query_string={"as_of": DAYS[0]}).json["same_as"] == []
        assert client.get("/v1/events/two:e", query_string={"revision": 5}).json["same_as"] == ["one:e", "three:e"]


def test_a_load_keeps_the_links_of_what_it_changes(store):
    linked(store)
    load_batch(store, told("two", {"e": ONE | {"fatalities": 4}}, "2", DAYS[1], complete=False))
    with loading(store) as load:
        event = load().get("/v1/events/two:e").json
        assert (event["fatalities"]["best"], event["same_as"], event["revision"]) == (4, ["one:e", "three:e"], 5)


def test_datasets_that_are_named_are_linked_and_the_links_of_others_stay(store):
    assert {(pair.a, pair.b) for pair, _ in linked(store, "two", "one").pairs} == {("one:e", "two:e")}
    assert {(pair.a, pair.b) for pair, _ in linked(store, "two", "three").pairs} == {("three:e", "two:e")}
    assert pairs(store) == {("one:e", "two:e", "one:e"), ("three:e", "two:e", "one:e")}
    assert linked(store, "one", "three", threshold=1).begun == 1 and len(pairs(store)) == 3
    load_batch(store, told("two", {}, "2", DAYS[1]))
    assert linked(store, "one", "three").ended == 2
    assert pairs(store) == {("one:e", "three:e", "one:e")}


REFUSED = [
    (["one", "tow"], "tow: there is no such dataset; there are one, three, two"),
    (["one"], "two datasets are wanted, or more; there are one"),
]


@pytest.mark.parametrize(("datasets", "reason"), REFUSED)
def test_what_cannot_be_linked_is_refused(store, datasets, reason):
    with pytest.raises(LoadRefused, match=reason):
        linked(store, *datasets)


def test_the_command_links_and_writes_the_pairs_with_what_their_scores_are_made_of(store, tmp_path):
    file = tmp_path / "pairs.csv"
    said = "one, three, two: 3 pairs in 1 groups, 3 of all pairs new, 0 ended; "
    assert annals(store, "link", "--dry-run", "--csv", str(file)) == (0, said + "nothing is written\n", "")
    with file.open(newline="") as lines:
        found = list(csv.DictReader(lines))
    assert [(row["a"], row["b"], row["group"], row["score"]) for row in found] == [
        ("one:e", "three:e", "one:e", "1.0"),
        ("one:e", "two:e", "one:e", "1.0"),
        ("three:e", "two:e", "one:e", "1.0"),
    ]
    assert {row[part] for row in found for part in PARTS} == {"1.0"}
    assert annals(store, "link") == (0, said + "3 events changed; revision 4\n", "")
    with bound(store):
        made = Release.get_by_id(4)
        assert (made.action, made.dataset, made.label, made.changed) == ("link", None, "one, three, two at 0.8", 3)


def test_the_command_refuses_what_it_cannot_link(store):
    code, output, errors = annals(store, "link", "one", "tow")
    assert (code, output) == (1, "") and "tow: there is no such dataset" in errors
    assert annals(store, "link", "--threshold", "2")[0] == 2


def test_pairs_that_cannot_be_written_are_not_linked(store, tmp_path):
    code, output, errors = annals(store, "link", "--csv", str(tmp_path / "nowhere" / "pairs.csv"))
    assert (code, output) == (2, "") and "No such file or directory" in errors
    with bound(store):
        assert (Twin.select().count(), Release.select().count()) == (0, 3)


@pytest.mark.parametrize("command", [["link"], ["revert", "one"]])
def test_what_changes_a_store_makes_none(command, tmp_path):
    code, output, errors = annals(f"sqlite:///{tmp_path / 'mistyped' / 'annals.db'}", *command)
    assert (code, output) == (1, "") and "the store cannot be opened" in errors
    assert list(tmp_path.iterdir()) == []


def test_types_that_can_be_the_same_are_of_one_tree():
    _, kinship = PARTS["type"]
    roots = {code: [code, *TYPE.ancestors(code)][-1] for code in TYPE.codes if code != UNTYPED}
    for a, b in product(roots, repeat=2):
        assert (kinship(replace(A, type=a), replace(A, type=b)) is None) == (roots[a] != roots[b])


def test_a_first_mapping_for_a_file_is_printed(empty, tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("id,date,country,deaths\n1,2011-12-03,Fiji,3\n")
    code, output, errors = annals(empty, "mapping", "suggest", str(file))
    assert (code, errors) == (0, "") and "dataset:" in output and "fatalities:" in output
    code, output, errors = annals(empty, "mapping", "suggest", str(tmp_path / "none.csv"))
    assert (code, output) == (2, "") and "does not exist" in errors
