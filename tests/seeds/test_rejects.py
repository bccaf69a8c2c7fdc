"""Rejected rows: written at once, whole, in a file for each input, and only when there are any."""

import csv
import signal
import subprocess
import sys

import pytest
from conftest import ROOT, serving
from hypothesis import given
from hypothesis import strategies as st
from support.corpora import annals, change

from seeds.files.rejects import Rejects
from seeds.files.table import open_table

SOURCE = b'Id,"The name"\n1,"say ""no"",\nthen"\n2,x,y, z\n3\n'
WRITTEN = [
    ["rejected_row", "rejected_reason", "Id", "The name"],
    ["2", "bad, \"very\"", "1", 'say "no",\nthen'],
    ["3", "it has 4 cells where the header has 2", "2", "x", "y", " z"],
    ["4", "it has 1 cells where the header has 2", "3"],
]  # fmt: skip
MAPPING = """\
dataset: {id: mine, title: Mine, description: D, licence: CC0-1.0, citation: C, publisher: P}
id: {column: ref}
title: "Violence in {town}"
date: {column: when}
type: violence
location: {country: KZ, name: {column: town}}
fatalities: {column: dead}
"""


@pytest.fixture
def loading(empty, tmp_path):
    """A function that loads files of events from a directory with the real command, as any table; its status, output and errors."""
    (tmp_path / "my.yaml").write_text(MAPPING)

    def load(*names, rejects=".", tolerated="10"):
        options = "--release", "1", "--released", "2012-01-01", "--max-rejects", tolerated
        paths = [str(tmp_path / name) for name in names]
        return annals(empty, "load", "--mapping", str(tmp_path / "my.yaml"), *options, "--rejects", str(tmp_path / rejects), *paths)

    load.url, load.directory = empty, tmp_path
    return load


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in" / "events.csv"
    path.parent.mkdir()
    path.write_bytes(SOURCE)
    return path


def rows_in(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def reject_all(path, rejects):
    with open_table(path) as table:
        for row in table:
            rejects.add(table, row, row.fault or 'bad, "very"')


def test_rejects_hold_number_reason_and_the_cells_as_they_were(source, tmp_path):
    with Rejects([source], tmp_path / "made" / "here") as rejects:
        reject_all(source, rejects)
    assert rows_in(tmp_path / "made" / "here" / "events.csv.rejects.csv") == WRITTEN
    assert rejects.written == [tmp_path / "made" / "here" / "events.csv.rejects.csv"]


def test_they_lie_in_the_current_directory_by_default(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Rejects([str(source)]) as rejects:
        reject_all(str(source), rejects)
    assert rows_in("events.csv.rejects.csv") == WRITTEN


def test_without_rejects_there_is_no_file_and_that_of_an_earlier_load_goes(source, tmp_path):
    old = tmp_path / "events.csv.rejects.csv"
    old.write_text("of an earlier load, and longer than what comes\n" * 100)
    with Rejects([source], tmp_path) as rejects:
        assert rejects.written == []
    assert not old.exists()


def test_rejects_of_an_earlier_load_are_replaced(source, tmp_path):
    (tmp_path / "events.csv.rejects.csv").write_text("of an earlier load, and longer than what comes\n" * 100)
    with Rejects([source], tmp_path) as rejects:
        reject_all(source, rejects)
    assert rows_in(tmp_path / "events.csv.rejects.csv") == WRITTEN


def kept(source, directory, *release):
    """Where the rejects of a file go, one there."""
    with Rejects([source], directory, *release) as rejects:
        reject_all(source, rejects)
    return rejects.written[0]


def test_rejects_of_another_release_or_of_a_file_elsewhere_stay(source, tmp_path):
    (other := tmp_path / "other" / "events.csv").parent.mkdir()
    other.write_bytes(SOURCE)
    (beside := tmp_path / "events.csv").write_bytes(SOURCE)
    places = [kept(path, tmp_path, release) for path in (source, other, beside) for release in ("mine-1", "mine-2", "yours-1")]
    assert len(set(places)) == 9 and all(place.exists() for place in places)
    assert places[-3:] == [tmp_path / f"events.csv.{release}.rejects.csv" for release in ("mine-1", "mine-2", "yours-1")]
    with Rejects([source], tmp_path, "mine-1"):
        assert [place for place in places if not place.exists()] == [kept(source, tmp_path, "mine-1")]
    assert all(place.exists() for place in places)


def test_files_of_one_name_have_rejects_of_their_own(source, tmp_path):
    other = tmp_path / "events.csv"
    other.write_bytes(b"x\n1,2\n")
    with Rejects([source, other], tmp_path) as rejects:
        reject_all(other, rejects)
        reject_all(source, rejects)
    assert rejects.written == [tmp_path / "events.csv.2.rejects.csv", tmp_path / "events.csv.rejects.csv"]
    assert [len(rows_in(path)) for path in rejects.written] == [2, 4]


def test_a_file_that_is_loaded_is_never_written_over(source, tmp_path):
    mended = tmp_path / "events.csv.rejects.csv"
    mended.write_bytes(b"row,reason,Id\n2,,1\n")
    with Rejects([source, mended], tmp_path) as rejects:
        reject_all(source, rejects)
    assert mended.read_bytes() == b"row,reason,Id\n2,,1\n"
    assert rejects.written == [tmp_path / "events.csv.2.rejects.csv"]


def test_rejects_are_read_again_as_the_rows_that_they_were(source, tmp_path):
    with Rejects([source], tmp_path) as rejects:
        reject_all(source, rejects)
    with open_table(source) as before, open_table(tmp_path / "events.csv.rejects.csv") as after:
        assert (before.header, before.columns) == (after.header, after.columns)
        assert list(before) == list(after)


@pytest.mark.parametrize(("number", "read"), [("7", 7), ("", 2), ("x", 2), ("9" * 5000, 2)])
def test_a_reject_without_its_number_has_that_in_its_own_file(tmp_path, number, read):
    (tmp_path / "x.csv").write_text(f"rejected_row,rejected_reason,a\n{number},bad,#1\n\n,\n")
    with open_table(tmp_path / "x.csv") as table:
        assert [(row.number, row.originals) for row in table] == [(read, ["#1"])]


@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_every_cell_is_kept_verbatim(tmp_path_factory, cells):
    directory = tmp_path_factory.mktemp("rejects")
    source = directory / "x.csv"
    with open(source, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["a", "b"], [*cells, "end"]])
    with Rejects([source], directory) as rejects:
        reject_all(source, rejects)
    (_, row) = rows_in(directory / "x.csv.rejects.csv")
    assert row[2:] == [*cells, "end"]


def test_rejects_are_there_when_the_load_is_killed(source, tmp_path):
    code = f"""if True:
        import sys
        sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
        import os, signal
        from seeds.files.rejects import Rejects
        from seeds.files.table import open_table
        with Rejects([{str(source)!r}]) as rejects, open_table({str(source)!r}) as table:
            rejects.add(table, next(iter(table)), 'bad, "very"')
            os.kill(os.getpid(), signal.SIGKILL)"""
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path).returncode == -signal.SIGKILL
    assert rows_in(tmp_path / "events.csv.rejects.csv") == WRITTEN[:2]


