"""Imprecise dates: what an EDTF text spans, and what is refused."""

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from models.domain import dates
from models.domain.vocabularies import DATE_PRECISION

SPANS = {
    "2011-12-03": ("2011-12-03", "2011-12-03", "day"),
    "2012-02-29": ("2012-02-29", "2012-02-29", "day"),
    "2011-12-03?": ("2011-12-03", "2011-12-03", "day"),
    "2011-12-03T23:59:00Z": ("2011-12-03", "2011-12-03", "day"),
    "2011-07": ("2011-07-01", "2011-07-31", "month"),
    "2011-02": ("2011-02-01", "2011-02-28", "month"),
    "2012-02": ("2012-02-01", "2012-02-29", "month"),
    "1900-02": ("1900-02-01", "1900-02-28", "month"),
    "2011-12-XX": ("2011-12-01", "2011-12-31", "month"),
    "2011-05~": ("2011-05-01", "2011-05-31", "month"),
    "2011": ("2011-01-01", "2011-12-31", "year"),
    "2011%": ("2011-01-01", "2011-12-31", "year"),
    "2011-XX": ("2011-01-01", "2011-12-31", "year"),
    "2011-XX-XX": ("2011-01-01", "2011-12-31", "year"),
    "201X": ("2010-01-01", "2019-12-31", "decade"),
    "20XX": ("2000-01-01", "2099-12-31", "century"),
    "2015-21": ("2015-03-01", "2015-05-31", "season"),
    "2015-22": ("2015-06-01", "2015-08-31", "season"),
    "2015-23": ("2015-09-01", "2015-11-30", "season"),
    "2015-24": ("2015-12-01", "2016-02-29", "season"),
    "2014-24": ("2014-12-01", "2015-02-28", "season"),
    "2011-33": ("2011-01-01", "2011-03-31", "quarter"),
    "2011-34": ("2011-04-01", "2011-06-30", "quarter"),
    "2011-35": ("2011-07-01", "2011-09-30", "quarter"),
    "2011-36": ("2011-10-01", "2011-12-31", "quarter"),
    "2011/2012": ("2011-01-01", "2012-12-31", "interval"),
    "2011-05/2011-12-03": ("2011-05-01", "2011-12-03", "interval"),
    "2011-12-03/2011-12": ("2011-12-03", "2011-12-31", "interval"),
    "2011-12-03/2011-12-03": ("2011-12-03", "2011-12-03", "interval"),
    "2014-24/2015-21": ("2014-12-01", "2015-05-31", "interval"),
    "2011-05?/2011-07~": ("2011-05-01", "2011-07-31", "interval"),
    "../2015-11": (None, "2015-11-30", "interval"),
    "2015-11/..": ("2015-11-01", None, "interval"),
    "../..": (None, None, "interval"),
    "1000": ("1000-01-01", "1000-12-31", "year"),
    "2999-12-31": ("2999-12-31", "2999-12-31", "day"),
}

NOT_TAKEN = "is not an EDTF date that is taken here"
REFUSED = {
    "2011-02-30": NOT_TAKEN,
    "2011-02-29": "a day that its month does not have",
    "1900-02-29": "a day that its month does not have",
    "2011-06-31": NOT_TAKEN,
    "2011-13": NOT_TAKEN,
    "2011-00": NOT_TAKEN,
    "2011-12-00": NOT_TAKEN,
    "0025": "has the year 25",
    "0025-01-01": "has the year 25",
    "0000-00-00": NOT_TAKEN,
    "0000-01-01": "has the year 0",
    "0999-12-31": "has the year 999",
    "3000": "has the year 3000",
    "9999-12-31": "has the year 9999",
    "2999-24": "has the year 3000",
    "00XX": "has the year 0",
    "2012/2011": "ends before it begins",
    "2011-12-03/2011-12-02": "ends before it begins",
    "2011-02-30/2012": NOT_TAKEN,
    "2011/": "lacks a start or an end",
    "/2011": "lacks a start or an end",
    "/": "lacks a start or an end",
    "2011/2012/2013": NOT_TAKEN,
    "../": "lacks a start or an end",
    "..": NOT_TAKEN,
    "": NOT_TAKEN,
    " 2011": NOT_TAKEN,
    "2011-12-03 ": NOT_TAKEN,
    "2011-12-03\n": NOT_TAKEN,
    "2011 / 2012": NOT_TAKEN,
    "{2011,2012}": NOT_TAKEN,
    "[2011..2013]": NOT_TAKEN,
    "Y20110": NOT_TAKEN,
    "-2011": NOT_TAKEN,
    "1950S2": NOT_TAKEN,
    "2XXX": NOT_TAKEN,
    "20X1": NOT_TAKEN,
    "2011-1X": NOT_TAKEN,
    "2011-12-0X": NOT_TAKEN,
    "2011-XX-03": NOT_TAKEN,
    "2011-28": NOT_TAKEN,
    "2011-37": NOT_TAKEN,
    "2011-24?": NOT_TAKEN,
    "2011-?05": NOT_TAKEN,
    "03.12.2011": NOT_TAKEN,
    "20111203": NOT_TAKEN,
    "2011-W48-6": NOT_TAKEN,
    "２０１１-12-03": NOT_TAKEN,
    "unknown": NOT_TAKEN,
    "2011/open": NOT_TAKEN,
}

