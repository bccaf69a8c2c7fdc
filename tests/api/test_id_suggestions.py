"""A name that is given for an id leads to the ids of what has that name, however many there are."""

import time

import peewee
import pytest
from conftest import bound, disconnect, load_into, serving
from peewee import chunked
from support.query_plans import explained

from api.parameters.id_suggestions import MOST
from models.db import dialect
from models.db.database import database
from models.predicates import autocomplete
from models.tables.schema import Actor, Name

NUMBER = 20_000

CALLED = [
    ("actor", "Arystan", ["kazakhstan:arystan"], "kazakhstan:arystan"),
    ("actor", "АРЫСТАН", ["kazakhstan:arystan"], "kazakhstan:arystan"),
    ("actor", "arystn", ["kazakhstan:arystan"], "kazakhstan:arystan"),
    ("actor", "islamic-state", ["kazakhstan:islamic-state", "kazakhstan:kz-citizens-with-islamic-state"], "kazakhstan:islamic-state"),
    ("actor", "Authorities", ["kazakhstan:kz-government", "kazakhstan:uz-government"], None),
    ("location", "Boralday", ["kz.almaty-region.boralday"], "kz.almaty-region.boralday"),
    ("location", "BORALDAJ", ["kz.almaty-region.boralday"], "kz.almaty-region.boralday"),
    ("location", "Almaty", ["kz.almaty", "kz.almaty-region"], "kz.almaty"),
    ("location", "Almatty", ["kz.almaty", "kz.almaty-region"], "kz.almaty"),
    ("source", "Militant Violence near Almaty", ["kazakhstan:eurasianet-2011-12-05"], "kazakhstan:eurasianet-2011-12-05"),
    ("source", "terror plot FOILED", ["kazakhstan:terror-plot-foiled-2015"], "kazakhstan:terror-plot-foiled-2015"),
    ("dataset", "violence in kazakhstan", ["kazakhstan"], "kazakhstan"),
]
"""By parameter, a name that is no id, the ids that are told for it, and the one that may be meant."""

UNKNOWN = [
    ("actor", "taleban"),
    ("actor", "Al-Shabaab"),
    ("location", "Kabul"),
    ("source", "Kabul falls"),
    ("dataset", "ACLED"),
    ("actor", "?"),
]


@pytest.fixture
def client(corpus):
    with serving(corpus) as client:
        yield client


def fault(client, path="/v1/events", **query):
    answer = client.get(path, query_string=query)
    assert answer.status_code == 400, answer.text
    (error,) = answer.json["errors"]
    return error


@pytest.mark.parametrize("sign", ["", "!"])
@pytest.mark.parametrize(("parameter", "name", "ids", "meant"), CALLED)
def test_a_name_for_an_id_leads_to_the_ids_of_what_has_it(client, sign, parameter, name, ids, meant):
    error = fault(client, **{parameter: sign + name})
    assert (error["allowed"], error["did_you_mean"]) == (ids, meant)
    assert error["detail"] == f"there is no {parameter} {name!r}; of that name there {'is' if len(ids) == 1 else 'are'} {', '.join(ids)}"


@pytest.mark.parametrize(("parameter", "name"), UNKNOWN)
def test_a_name_that_nothing_has_leads_nowhere(client, parameter, name):
    error = fault(client, **{parameter: name})
    assert error["did_you_mean"] is None
    assert "of that name" not in error["detail"]


@pytest.mark.parametrize("id", ["KZ", "Kz.Almaty", "kz.Almaty-Region.BORALDAY"])
def test_an_id_in_another_case_leads_to_itself(client, id):
    assert fault(client, location=id)["did_you_mean"] == id.lower()


@pytest.mark.parametrize(
    ("path", "parameter"), [("locations", "location"), ("aggregates", "location"), ("changes", "actor"), ("actors", "dataset")]
)
def test_every_list_tells_so(client, path, parameter):
    name = {"location": "Boralday", "actor": "Arystan", "dataset": "violence in kazakhstan"}[parameter]
    assert "; of that name there is " in fault(client, f"/v1/{path}", **{parameter: name})["detail"]


@pytest.fixture(scope="module")
def teeming(backend):
    """The URL of a store with very many actors, all with a name that begins alike, some with the very same."""
    url = backend()
    load_into(url)
    actors = [{"id": f"kazakhstan:{at}", "name": "The Brigade" if at < MOST + 5 else f"Brigade {at}"} for at in range(NUMBER)]
    with bound(url, writable=True) as store, store.atomic():
        for some in chunked(actors, 500):
            Actor.insert_many([each | {"dataset": "kazakhstan", "kind": "police", "names": []} for each in some]).execute()
        for some in chunked((row for each in actors for row in autocomplete.name_rows("actor", each["id"], [each["name"]])), 500):
            Name.insert_many(some).execute()
        database.execute_sql("ANALYZE")
    return url


@pytest.mark.parametrize("name", ["Brigade", "The Brigade", "brigades", "brigad"])
def test_of_very_many_that_have_a_name_some_are_told_and_that_there_are_more(teeming, name):
    begun = time.perf_counter()
    with serving(teeming) as client:
        error = fault(client, actor=name)
    assert time.perf_counter() - begun < 2
    assert len(error["allowed"]) == MOST
    assert error["detail"].endswith(f" and more ({MOST} shown)")


def test_those_with_the_very_name_come_first(teeming):
    with serving(teeming) as client:
        error = fault(client, actor="the brigade")
    assert error["allowed"] == sorted(f"kazakhstan:{at}" for at in range(MOST + 5))[:MOST]
    assert error["did_you_mean"] == error["allowed"][0]


def test_ids_beside_one_are_told_to_be_some_of_many(teeming):
    with serving(teeming) as client:
        assert fault(client, actor="kazakhstan:x-like-nothing")["detail"].endswith(" (those next to it in order shown; all in /v1/actors)")
        assert fault(client, dataset="x-like-nothing")["detail"] == "there is no dataset 'x-like-nothing'"


SCANNED = ("SCAN actor", "SCAN name", "SCAN source", "SCAN location", "SCAN citation", "Seq Scan on actor", "Seq Scan on name")


@pytest.mark.parametrize(
    "query", ["actor=Brigade", "actor=Brigaed", "actor=nothing-like-it", "source=Militant violence", "location=Boralday"]
)
def test_names_are_looked_up_by_an_index(teeming, monkeypatch, query):
    asked, execute = [], peewee.Database.execute_sql

    def noted(self, sql, params=None, **more):
        asked.append((sql, params))
        return execute(self, sql, params, **more)

    with serving(teeming) as client:
        with monkeypatch.context() as patched:
            patched.setattr(peewee.Database, "execute_sql", noted)
            assert client.get(f"/v1/events?{query}").status_code == 400
        disconnect()
    named = [(sql, params) for sql, params in asked if any(f'"{table}"' in sql for table in ("name", "actor", "source", "location"))]
    assert len(named) >= 3
    with bound(teeming):
        if dialect.name(database) == "postgresql":
            database.execute_sql("SET enable_seqscan = off")  # which a table of this size costs less than looking up many ids
        plans = [explained(*each) for each in named]
    assert [plan for plan in plans if any(f"{scan}\n" in f"{plan}\n" or f"{scan} " in plan for scan in SCANNED)] == []
