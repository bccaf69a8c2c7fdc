"""Aggregates: sums in which unreported is missing and never zero."""

import pytest

from api.dimensions import DIMENSIONS


def rows(client, query):
    answer = client.get(f"/v1/aggregates?{query}")
    assert answer.status_code == 200, answer.text
    return {tuple(row["key"].values()): row for row in answer.json["data"]}, answer.json["meta"]


def test_deaths_by_year_and_country(client):
    found, meta = rows(client, "by=year,country")
    assert found["2011", "KZ"]["events"] == 8
    assert found["2011", "KZ"]["fatalities"] == {"low": 16, "best": 16, "high": 16, "unreported": 5}
    assert found["2015", "UZ"]["fatalities"] == {"low": None, "best": None, "high": None, "unreported": 1}
    assert [dataset["id"] for dataset in meta["datasets"]] == ["kazakhstan"]


def test_a_date_that_fits_no_one_period_stands_in_the_null_row_and_is_told(client):
    by_year, meta = rows(client, "by=year")
    assert by_year[None,]["events"] == meta["imprecise"]["year"] == 1
    by_month, meta = rows(client, "by=month")
    assert by_month[None,]["events"] == meta["imprecise"]["month"] == 5
    assert ("2011-01",) not in by_month
    assert by_month["2011-10",]["events"] == 2


def test_as_of_2012_the_deaths_of_taraz_are_not_summed(client):
    (then,) = rows(client, "as_of=2012-01-01")[0].values()
    (now,) = rows(client, "date=2011")[0].values()
    assert (then["fatalities"]["best"], now["fatalities"]["best"]) == (9, 16)


def test_without_a_match_and_a_dimension_there_is_one_row_of_nothing(client):
    (row,) = rows(client, "country=FJ")[0].values()
    assert row["events"] == 0
    assert row["fatalities"] == {"low": None, "best": None, "high": None, "unreported": 0}
    assert rows(client, "country=FJ&by=year")[0] == {}


def test_an_event_without_a_country_stands_in_a_null_row(client):
    found, _ = rows(client, "by=country&kind=development")
    assert found[None,]["events"] == 2


def test_a_dimension_that_counts_an_event_twice_says_so(client):
    found, meta = rows(client, "by=actor")
    assert meta["not_additive"] == ["actor"]
    assert found["kazakhstan:arystan",]["events"] == 1
    assert found[None,]["events"] == sum(not event["actors"] for event in client.get("/v1/events").json["data"])


@pytest.mark.parametrize("name", DIMENSIONS)
def test_the_rows_of_a_dimension_add_up(client, name):
    found, meta = rows(client, f"by={name}&kind=all")
    (whole,) = rows(client, "kind=all")[0].values()
    counted = sum(row["events"] for row in found.values())
    assert counted > whole["events"] if name in meta["not_additive"] else counted == whole["events"]
    assert list(found) == sorted(found, key=lambda key: (key[0] is None, key[0]))


@pytest.mark.parametrize("name", [name for name, dimension in DIMENSIONS.items() if dimension.through is None and name != "status"])
def test_two_dimensions_split_the_rows_of_one(client, name):
    single, _ = rows(client, f"by={name}&kind=all")
    double, _ = rows(client, f"by={name},status&kind=all")
    for (key,), row in single.items():
        assert sum(part["events"] for (first, _), part in double.items() if first == key) == row["events"]


def test_each_key_lists_what_the_same_filter_lists(client):
    for (type_,), row in rows(client, "by=type&kind=all")[0].items():
        listed = client.get(f"/v1/events?type={type_}&kind=all").json["data"]
        assert sum(event["type"] == type_ for event in listed) == row["events"]


def test_an_unknown_dimension_is_refused_with_the_nearest(client):
    answer = client.get("/v1/aggregates?by=yaer")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["did_you_mean"] == "year"
    assert answer.json["errors"][0]["allowed"] == list(DIMENSIONS)
