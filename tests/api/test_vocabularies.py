"""Every code has a label, a definition and a place in its tree."""

import re

import pycountry
import pytest

from models.domain import country_codes
from models.domain.vocabularies import CERTAINTY, COUNTRY, DATE_PRECISION, TYPE, VOCABULARIES

vocabularies = pytest.mark.parametrize("vocabulary", VOCABULARIES.values(), ids=VOCABULARIES)


@vocabularies
def test_a_code_stands_once(vocabulary):
    assert len(vocabulary.codes) == len(vocabulary.terms) > 0


@vocabularies
def test_a_term_has_a_label_and_a_definition_that_is_a_sentence(vocabulary):
    assert vocabulary.about.endswith(".")
    for term in vocabulary.terms:
        assert term.label[0].isupper() or not term.label[0].isascii()
        assert term.definition.endswith(".")


@vocabularies
def test_a_parent_is_a_code_that_stands_before_its_children(vocabulary):
    before = set()
    for term in vocabulary.terms:
        assert term.parent is None or term.parent in before
        before.add(term.code)


@vocabularies
def test_what_lies_within_a_code_is_what_has_it_above(vocabulary):
    for code in vocabulary.codes[:40]:
        assert vocabulary.within(code) == [other for other in vocabulary.codes if code in (other, *vocabulary.ancestors(other))]


def test_within_a_type_lie_its_children_and_theirs():
    assert TYPE.within("bombing") == ["bombing", "suicide-bombing", "remote-explosive", "grenade"]
    assert {"armed-attack", "killing", "bombing", "suicide-bombing"} < {*TYPE.within("attack")}
    assert TYPE.within("suicide-bombing") == ["suicide-bombing"]
    assert "armed-clash" not in TYPE.within("attack")


def test_the_codes_above_a_type_come_nearest_first():
    assert TYPE.ancestors("suicide-bombing") == ["bombing", "remote-violence", "attack", "violence"]
    assert TYPE.ancestors("violence") == []


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Earthquake", "earthquake"),
        ("hurricane", "storm"),
        ("Outbreak", "epidemic"),
        ("plane crash", "transport-accident"),
        ("unknown", "other"),
    ],
)
def test_what_is_neither_violence_nor_politics_has_a_type(word, code):
    root = [code, *TYPE.ancestors(code)][-1]
    assert TYPE.near(word) == code
    assert root in ("disaster", "accident", "other")
    assert TYPE.ancestors(root) == []


def test_only_a_whole_code_is_in_a_vocabulary():
    assert "KZ" in COUNTRY
    assert "kz" not in COUNTRY
    assert "attac" not in TYPE


def test_countries_are_those_of_iso_3166_and_former_and_disputed_ones():
    assert [term.code for term in country_codes.ISO] == sorted(country.alpha_2 for country in pycountry.countries)
    assert COUNTRY.by_code["KZ"].definition == "Kazakhstan, ISO 3166-1 KAZ, 398."
    assert COUNTRY.by_code["XK"].label == "Kosovo"
    assert all(term.definition.startswith("Former country, ") for term in country_codes.FORMER)


def test_a_former_country_of_four_letters_is_that_of_iso_3166_3():
    named = [term for term in country_codes.FORMER if len(term.code) == 4]
    assert len(named) == 8
    for term in named:
        country = pycountry.historic_countries.get(alpha_4=term.code)
        assert term.definition.endswith("; ISO 3166-3.")
        assert country.alpha_3 in term.also


def test_codes_of_our_own_are_of_a_block_that_iso_leaves_to_its_users():
    ours = [term for term in country_codes.FORMER + country_codes.DISPUTED if len(term.code) < 4]
    assert all(re.fullmatch("X[A-Z]{1,2}", term.code) for term in ours)
    assert all("our own" in term.definition or term.code == "XK" for term in ours)


@vocabularies
def test_no_other_code_stands_for_two_terms_and_none_is_a_code_itself(vocabulary):
    others = [other for term in vocabulary.terms for other in dict.fromkeys(term.also)]
    assert len({*vocabulary.codes, *others}) == len(vocabulary.codes) + len(others)


def test_certainty_ranks_from_what_is_stated_to_what_is_inferred():
    assert CERTAINTY.codes == ["stated", "alleged", "inferred"]


def test_date_precisions_come_from_the_finest_to_the_coarsest():
    assert DATE_PRECISION.codes[:4] == ["day", "month", "season", "quarter"]
