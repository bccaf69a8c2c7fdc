"""Which claim wins: every rule by examples, and the algebra that holds whatever the claims are."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import claims_oracle as oracles
from support.claims_oracle import Account

from models.domain.claims import REQUIRED, UnsupportedValue, rank_claims, resolve, resolve_states
from models.domain.resolution_rules import PROPERTIES, PeopleRange
from models.domain.vocabularies import CERTAINTY, KIND, ROLE, STATUS, TYPE

EXACT, NOBODY, UNKNOWN = ({"low": number, "best": number, "high": number} for number in (7, 0, None))

TOLLS = [
    ([7], EXACT, False),
    ([0], NOBODY, False),
    ([7, 7], EXACT, False),
    ([7, 8], {"low": 7, "best": 7, "high": 8}, True),
    ([8, 7], {"low": 7, "best": 8, "high": 8}, True),
    ([0, 7], {"low": 0, "best": 0, "high": 7}, True),
    ([{"low": 40}], UNKNOWN | {"low": 40}, False),
    ([{"best": 150}], UNKNOWN | {"best": 150}, False),
    ([{"high": 9}], UNKNOWN | {"high": 9}, False),
    ([{"low": 40}, {"low": 50}], UNKNOWN | {"low": 40}, False),
    ([{"low": 40}, 43], {"low": 40, "best": 43, "high": 43}, False),
    ([{"low": 40}, 7], {"low": 7, "best": 7, "high": 40}, True),
    ([7, {"low": 40}], {"low": 7, "best": 7, "high": 40}, True),
    ([{"high": 3}, {"low": 10}], {"low": 3, "best": None, "high": 10}, True),
    ([{"best": 150}, {"low": 100, "high": 120}], {"low": 100, "best": 150, "high": 150}, True),
    ([{"best": 150}, {"low": 200}], {"low": 150, "best": 150, "high": None}, True),
    ([{"best": 150}, {"low": 100}], {"low": 100, "best": 150, "high": None}, False),
    ([{"low": 2, "best": 3, "high": 9}, 3], {"low": 2, "best": 3, "high": 9}, False),
    ([{"low": 2, "best": 3, "high": 9}, 5], {"low": 2, "best": 3, "high": 9}, True),
]

BEST_RANKED = [(["a"], "a", False), (["a", "a"], "a", False), (["a", "b"], "a", True), (["a", "a", "b"], "a", True)]
WORDS = [(["a"], "a", False), (["a", "b"], "a", False)]

EXAMPLES = {
    "kind": [(["incident", "incident"], "incident", False), (["series", "incident"], "series", True)],
    "type": [
        (["attack", "attack"], "attack", False),
        (["attack", "suicide-bombing"], "attack", False),
        (["suicide-bombing", "violence"], "suicide-bombing", False),
        (["bombing", "killing"], "bombing", True),
        (["violence", "bombing", "killing"], "violence", True),
    ],
    "status": [(["foiled", "foiled"], "foiled", False), (["occurred", "alleged"], "occurred", True)],
    "title": WORDS,
    "summary": WORDS,
    "date": [
        (["2011", "2011-12-03", "2011-12"], "2011-12-03", False),
        (["2011-05/2011-07", "2011-07/2011-09"], "2011-05/2011-07", False),
        (["2011-07/2011-09", "2011-05/2011-07"], "2011-07/2011-09", False),
        (["2011-12-03?", "2011-12-03"], "2011-12-03?", False),
        (["2011-12-03", "2011-12-04"], "2011-12-03/2011-12-04", True),
        (["2011", "2011-12-03", "2011-12-04"], "2011-01-01/2011-12-31", True),
        (["2011-11", "2012"], "2011-11-01/2012-12-31", True),
        (["2010-24", "2011-01-15"], "2011-01-15", False),
        (["../2015-11", "2015"], "2015", False),
        (["../2011", "2013"], "../2013-12-31", True),
        (["../2011", "2013/.."], "../..", True),
    ],
    "time": WORDS,
    "location": [
        (["kz", "kz.almaty-region.boralday", "kz.almaty-region"], "kz.almaty-region.boralday", False),
        (["kz.almaty", "kz.almaty-region"], "kz.almaty", True),
        (["kz.almaty", "kz.almaty-region.boralday"], "kz.almaty", True),
        (["kz", "kz.almaty", "kg"], "kz", True),
    ],
    "fatalities": TOLLS,
    "injuries": TOLLS,
    "arrests": TOLLS,
    "participants": TOLLS,
    "actors": [
        (
            [[{"actor": "b", "role": "target", "fatalities": 2}], [{"actor": "a", "role": "target"}, {"actor": "b", "role": "suspect"}]],
            [{"actor": "a", "role": "target"}, {"actor": "b", "role": "suspect"}, {"actor": "b", "role": "target", "fatalities": 2}],
            False,
        ),
        (
            [[{"actor": "a", "role": "target", "note": "x"}], [{"actor": "a", "role": "target", "note": "y", "fatalities": 2}]],
            [{"actor": "a", "role": "target", "note": "x", "fatalities": 2}],
            False,
        ),
        (
            [[{"actor": "a", "role": "target", "fatalities": 2}], [{"actor": "a", "role": "target", "fatalities": 3}]],
            [{"actor": "a", "role": "target", "fatalities": 2}],
            True,
        ),
        ([[], []], [], False),
    ],
    "weapons": [
        ([[{"name": "rifle"}], [{"name": "bomb", "count": 2}]], [{"name": "bomb", "count": 2}, {"name": "rifle"}], False),
        ([[{"name": "rifle", "count": 1}], [{"name": "rifle", "count": 2}]], [{"name": "rifle", "count": 1}], True),
    ],
    "persons": [
        ([[{"name": "A", "capacity": "mayor"}], [{"name": "A", "capacity": "akim"}]], [{"name": "A", "capacity": "mayor"}], False),
        ([[{"name": "A", "fate": "killed"}], [{"name": "A", "fate": "at large"}]], [{"name": "A", "fate": "killed"}], True),
    ],
    "part_of": BEST_RANKED,
    "related": [([["b"], ["a", "b"]], ["a", "b"], False)],
    "original_type": BEST_RANKED,
    "coordinates": BEST_RANKED,
}

words = st.sampled_from(["a", "b", "c"])
few = st.integers(0, 9)


def listed(**fields):
    """Lists of entries, no two with the same name, actor or role; the fields named with a question are optional."""
    needed = {name: values for name, values in fields.items() if name in ("actor", "role", "name")}
    entry = st.fixed_dictionaries(needed, optional={name: values for name, values in fields.items() if name not in needed})
    return st.lists(entry, max_size=3, unique_by=lambda entry: tuple(entry[name] for name in needed))


def in_order(figures, names):
    return dict(zip([name for name in oracles.BOUNDS if name in names], sorted(figures), strict=False))


ranges = st.builds(in_order, st.lists(few, min_size=3, max_size=3), st.sets(st.sampled_from(oracles.BOUNDS), min_size=1))
tolls = few | ranges

VALUES = {
    "kind": st.sampled_from(KIND.codes),
    "type": st.sampled_from(TYPE.codes),
    "status": st.sampled_from(STATUS.codes),
    "title": words,
    "summary": words,
    "date": st.sampled_from(sorted(oracles.DATES)),
    "time": words,
    "location": st.sampled_from(["kz", "kz.almaty", "kz.almaty-region", "kz.almaty-region.boralday", "kg"]),
    "fatalities": tolls,
    "injuries": tolls,
    "arrests": tolls,
    "participants": tolls,
    "actors": listed(actor=words, role=st.sampled_from(ROLE.codes[:2]), fatalities=few, injuries=few, note=words),
    "weapons": listed(name=words, count=few, note=words),
    "persons": listed(name=words, capacity=words, fate=words, note=words),
    "part_of": words,
    "related": st.lists(words, max_size=3),
    "original_type": words,
    "coordinates": st.fixed_dictionaries({"latitude": few, "longitude": few}),
}

DAYS = ("2011-12-05", "2011-12-06", "2012-12-31", "2015-11-30")


def account(needed=()):
    values = {name: VALUES[name] for name in needed}
    assertions = st.fixed_dictionaries(values, optional={name: each for name, each in VALUES.items() if name not in values})
    return st.builds(Account, words, st.sampled_from(DAYS), st.sampled_from(CERTAINTY.codes), assertions)


accounts = st.lists(account(), min_size=1, max_size=5)
supported = st.lists(account(REQUIRED), min_size=1, max_size=5)


def told(name, *values):
    """Accounts that assert values of one property, the best-ranked first: each was published the day before the one ahead of it."""
    return [Account(f"s{number}", f"2011-12-{28 - number}", "stated", {name: value}) for number, value in enumerate(values)]


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_follows_its_rule_in_every_example(name):
    for values, expected, disputed in EXAMPLES[name]:
        assert resolve(told(name, *values)) == ({name: expected}, [name] if disputed else [])


def test_examples_and_generated_values_cover_the_properties_and_no_more():
    assert EXAMPLES.keys() == VALUES.keys() == PROPERTIES.keys()


def test_every_rule_says_what_it_does():
    assert all(rule.__doc__ for rule in PROPERTIES.values())


def titled(source, known_from, certainty):
    return Account(source, known_from, certainty, {"title": source})


def test_certainty_ranks_before_publication():
    old, new, newest = titled("a", "2011-12-05", "stated"), titled("b", "2015-11-30", "alleged"), titled("c", "2020-01-01", "inferred")
    assert rank_claims([newest, new, old]) == [old, new, newest]


def test_the_later_publication_ranks_before_the_earlier():
    old, new = titled("a", "2011-12-05", "alleged"), titled("b", "2015-11-30", "alleged")
    assert rank_claims([old, new]) == [new, old]


def test_between_equals_the_source_decides_and_then_the_content():
    first, second = titled("a", "2011-12-05", "stated"), titled("b", "2011-12-05", "stated")
    third = replace(second, assertions={"title": "c"})
    assert rank_claims([third, second, first]) == [first, second, third]


@given(st.data(), supported)
def test_the_order_in_which_claims_arrive_never_matters(data, accounts):
    shuffled = data.draw(st.permutations(accounts))
    assert resolve(shuffled) == resolve(accounts)
    assert resolve_states(shuffled) == resolve_states(accounts)


@given(st.data(), accounts, st.sampled_from(DAYS), st.sampled_from(CERTAINTY.codes))
def test_a_claim_that_says_what_the_event_says_changes_nothing_however_it_ranks(data, accounts, day, certainty):
    values, _ = resolve(accounts)
    said = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else ()
    agreeing = Account(data.draw(st.sampled_from(["", "z"])), day, certainty, {name: values[name] for name in said})
    assert resolve([*accounts, agreeing]) == resolve(accounts)


@given(supported, st.sampled_from(CERTAINTY.codes))
def test_a_later_claim_that_agrees_begins_a_state_that_differs_in_its_sources_alone(accounts, certainty):
    before = resolve_states(accounts)
    after = resolve_states([*accounts, Account("z", "2020-01-01", certainty, before[-1].values)])
    *earlier, last = before
    assert after[:-2] == earlier
    assert after[-2] == replace(last, known_until="2020-01-01")
    assert after[-1] == replace(last, known_from="2020-01-01", sources=[*last.sources, "z"])


@given(st.data(), accounts)
def test_a_copy_of_a_claim_that_ranks_no_higher_changes_nothing(data, accounts):
    original = data.draw(st.sampled_from(accounts))
    day = data.draw(st.sampled_from([day for day in DAYS if day <= original.known_from]))
    certainty = data.draw(st.sampled_from(CERTAINTY.codes[CERTAINTY.codes.index(original.certainty) :]))
    assert resolve([*accounts, replace(original, source="z", known_from=day, certainty=certainty)]) == resolve(accounts)


@given(accounts)
def test_a_copy_of_the_best_claim_changes_nothing_even_where_it_ranks_first(accounts):
    best = rank_claims(accounts)[0]
    assert resolve([*accounts, replace(best, source="", known_from="2020-01-01", certainty="stated")]) == resolve(accounts)


@given(accounts)
def test_an_event_says_what_some_claim_asserts_and_nothing_else(accounts):
    values, disputed = resolve(accounts)
    assert values.keys() == {name for account in accounts for name in account.assertions}
    assert set(disputed) <= values.keys()


@given(account())
def test_one_claim_alone_is_never_in_dispute(account):
    assert resolve([account])[1] == []


@given(st.lists(tolls, min_size=1, max_size=5))
def test_a_range_is_in_order_and_holds_every_number_that_was_claimed(claims):
    value = resolve(told("fatalities", *claims))[0]["fatalities"]
    known = [number for number in value.values() if number is not None]
    claimed = [number for claim in claims for number in (claim.values() if isinstance(claim, dict) else [claim])]
    assert known == sorted(known)
    assert value["low"] is None or value["low"] <= min(claimed)
    assert value["high"] is None or value["high"] >= max(claimed)


@given(st.lists(ranges, min_size=1, max_size=5), st.sampled_from(oracles.BOUNDS))
def test_a_bound_that_nobody_claims_stays_null(claims, bound):
    silent = [{name: number for name, number in claim.items() if name != bound} for claim in claims]
    value = resolve(told("fatalities", *filter(None, silent)))[0].get("fatalities", UNKNOWN)
    assert value[bound] is None


def test_a_value_of_null_is_no_assertion():
    assert resolve(told("fatalities", None, 7)) == ({"fatalities": EXACT}, [])
    assert resolve(told("fatalities", None)) == ({}, [])


def test_figures_out_of_order_widen_the_range_that_an_assertion_gives():
    assert PeopleRange.of({"low": 5, "best": 3, "high": 4}) == PeopleRange(3, 3, 5)
    assert PeopleRange.of({"low": 2, "best": 9, "high": 4}) == PeopleRange(2, 9, 9)


@pytest.mark.parametrize(
    ("name", "oracle"),
    [
        ("date", oracles.when),
        ("location", oracles.where),
        *((name, oracles.how_many) for name in ("fatalities", "injuries", "arrests", "participants")),
    ],
)
@given(data=st.data())
def test_a_property_is_what_a_plain_oracle_makes_of_it(name, oracle, data):
    accounts = data.draw(st.lists(account([name]), min_size=1, max_size=5, unique_by=lambda account: account.source))
    values, disputed = resolve(accounts)
    assert (values[name], name in disputed) == oracle(oracles.asserted(accounts, name))


@given(supported)
def test_states_follow_each_other_without_gap_or_overlap_and_the_last_is_open(accounts):
    found = resolve_states(accounts)
    assert [state.known_from for state in found] == sorted({account.known_from for account in accounts})
    assert [state.known_until for state in found] == [*(state.known_from for state in found[1:]), None]


@given(supported)
def test_a_state_is_what_the_claims_known_by_then_add_up_to(accounts):
    for state in resolve_states(accounts):
        known = [account for account in accounts if account.known_from <= state.known_from]
        assert (state.values, state.disputed) == resolve(known)
        assert state.sources == sorted({account.source for account in known})


whole = partial(Account, "early", "2011-12-05", "stated")
BASIC = {"kind": "incident", "type": "attack", "status": "occurred", "title": "An attack", "date": "2011-12-03"}


def without(name):
    return {key: value for key, value in BASIC.items() if key != name}


@pytest.mark.parametrize("name", REQUIRED)
def test_an_event_without_a_needed_value_is_unsupported(name):
    with pytest.raises(UnsupportedValue, match=f"no claim known by 2011-12-05 gives the event's {name}"):
        resolve_states([whole(without(name))])


@pytest.mark.parametrize("name", REQUIRED)
def test_an_event_is_unsupported_for_as_long_as_only_a_later_claim_gives_a_needed_value(name):
    later = Account("late", "2015-11-30", "stated", {name: BASIC[name]})
    with pytest.raises(UnsupportedValue, match=f"by 2011-12-05 gives the event's {name}$"):
        resolve_states([whole(without(name)), later])


@pytest.mark.parametrize("name", REQUIRED)
def test_claims_of_one_day_support_an_event_together(name):
    other = Account("other", "2011-12-05", "inferred", {name: BASIC[name]})
    [state] = resolve_states([whole(without(name)), other])
    assert state.values == BASIC


def test_every_missing_value_is_named_at_once():
    with pytest.raises(UnsupportedValue, match="kind, type, status, title, date"):
        resolve_states([whole({})])