days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.isoformat)
months = days.map(lambda day: day[:7])
years = days.map(lambda day: day[:4])
seasons = st.builds("{}-{}".format, years.filter(lambda year: year != "2999"), st.integers(21, 24))
quarters = st.builds("{}-{}".format, years, st.integers(33, 36))
decades = years.map(lambda year: f"{year[:3]}X")
centuries = years.map(lambda year: f"{year[:2]}XX")
by_precision = {
    "day": days | days.map("{}~".format),
    "month": months | months.map("{}?".format) | months.map("{}-XX".format),
    "year": years | years.map("{}%".format) | years.map("{}-XX-XX".format),
    "season": seasons,
    "quarter": quarters,
    "decade": decades,
    "century": centuries,
}
single_dates = st.one_of(*by_precision.values())


@pytest.mark.parametrize("text", SPANS)
def test_a_text_spans_its_days(text):
    span = dates.parse_date(text)
    assert (span.earliest, span.latest, span.precision) == SPANS[text]
    assert span.edtf == text


@pytest.mark.parametrize("text", REFUSED)
def test_a_text_is_refused_with_the_reason(text):
    with pytest.raises(ValueError, match=REFUSED[text]) as refusal:
        dates.parse_date(text)
    assert any(repr(part) in str(refusal.value) for part in (text, *text.split("/", 1)))


def test_every_precision_of_the_vocabulary_is_met_and_no_other():
    assert {precision for _, _, precision in SPANS.values()} == set(DATE_PRECISION.codes) == {*by_precision, "interval"}


@pytest.mark.parametrize("precision", by_precision)
@given(data=st.data())
def test_a_generated_date_has_its_precision_and_is_in_order(precision, data):
    span = dates.parse_date(data.draw(by_precision[precision]))
    assert span.precision == precision
    assert span.earliest <= span.latest


@given(single_dates)
def test_a_date_spans_whole_days_from_the_first_to_the_last(text):
    span = dates.parse_date(text)
    assert span.days == (date.fromisoformat(span.latest) - date.fromisoformat(span.earliest)).days + 1 >= 1


@given(single_dates, single_dates)
def test_an_interval_spans_from_the_start_of_one_to_the_end_of_the_other_or_is_refused(start, end):
    text, first, last = f"{start}/{end}", dates.parse_date(start).earliest, dates.parse_date(end).latest
    if first > last:
        with pytest.raises(ValueError, match="ends before it begins"):
            dates.parse_date(text)
    else:
        assert dates.parse_date(text) == dates.Span(text, first, last, "interval")


@given(single_dates)
def test_an_open_end_reaches_to_the_first_or_the_last_day_there_is(text):
    closed, before, after = dates.parse_date(text), dates.parse_date(f"../{text}"), dates.parse_date(f"{text}/..")
    assert (before.earliest, before.first, before.latest) == (None, dates.FIRST_DAY, closed.latest)
    assert (after.earliest, after.latest, after.last) == (closed.earliest, None, dates.LAST_DAY)
    assert min(before.days, after.days) > closed.days


@given(single_dates | st.just(".."), single_dates | st.just(".."))
def test_what_lies_between_two_stored_days_is_an_interval_that_can_be_read_back(start, end):
    first = dates.FIRST_DAY if start == ".." else dates.parse_date(start).first
    last = dates.LAST_DAY if end == ".." else dates.parse_date(end).last
    if first <= last:
        span = dates.span_of_stored(first, last)
        assert dates.parse_date(span.edtf) == span
        assert (span.first, span.last) == (first, last)


def outcome(read, text):
    try:
        return read(text)
    except ValueError:
        return None


@given(days | st.from_regex(r"\A[0-3]\d{3}(-[01]\d(-[0-3]\d)?)?\Z"))
def test_the_fast_path_for_plain_dates_agrees_with_the_grammar(text):
    assert dates.parse_plain(text) == outcome(dates.parse_by_grammar, text)


@given(seasons | quarters)
def test_a_season_or_quarter_agrees_with_the_library_but_for_the_end_of_a_winter(text):
    parsed, span = parse_edtf(text), dates.parse_season(text)
    assert span.earliest == date(*parsed.lower_strict()[:3]).isoformat()
    if not text.endswith("-24"):
        assert span.latest == date(*parsed.upper_strict()[:3]).isoformat()


@given(st.text() | st.text(alphabet="0123456789-/.X?~%TZ:SYE{}[],u ", max_size=24))
def test_any_text_is_a_span_or_is_refused(text):
    span = outcome(dates.parse_date, text)
    assert span is None or span.first <= span.last
