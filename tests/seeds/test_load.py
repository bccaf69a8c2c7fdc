"""The pipeline: what a load writes, what it leaves alone, and that it writes all of it or nothing."""

import os
import pty
import re
import signal
import sqlite3
import tempfile
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from resource import RLIMIT_FSIZE, setrlimit
from subprocess import PIPE

import orjson
import pytest
from conftest import CORPUS, bound, load_into
from hypothesis import given
from hypothesis import strategies as st
from peewee import DatabaseError, OperationalError
from support import claims_oracle as oracles
from support import corpora
from support import invented_dataset as invented
from support.claims_oracle import Account
from support.corpora import change, copied, draft, dump, event, save, start
from support.examples import examples

from api.app import create_app
from models import store
from models.db import bulk, dialect, fulltext_writer
from models.domain import claims
from models.predicates import autocomplete
from models.serialization.event_document import event_document
from models.serialization.schemas import EventSchema
from models.tables import schema as schema_module
from models.tables.schema import Citation, Claim, Document, Event, Location, Name, Participation, Release, Store
from models.tables.validity import recorded_at
from seeds.errors import LoadRefused
from seeds.pipeline.diff import EventPlan
from seeds.pipeline.load import AGAIN, LoadOutcome
from seeds.pipeline.load import load as load_batch
from seeds.store import intake_tables
from seeds.store.references import ReferenceTables
from seeds.store.repository import CHUNK, claim_rows

SIZE = 2 * CHUNK
BOTH = {"early": {"fatalities": 7}, "late": {"fatalities": 9}}


@pytest.fixture
def load(empty, tmp_path):
    """Loads a draft into a new store; drafts loaded one after another are its revisions."""
    return lambda draft: load_into(empty, save(draft, tmp_path))


def told(url, as_of=None, revision=None):
    """By id, the documents of a store's states of a day and a revision."""
    with bound(url):
        return documents(as_of, revision)


def documents(as_of, revision):
    """By id, of the store that is bound; an event has one state at most."""
    query = Document.select(Document.body).join(Event).where(Event.at(as_of, revision)).order_by(Event.id)
    found = [orjson.loads(bytes(body)) for (body,) in query.tuples()]
    assert len({each["id"] for each in found}) == len(found)
    return {each["id"]: each for each in found}


def history(url, event):
    """(known from, known until, revision from, revision until, best count of deaths) of an event's states, as they were recorded."""
    columns = (Event.known_from, Event.known_until, Event.revision_from, Event.revision_until, Event.fatalities_best)
    with bound(url):
        return list(Event.select(*columns).where(Event.id == event).order_by(Event.revision_from, Event.known_from).tuples())


def best(documents):
    return {id: found["fatalities"]["best"] for id, found in documents.items()}


def retold(draft, file, id, **values):
    """The draft with an entry of one of its files changed."""
    for entry in draft[file]:
        if entry["id"] == id:
            entry.update(values)
    return draft


def toll(number):
    return event("a", early={"fatalities": number})


# What a load counts and writes


def counted(revision, new=0, changed=0, unchanged=0, retracted=0, **remarks):
    return LoadOutcome(revision, new + changed + unchanged, new, changed, unchanged, 0, retracted, remarks)


def test_the_first_load_is_revision_1_and_everything_in_it_is_new(empty):
    assert load_into(empty) == counted(revision=1, new=22, changed=0, unchanged=0, retracted=0)
    counts = {name: len(rows) for name, rows in dump(empty).items()}
    assert counts | ROWS == counts


ROWS = {
    "store": 1, "dataset": 1, "release": 1, "source": 2, "location": 18, "actor": 21, "claim": 25,
    "event": 25, "participation": 36, "citation": 28, "document": 25, "change": 22,
}  # fmt: skip


