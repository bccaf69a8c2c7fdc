"""Aggregates of our own corpus: sums in which unreported is missing and never zero, periods, places, grids and facets."""

import csv

import pytest

from api.aggregates.dimensions import DIMENSIONS, GLOSSARY
from api.docs.openapi import openapi_document


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


@pytest.mark.parametrize("name", [name for name, dimension in DIMENSIONS.items() if not dimension.links and name != "status"])
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


def counts(client, query):
    """How many events each row has, by the first part of its key."""
    return {key[0]: row["events"] for key, row in rows(client, query)[0].items()}


def test_finer_periods_hold_fewer_of_the_dates(client):
    assert counts(client, "by=quarter") == {"2011-Q2": 1, "2011-Q3": 1, "2011-Q4": 5, "2015-Q3": 1, "2015-Q4": 2, None: 5}
    assert counts(client, "by=week") == {"2011-W45": 1, "2011-W48": 1, None: 13}
    assert counts(client, "by=day") == {"2011-11-08": 1, "2011-12-03": 1, None: 13}


def test_a_city_directly_under_its_country_counts_as_first_level_and_a_region_without_borders_does_not(client):
    found = counts(client, "by=admin1&country=KZ&kind=all")
    assert found["kz.almaty"] == 1
    assert found["kz.almaty-region"] == 1
    assert "kz.western-kazakhstan" not in found
    assert found[None] == 16 - sum(count for key, count in found.items() if key)


def test_locations_and_types_are_counted_at_a_depth(client):
    assert counts(client, "by=location&location_depth=1&country=KZ&kind=all") == {"kz": 16}
    assert "kz.almaty-region.boralday" in counts(client, "by=location&location_depth=3")
    assert counts(client, "by=type&type_depth=1&kind=all")["enforcement"] == 2
    assert counts(client, "by=type&type_depth=9") == {None: 15}


def test_the_kind_of_an_actor_stands_beside_that_actor(client):
    found, meta = rows(client, "by=actor,actor_kind&kind=all")
    kinds = {actor["id"]: actor["kind"] for actor in client.get("/v1/actors?limit=1000").json["data"]}
    assert all(kind == kinds.get(actor) for actor, kind in found)
    assert meta["not_additive"] == ["actor", "actor_kind"]


def test_a_grid_has_the_centre_and_the_bounds_of_its_cells(client):
    found = client.get("/v1/aggregates?by=grid&grid=0.5").json["data"]
    (cell,) = (row["cell"] for row in found if row["key"]["grid"] == "43,76.5" and row["events"] == 2)
    assert cell == {"latitude": 43.25, "longitude": 76.75, "west": 76.5, "south": 43, "east": 77, "north": 43.5}
    assert (found[-1]["key"], found[-1]["cell"]) == ({"grid": None}, None)


def test_a_grid_as_geojson_is_polygons(client):
    features = client.get("/v1/aggregates?by=grid,year&format=geojson").json["features"]
    (ring,) = features[0]["geometry"]["coordinates"]
    west, south = ring[0]
    assert features[0]["properties"]["key"]["grid"] == f"{south:g},{west:g}"
    assert features[-1]["geometry"] is None


def test_a_table_has_a_column_for_each_part_of_the_key(client):
    answer = client.get("/v1/aggregates?by=year,country&format=csv&top=2")
    table = list(csv.DictReader(answer.text.splitlines()))
    assert [(row["key_year"], row["key_country"], row["events"], row["remainder"]) for row in table] == [
        ("2011", "KZ", "8", "false"),
        ("2013", "KZ", "1", "false"),
        ("", "", "6", "true"),
    ]


def test_filling_gives_the_years_in_which_nothing_happened(client):
    assert list(counts(client, "by=year&fill=true")) == ["2011", "2012", "2013", "2014", "2015", None]
    found, _ = rows(client, "by=year&fill=true&date=2010/2012")
    assert {key: row["events"] for (key,), row in found.items() if key} == {"2010": 0, "2011": 8, "2012": 0}
    assert found["2010",]["fatalities"] == {"low": None, "best": None, "high": None, "unreported": 0}


