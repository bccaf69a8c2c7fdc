"""Our own corpus: that the dataset says what its articles say, and no more than its claims support."""

import json
import re
import shutil
import subprocess
from itertools import accumulate

import orjson
import pytest
from conftest import CORPUS, ROOT
from support.corpora import annals, change, copied

from models.domain.resolution_rules import PROPERTIES
from models.tables.schema import Claim, Document, Event, Location, Source
from seeds.corpus.corpus import parse_corpus
from seeds.corpus.originals import check_originals

SHARED = ROOT.parent / "shared"
SERIES = "kazakhstan:string-of-cases-2011"
CASES = {
    "aktobe-suicide-bombing-2011", "astana-car-explosion-2011", "western-kazakhstan-clash-2011", "atyrau-explosion-2011-1",
    "atyrau-explosion-2011-2", "almaty-police-killing-2011", "taraz-attack-2011", "boralday-2011",
}  # fmt: skip


@pytest.fixture
def originals():
    directory = SHARED / "corpus"
    if not directory.is_dir():
        pytest.skip(f"the articles, which may not be redistributed, are not in {directory}")
    return directory


@pytest.fixture
def gazetteer():
    path = SHARED / "data" / "gazetteer" / "geonames_kz_cities500.json"
    if not path.is_file():
        pytest.skip(f"the gazetteer is not at {path}")
    return {place["geonameid"]: place for place in json.loads(path.read_text())}


def documents(as_of=None):
    query = Document.select(Document.body).join(Event).where(Event.at(as_of))
    found = [orjson.loads(bytes(body)) for (body,) in query.tuples()]
    return {each["id"].removeprefix("kazakhstan:"): each for each in found}


def exactly(number):
    return {"low": number, "best": number, "high": number}


# What it says


def test_there_are_22_events(reading):
    kinds = [each["kind"] for each in documents().values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"incident": 15, "development": 5, "series": 2}


def test_seven_died_at_boralday_two_of_arystan_and_five_of_the_group(reading):
    boralday = documents()["boralday-2011"]
    assert boralday["date"] == {"edtf": "2011-12-03", "earliest": "2011-12-03", "latest": "2011-12-03", "precision": "day"}
    assert boralday["location"]["id"] == "kz.almaty-region.boralday"
    assert boralday["fatalities"] == exactly(7)
    sides = {part["id"]: part["fatalities"] for part in boralday["actors"]}
    assert sides == {"kazakhstan:arystan": 2, "kazakhstan:boralday-group": 5, "kazakhstan:kz-security-forces": None}


def test_what_no_article_counts_is_null_and_never_nought(reading):
    tolls = {id: each["fatalities"] for id, each in documents().items() if each["fatalities"] != exactly(None)}
    assert tolls == {
        "string-of-cases-2011": exactly(37),
        "violence-2011-2012": {"low": 40, "best": None, "high": None},
        "almaty-police-killing-2011": exactly(2),
        "taraz-attack-2011": exactly(7),
        "boralday-2011": exactly(7),
    }


def test_three_events_are_told_by_both_articles(reading):
    both = {id for id, each in documents().items() if len(each["sources"]) == 2}
    assert both == {"aktobe-suicide-bombing-2011", "taraz-attack-2011", "string-of-cases-2011"}


def test_the_second_article_made_the_bombing_in_aktobe_no_less_precise(reading):
    first, now = (documents(as_of)["aktobe-suicide-bombing-2011"] for as_of in ("2011-12-05", None))
    assert first["date"] == now["date"] and now["date"]["edtf"] == "2011-05"
    assert first["location"] == now["location"] and now["location"]["id"] == "kz.aktobe-region.aktobe"
    assert now["disputed"] == []


def test_the_second_article_told_how_many_died_in_taraz(reading):
    first, now = (documents(as_of)["taraz-attack-2011"] for as_of in ("2011-12-05", None))
    assert (first["fatalities"], now["fatalities"]) == (exactly(None), exactly(7))
    assert (first["type"], now["type"]) == ("attack", "armed-attack")
    assert (first["date"]["edtf"], now["date"]["edtf"]) == ("2011-11", "2011-11")


def test_the_second_article_is_dated_by_inference_with_its_basis(reading):
    first, second = Source.select().order_by(Source.id)
    assert (first.published, first.published_certainty, first.known_from) == ("2011-12-05", "stated", "2011-12-05")
    assert (second.published, second.published_certainty, second.known_from) == ("2015-11", "inferred", "2015-11-30")
    assert "Paris" in second.published_basis


def test_nothing_was_known_before_the_first_article_and_eleven_events_for_years_after_it(reading):
    assert [len(documents(day)) for day in ("2011-12-04", "2011-12-05", "2015-11-29", "2015-11-30")] == [0, 11, 11, 22]


def test_the_cases_that_the_first_article_lists_are_part_of_its_string_of_cases(reading):
    found = documents()
    assert {id for id, each in found.items() if each["part_of"] == SERIES} == CASES
    assert found["string-of-cases-2011"]["part_of"] == "kazakhstan:violence-2011-2012"


