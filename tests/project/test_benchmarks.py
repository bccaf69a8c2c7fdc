"""What `make bench` measures is what it says: the limit answers what Annals answers, over invented events that the pipeline takes."""

import sqlite3
from contextlib import closing
from itertools import islice

import pytest
import requests
from benchmarks import limit, survey, table
from benchmarks.driving import Drive, Measurement, export
from benchmarks.events import batch
from benchmarks.filling import fill
from benchmarks.flat import flatten
from benchmarks.questions import World
from benchmarks.servers import CACHED, SERVERS, Files
from benchmarks.workloads import WORKLOADS
from conftest import serving
from werkzeug.test import Client

SIZE, SEED = 300, 1
PAGES = [workload for workload in WORKLOADS if workload.written == "documents"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    files = Files(tmp_path_factory.mktemp("bench"))
    fill(files.url, SIZE, SEED)
    flatten(files.store, files.flat)
    return files


@pytest.fixture(scope="module")
def annals(files):
    with SERVERS["annals"].running(files) as service:
        yield service


@pytest.fixture
def asked(files, annals):
    """A function from a workload to its questions."""
    with closing(sqlite3.connect(files.flat)) as flat:
        yield lambda workload: workload.asked(World(flat, annals.base, SEED))


@pytest.fixture(scope="module")
def bare(files):
    """A client of the limit, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORE", str(files.store))
        with closing(limit.connection()):
            yield Client(limit.app)


def test_the_same_seed_tells_the_same_events():
    first, second, other = (list(islice(batch(SIZE, seed).records, 50)) for seed in (SEED, SEED, SEED + 1))
    assert first == second != other


def test_the_peers_serve_the_incidents_of_the_store(files):
    with closing(sqlite3.connect(files.flat)) as flat, closing(sqlite3.connect(files.store)) as store:
        newest = "SELECT id FROM event WHERE kind = 'incident' AND known_until IS NULL ORDER BY date_earliest DESC, id DESC"
        assert flat.execute("SELECT id FROM events ORDER BY seq").fetchall() == store.execute(newest).fetchall()


@pytest.mark.parametrize("workload", PAGES, ids=lambda workload: workload.name)
def test_the_limit_answers_with_the_events_that_annals_answers_with(workload, asked, annals, bare):
    questions = asked(workload)[:5]
    found = 0
    for ours, theirs in zip(*(SERVERS[name].paths(workload, questions) for name in ("annals", "limit")), strict=True):
        answer = requests.get(annals.base + ours).json()
        events = answer.get("data", [answer])
        assert events == bare.get(theirs).json["data"]
        found += len(events)
    assert found


@pytest.mark.parametrize("workload", [workload for workload in WORKLOADS if workload.written == "rows"], ids=lambda workload: workload.name)
def test_the_limit_counts_the_events_that_annals_counts(workload, asked, annals, bare):
    for question in asked(workload)[:5]:
        ours, theirs = (SERVERS[name].paths(workload, [question])[0] for name in ("annals", "limit"))
        counted = sum(row[-5] for row in bare.get(theirs).json)
        assert requests.get(annals.base + ours).json()["meta"]["totals"]["events"] == counted


def test_an_export_is_read_to_its_end(annals, files):
    drive = Drive(annals, ["/v1/events?limit=all&format=ndjson"], 0, ())
    assert export(drive).bytes == len(annals.get(drive.paths[0]).content)


def test_the_table_has_ratios_of_one_run():
    rates = {"annals": 600, "limit": 1000, "datasette": 50, CACHED: 900}
    rows = [{"workload": "W1", "server": name, **vars(Measurement(rate))} for name, rate in rates.items()]
    lines = table.markdown({"run": {"N": SIZE, "seed": SEED}, "rows": rows, "notes": ["A note."]}).splitlines()
    assert lines[0] == "N 300, seed 1"
    assert [line.split(" | ")[-2:] for line in lines[4:8]] == [["60%", "12.0 |"], ["100%", "20.0 |"], ["5%", "1.0 |"], ["90%", "18.0 |"]]


@pytest.mark.parametrize("path", survey.paths())
def test_the_survey_asks_what_can_be_answered(files, path):
    with serving(files.url) as client:
        taken, size = survey.timed(client, path)
    assert min(taken) > 0 and size