def test_a_filled_answer_without_a_match_says_why(client):
    found, meta = rows(client, "by=year&fill=true&country=FJ&date=2011/2013")
    assert [row["events"] for row in found.values()] == [0, 0, 0]
    assert meta["empty"]["reason"] == "outside-place"


def test_cumulative_deaths_do_not_fall(client):
    found, _ = rows(client, "by=year&cumulative=true&fill=true")
    assert [found[str(year),]["events"] for year in range(2011, 2016)] == [8, 8, 9, 9, 14]
    assert {row["fatalities"]["best"] for (year,), row in found.items() if year} == {16}


@pytest.mark.parametrize("parameter", ["fill", "cumulative"])
@pytest.mark.parametrize("by", ["", "by=country&", "by=year,month&", "by=year&top=3&"])
def test_a_series_wants_one_dated_dimension_and_all_of_its_rows(client, parameter, by):
    answer = client.get(f"/v1/aggregates?{by}{parameter}=true")
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json["errors"]] == [parameter]


def test_a_series_that_would_be_too_long_is_refused_with_a_way_out(client, monkeypatch):
    monkeypatch.setenv("AGGREGATE_ROWS", "6")
    assert client.get("/v1/aggregates?by=year&fill=true&date=2011/2015").status_code == 200
    answer = client.get("/v1/aggregates?by=year&fill=true&date=2011/2016")
    assert answer.status_code == 400
    assert "more than 6 rows" in answer.json["errors"][0]["detail"]
    assert client.get("/v1/aggregates?by=day&fill=true&date=1000/2999").status_code == 400


def test_the_deadliest_types_come_first_with_the_rest_in_one_row(client):
    answer = client.get("/v1/aggregates?by=type&top=2&sort=-fatalities").json
    assert [(row["key"]["type"], row["fatalities"]["best"], row["remainder"]) for row in answer["data"]] == [
        ("armed-attack", 7, False),
        ("armed-clash", 7, False),
        (None, 2, True),
    ]
    assert sum(row["events"] for row in answer["data"]) == answer["meta"]["totals"]["events"] == 15


def test_where_top_leaves_nothing_out_there_is_no_remainder(client):
    assert {row["remainder"] for row in client.get("/v1/aggregates?by=country&top=1000").json["data"]} == {False}


def test_an_aggregate_can_be_cited(client):
    (reference,) = client.get("/v1/aggregates?by=year&format=csl").json
    assert reference["URL"].endswith("/v1/aggregates?by=year&revision=1")


def test_facets_count_beside_a_page_as_if_they_were_not_asked_for(client):
    meta = client.get("/v1/events?country=KG&limit=1&facets=country,status").json["meta"]
    assert list(meta["facets"]) == ["country", "status"]
    assert meta["facets"]["country"] == [{"key": key, "events": count} for key, count in counts(client, "by=country&sort=-events").items()]
    assert sum(each["events"] for each in meta["facets"]["status"]) == 1
    assert "facets" not in client.get("/v1/events?limit=1").json["meta"]


def test_the_published_document_says_what_each_dimension_is():
    (by,) = (each for each in openapi_document()["paths"]["/v1/aggregates"]["get"]["parameters"] if each["name"] == "by")
    assert GLOSSARY in by["description"]
    assert all(f"- `{name}`: {dimension.about}" in GLOSSARY for name, dimension in DIMENSIONS.items())


@pytest.mark.parametrize(("by", "statements"), [("year,country,grid", 1), ("admin1", 2), ("actor,year", 2)])
def test_few_statements_count_however_much_there_is(client, caplog, by, statements):
    client.get("/v1/aggregates")
    with caplog.at_level("DEBUG", logger="peewee"):
        assert client.get(f"/v1/aggregates?by={by}&kind=all").status_code == 200
    assert sum("SELECT" in record.getMessage() for record in caplog.records) == 1 + statements
