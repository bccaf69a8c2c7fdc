"""Releases of rows: what a load of files counts, keeps aside, revises and retracts, on both databases."""

import csv
from dataclasses import replace
from secrets import token_hex

import pytest
from conftest import bound, serving
from support.releases import loading, release, undo

from models.tables.schema import Change, Claim, Event, Location, Release
from models.tables.validity import recorded_at
from seeds.errors import LoadRefused, RowRejected
from seeds.files.row import Row
from seeds.gazetteer.countries import OUTSIDE
from seeds.importers import IMPORTERS, release_files
from seeds.importers.base import Importer
from seeds.importers.imported_event import ImportedActor, ImportedEvent, ImportedPart, ImportedPlace, ImportedSource
from seeds.pipeline.load import AGAIN, load
from seeds.store.repository import CHUNK

COLUMNS = ("id", "date", "dead", "place", "group")
ROWS = [("1", "2020-01-01", "7", "Aa", "Reds"), ("2", "2020-01-02", "", "Bb", "Blues"), ("3", "2020-01-03", "0", "Aa", "Reds")]
REMARK = "the toll is a guess"


def tell(rows):
    row = rows[0]
    if row.text("dead") == "many":
        raise RowRejected("dead 'many' is not a number")
    dead = row.whole("dead")
    return ImportedEvent(
        row.required("id"),
        {"kind": "incident", "type": "attack", "status": "occurred", "title": "An attack", "date": row.text("date"), "fatalities": dead},
        place=ImportedPlace("KZ", "North", None, row.text("place"), latitude=50.0, longitude=70.0, uncertainty=25),
        actors=(ImportedPart(ImportedActor("g", row.text("group")), "perpetrator"),),
        works=(ImportedSource("A paper", published="2019"), ImportedSource("Another")),
        remarks=(REMARK,) * (dead == 7),
    )


IMPORTER = Importer(
    dataset={"id": "rows", "title": "Rows", "description": "R.", "licence": "CC0-1.0", "licence_url": None, "citation": "R."},
    publisher="Row Research",
    eras={"the one": frozenset(COLUMNS)},
    tell=tell,
    id=lambda row: row.required("id"),
)


@pytest.fixture
def give(empty, tmp_path):
    """Loads rows as a release of an invented dataset; what a ReleaseFiles or the Importer has by a name can be changed."""

    def give(rows, label="1", published="2020-02-01", columns=COLUMNS, importer=IMPORTER, file=None, **more):
        path = tmp_path / f"{file or label}.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
        asked = release_files.ReleaseFiles(label, published, rejects=tmp_path, **more)
        with bound(empty, writable=True), release_files.batch_of(importer, asked, [path]) as batch:
            return load(batch)

    give.url, give.directory = empty, tmp_path
    return give


def changed(row, **cells):
    return tuple(cells.get(name, cell) for name, cell in zip(COLUMNS, row, strict=True))


def told(url, as_of=None, revision=None):
    """By id, the best figure of each event as it was told by a day at a revision."""
    with bound(url):
        query = Event.select(Event.id, Event.fatalities_best).where(Event.at(as_of, revision))
        return {id.partition(":")[2]: best for id, best in query.tuples()}


def counts(outcome):
    return outcome.read, outcome.new, outcome.changed, outcome.unchanged, outcome.rejected, outcome.retracted


def test_a_point_that_cannot_be_in_its_country_is_remarked(give):
    def placed(rows):
        latitude, longitude, uncertainty = map(float, rows[0].text("place").split())
        place = ImportedPlace("KZ", name="A", latitude=latitude, longitude=longitude, uncertainty=uncertainty or None)
        return replace(tell(rows), place=place, remarks=())

    points = ["43.25 76.9 0", "76.9 43.25 0", "0 0 400", "59 70 400", "59 70 100", "43.25 89 0"]
    outcome = give([(str(n), "2020", "", point, "Reds") for n, point in enumerate(points)], importer=replace(IMPORTER, tell=placed))
    assert outcome.remarks == {OUTSIDE: 3, f"{OUTSIDE}; with latitude and longitude swapped, it would lie inside": 1}