# As the command tells it


def test_a_byte_that_is_no_character_goes_with_its_row_until_it_is_put_right(loading):
    name, kept = "events.csv", loading.directory / "events.csv.mine-1.rejects.csv"
    (loading.directory / name).write_bytes("ref,when,town,dead\n1,2011,Алматы,1\n".encode() + b"2,2011,x\xff,2\n")
    status, output, errors = loading(name)
    assert (status, "2 read = 1 new, 0 changed, 0 unchanged, 1 rejected" in output, "cp1252" in output) == (0, True, False), errors
    assert b"3,town holds a byte that is no character of the file's encoding,2,2011,x\xff,2" in kept.read_bytes()
    assert "1 read = 0 new, 0 changed, 0 unchanged, 1 rejected" in loading(kept.name)[1]
    kept.write_bytes(kept.read_bytes().replace(b"\xff", "ы".encode()))
    assert "1 read = 1 new" in loading(kept.name)[1]
    with serving(loading.url) as client:
        assert {event["location"]["name"] for event in client.get("/v1/events").json["data"]} == {"Алматы", "xы"}


def test_a_row_with_a_stray_quotation_mark_is_a_reject_that_can_be_put_right(loading):
    kept = loading.directory / "events.csv.mine-1.rejects.csv"
    (loading.directory / "events.csv").write_text('ref,when,town,dead\n1,2011,"A, b,1\n2,2011,"C",300\n3,2011,"D, e",4\n')
    status, output, errors = loading("events.csv")
    assert (status, "3 read = 2 new, 0 changed, 0 unchanged, 1 rejected" in output) == (0, True), errors
    assert rows_in(kept)[1][2:] == ["1", "2011", '"A', " b", "1"]
    change(loading.directory, kept.name, '"""A", b', '"A, b"')
    assert "1 read = 1 new" in loading(kept.name)[1]
    with serving(loading.url) as client:
        told = {event["location"]["name"]: event["fatalities"]["best"] for event in client.get("/v1/events").json["data"]}
    assert told == {"A, b": 1, "C": 300, "D, e": 4}