def test_a_release_is_recorded_with_its_label_its_day_and_its_counts(corpus):
    with bound(corpus):
        [release] = Release.select().dicts()
    assert re.fullmatch(r"[0-9a-f]{64}", release.pop("checksum"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", release.pop("loaded_at"))
    assert release.pop("about").keys() == {"title", "description", "licence", "licence_url", "citation"}
    assert release == {
        "number": 1, "action": "load", "dataset": "kazakhstan", "label": "2026.1", "released_on": "2026-11-22",
        "complete": True, "source": None, "read": 22, "rejected": 0, "remarks": {}, "new": 22, "changed": 0, "unchanged": 0, "retracted": 0,
    }  # fmt: skip


def test_a_second_load_of_the_same_files_changes_not_one_row(empty):
    load_into(empty)
    before = dump(empty)
    assert load_into(empty) == counted(revision=None, new=0, changed=0, unchanged=22, retracted=0)
    assert dump(empty) == before


def test_files_that_say_the_same_in_another_order_and_layout_are_the_same(load, empty):
    events = [event("a", **BOTH), event("b", early={})]
    load(draft(*events))
    before = dump(empty)
    other = draft(*(dict(reversed(each.items())) for each in reversed(events)))
    assert load(other).revision is None
    assert dump(empty) == before


def test_progress_is_told_after_every_chunk_in_events(backend, tmp_path):
    done = []
    load_into(backend(), save(draft(*(event(f"e{number}", early={}) for number in range(CHUNK + 1))), tmp_path), done.append)
    assert done == [CHUNK, CHUNK + 1]


def test_a_first_load_asks_nothing_of_the_events_while_they_have_no_index(backend, tmp_path, caplog):
    directory = save(draft(*(event(f"e{number}", early={}) for number in range(CHUNK + 1))), tmp_path)
    with caplog.at_level("DEBUG", logger="peewee"):
        load_into(backend(), directory)
    told = [record.getMessage() for record in caplog.records]
    without = range(
        *(max(place for place, sql in enumerate(told) if f"{verb} INDEX" in sql and "event_id" in sql) for verb in ("DROP", "CREATE"))
    )
    assert without and not [told[place] for place in without if 'FROM "event"' in told[place]]


# What a revision changes


def test_a_changed_toll_closes_the_old_state_and_leaves_the_others_alone(load, empty):
    load(draft(toll(7), event("b", early={"fatalities": 1})))
    others = told(empty)["invented:b"]
    assert load(draft(toll(8), event("b", early={"fatalities": 1}))) == counted(2, new=0, changed=1, unchanged=1, retracted=0)
    assert history(empty, "invented:a") == [("2011-12-05", None, 1, 2, 7), ("2011-12-05", None, 2, None, 8)]
    assert history(empty, "invented:b") == [("2011-12-05", None, 1, None, 1)]
    assert best(told(empty, revision=1)) == {"invented:a": 7, "invented:b": 1}
    assert best(told(empty)) == {"invented:a": 8, "invented:b": 1}
    assert told(empty)["invented:b"] == others


def test_a_changed_claim_is_kept_as_each_revision_had_it(load, empty):
    load(draft(toll(7)))
    load(draft(toll(8)))
    with bound(empty):
        found = {revision: Claim.get(recorded_at(Claim, revision)).assertions["fatalities"] for revision in (1, 2, None)}
    assert found == {1: 7, 2: 8, None: 8}


def test_a_change_to_a_claim_that_the_event_does_not_show_is_a_change(load, empty):
    load(draft(toll(7)))
    noted = toll(7)
    noted["claims"][0]["note"] = "Another note."
    assert load(draft(noted)) == counted(2, new=0, changed=1, unchanged=0, retracted=0)
    assert history(empty, "invented:a") == [("2011-12-05", None, 1, None, 7)]


def test_an_event_that_is_gone_is_retracted(load, empty):
    load(draft(toll(7), event("b", early={})))
    assert load(draft(event("b", early={}))) == counted(2, new=0, changed=0, unchanged=1, retracted=1)
    assert [*told(empty, revision=1)] == ["invented:a", "invented:b"]
    assert [*told(empty)] == [*told(empty, revision=2)] == ["invented:b"]
    with bound(empty):
        assert [claim.event for claim in Claim.select().where(recorded_at(Claim, None))] == ["invented:b"]


def test_an_event_that_comes_back_is_new_and_its_absence_is_remembered(load, empty):
    load(draft(toll(7), event("b", early={})))
    load(draft(event("b", early={})))
    assert load(draft(toll(7), event("b", early={}))) == counted(3, new=1, changed=0, unchanged=1, retracted=0)
    assert history(empty, "invented:a") == [("2011-12-05", None, 1, 2, 7), ("2011-12-05", None, 3, None, 7)]
    assert ["invented:a" in told(empty, revision=revision) for revision in (1, 2, 3)] == [True, False, True]


def test_one_dataset_does_not_retract_another(load, empty):
    load(draft(toll(7)))
    assert load(draft(toll(8), dataset="other")) == counted(2, new=1, changed=0, unchanged=0, retracted=0)
    assert best(told(empty)) == {"invented:a": 7, "other:a": 8}


def parts(actor):
    return [{"actor": actor, "role": "target"}]


POINT = {"latitude": 43.25, "longitude": 76.91}
REFERENCES = {
    "an actor's name": (("actors", "police", {"name": "Militia"}), lambda event: event["actors"][0]),
    "a place's coordinates": (("locations", "kz.almaty", POINT), lambda event: event["location"]),
    "a source's title": (("sources", "middle", {"title": "Corrected"}), lambda event: event["sources"][0]),
}


@pytest.mark.parametrize("what", REFERENCES)
def test_a_change_to_what_an_event_refers_to_renews_the_events_that_do_and_no_other(what, load, empty):
    (file, id, correction), part = REFERENCES[what]

    def events():
        affected = event("a", middle={"actors": parts("police"), "location": "kz.almaty"})
        return draft(affected, event("b", early={"actors": parts("rebels"), "location": "kz"}))

    load(events())
    old, other = told(empty).values()
    assert load(retold(events(), file, id, **correction)) == counted(2, unchanged=2, **{AGAIN: 1})
    assert part(told(empty)["invented:a"]) == part(old) | correction != part(old)
    assert told(empty)["invented:b"] == other
    assert told(empty, revision=1) == {"invented:a": old, "invented:b": other}


@pytest.mark.parametrize("file, id", [("actors", "civilians"), ("locations", "kg"), ("sources", "late")])
def test_a_change_to_what_no_event_refers_to_is_a_revision_without_a_changed_event(file, id, load, empty):
    load(draft(toll(7)))
    renamed = retold(draft(toll(7)), file, id, **{"title" if file == "sources" else "name": "Renamed"})
    assert load(renamed) == counted(2, new=0, changed=0, unchanged=1, retracted=0)
    assert history(empty, "invented:a") == [("2011-12-05", None, 1, None, 7)]


def test_as_many_places_may_change_as_there_are(load, empty):
    def events(suffix):
        drafted = draft(event("a", early={"location": "kz.town-0-0"}), event("b", early={"location": "kz.town-0-599"}))
        drafted["locations"] += [
            {"id": f"kz.town-0-{number}", "name": f"Town {number}{suffix}", "kind": "settlement"} for number in range(600)
        ]
        return drafted

    load(events(""))
    assert load(events(" renamed")) == counted(2, unchanged=2, **{AGAIN: 2})
    assert [each["location"]["name"] for each in told(empty).values()] == ["Town 0 renamed", "Town 599 renamed"]


def test_a_source_dated_anew_moves_what_was_known_when(load, empty):
    load(draft(toll(7)))
    assert load(draft(toll(7), sources=corpora.SOURCES | {"early": "2011-12-20"})).changed == 1
    assert history(empty, "invented:a") == [("2011-12-05", None, 1, 2, 7), ("2011-12-20", None, 2, None, 7)]


def test_a_claim_from_a_later_source_divides_the_time_since_the_first(load, empty):
    load(draft(toll(7)))
    assert load(draft(event("a", **BOTH))).changed == 1
    assert history(empty, "invented:a") == [
        ("2011-12-05", None, 1, 2, 7),
        ("2011-12-05", "2015-11-30", 2, None, 7),
        ("2015-11-30", None, 2, None, 9),
    ]
    days = ("2011-12-04", "2011-12-05", "2015-11-29", "2015-11-30", None)
    assert [best(told(empty, as_of=day)).get("invented:a") for day in days] == [None, 7, 7, 9, 9]
    assert [best(told(empty, as_of=day, revision=1)).get("invented:a") for day in days] == [None, 7, 7, 7, 7]


def test_a_source_counts_from_the_last_day_on_which_it_may_have_been_published(load, empty):
    load(draft(event("a", middle={})))
    assert [len(told(empty, as_of=day)) for day in ("2012-12-30", "2012-12-31")] == [0, 1]


# What the store holds of a state


def account(claim):
    return Account(claim.source_id, claim.known_from, claim.certainty, claim.assertions)


def test_a_stored_document_is_what_the_schema_makes_of_the_claims(reading):
    for row in Event.select():
        told = list(Claim.select().where((Claim.event == row.id) & recorded_at(Claim, row.revision_from)))
        [state] = [state for state in claims.resolve_states([account(claim) for claim in told]) if state.known_from == row.known_from]
        references = ReferenceTables()
        references.need([EventPlan(row.id, row.dataset_id, [], claim_rows([row.id])[row.id])])
        expected = event_document(row.id, row.dataset_id, state, references) | {"revision": row.revision_from}
        assert orjson.loads(bytes(Document.get_by_id(row.state).body)) == expected
        assert EventSchema().validate(expected) == {} and expected.keys() == EventSchema().fields.keys()


PLACED = ("id", "country", "latitude", "longitude")


def test_the_columns_of_a_state_agree_with_its_document(reading):
    for row, body in stored():
        assert (row.kind, row.type, row.status, row.part_of) == tuple(body[name] for name in ("kind", "type", "status", "part_of"))
        assert (row.date_earliest, row.date_latest) == (body["date"]["earliest"] or "0001-01-01", body["date"]["latest"] or "9999-12-31")
        place = body["location"] or dict.fromkeys(("id", "country", "latitude", "longitude"))
        assert (row.location, row.country, row.latitude, row.longitude) == tuple(
            place[name] for name in ("id", "country", "latitude", "longitude")
        )
        for measure in ("fatalities", "injuries"):
            assert {bound: getattr(row, f"{measure}_{bound}") for bound in ("low", "best", "high")} == body[measure]
        assert row.fatalities_order == (-1 if body["fatalities"]["best"] is None else body["fatalities"]["best"])
        assert row.disputed == bool(body["disputed"])
        assert (row.known_from, row.revision_from) == (body["known_from"], body["revision"])


def stored():
    return [(row, orjson.loads(bytes(Document.get_by_id(row.state).body))) for row in Event.select()]


def test_participations_and_citations_are_those_of_the_document(reading):
    for row, body in stored():
        parts = Participation.select().where(Participation.state == row.state)
        assert {(part.actor_id, part.role, part.fatalities, part.injuries) for part in parts} == {
            (part["id"], part["role"], part["fatalities"], part["injuries"]) for part in body["actors"]
        }
        cited = Citation.select(Citation.source).where(Citation.state == row.state)
        assert sorted(source for (source,) in cited.tuples()) == [source["id"] for source in body["sources"]]


PATHS = ("kz", "kz-1", "kz.a", "kz.a-b", "kz.a-b.y", "kz.a.0", "kz.a.x", "kz.a.x-y", "kz.a.x.z", "kz.a0", "kz.a0.x", "kz.aa", "kz1", "z")


def test_text_is_ordered_by_its_bytes_so_that_within_is_a_range_of_ids(load, empty):
    places = draft(*(event(f"at-{number}", early={"location": path}) for number, path in enumerate(PATHS)))
    places["locations"] = [{"id": path, "name": path, "kind": "country" if path == "kz" else "site"} for path in reversed(PATHS)]
    load(places)
    with bound(empty):
        for column in (Location.id, Event.location):
            assert [id for (id,) in column.model.select(column).order_by(column).tuples()] == sorted(PATHS, key=str.encode)
            inside = column.model.select(column).where((column > "kz.a.") & (column < "kz.a/")).tuples()
            assert {id for (id,) in inside} == {path for path in PATHS if path.startswith("kz.a.")}


def test_only_an_iso_code_at_the_head_of_a_path_is_a_country(load, empty):
    places = draft(event("a", early={"location": "eu.north"}), event("b", early={"location": "kz"}))
    places["locations"] += [{"id": "eu", "name": "Europe", "kind": "region"}, {"id": "eu.north", "name": "North", "kind": "region"}]
    load(places)
    assert [found["location"]["country"] for found in told(empty).values()] == [None, "KZ"]


# Any history, against one that is kept in plain Python

EVENTS = ("a", "b", "c")
AS_OF = ("2011-12-04", "2011-12-05", "2011-12-10", "2012-12-30", "2012-12-31", "2015-11-30", None)
sources = st.fixed_dictionaries(
    {"early": st.sampled_from(["2011-12-05", "2011-12-10"]), "middle": st.just("2012"), "late": st.sampled_from(["2015-11", "2011-12-10"])}
)
tolls = st.integers(0, 3) | st.sampled_from([{"low": 2}, {"best": 1}, {"low": 1, "high": 3}])
dated = st.fixed_dictionaries({"date": st.sampled_from(sorted(oracles.DATES))}, optional={"fatalities": tolls})
undated = st.fixed_dictionaries({}, optional={"fatalities": tolls})
values = st.sampled_from([dated] * 9 + [undated]).flatmap(lambda kind: kind)
accounts = st.dictionaries(
    st.sampled_from(["early", "middle", "late"]), st.tuples(st.sampled_from(oracles.CERTAINTIES), values), min_size=1
)
releases = st.lists(st.tuples(sources, st.dictionaries(st.sampled_from(EVENTS), accounts)), min_size=1, max_size=4)
LAST = {"2011-12-05": "2011-12-05", "2011-12-10": "2011-12-10", "2012": "2012-12-31", "2015-11": "2015-11-30"}


def drafted(release):
    published, events = release
    entries = [
        {"id": id, "claims": [corpora.claim(source, corpora.NAMED | values, certainty) for source, (certainty, values) in told.items()]}
        for id, told in events.items()
    ]
    return draft(*entries, sources=published)


def expected(release, as_of):
    """By id, the date and toll that a release's claims add up to, as they were known by a day; None for a date that none gives."""
    published, events = release
    found = {}
    for id, told in events.items():
        known = [Account(source, LAST[published[source]], *account) for source, account in told.items()]
        known = [account for account in known if as_of is None or account.known_from <= as_of]
        if known:
            found[f"invented:{id}"] = (outcome(oracles.when, known, "date"), outcome(oracles.how_many, known, "fatalities"))
    return found


def outcome(oracle, known, name):
    asserted = oracles.asserted(known, name)
    return oracle(asserted)[0] if asserted else None


def sound(release):
    """Every event is dated from the first day on which it is known."""
    return all(date for as_of in AS_OF for date, _ in expected(release, as_of).values())


def found(as_of, revision):
    nothing = {"low": None, "best": None, "high": None}
    return {
        id: (each["date"]["edtf"], None if each["fatalities"] == nothing else each["fatalities"])
        for id, each in documents(as_of, revision).items()
    }


@examples(15)
@given(releases=releases)
def test_at_every_day_and_revision_the_store_tells_what_a_full_history_does(backend, releases):
    url, kept, last = backend(), [], None
    with tempfile.TemporaryDirectory() as directory:
        for release in releases:
            save(drafted(release), Path(directory))
            if not sound(release):
                with pytest.raises(LoadRefused, match=r"no claim known by .* gives the event's date"):
                    load_into(url, directory)
            elif release == last:
                assert load_into(url, directory).revision is None
            else:
                kept.append(release)
                last = release
                assert load_into(url, directory).revision == len(kept)
    if kept:
        with bound(url):
            check(kept)


def check(kept):
    for revision, release in enumerate(kept, 1):
        for as_of in AS_OF:
            assert found(as_of, revision) == expected(release, as_of)
        check_tiles(revision)
    assert found(None, None) == expected(kept[-1], None)


def check_tiles(revision):
    """The states of an event at a revision cover the time since the first without gap or overlap."""
    query = Event.select(Event.id, Event.known_from, Event.known_until).where(recorded_at(Event, revision))
    rows = list(query.order_by(Event.id, Event.known_from).tuples())
    for _, states in groupby(rows, key=lambda row: row[0]):
        _, starts, ends = zip(*states, strict=True)
        assert ends == (*starts[1:], None)
        assert list(starts) == sorted(set(starts))


# All of it or nothing


def test_an_event_without_support_at_the_very_end_rolls_everything_back(load, empty):
    load(draft(toll(7)))
    before = dump(empty)
    bare = event("z", early={})
    del bare["claims"][0]["values"]["title"]
    many = [event(f"e{number}", early={}) for number in range(CHUNK)]
    with pytest.raises(LoadRefused) as refused:
        load(draft(toll(8), *many, bare, sources=corpora.SOURCES | {"late": "2016"}))
    assert [str(fault) for fault in refused.value.faults] == ["invented: invented:z: no claim known by 2011-12-05 gives the event's title"]
    assert dump(empty) == before


def test_every_event_without_support_is_named(load):
    bare = [event(id, late={"fatalities": 1}) for id in "abc"]
    for each in bare:
        del each["claims"][0]["values"]["date"]
    with pytest.raises(LoadRefused) as refused:
        load(draft(*bare))
    assert [fault.entry for fault in refused.value.faults] == ["invented:a", "invented:b", "invented:c"]


def test_what_goes_wrong_while_progress_is_told_rolls_everything_back(backend, tmp_path):
    def fail(done):
        raise KeyboardInterrupt

    url = backend()
    with pytest.raises(KeyboardInterrupt):
        load_into(url, save(draft(toll(7)), tmp_path), fail)
    assert dump(url) == {}
    assert load_into(url, tmp_path).revision == 1


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A corpus of several chunks, which takes seconds to load."""
    return save(draft(*(event(f"e{number}", **BOTH) for number in range(SIZE))), tmp_path_factory.mktemp("many"))


@contextmanager
def loading(url, directory):
    """The command, stopped in the middle of its load after the first chunk; killed at the end."""
    process = start(url, "load", str(directory), stdout=PIPE, stderr=PIPE)
    try:
        assert re.fullmatch(rf"{CHUNK} events, [\d,]+/s, {CHUNK / SIZE:.0%} done\n", process.stderr.readline())
        process.send_signal(signal.SIGSTOP)
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_load_that_is_killed_leaves_no_trace_and_the_next_one_succeeds(load, empty, many):
    with loading(empty, many):
        pass
    assert dump(empty) == {}
    assert load(draft(toll(7))) == counted(1, new=1, changed=0, unchanged=0, retracted=0)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_load_that_is_told_to_end_leaves_the_store_as_it_was(how, load, empty, many):
    load(draft(toll(7)))
    before = dump(empty)
    with loading(empty, many) as process:
        process.send_signal(how)
        process.send_signal(signal.SIGCONT)
        assert process.wait(timeout=30) != 0
    assert dump(empty) == before


@pytest.mark.parametrize("loaded", [True, False])
def test_a_load_that_finds_no_room_on_the_disk_says_so_and_leaves_the_store_as_it_was(tmp_path, many, loaded):
    url, file = f"sqlite:///{tmp_path / 'annals.db'}", tmp_path / "annals.db"
    if loaded:
        load_into(url, save(draft(toll(7)), tmp_path))
    before, room = dump(url), file.stat().st_size + 100_000
    process = start(url, "load", str(many), stdout=PIPE, stderr=PIPE, preexec_fn=lambda: setrlimit(RLIMIT_FSIZE, (room, room)))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1 and errors.splitlines()[-1] == "Error: the store cannot be written: disk I/O error"
    assert dump(url) == before


WRITES = {
    "rows": lambda long: bulk.insert_many(Name, autocomplete.name_rows("actor", "a", [f"{long} {number}" for number in range(1000)])),
    "words": lambda long: fulltext_writer.index_states([(number, "2011-01-01", [f"{long} {number}", "", ""]) for number in range(1000)]),
    "ids seen": lambda long: intake_tables.mark_seen({f"{long}{number}" for number in range(1000)}),
    "ids left": lambda long: intake_tables.mark_left(f"{long}{number}" for number in range(1000)),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_whatever_finds_no_room_tells_it_as_peewee_does(tmp_path, write):
    """The command knows it by that."""
    with bound(f"sqlite:///{tmp_path / 'annals.db'}", writable=True) as database:
        store.create_store()
        intake_tables.create_intake_tables()
        for schema in ("main", "temp"):
            database.execute_sql(f"PRAGMA {schema}.max_page_count = 1")
        with pytest.raises(OperationalError, match="full"):
            write("x" * 500)


def test_a_load_that_is_killed_leaves_an_older_store_as_it_was(load, empty, many):
    load(draft(toll(7)))
    before = dump(empty)
    with loading(empty, many):
        pass
    assert dump(empty) == before


def test_a_reader_sees_the_last_revision_for_as_long_as_a_load_runs(load, empty, many):
    load(draft(toll(7)))
    with loading(empty, many) as process:
        assert best(told(empty)) == {"invented:a": 7}
        process.send_signal(signal.SIGCONT)
        assert ended(process) == (0, f"invented 1: {SIZE} read = {SIZE} new, 0 changed, 0 unchanged, 0 rejected; 1 retracted; revision 2\n")
    assert len(told(empty)) == SIZE
    assert best(told(empty, revision=1)) == {"invented:a": 7}


def test_a_second_loader_waits_for_the_first_even_while_there_is_no_table_yet(empty, tmp_path, many):
    with loading(empty, many) as first:
        second = start(empty, "load", str(save(draft(toll(7), dataset="other"), tmp_path)), stdout=PIPE, stderr=PIPE)
        time.sleep(1.5)
        assert second.poll() is None
        first.send_signal(signal.SIGCONT)
        assert ended(first) == (0, f"invented 1: {SIZE} read = {SIZE} new, 0 changed, 0 unchanged, 0 rejected; 0 retracted; revision 1\n")
        assert ended(second) == (0, "other 1: 1 read = 1 new, 0 changed, 0 unchanged, 0 rejected; 0 retracted; revision 2\n")
    assert len(told(empty)) == SIZE + 1


@pytest.mark.parametrize("patience", [0, 30])
def test_a_load_that_is_written_does_not_fail_for_another_that_has_begun(tmp_path, monkeypatch, patience):
    """To change its journal, SQLite wants the store for itself."""
    monkeypatch.setattr("models.db.dialect.PATIENCE", patience)
    url, commit = f"sqlite:///{tmp_path / 'annals.db'}", dialect.enable_wal
    other = sqlite3.connect(tmp_path / "annals.db", isolation_level=None, check_same_thread=False)

    ends = threading.Timer(0.5, other.rollback)

    def begun(database):
        other.execute("BEGIN IMMEDIATE")
        ends.start()
        commit(database)

    monkeypatch.setattr("models.db.dialect.enable_wal", begun)
    with bound(url, writable=True) as database:
        assert load_batch(invented.batch(3)).new == 3
        assert database.pragma("journal_mode") == ("wal" if patience else "delete")
    ends.join()
    other.close()


def test_on_sqlite_a_loader_waits_half_a_minute_for_another(tmp_path):
    with bound(f"sqlite:///{tmp_path / 'annals.db'}", writable=True) as database:
        assert database.pragma("busy_timeout") == 30_000


def ended(process):
    output, _ = process.communicate(timeout=60)
    return process.returncode, output


def test_loaders_that_start_together_on_no_store_all_succeed_one_after_another(empty, tmp_path):
    names = ("one", "two", "three")
    drafts = [save(draft(toll(7), dataset=name), tmp_path / name) for name in names]
    processes = [start(empty, "load", str(directory), stdout=PIPE, stderr=PIPE) for directory in drafts]
    revisions = [re.fullmatch(r"\w+ 1: 1 read = 1 new, .*; revision (\d)\n", output)[1] for _, output in map(ended, processes)]
    assert sorted(revisions) == ["1", "2", "3"]
    assert [*told(empty)] == ["one:a", "three:a", "two:a"]
    with bound(empty):
        assert Store.select().count() == 1


# Who may write


@pytest.mark.parametrize("statement", ["DELETE FROM event", "UPDATE actor SET name = 'x'", "CREATE TABLE x (y int)", "DROP TABLE document"])
def test_the_binding_for_reading_cannot_write(statement, corpus):
    with bound(corpus) as database, pytest.raises(DatabaseError, match=r"readonly|read-only|query_only"):
        database.execute_sql(statement)


def test_while_the_first_load_makes_the_store_readers_are_told_to_come_back(tmp_path):
    with closing(sqlite3.connect(tmp_path / "annals.db")) as first:
        first.execute("CREATE TABLE x (y int)")
        first.execute("BEGIN EXCLUSIVE")
        answer = create_app(f"sqlite:///{tmp_path / 'annals.db'}").test_client().get("/v1/events")
    assert answer.status_code == 503 and answer.headers["Retry-After"]


def test_once_loaded_readers_do_not_wait_for_a_load(tmp_path):
    url = f"sqlite:///{tmp_path / 'annals.db'}"
    load_into(url)
    with closing(sqlite3.connect(tmp_path / "annals.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = create_app(url).test_client().get("/v1/events")
    assert answer.status_code == 200


@pytest.mark.parametrize("version", [schema_module.SCHEMA_VERSION - 1, schema_module.SCHEMA_VERSION + 1])
def test_a_store_of_another_schema_is_neither_read_nor_written(version, load, empty):
    load(draft(toll(7)))
    with bound(empty, writable=True):
        Store.update(schema_version=version).execute()
    before = dump(empty)
    word = f"the store's schema is version {version}, this Annals works with version {schema_module.SCHEMA_VERSION}; load into a new store"
    with pytest.raises(store.StoreNotFound, match=word):
        load(draft(toll(8)))
    with bound(empty), pytest.raises(store.StoreNotFound, match=word):
        store.identity()
    assert dump(empty) == before


# What the command tells


def test_the_command_tells_its_progress_in_lines_and_ends_with_the_counts(empty, tmp_path):
    load_into(empty)
    directory = str(altered(tmp_path))
    counts = "kazakhstan 2026.1: 20 read = 1 new, 2 changed, 17 unchanged, 0 rejected; 3 retracted; revision 2\n"
    code, output, progress = corpora.annals(empty, "load", directory)
    assert (code, output) == (0, counts) and re.fullmatch(r"20 events, [\d,]+/s, 100% done\n", progress)
    counts = "kazakhstan 2026.1: 20 read = 0 new, 0 changed, 20 unchanged, 0 rejected; 0 retracted; nothing to do, no new revision\n"
    assert corpora.annals(empty, "load", directory)[:2] == (0, counts)


def altered(directory):
    """Our corpus with a toll changed, the two events of 2013 gone, and one of 2015 under another name, which a second one refers to."""
    directory = copied(directory)
    change(directory, "events/2011.yaml", "fatalities: 37", "fatalities: 38")
    (directory / "events/2013.yaml").write_text("[]")
    change(directory, "events/2015.yaml", "- id: astana-plot-2015", "- id: astana-plot-of-2015")
    change(directory, "events/2015.yaml", "related: [astana-plot-2015,", "related: [astana-plot-of-2015,")
    return directory


def test_the_command_shows_a_bar_on_a_terminal(empty):
    ours, theirs = pty.openpty()
    with open(ours, "rb", buffering=0) as screen:
        process = start(empty, "load", str(CORPUS), stdout=theirs, stderr=theirs, terminal="xterm")
        os.close(theirs)
        shown = read(screen)
    assert process.wait(timeout=60) == 0
    assert re.search(r"22 events, .*━+.*100%", shown)
    assert "100% done" not in shown
    assert shown.splitlines()[-1].endswith(": 22 read = 22 new, 0 changed, 0 unchanged, 0 rejected; 0 retracted; revision 1")


def read(screen):
    """All that comes on a terminal until the other side hangs up, which Linux tells as an error."""
    shown = b""
    try:
        while some := screen.read(4096):
            shown += some
    except OSError:
        pass
    return shown.decode()


# How it is stored


def test_a_first_load_leaves_every_index_that_a_store_without_events_has(backend, tmp_path):
    first, second = backend(), backend()
    load_into(first, save(draft(toll(7)), tmp_path))
    with bound(second, writable=True):
        store.create_store()
    assert indexes(first) == indexes(second)
    assert {"event_by_date", "event_by_country", "event_open"} <= indexes(first)


def indexes(url):
    with bound(url) as database:
        return {index.name for index in database.get_indexes("event")}


def test_statistics_are_refreshed_once_a_store_has_grown_by_a_tenth(tmp_path, monkeypatch):
    """SQLite reads all indexes for them: seconds, where a small load takes one."""
    whole, refreshed = invented.batch(61), []
    monkeypatch.setattr("models.db.dialect.refresh_statistics", refreshing(refreshed))
    with bound(f"sqlite:///{tmp_path / 'annals.db'}", writable=True):
        for number in (40, 41, 60, 61):
            load_batch(replace(whole, records=whole.records[:number]))
            refreshed.append(number)
    assert refreshed == ["ANALYZE", 40, 41, "ANALYZE", 60, 61]


def test_statistics_are_there_as_soon_as_what_they_tell_of(tmp_path, monkeypatch):
    """A reader keeps what it finds of a revision, even if it asks at the first moment."""
    found = []

    def looked(database):
        with closing(sqlite3.connect(tmp_path / "annals.db")) as reader:
            known = "SELECT max(CAST(stat AS integer)) FROM sqlite_stat1 WHERE tbl = 'event'"
            found.append(reader.execute(f"SELECT ({known}), count(*) FROM event").fetchone())

    monkeypatch.setattr("models.db.dialect.enable_wal", looked)
    whole = invented.batch(60)
    with bound(f"sqlite:///{tmp_path / 'annals.db'}", writable=True):
        for number in (20, 60):
            load_batch(replace(whole, records=whole.records[:number]))
    assert [known == there for known, there in found] == [True, True]


def refreshing(refreshed):
    refresh = dialect.refresh_statistics

    def noted(database):
        refreshed.append("ANALYZE")
        refresh(database)

    return noted