def test_a_release_is_the_source_of_its_claims_and_cites_what_they_rest_on(give):
    outcome = give(ROWS)
    assert counts(outcome) == (3, 3, 0, 0, 0, 0) and outcome.remarks == {REMARK: 1}
    with bound(give.url):
        claim = Claim.get(Claim.event == "rows:1")
        assert (claim.source.id, claim.source.published, claim.known_from) == ("rows:1", "2020-02-01", "2020-02-01")
        assert claim.locator == {"record": "1"} and len(claim.cites) == 2
        assert claim.assertions["coordinates"] == {"latitude": 50.0, "longitude": 70.0, "uncertainty": 25}
        event = Event.get(Event.id == "rows:1")
        assert event.location == "kz.north.aa-settlement" or event.location.startswith("kz.north.aa")
        assert event.area.west < 70 < event.area.east and 49.7 < event.area.south < 50 < event.area.north < 50.3
        assert Release.get().read == 3 and Release.get().remarks == {REMARK: 1}


def test_the_next_release_closes_what_it_revises_and_leaves_the_rest_alone(give):
    give(ROWS)
    rows = [changed(ROWS[0], dead="9"), ROWS[1], ("4", "2020-01-04", "1", "Aa", "Reds")]
    assert counts(give(rows, "2", "2020-03-01")) == (3, 1, 1, 1, 0, 0)
    assert told(give.url) == {"1": 9, "2": None, "3": 0, "4": 1}
    assert told(give.url, as_of="2020-02-29") == told(give.url, revision=1) == {"1": 7, "2": None, "3": 0}
    assert told(give.url, as_of="2020-01-31") == {}


def test_a_complete_release_retracts_what_it_no_longer_has_and_a_partial_one_never(give):
    give(ROWS)
    assert counts(give(ROWS[:1], "2", "2020-03-01")) == (1, 0, 0, 1, 0, 0)
    assert counts(give(ROWS[:1], "3", "2020-04-01", complete=True)) == (1, 0, 0, 1, 0, 2)
    assert told(give.url) == {"1": 7}
    assert told(give.url, as_of="2020-03-31") == told(give.url, revision=1) == {"1": 7, "2": None, "3": 0}
    with bound(give.url):
        last = Change.select(Change.event, Change.after).where(Change.revision == Release.select().count()).order_by(Change.number)
        assert list(last.tuples()) == [("rows:2", None), ("rows:3", None)]


def test_the_same_release_again_is_no_revision(give):
    give(ROWS)
    outcome = give(ROWS)
    assert outcome.revision is None and counts(outcome) == (3, 0, 0, 3, 0, 0)


def test_a_release_that_comes_in_late_fills_in_the_past(give):
    give([changed(ROWS[0], dead="9")], "2", "2020-03-01")
    assert give([ROWS[0]], "1", "2020-02-01").changed == 1
    assert (told(give.url), told(give.url, as_of="2020-02-15")) == ({"1": 9}, {"1": 7})


def test_a_late_release_ends_where_a_complete_one_has_spoken_already(give):
    """Of three events, the complete release has the first as the late one tells it otherwise, the second not, the third the same."""
    give([changed(ROWS[0], dead="9"), ROWS[2]], "2", "2020-03-01", complete=True)
    give([changed(ROWS[0], dead="8")], "3", "2020-04-01")
    assert counts(give(ROWS, "1", "2020-02-01")) == (3, 1, 2, 0, 0, 0)
    told_then = {day: told(give.url, as_of=day) for day in ("2020-02-15", "2020-03-15", None)}
    assert told_then == {"2020-02-15": {"1": 7, "2": None, "3": 0}, "2020-03-15": {"1": 9, "3": 0}, None: {"1": 8, "3": 0}}
    assert give(ROWS, "1", "2020-02-01").revision is None