def test_a_series_counts_at_least_the_dead_of_its_cases(reading):
    found = documents()
    assert sum(found[id]["fatalities"]["best"] or 0 for id in CASES) == 16 <= found["string-of-cases-2011"]["fatalities"]["best"]


def test_events_refer_to_each_other_both_ways_where_both_are_told_of_the_same_article(reading):
    found = {each["id"]: set(each["related"]) for each in documents().values()}
    assert {(id, other) for id, related in found.items() for other in related if id not in found[other]} == set()


# That it is supported


def test_every_value_of_every_event_comes_from_a_claim_and_no_claimed_value_is_lost(reading):
    for id, each in documents().items():
        claimed = {name for claim in Claim.select().where(Claim.event == f"kazakhstan:{id}") for name in claim.assertions}
        assert {name for name in PROPERTIES if each.get(name) not in (None, [], exactly(None))} == claimed


def test_an_inferred_claim_says_from_what():
    inferred = [claim for event in parse_corpus(CORPUS).events for claim in event["claims"] if claim["certainty"] == "inferred"]
    assert len(inferred) == 1 and all(claim["note"] for claim in inferred)


def test_every_place_source_and_actor_is_used():
    corpus = parse_corpus(CORPUS)
    claims = [claim for event in corpus.events for claim in event["claims"]]
    assert {source["id"] for source in corpus.sources} == {claim["source"] for claim in claims}
    assert {actor["id"] for actor in corpus.actors} == {part["actor"] for claim in claims for part in claim["values"].get("actors", ())}
    named = {claim["values"]["location"] for claim in claims if "location" in claim["values"]}
    assert {place["id"] for place in corpus.locations} == {above for place in named for above in paths(place)}


def paths(place):
    """A place and those around it."""
    return accumulate(place.split("."), "{}.{}".format)


def test_places_with_a_point_agree_with_the_gazetteer(reading, gazetteer):
    places = list(Location.select().where((Location.country == "KZ") & Location.latitude.is_null(False)))
    assert len(places) == 6
    for place in places:
        known = gazetteer[place.geonameid]
        assert (place.latitude, place.longitude) == (known["latitude"], known["longitude"])
        assert place.name in (known["name"], *known["alternatenames"])


def test_a_place_lies_within_the_bounds_of_the_places_around_it(reading):
    places = {place.id: place for place in Location.select()}
    for inner in places.values():
        outer = places.get(inner.id.rpartition(".")[0])
        if outer:
            assert outer.west <= inner.west <= inner.east <= outer.east
            assert outer.south <= inner.south <= inner.north <= outer.north


# That it can be held against its originals


def test_the_command_finds_the_originals_and_every_paragraph_cited(originals):
    assert annals("", "check", str(CORPUS), "--documents", str(originals)) == (
        0,
        "kazakhstan: 2 documents match, 25 claims cite paragraphs that exist\n",
        "",
    )


@pytest.fixture
def copies(originals, tmp_path):
    return shutil.copytree(originals, tmp_path / "originals")


def test_originals_are_known_by_their_hash_and_not_by_their_name(copies):
    for number, path in enumerate(sorted(copies.iterdir())):
        path.rename(copies / f"{number}.text")
    assert list(check_originals(parse_corpus(CORPUS), copies)) == []


def test_a_tampered_original_is_told(copies):
    tampered = next(path for path in copies.iterdir() if "Arystan" in path.read_text())
    tampered.write_text(tampered.read_text().replace("Two members", "Ten members"))
    code, output, errors = annals("", "check", str(CORPUS), "--documents", str(copies))
    assert (code, output) == (1, "")
    assert "sources.yaml: eurasianet-2011-12-05: no file in" in errors and "Traceback" not in errors


def test_a_missing_original_is_told(copies):
    next(path for path in copies.iterdir() if "Paris" in path.read_text()).unlink()
    [fault] = check_originals(parse_corpus(CORPUS), copies)
    assert (fault.file, fault.entry) == ("sources.yaml", "terror-plot-foiled-2015")


@pytest.mark.parametrize("old, new", [("paragraph: 9\n", "paragraph: 10\n"), ("also: [7]\n", "also: [7, 10]\n")])
def test_a_locator_past_the_end_of_the_article_is_told(old, new, originals, tmp_path):
    directory = copied(tmp_path)
    change(directory, "events/2011.yaml", "paragraph: 9\n      also: [7]\n", "paragraph: 9\n      also: [7]\n".replace(old, new))
    [fault] = check_originals(parse_corpus(directory), originals)
    assert str(fault) == "2011.yaml: religious-law-2011: cites paragraph 10 of eurasianet-2011-12-05, which has 9"


# That it copies nothing

RUN = 8
"""Words in a row that make a quotation."""


def runs(text):
    words = re.findall(r"[\w’']+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no checkout of the repository")
    return [path for name in filter(None, listed.stdout.split("\0")) if (path := ROOT / name).is_file()]


def test_no_run_of_eight_words_of_an_article_stands_in_any_file(originals):
    quotable = set().union(*(runs(path.read_text()) for path in originals.iterdir()))
    quoted = {path.name: found for path in tracked() if (found := runs(path.read_text("utf-8", "replace")) & quotable)}
    assert quoted == {}