def test_a_load_tells_of_how_many_events_the_file_was_read_as_cp1252(loading):
    (loading.directory / "old.csv").write_bytes("ref,when,town,dead\n1,2011,Köln,1\n2,2011,Paris,\n".encode("cp1252"))
    (loading.directory / "new.csv").write_bytes("ref,when,town,dead\n3,2011,Zürich,1\n".encode())
    status, output, errors = loading("old.csv", "new.csv")
    assert (status, "2: read as cp1252, since the file is not UTF-8" in output.splitlines()) == (0, True), errors
    with serving(loading.url) as client:
        assert {event["location"]["name"] for event in client.get("/v1/events").json["data"]} == {"Köln", "Paris", "Zürich"}


NAMED = """\
dataset: {id: mine, title: Mine, description: D, licence: CC0-1.0, citation: C, publisher: P}
id: {column: row}
title: "{reason}, {column 3}"
date: {column: when, format: "%Y"}
type: violence
"""


def test_rejects_of_rejects_are_those_rows_once_more_and_load_when_they_are_put_right(loading):
    """The table has columns named as rejects might be, and one without a name, that a mapping knows by its place."""
    (loading.directory / "my.yaml").write_text(NAMED)
    (loading.directory / "events.csv").write_text("row,reason,,when\n1,a,x,2011\n2,b,y,soon\n3,c,z,later\n4,d\n")
    header, *kept = [
        ["rejected_row", "rejected_reason", "row", "reason", "", "when"],
        ["3", "when 'soon' is not a date in the format %Y", "2", "b", "y", "soon"],
        ["4", "when 'later' is not a date in the format %Y", "3", "c", "z", "later"],
        ["5", "it has 2 cells where the header has 4", "4", "d"],
    ]  # fmt: skip
    once, twice = "events.csv.mine-1.rejects.csv", "events.csv.mine-1.rejects.csv.rejects.csv"
    assert "4 read = 1 new" in loading("events.csv")[1]
    assert rows_in(loading.directory / once) == [header, *kept]
    change(loading.directory, once, "soon\n", "2012\n")
    assert "3 read = 1 new" in loading(once)[1]
    assert rows_in(loading.directory / twice) == [header, *kept[1:]]
    change(loading.directory, twice, "later\n", "2013\n")
    change(loading.directory, twice, "4,d", "4,d,v,2014")
    assert "2 read = 2 new" in loading(twice)[1]
    with serving(loading.url) as client:
        titles = [event["title"] for event in client.get("/v1/events?sort=date").json["data"]]
    assert titles == ["a, x", "b, y", "c, z", "d, v"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("my.yaml/x", "Not a directory"),
        ("/proc", "No such file or directory"),
        ("/proc/nope", "No such file or directory"),
        ("taken", "Is a directory"),
    ],
)
def test_a_place_where_rejects_cannot_be_is_refused_in_a_line_before_the_load(loading, place, reason):
    (file := loading.directory / "events.csv").write_text("ref,when,town,dead\n1,2011,A,1\n")
    Rejects([file], loading.directory / "taken", "mine-1").places[file].mkdir(parents=True)
    status, output, errors = loading("events.csv", rejects=place)
    assert (status, output, "Traceback" in errors, "events/s" in errors) == (1, "", False, False)
    assert errors.splitlines()[-1].endswith(f"rejected rows cannot be kept there: {reason}")


@pytest.mark.parametrize(("share", "rejected", "status"), [("29%", 29, 0), ("29%", 30, 1), ("57.5%", 57, 0), ("0.7%", 1, 1)])
def test_as_many_rejects_are_tolerated_as_the_share_says(loading, share, rejected, status):
    rows = [f"{number},{'soon' if number < rejected else '2011'},A,1\n" for number in range(100)]
    (loading.directory / "events.csv").write_text("".join(["ref,when,town,dead\n", *rows]))
    assert loading("events.csv", tolerated=share)[0] == status


def test_a_refusal_names_the_commonest_reasons(loading):
    rows = [f"{number},{'soon' if number % 3 else '2011'},A,{'-1' if number % 3 == 0 else 1}\n" for number in range(90)]
    (loading.directory / "events.csv").write_text("".join(["ref,when,town,dead\n", *rows]))
    status, _, errors = loading("events.csv")
    assert status == 1
    mostly = errors.splitlines()[-1].partition("mostly: ")[2].split("; ")
    assert [reason.endswith(f"({number})") for reason, number in zip(mostly, (60, 30), strict=True)] == [True, True]
    assert "'...' is not an EDTF date" in mostly[0]