def test_a_row_that_cannot_be_read_is_kept_aside_with_its_number_and_reason_and_the_load_goes_on(give):
    rows = [*ROWS, changed(ROWS[0], id="4", dead="many"), changed(ROWS[0], id="5", date="2020-13-01"), ROWS[0]]
    assert counts(give(rows, tolerated=3)) == (6, 3, 0, 0, 3, 0)
    with (give.directory / "1.csv.rows-1.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *kept = csv.reader(file)
    assert header == ["rejected_row", "rejected_reason", *COLUMNS]
    assert [(row, cells) for row, _, *cells in kept] == [(str(number), list(rows[number - 2])) for number in (5, 6, 7)]
    assert kept[0][1] == "dead 'many' is not a number"
    assert "2020-13-01" in kept[1][1] and "stands twice" in kept[2][1]


@pytest.mark.parametrize("rest", [[ROWS[1]], []], ids=["told well beside", "told by the reject alone"])
def test_an_event_whose_row_cannot_be_read_is_not_retracted(give, rest):
    give(ROWS)
    outcome = give([ROWS[0], changed(ROWS[1], dead="many"), *rest], "2", "2020-03-01", complete=True, tolerated=1)
    assert counts(outcome) == (2 + len(rest), 0, 0, 1 + len(rest), 1, 1)
    with serving(give.url) as client:
        assert client.get("/v1/events/rows:2").status_code == 200
        gone = client.get("/v1/events/rows:3")
        assert gone.status_code == 410 and "release 2 of 2020-03-01 no longer has it" in gone.json["detail"]


@pytest.mark.parametrize("row", [changed(ROWS[1], id=""), (*ROWS[1], "more")], ids=["without an id", "with a cell too many"])
def test_a_complete_release_with_a_row_that_may_be_of_any_event_retracts_none(give, row):
    assert counts(give([*ROWS, row], complete=True, tolerated=1)) == (4, 3, 0, 0, 1, 0)
    rejects = give.directory / "2.csv.rows-2.rejects.csv"
    with pytest.raises(LoadRefused, match=f"rows: 2: 1 rejected row.* do not tell their event's id, .* without --complete; see {rejects}"):
        give([ROWS[0], row], "2", "2020-03-01", complete=True, tolerated=1)
    assert told(give.url).keys() == {"1", "2", "3"} and rejects.exists()
    assert counts(give([ROWS[0], row], "2", "2020-03-01", tolerated=1)) == (2, 0, 0, 1, 1, 0)


def replacing(rows):
    """As `tell`, of an event that replaces those in the column `group`."""
    return replace(tell(rows), replaces=tuple((rows[0].text("group") or "").split()), actors=())


MERGING = replace(IMPORTER, tell=replacing)
"""Rows by the ids of an event and of those that it replaces."""


def merging(*pairs):
    return [(id, "2020-01-01", "1", "Aa", replaced) for id, replaced in pairs]


@pytest.mark.parametrize("size", [1, CHUNK])
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    "pairs, reasons",
    [
        ([("1", "1"), ("2", "")], {"1": "it replaces itself"}),
        ([("1", "2"), ("2", "")], {"1": "it replaces rows:2, which is told as well"}),
        ([("1", "9 2"), ("2", "3")], {"1": "it replaces rows:2, which is told as well"}),
        ([("1", "2"), ("2", "1")], {"1": "it replaces rows:2, which is told as well", "2": "it replaces rows:1, which is told as well"}),
    ],
)
def test_an_event_that_replaces_what_is_told_as_well_is_rejected(give, monkeypatch, size, backwards, pairs, reasons):
    monkeypatch.setattr("seeds.pipeline.admission.CHUNK", size)
    give(merging(("1", ""), ("2", ""), ("3", "")), importer=MERGING)
    rows = merging(*(reversed(pairs) if backwards else pairs))
    outcome = give(rows, "2", "2020-03-01", importer=MERGING, tolerated=2)
    with (give.directory / "2.csv.rows-2.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["id"]: row["rejected_reason"] for row in csv.DictReader(file)} == reasons
    assert (outcome.rejected, told(give.url).keys()) == (len(reasons), {"1", "2", "3"} - ({"3"} if ("2", "3") in pairs else set()))
    assert give(rows, "2", "2020-03-01", importer=MERGING, tolerated=2).revision is None


def test_an_event_that_replaces_one_whose_row_cannot_be_read_is_rejected(give):
    give(merging(("1", ""), ("2", "")), importer=MERGING)
    rows = merging(("1", "2"), ("2", ""))
    assert give([rows[0], changed(rows[1], dead="many")], "2", "2020-03-01", importer=MERGING, tolerated=2).rejected == 2
    assert told(give.url).keys() == {"1", "2"}


@pytest.mark.parametrize("size", [1, CHUNK])
def test_what_several_replace_was_merged_into_the_first_and_what_is_not_there_is_no_matter(give, monkeypatch, size):
    monkeypatch.setattr("seeds.pipeline.admission.CHUNK", size)
    give(merging(("1", ""), ("2", "")), importer=MERGING)
    rows = merging(("3", "1 2"), ("4", "2 unheard-of"))
    assert counts(give(rows, "2", "2020-03-01", importer=MERGING)) == (2, 2, 0, 0, 0, 2)
    with serving(give.url) as client:
        answers = [client.get(f"/v1/events/rows:{id}") for id in (1, 2)]
        assert [(each.status_code, each.headers["Location"]) for each in answers] == [(308, "/v1/events/rows:3")] * 2
    assert give(rows, "2", "2020-03-01", importer=MERGING).revision is None


NAMED = {"ucdp-ged": {"relid": "A-1"}, "acled": {"event_id_cnty": "KEN1"}, "gtd": {"eventid": "201503070001"}}


@pytest.mark.parametrize("name", IMPORTERS)
def test_every_importer_knows_of_which_event_a_row_is_that_tells_nothing_else(name):
    (id,) = NAMED[name].values()
    importer, row = IMPORTERS[name], Row(2, NAMED[name])
    with pytest.raises(RowRejected):
        importer.tell([row])
    assert importer.id(row) == id


@pytest.mark.parametrize("tolerated, refused", [(0, True), (0.2, True), (0.26, False), (1, False)])
def test_more_rejects_than_are_tolerated_roll_the_load_back(give, tolerated, refused):
    rows = [*ROWS, changed(ROWS[0], id="4", dead="many")]
    if not refused:
        assert give(rows, tolerated=tolerated).rejected == 1
        return
    with pytest.raises(LoadRefused, match="1 of 4 events rejected"):
        give(rows, tolerated=tolerated)
    with bound(give.url, writable=True) as database:
        assert database.get_tables() == [] or Event.select().count() == 0
    assert (give.directory / "1.csv.rows-1.rejects.csv").exists()


def test_a_release_is_dated_by_its_user_its_label_or_today_and_never_in_the_future(give):
    assert give(ROWS, published="2020").revision == 1
    with bound(give.url):
        assert Release.get().released_on == "2020-12-31"
    with pytest.raises(LoadRefused, match="yet to come"):
        give(ROWS, "2", published="2190")
    with pytest.raises(LoadRefused, match="not an EDTF date"):
        give(ROWS, "2", published="soon")


def test_a_label_has_one_date_as_long_as_a_load_of_it_is_in_force(give):
    give(ROWS)
    with pytest.raises(LoadRefused) as refused:
        give([changed(ROWS[0], dead="9")], published="2022-01-01")
    reason = (
        "it was loaded as published 2020-02-01, and now as 2022-01-01: a label has one date; give --released 2020-02-01, or another label"
    )
    assert [str(fault) for fault in refused.value.faults] == [f"rows: 1: {reason}"]
    with serving(give.url) as client:
        (claim,) = client.get("/v1/events/rows:1/claims?revision=1").json["data"]
        assert claim["published"] == claim["known_from"] == "2020-02-01"
    assert give([changed(ROWS[0], dead="9")]).changed == 1
    for _ in range(2):
        undo(give.url, "rows")
    assert give(ROWS, published="2022-01-01").new == 3


def test_a_release_of_a_year_keeps_the_day_on_which_it_was_loaded_before_the_year_was_over(empty):
    def loaded_on(day, toll):
        batch = release("20", day, {"a": {"fatalities": toll}})
        return replace(batch, sources=[batch.sources[0] | {"published": "2020", "published_latest": "2020-12-31"}])

    with loading(empty) as load:
        client = load(loaded_on("2020-03-01", 1), loaded_on("2020-04-01", 1), loaded_on("2020-05-01", 2))
        assert client.get("/v1/events?as_of=told@20").json["meta"]["revision"] == 2
        (claim,) = client.get("/v1/events/told:a/claims?as_of=2020-03-01").json["data"]
        assert (claim["known_from"], claim["published"], claim["values"]["fatalities"]) == ("2020-03-01", "2020", 2)


@pytest.mark.parametrize("label", ["", "2024/05, part 2", "a b", "é", "1\n", "1\0", "1" * 101])
def test_a_label_that_a_url_would_have_to_escape_is_refused(give, label):
    with pytest.raises(LoadRefused) as refused:
        give(ROWS, label, file="events")
    assert str(refused.value) == f"rows: {label!r} is no label of a release: up to 100 letters, digits, '.', '-', '_' and '~' are wanted"


@pytest.mark.parametrize("published, reason", [("", "'' is not an EDTF date"), ("2021/..", "it is dated '2021/..', which has no end")])
def test_a_release_without_a_date_that_ends_is_refused(give, published, reason):
    with pytest.raises(LoadRefused, match=reason):
        give(ROWS, published=published)


@pytest.mark.parametrize("least, most", [(4, 10), (1, 2)])
def test_a_complete_release_with_too_few_or_too_many_events_is_refused(give, least, most):
    with pytest.raises(LoadRefused, match=f"3 events; a release has from {least} to {most}"):
        give(ROWS, complete=True, importer=replace(IMPORTER, least=least, most=most))


def test_a_file_of_another_layout_is_refused_with_what_it_lacks(give):
    with pytest.raises(LoadRefused, match="which it lacks group"):
        give([row[:4] for row in ROWS], columns=COLUMNS[:4])


def test_an_actor_by_another_name_changes_all_its_events_those_not_in_the_file_too(give):
    give(ROWS)
    outcome = give([changed(ROWS[0], group="The Reds")], "2", "2020-03-01")
    assert counts(outcome) == (1, 0, 0, 1, 0, 0) and outcome.remarks[AGAIN] == 3
    with bound(give.url):
        bodies = [bytes(event.document_set.get().body) for event in Event.select().where(Event.at())]
    assert all(b"The Reds" in body for body in bodies) and len(bodies) == 3


def test_an_id_that_no_index_would_hold_is_rejected(give):
    assert counts(give([changed(ROWS[0], id="x" * 200), changed(ROWS[0], id=token_hex(4500))], tolerated=1)) == (2, 1, 0, 0, 1, 0)


def test_a_place_belongs_to_the_dataset_that_told_of_it_first(give):
    give(ROWS)
    other = replace(IMPORTER, dataset=IMPORTER.dataset | {"id": "others"})
    assert counts(give(ROWS, "1", importer=other)) == (3, 3, 0, 0, 0, 0)
    assert give(ROWS).revision is None and give(ROWS, "1", importer=other).revision is None
    with bound(give.url):
        assert {dataset for (dataset,) in Location.select(Location.dataset).tuples()} == {"rows"}
        assert Event.select().where(recorded_at(Event, None)).count() == 6
