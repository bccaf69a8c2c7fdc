"""Which claims stand once a release has spoken: held against a plain history of who said what from when on."""

from hypothesis import given
from hypothesis import strategies as st

from seeds.store.claim_row import claims_after_release, claims_after_replacement, make_claim_row

DAYS = [f"2020-01-0{number}" for number in range(1, 9)]
CLAIM = {"id": "d:e:1", "event": "d:e", "attributed_to": None, "certainty": "stated", "locator": {"record": "e"}, "note": None}


def told(toll, day, release="r"):
    return [make_claim_row(CLAIM | {"source": f"d:{release}", "assertions": {"fatalities": toll}}, day, of_release=True)]


def said(statements, day):
    """The toll that stands on a day, or None; never two at once."""
    found = [each.assertions["fatalities"] for each in statements if each.covers(day)]
    assert len(found) <= 1
    return found[0] if found else None


releases = st.lists(st.tuples(st.sampled_from(DAYS), st.none() | st.integers(0, 2)), max_size=6, unique_by=lambda release: release[0])


@given(releases=releases)
def test_releases_in_whatever_order_come_to_one_history(releases):
    """A late release fills the time until the next that said something else; the latest, without the event (None), ends what stands."""
    statements, heard = [], {}
    for day, toll in releases:
        if toll is None and any(other > day for other in heard):
            continue
        repeats = said(statements, day) == toll
        statements = claims_after_release(statements, [] if toll is None else told(toll, day), day)
        heard |= {} if repeats else {day: toll}
    for day in DAYS:
        spoken = [toll for other, toll in sorted(heard.items()) if other <= day]
        assert said(statements, day) == (spoken[-1] if spoken else None)


@given(releases=releases)
def test_the_same_release_again_changes_nothing(releases):
    statements = []
    for day, toll in sorted(releases):
        statements = claims_after_release(statements, [] if toll is None else told(toll, day), day)
        assert claims_after_release(statements, [] if toll is None else told(toll, day), day) == statements


def test_a_later_release_that_says_the_same_leaves_the_claim_to_the_first():
    first = told(7, DAYS[0], "1")
    assert claims_after_release(first, told(7, DAYS[1], "2"), DAYS[1]) is first


def test_a_release_mended_on_its_day_leaves_no_trace_of_what_it_said_at_first():
    assert [each.assertions for each in claims_after_release(told(7, DAYS[0]), told(8, DAYS[0]), DAYS[0])] == [{"fatalities": 8}]


def test_what_is_stored_already_is_kept_with_its_number():
    stored = told(7, DAYS[0])
    stored[0].number = 5
    assert [each.number for each in claims_after_replacement(stored, told(7, DAYS[0]) + told(8, DAYS[0]))] == [5, None]
