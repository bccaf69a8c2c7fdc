"""A place becomes a path of locations, the same for the same place, each within the one before."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.domain.limits import LONGEST
from models.domain.vocabularies import COUNTRY, LOCATION_KIND
from models.tables.schema import Location
from seeds.corpus.schema import PATH
from seeds.gazetteer.places import country_row, division_rows, locate, location_rows, slug
from seeds.importers.imported_event import ImportedPlace

names = st.one_of(st.text(min_size=1), st.text("abc -.'’ş北я🙂", min_size=1, max_size=200))
levels = st.none() | names
points = st.floats(-90, 90)
places = st.builds(
    ImportedPlace,
    st.none() | st.sampled_from(COUNTRY.codes),
    levels, levels, levels, st.sampled_from(["settlement", "site"]), points, points,
)  # fmt: skip
KABUL = ImportedPlace("AF", "Kabul province", "Kabul district", "Kabul city", latitude=34.53, longitude=69.17)


def ids(*told, **more):
    return [row["id"] for row in locate(ImportedPlace(*told, **more))[1]]


def test_a_place_is_a_path_from_its_country_inwards():
    assert ids("AF", "Kabul province", "Kabul district", "Kabul city") == [
        "af",
        "af.kabul-province",
        "af.kabul-province.kabul-district",
        "af.kabul-province.kabul-district.kabul-city",
    ]


def test_what_is_not_told_is_left_out():
    assert locate(ImportedPlace(None)) == (None, ())
    assert locate(ImportedPlace(None, latitude=1.0, longitude=2.0)) == (None, ())
    assert ids("YE") == ["ye"]
    assert ids("XNY") == ["xny"]
    assert ids("AF", "Kabul province") == ["af", "af.kabul-province"]


def test_a_place_below_a_level_that_is_left_out_is_not_taken_for_a_place_of_that_level():
    assert ids("AF", "Kabul", None, "Kabul")[-1] == "af.kabul.kabul-settlement"
    assert ids("AF", "Kabul", "Kabul")[-1] == "af.kabul.kabul"
    assert ids("AF", None, None, "Kabul", kind="site")[-1] == "af.kabul-site"
    assert ids("AF", None, "Kabul")[-1] == "af.kabul-admin2"
    assert ids(None, None, None, "ne", kind="site") == ["ne-site"]


def test_a_country_has_bounds_and_no_place_has_the_point_of_a_row():
    country, province, district, city = locate(KABUL)[1]
    place = ("latitude", "longitude", "west", "south", "east", "north")
    assert [country[key] for key in place] == [None, None, 60.5, 29.4, 75.0, 38.5]
    assert [row[key] for row in (province, district, city) for key in place] == [None] * 18
    assert [row["kind"] for row in (country, province, district, city)] == ["country", "admin1", "admin2", "settlement"]
    assert (country["name"], city["name"], city["country"]) == ("Afghanistan", "Kabul city", "AF")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Şa‘dah governorate", "sadah-governorate"),
        ("Shaʻab–Süd", "sha-ab-sud"),
        ("Military Forces of Fiji (2013-)", "military-forces-of-fiji-2013"),
        ("Нальчик", "nalchik-1bdbb328"),
        ("北京", "bei-jing-cc6b7e91"),
        ("a.b/c", "a-b-c"),
        ("🙂", "f258e529"),
        ("…", "5111434a"),
    ],
)
def test_a_slug_is_ascii_in_whatever_script_the_name_is(name, expected):
    assert slug(name) == expected


@pytest.mark.parametrize(
    "names",
    [("林西", "临西"), ("章军", "张军"), ("Cell A", "Cell A-", "Cell A+"), ("Camp 1", "Camp #1", "Camp -1"), ("C", "C#", "C++")],
)
def test_names_that_ascii_does_not_tell_apart_have_slugs_of_their_own(names):
    assert len(set(map(slug, names))) == len(names)


@pytest.mark.parametrize(
    "names", [("Hpakant Town", "Hpakant town"), ("Нальчик", "нальчик"), ("Али\u0439", "АЛИ\u0418\u0306"), ("A - B", "a-b")]
)
def test_spellings_of_one_name_have_one_slug(names):
    assert len(set(map(slug, names))) == 1


def test_long_names_are_cut_and_stay_apart():
    one, other = slug("very " * 40 + "long"), slug("very " * 40 + "wide")
    assert one != other
    assert max(map(len, (one, other))) <= 70


def test_long_names_within_each_other_are_cut_and_stay_apart():
    one, other = (ids("KZ", "x" * 70, "y" * 70, f"{'z' * 60}-{name}") for name in ("one", "other"))
    assert one[:-1] == other[:-1] == ["kz", f"kz.{'x' * 70}", f"kz.{'x' * 70}.{'y' * 70}"]
    assert one[-1] != other[-1]
    assert max(len(one[-1]), len(other[-1])) <= LONGEST


@given(places)
@example(ImportedPlace(None, "‘", "‘", "‘"))
@example(ImportedPlace("BQ", "x" * 1000, "y" * 1000, "z" * 1000, "settlement"))
def test_any_place_has_rows_of_the_table_that_lie_within_each_other(place):
    id, rows = locate(place)
    assert id == (rows[-1]["id"] if rows else None)
    for row in rows:
        PATH(row["id"])
        assert row.keys() == Location._meta.fields.keys() - {"dataset"}
        assert row["kind"] in LOCATION_KIND
        assert len(row["id"]) <= LONGEST
        assert (row["kind"] == "country") == (row["id"].upper() in COUNTRY)
    for outer, inner in pairwise(rows):
        assert inner["id"].startswith(f"{outer['id']}.")


@given(places)
def test_a_place_is_the_same_whenever_it_is_told(place):
    before = locate(place)
    for cached in (location_rows, division_rows, country_row, slug):
        cached.cache_clear()
    assert locate(place) == before
