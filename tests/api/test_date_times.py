"""Date-times as machines write them are taken wherever a day or a time is, in one grammar."""

from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import quote

import pytest
from conftest import bound, load_into, serving
from hypothesis import example, given
from hypothesis import strategies as st
from support import corpora

from api.parameters import dates
from api.parameters.dates import AsOfParameter, EdtfParameter, InstantParameter
from models.tables.schema import Release

MOMENT = datetime(2021, 10, 30, 14, 24, 55, tzinfo=UTC)
AS_WRITTEN = (
    "2021-10-30T14:24:55Z",
    "2021-10-30T14:24:55z",
    "2021-10-30t14:24:55z",
    "2021-10-30T14:24:55.000Z",
    "2021-10-30T14:24:55.000000+00:00",
    "2021-10-30T14:24:55.000000000Z",
    "2021-10-30T14:24:55+00:00",
    "2021-10-30T14:24:55-00:00",
    "2021-10-30T14:24:55+0000",
    "2021-10-30T14:24:55+00",
    "2021-10-30T17:24:55+03:00",
    "2021-10-30T08:54:55-0530",
    "2021-10-30 14:24:55+00:00",
    "2021-10-30 14:24:55",
    "2021-10-30T14:24:55",
)
"""One moment, as it is written by libraries of many languages."""

OTHERWISE = [f"{text[:-6]} {text[-5:]}" for text in AS_WRITTEN if text[-6] == "+"]
"""The same with the `+` turned into a blank."""


@pytest.mark.parametrize("text", [*AS_WRITTEN, *OTHERWISE])
def test_a_moment_is_understood_however_it_is_written(text):
    assert dates.parse_datetime(text) == MOMENT
    assert InstantParameter(about="").read(text) == "2021-10-30T14:24:55+00:00"
    assert EdtfParameter(about="").read(text).edtf == AsOfParameter(about="").read(text) == "2021-10-30"


def test_without_seconds_it_is_the_minute():
    assert dates.parse_datetime("2021-10-30T14:24Z") == dates.parse_datetime("2021-10-30T14:24") == MOMENT.replace(second=0)


zones = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1000, 1, 2), datetime(2999, 12, 30), timezones=zones)


precisions = st.sampled_from(["minutes", "seconds", "auto"])


@given(moment=moments, separator=st.sampled_from("Tt "), plus=st.sampled_from("+ "), precision=precisions)
def test_what_datetime_writes_is_read_back(moment, separator, plus, precision):
    text = moment.isoformat(separator, precision)
    meant = datetime.fromisoformat(text).replace(tzinfo=moment.tzinfo or UTC)
    assert dates.parse_datetime(text.replace("+", plus)) == meant
    assert dates.day_of(text.replace("+", plus)) == moment.date().isoformat()
    assert InstantParameter(about="").read(text) == meant.astimezone(UTC).isoformat(timespec="seconds")


@given(text=st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]{1,12}([Zz]|[+-][0-9:]{1,5})?", fullmatch=True) | st.text(max_size=25))
@example(text="2021-02-30T10:00:00Z")
@example(text="٢٠٢١-10-30T14:24:55Z")
@example(text="0999-10-30T14:24:55Z")
@example(text="2021-10-30T14:24:55+25:00")
def test_nothing_is_read_that_datetime_does_not_read(text):
    found = dates.parse_datetime(text)
    if found is not None:
        assert found == datetime.fromisoformat(text.upper()).replace(tzinfo=found.tzinfo)
        assert date.fromisoformat(text[:10]).year >= 1000


@pytest.fixture
def told(empty, tmp_path):
    """A store with an event of the 30th of October 2021 and one of the next day, loaded at MOMENT."""
    events = [corpora.event(day, early={"date": f"2021-10-{day}"}) for day in ("30", "31")]
    load_into(empty, corpora.save(corpora.draft(*events), tmp_path))
    with bound(empty, writable=True):
        Release.update(loaded_at=MOMENT.isoformat()).execute()
    with serving(empty) as client:
        yield client


def found(client, query):
    answer = client.get(f"/v1/events?{query}")
    assert answer.status_code == 200, answer.text
    return {event["id"].partition(":")[2] for event in answer.json["data"]}


def test_every_parameter_of_time_takes_them(told):
    for text in (*AS_WRITTEN, "2021-10-30T14:24Z"):
        for spelt in {quote(text), text.replace(" ", "+"), text.replace(" ", "%20")}:
            assert found(told, f"date={spelt}") == found(told, f"date={spelt}/{spelt}") == {"30"}, spelt
            assert found(told, f"date={spelt}/..") == found(told, f"updated_since={spelt}") == {"30", "31"}, spelt
            assert found(told, f"date=../{spelt}") == {"30"}, spelt
            assert told.get(f"/v1/events?as_of={spelt}").json["meta"]["as_of"] == "2021-10-30"
            assert told.get(f"/v1/sources?published={spelt}").status_code == 200


def test_of_a_date_time_the_day_counts_that_is_written_there(told):
    """In UTC it is the other one."""
    assert found(told, "date=2021-10-30T23:30:00-05:00") == {"30"}
    assert found(told, "date=2021-10-31T00:30:00%2B05:00") == {"31"}


@pytest.mark.parametrize("text", ["2021-10-30T25:00", "2021-02-30T10:00Z", "2021-10-30T14", "2021-10-30T14:24:55+99:00", "14:24:55Z"])
@pytest.mark.parametrize("name", ["date", "updated_since", "as_of"])
def test_what_is_no_moment_is_refused_by_each(client, name, text):
    (error,) = client.get(f"/v1/events?{name}={quote(text)}").json["errors"]
    assert error["parameter"] == name
