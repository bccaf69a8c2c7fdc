"""An id that there is not is told with the one that may be meant, however many there are."""

import time

import pytest
from conftest import bound, load_into, serving
from hypothesis import given
from hypothesis import strategies as st
from peewee import chunked

from models.tables.schema import Actor
from models.text.spelling import WRITTEN, slips
from seeds.corpus.corpus import Corpus
from seeds.corpus.reference_checks import KnownIds

NUMBER = 20_000
NAMES = ["kazakhstan:akmola-guards", "kazakhstan:zhas-otan"]
MEANT = [
    ("9999x", "9999"),
    ("x9999", "9999"),
    ("99x99", "9999"),
    ("9999-", "9999"),
    ("200000", "20000"),
    ("zhas-ottan", "zhas-otan"),
    ("zhas-oatn", "zhas-otan"),
    ("zhasotan", "zhas-otan"),
    ("Zhas-Otan", "zhas-otan"),
    ("akmola-gaurds", "akmola-guards"),
    ("akmola-guard", "akmola-guards"),
    ("akm0la-guards", "akmola-guards"),
]
"""A misspelt id, and the one that it is meant for."""


@pytest.fixture(scope="module")
def teeming(backend):
    """The URL of a store with more actors than could be compared with one another."""
    url = backend()
    load_into(url)
    ids = [*(f"kazakhstan:{number}" for number in range(NUMBER + 1)), *NAMES]
    with bound(url, writable=True) as database, database.atomic():
        about = {"dataset": "kazakhstan", "name": "x", "kind": "police", "names": []}
        for some in chunked(ids, 500):
            Actor.insert_many([about | {"id": id} for id in some]).execute()
    return url


@pytest.fixture
def client(teeming):
    with serving(teeming) as client:
        yield client


def fault(client, path):
    answer = client.get(path)
    assert answer.status_code == 400
    (error,) = answer.json["errors"]
    return error


@pytest.mark.parametrize(("wrong", "right"), MEANT)
def test_the_nearest_of_very_many_ids_is_found(client, wrong, right):
    error = fault(client, f"/v1/events?actor=kazakhstan:{wrong}")
    assert error["did_you_mean"] == f"kazakhstan:{right}"


def test_what_is_like_no_id_is_told_with_those_beside_it(client):
    error = fault(client, "/v1/events?actor=kazakhstan:9999-and-more-that-is-like-nothing-there-is")
    assert error["did_you_mean"] is None
    assert len(error["allowed"]) <= 40
    assert {"kazakhstan:9999", "kazakhstan:99990", "kazakhstan:9998"} & {*error["allowed"]} == {"kazakhstan:9999", "kazakhstan:9998"}
    assert error["allowed"] == sorted(error["allowed"])


def test_an_event_is_told_once_whatever_its_states(many):
    with serving(many) as client:
        id = client.get("/v1/events?kind=all&limit=1&sort=date").json["data"][0]["id"]
        error = fault(client, f"/v1/events?part_of={id}x")
        assert error["did_you_mean"] == id
        assert len(error["allowed"]) == len({*error["allowed"]}) == 40


def test_an_id_as_long_as_a_url_is_no_trouble(client):
    begun = time.perf_counter()
    assert fault(client, f"/v1/events?actor=kazakhstan:{'9' * 8000}")["did_you_mean"] is None
    assert time.perf_counter() - begun < 1


texts = st.text(WRITTEN, min_size=1, max_size=12)


@given(text=texts, at=st.integers(0, 11), letter=st.sampled_from(WRITTEN))
def test_one_letter_amiss_is_seen_to_be(text, at, letter):
    at = min(at, len(text) - 1)
    for wrong in (text[:at] + letter + text[at + 1 :], text[:at] + letter + text[at:], text[:at] + text[at + 1 :]):
        assert text in slips(wrong, [text])


@given(text=st.text(WRITTEN, min_size=2, max_size=12), at=st.integers(0, 10))
def test_two_letters_in_each_others_place_are_seen_to_be(text, at):
    at = min(at, len(text) - 2)
    assert text in slips(text[:at] + text[at + 1] + text[at] + text[at + 2 :], [text])


def test_a_corpus_of_very_many_ids_is_checked_in_no_time():
    sources = [{"id": id} for id in (*map(str, range(NUMBER + 1)), "zhas-otan")]
    known = KnownIds(Corpus(dataset={}, sources=sources, locations=[], actors=[], events=[]), set())
    begun = time.perf_counter()
    assert [known.nearest("source", wrong) for wrong in ("9999x", "zhas-oatn", "nothing-like-it")] == ["9999", "zhas-otan", None]
    assert time.perf_counter() - begun < 1
