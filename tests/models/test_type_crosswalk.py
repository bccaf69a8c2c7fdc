"""Each code of a dataset is taken for a type, and each type says for which codes it stands."""

import csv

import pytest

from models.domain.type_crosswalk import LABELS, ORIGINAL_TYPES, original_codes, type_of
from models.domain.vocabularies import TYPE

CODES = [(dataset, code, ours) for dataset, types in ORIGINAL_TYPES.items() for code, ours in types.items()]
OUR_OWN = ["uprising", "explosion", "plot", "enforcement", "crackdown", "trial", "politics", "legislation", "statement"]
OUR_OWN += ["mobilisation", "recruitment", "propaganda"]
OUR_OWN += [*TYPE.within("disaster"), *TYPE.within("accident"), "other"]
"""Types that no importer's dataset has: those of our own corpus, and of what people map."""


@pytest.mark.parametrize(("dataset", "code", "ours"), CODES)
def test_a_code_leads_to_a_type_in_any_case(dataset, code, ours):
    assert ours in TYPE
    assert type_of(dataset, code) == type_of(dataset, code.upper()) == type_of(dataset, code.lower()) == ours


@pytest.mark.parametrize("dataset", LABELS)
def test_a_code_is_known_by_its_label_too(dataset):
    assert LABELS[dataset].keys() == ORIGINAL_TYPES[dataset].keys()
    for code, label in LABELS[dataset].items():
        assert type_of(dataset, label) == type_of(dataset, code)


@pytest.mark.parametrize(
    ("dataset", "original", "ours"),
    [
        ("ucdp-ged", "1", "state-based-conflict"),
        ("ucdp-ged", "2", "non-state-conflict"),
        ("ucdp-ged", "3", "violence-against-civilians"),
        ("acled", "Battles / Armed clash", "armed-clash"),
        ("acled", "Battle-No Change of Territory", "armed-clash"),
        ("acled", "Battle-Government regains territory", "territory-regained"),
        ("acled", "Battle-Non-state actor overtakes territory", "territory-overtaken"),
        ("acled", "Explosions/Remote violence / Air/drone strike", "air-strike"),
        ("acled", "Remote violence", "remote-violence"),
        ("acled", "Remote violence / Suicide bomb", "suicide-bombing"),
        ("acled", "Violence against civilians / Attack", "violence-against-civilians"),
        ("acled", "Riots/Protests", "unrest"),
        ("acled", "Riots/Protests / Mob violence", "mob-violence"),
        ("acled", "Protests / Peaceful protest", "peaceful-protest"),
        ("acled", "Strategic developments / Arrests", "arrest"),
        ("acled", "Strategic developments / Other", "strategic-development"),
        ("acled", "Headquarters or base established", "base-established"),
        ("acled", "Non-violent transfer of territory", "territory-transferred"),
        ("gtd", "1", "killing"),
        ("gtd", "Hostage Taking (Barricade Incident)", "hostage-taking"),
        ("gtd", "Hostage Taking (Kidnapping)", "abduction"),
        ("gtd", "9", "attack"),
    ],
)
def test_codes_old_and_new_lead_to_the_type_that_they_mean(dataset, original, ours):
    assert type_of(dataset, original) == ours


@pytest.mark.parametrize(
    ("dataset", "original"),
    [("ucdp-ged", "4"), ("acled", "Battles / Mob violence"), ("acled", ""), ("gtd", "0"), ("gtd", "10"), ("kazakhstan", "1")],
)
def test_an_unknown_code_is_an_error(dataset, original):
    with pytest.raises(KeyError):
        type_of(dataset, original)


def test_every_type_but_our_own_is_reached_or_has_one_under_it_that_is():
    reached = {ours for _, _, ours in CODES}
    unreached = {code for code in TYPE.codes if reached.isdisjoint(TYPE.within(code))}
    assert unreached == {*OUR_OWN} - {"enforcement"}
    assert reached.isdisjoint(OUR_OWN)


def test_a_type_has_the_codes_that_lead_to_it():
    assert original_codes("bombing") == [{"id": "gtd:3", "dataset": "gtd", "code": "3", "label": "Bombing/Explosion"}]
    assert original_codes("grenade") == [
        {"id": f"acled:{code}", "dataset": "acled", "code": code, "label": code}
        for code in ("Explosions/Remote violence / Grenade", "Remote violence / Grenade")
    ]
    assert sum(len(original_codes(code)) for code in TYPE.codes) == len(CODES)


def test_the_vocabulary_shows_the_codes_that_each_type_stands_for(client):
    shown = {term["code"]: term["originals"] for term in client.get("/v1/vocabularies/type").json["data"]}
    assert shown == {code: original_codes(code) for code in TYPE.codes}
    assert all(term["originals"] == [] for term in client.get("/v1/vocabularies/status").json["data"])


def test_a_table_of_types_names_the_codes_that_each_stands_for(client):
    rows = {row["code"]: row["originals"] for row in csv.DictReader(client.get("/v1/vocabularies/type?format=csv").text.splitlines())}
    assert (rows["bombing"], rows["trial"]) == ("gtd:3", "")
