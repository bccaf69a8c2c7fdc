"""A country is found by its number, its codes and the names that datasets use, or the row is rejected with the reason."""

import csv
import gzip
import unicodedata

import pycountry
import pytest
from conftest import ROOT, missing, serving
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from api.parameters.countries import CountriesParameter
from models.domain import country_names
from models.domain.vocabularies import COUNTRY
from models.text.tokenizer import tokenize
from seeds.errors import RowRejected
from seeds.gazetteer import countries, waters

GED = ROOT.parent / "shared" / "data" / "ucdp-ged"


@pytest.mark.parametrize(
    ("number", "year", "code"),
    [
        (705, 2011, "KZ"),
        ("365", "1991", "SUHH"),
        (365, 1992, "RU"),
        (345, 1999, "YUCS"),
        (345, 2003, "CSXX"),
        (345, 2006, "RS"),
        (340, 2006, "RS"),
        (347, 2008, "XK"),
        (678, 1989, "XNY"),
        (678, 1990, "YE"),
        (678, None, "YE"),
        (680, 1989, "YDYE"),
        (265, None, "DDDE"),
        (260, 1975, "DE"),
        (315, 1992, "CSHH"),
        (316, 1993, "CZ"),
        (816, 1970, "VDVN"),
        (816, 1976, "VN"),
        (817, 1970, "XSV"),
        (626, 2011, "SS"),
        (396, 2008, "XAB"),
    ],
)
def test_a_number_is_the_state_that_had_it_in_that_year(number, year, code):
    assert countries.code_by_gw(number, year) == code


@pytest.mark.parametrize(
    ("number", "year", "reason"),
    [
        (265, 1991, "country number 265 is that of East Germany, which was no state any more in 1991"),
        (999, 2000, "country number '999' is not one of Gleditsch and Ward's"),
        ("", None, "country number '' is not one of Gleditsch and Ward's"),
        ("-2", None, "country number '-2' is not one of Gleditsch and Ward's"),
    ],
)
def test_a_number_that_is_no_state_is_rejected(number, year, reason):
    with pytest.raises(RowRejected) as rejected:
        countries.code_by_gw(number, year)
    assert str(rejected.value) == reason


def test_numbers_lead_to_codes_of_the_vocabulary_in_order_of_time():
    assert len(countries.BY_GW) == 206
    for states in countries.BY_GW.values():
        assert all(code in COUNTRY for _, code in states)
        assert states == sorted(states)


@pytest.mark.parametrize("text", ["KZ", "kz", "KAZ", "398", " Kaz "])
def test_a_country_has_several_codes(text):
    assert countries.code_by_iso(text) == "KZ"


@pytest.mark.parametrize(("text", "code"), [("4", "AF"), ("004", "AF"), ("suhh", "SUHH"), ("SUN", "SUHH"), ("XKX", "XK"), ("720", "YDYE")])
def test_codes_of_former_and_disputed_countries_are_known(text, code):
    assert countries.code_by_iso(text) == code


@pytest.mark.parametrize("text", ["", "0", "XX", "Kazakhstan", "CS", "891"])
def test_a_code_that_is_none_or_is_two_countries_is_rejected(text):
    with pytest.raises(RowRejected, match="is not one of ISO 3166"):
        countries.code_by_iso(text)


def test_a_country_is_found_by_each_of_its_names_in_iso_3166():
    for country in pycountry.countries:
        assert countries.code_by_name(country.name) == countries.code_by_name(country.name.upper()) == country.alpha_2
        assert {countries.code_by_name(name) for name in country_names.official_names(country.alpha_2)} == {country.alpha_2}


NAMES = {
    "ucdp": {
        "Bosnia-Herzegovina": "BA", "Cambodia (Kampuchea)": "KH", "DR Congo (Zaire)": "CD", "Ivory Coast": "CI",
        "Kingdom of eSwatini (Swaziland)": "SZ", "Madagascar (Malagasy)": "MG", "Myanmar (Burma)": "MM", "Macedonia, FYR": "MK",
        "Russia (Soviet Union)": "RU", "Serbia (Yugoslavia)": "RS", "Vietnam (North Vietnam)": "VN", "Yemen (North Yemen)": "YE",
        "Zimbabwe (Rhodesia)": "ZW", "Congo": "CG", "Hyderabad": "XHD", "United States of America": "US",
    },
    "acled": {
        "Akrotiri and Dhekelia": "XAD", "Bailiwick of Guernsey": "GG", "Bailiwick of Jersey": "JE", "Caribbean Netherlands": "BQ",
        "Cape Verde": "CV", "Democratic Republic of Congo": "CD", "East Timor": "TL", "Ivory Coast": "CI", "Kosovo": "XK",
        "Palestine": "PS", "Republic of Congo": "CG", "Reunion": "RE", "Saint-Barthelemy": "BL", "Saint-Martin": "MF", "Turkey": "TR",
        "Türkiye": "TR", "Virgin Islands, U.S.": "VI", "eSwatini": "SZ", "Vatican City": "VA", "Laos": "LA", "Micronesia": "FM",
    },
    "gtd": {
        "Bosnia-Herzegovina": "BA", "Czechoslovakia": "CSHH", "Democratic Republic of the Congo": "CD", "East Germany (GDR)": "DDDE",
        "International": None, "Macau": "MO", "Macedonia": "MK", "Man, Isle of": "IM", "New Hebrides": "VU", "North Yemen": "XNY",
        "People's Republic of the Congo": "CG", "Republic of the Congo": "CG", "Rhodesia": "ZW", "Serbia-Montenegro": "CSXX",
        "Slovak Republic": "SK", "South Korea": "KR", "South Vietnam": "XSV", "South Yemen": "YDYE", "Soviet Union": "SUHH",
        "St. Kitts and Nevis": "KN", "St. Lucia": "LC", "Swaziland": "SZ", "Vatican City": "VA", "Virgin Islands (U.S.)": "VI",
        "West Bank and Gaza Strip": "PS", "West Germany (FRG)": "DE", "Western Sahara": "EH", "Yugoslavia": "YUCS", "Zaire": "CD",
    },
    "world bank": {
        "Bahamas, The": "BS", "Congo, Dem. Rep.": "CD", "Congo, Rep.": "CG", "Cote d'Ivoire": "CI", "Egypt, Arab Rep.": "EG",
        "Faeroe Islands": "FO", "Gambia, The": "GM", "Hong Kong SAR, China": "HK", "Iran, Islamic Rep.": "IR", "Kyrgyz Republic": "KG",
        "Korea, Dem. People’s Rep.": "KP", "Korea, Dem. Rep.": "KP", "Korea, Rep.": "KR", "Lao PDR": "LA", "Macedonia, FYR": "MK",
        "Micronesia, Fed. Sts.": "FM", "Puerto Rico (US)": "PR", "Sint Maarten (Dutch part)": "SX", "Slovak Republic": "SK",
        "Somalia, Fed. Rep.": "SO", "St. Martin (French part)": "MF", "St. Vincent and the Grenadines": "VC", "Taiwan, China": "TW",
        "Turkiye": "TR", "Venezuela, RB": "VE", "Virgin Islands (U.S.)": "VI", "West Bank and Gaza": "PS", "Yemen, Rep.": "YE",
        "Yugoslavia, FR (Serbia/Montenegro)": "YUCS", "Yugoslavia, Fed. Rep.": "YUCS",
    },
    "united nations": {
        "Bolivia (Plurinational State of)": "BO", "China, Hong Kong SAR": "HK", "China, Macao Special Administrative Region": "MO",
        "Dem. People's Republic of Korea": "KP", "Dem. Rep. of the Congo": "CD", "Gambia (Republic of The)": "GM",
        "Iran (Islamic Republic of)": "IR", "Korea (the Republic of)": "KR", "Lao People's Dem. Republic": "LA",
        "Micronesia (Fed. States of)": "FM", "Netherlands (Kingdom of the)": "NL", "Republic of Moldova": "MD",
        "Svalbard and Jan Mayen Islands": "SJ", "State of Palestine": "PS", "United Kingdom of Great Britain and Northern Ireland": "GB",
        "United Republic of Tanzania": "TZ", "Venezuela (Boliv. Rep. of)": "VE", "Wallis and Futuna Islands": "WF",
        "occupied Palestinian territory, including east Jerusalem": "PS",
    },
    "abbreviated": {
        "Br. Indian Ocean Ter.": "IO", "CAR": "CF", "D.P.R.K.": "KP", "DPRK": "KP", "DRC": "CD", "FRG": "DE", "FSM": "FM",
        "Fr. Polynesia": "PF", "GB": "GB", "Germany, Fed. Rep.": "DE", "KSA": "SA", "Korea, DPR": "KP", "Lao People's DR": "LA",
        "N. Mariana Is.": "MP", "N.Z.": "NZ", "P.R. China": "CN", "PNG": "PG", "PRC": "CN", "RDC": "CD", "ROK": "KR", "RSA": "ZA",
        "Russian Fed.": "RU", "U.A.E.": "AE", "U.K.": "GB", "U.S.": "US", "U.S. of America": "US", "U.S.S.R.": "SUHH", "Yemen, PDR": "YDYE",
    },
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), sorted({name: code for names in NAMES.values() for name, code in names.items()}.items()))
def test_a_country_is_found_by_what_datasets_call_it(name, code):
    assert countries.code_by_name(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United States (USA)", "US"),
        ("CAR (Central African Republic)", "CF"),
        ("Czechia (Czech Republic)", "CZ"),
        ("Congo (DRC)", "CD"),
        ("Korea (ROK)", "KR"),
        ("Kenya [KEN]", "KE"),
        ("Ivory Coast (Cote d'Ivoire)", "CI"),
    ],
)
def test_two_names_of_one_country_are_one(name, code):
    assert countries.code_by_name(name) == code


@pytest.mark.parametrize(
    "name", ["Serbia (Kosovo)", "Georgia (US)", "Mali (Somalia)", "Mali (Inventia)", "Inventia (MLI)", "Korea (Congo)"]
)
def test_names_of_two_countries_are_none(name):
    with pytest.raises(RowRejected, match="is not known by that name"):
        countries.code_by_name(name)


TYPED = {
    "Turkey": "TR", "türkiye": "TR", "TURKIYE": "TR", "UK": "GB", "U.K.": "GB", "Britain": "GB", "Burma": "MM", "Myanmar (Burma)": "MM",
    "DR Congo": "CD", "D.R. Congo": "CD", "DRC": "CD", "Zaire": "CD", "Congo (Kinshasa)": "CD", "Congo-Brazzaville": "CG",
    "Yemen (North Yemen)": "YE", "Ivory Coast": "CI", "Cote d'Ivoire": "CI", "Côte d’Ivoire": "CI", "cote d ivoire": "CI",
    "Swaziland": "SZ", "Macedonia": "MK", "Cape Verde": "CV", "East Timor": "TL", "Russia (Soviet Union)": "RU", "russia": "RU",
    "Lao PDR": "LA", "U.S.": "US", "USA": "US", "U.S.A.": "US", "America": "US", "DPRK": "KP", "N. Korea": "KP", "South-Korea": "KR",
    "Palestine": "PS", "West Bank": "PS", "Gaza": "PS", "Micronesia": "FM", "S. Sudan": "SS", "W. Sahara": "EH", "Solomon Is.": "SB",
    "PRC": "CN", "Peoples Republic of China": "CN", "U.S. Virgin Is.": "VI", "st kitts & nevis": "KN", "viet_nam": "VN", "Syria": "SY",
    "Holland": "NL", "Soviet Union": "SUHH", "kaz": "KZ", "398": "KZ", "Kosovo": "XK", "bosnia": "BA",
    "Congo, Dem. Rep.": "CD", "Congo, Rep.": "CG", "Yemen, Rep.": "YE", "Egypt, Arab Rep.": "EG", "Iran, Islamic Rep.": "IR",
    "Korea, Rep.": "KR", "Korea, Dem. People's Rep.": "KP", "Korea, South": "KR", "Venezuela, RB": "VE", "Gambia, The": "GM",
    "Micronesia, Fed. Sts.": "FM", "Tanzania, United Republic of": "TZ", "Virgin Islands, U.S.": "VI", "Bahamas, The": "BS",
}  # fmt: skip
"""What people type for a country and what datasets have, with the code that it stands for."""

UNCLEAR = [
    ("England", "'England' is a part of GB (United Kingdom)", ["GB"], "GB"),
    ("scotland", "'scotland' is a part of GB (United Kingdom)", ["GB"], "GB"),
    ("Northern Ireland", "'Northern Ireland' is a part of GB (United Kingdom)", ["GB"], "GB"),
    ("Crimea", "'Crimea' is a part of UA (Ukraine)", ["UA"], "UA"),
    ("Chechnya", "'Chechnya' is a part of RU (Russian Federation)", ["RU"], "RU"),
    ("Somaliland", "'Somaliland' is a part of SO (Somalia)", ["SO"], "SO"),
    ("California", "'California' is a part of US (United States)", ["US"], "US"),
    ("Kashmir", "'Kashmir' is a part of IN (India) or PK (Pakistan)", ["IN", "PK"], None),
    ("Punjab", "'Punjab' is a part of IN (India) or PK (Pakistan)", ["IN", "PK"], None),
    ("Congo", "'Congo' may be CG (Congo) or CD (Congo, The Democratic Republic of the)", ["CG", "CD"], None),
    ("ROC", "'ROC' may be TW (Taiwan) or CG (Congo)", ["TW", "CG"], None),
    ("Korea", "'Korea' may be KR (South Korea) or KP (North Korea)", ["KR", "KP"], None),
]
"""What is no country by itself, why not, and what it may be."""

FILTERED = ["events", "locations", "actors", "aggregates", "changes"]


@pytest.mark.parametrize(("name", "code"), TYPED.items())
def test_a_country_is_understood_by_what_people_call_it(name, code):
    assert country_names.code_of_input(name) == code


@given(data=st.data(), code=st.sampled_from(COUNTRY.codes))
def test_a_name_of_a_country_is_understood_in_any_spelling(data, code):
    name = data.draw(st.sampled_from(country_names.ACCEPTED_NAMES[code]))
    spelt = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase, lambda text: f" {text} ", without_diacritics]))(name)
    if country_names.name_key(name) not in {*country_names.POSSIBLE_NAMES, *country_names.DIVISIONS}:
        assert country_names.code_of_input(spelt) == code


def without_diacritics(text):
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


@pytest.fixture
def client(corpus):
    with serving(corpus) as client:
        yield client


@pytest.mark.parametrize("path", FILTERED)
@pytest.mark.parametrize(
    ("name", "code"), [("Kazakhstan", "KZ"), ("!kazakhstan", "!KZ"), ("Kyrgyz Rep.,FRANCE", "KG,FR"), ("Turkey", "TR")]
)
def test_a_name_of_a_country_finds_what_its_code_finds(client, path, name, code):
    by_name, by_code = (client.get(f"/v1/{path}", query_string={"country": text}) for text in (name, code))
    assert by_name.status_code == 200
    assert by_name.json["data"] == by_code.json["data"]


@pytest.mark.parametrize("path", FILTERED)
@pytest.mark.parametrize(("name", "reason", "allowed", "meant"), UNCLEAR)
@pytest.mark.parametrize("sign", ["", "!"])
def test_what_is_part_of_a_country_or_may_be_several_is_400_with_those(client, path, sign, name, reason, allowed, meant):
    answer = client.get(f"/v1/{path}", query_string={"country": f"KZ,{sign}{name}"})
    (error,) = answer.json["errors"]
    assert (answer.status_code, error["parameter"], error["detail"]) == (400, "country", reason)
    assert (error["allowed"], error["did_you_mean"]) == (allowed, meant)


LISTS = [
    ("Congo, Dem. Rep.", ["CD"], []),
    ("KZ,Congo, Dem. Rep.,Mali", ["KZ", "CD", "ML"], []),
    ("!Korea, South,!Yemen, Rep.", [], ["KR", "YE"]),
    ("KZ, KG", ["KZ", "KG"], []),
    ("Serbia, Montenegro", ["RS", "ME"], []),
    ("Niger, Nigeria", ["NE", "NG"], []),
    ("Guinea, Equatorial", ["GQ"], []),
]


@pytest.mark.parametrize(("text", "wanted", "unwanted"), LISTS)
def test_a_comma_within_a_name_is_told_from_one_between_two(text, wanted, unwanted):
    assert CountriesParameter(about="").deserialize(text) == (wanted, unwanted)


@pytest.mark.parametrize("text", ["US,Virgin Islands", "Congo,Mali", "Congo, Mali", "Congo,"])
def test_a_name_of_several_countries_is_not_saved_by_what_comes_behind_it(text):
    with pytest.raises(ValidationError):
        CountriesParameter(about="").deserialize(text)


@pytest.mark.parametrize("name", ["", "Atlantis", "Korea", "Mal", "Republic", "Mali and Niger"])
def test_a_name_that_is_no_country_or_two_is_rejected(name):
    with pytest.raises(RowRejected, match="is not known by that name"):
        countries.code_by_name(name)


@pytest.mark.parametrize(("name", "reason"), [(name, reason) for name, reason, *_ in UNCLEAR if name not in ("Congo", "Northern Ireland")])
def test_a_row_in_a_part_of_a_country_is_rejected_with_the_country(name, reason):
    with pytest.raises(RowRejected) as rejected:
        countries.code_by_name(name)
    assert str(rejected.value) == f"country {name!r} is not known by that name: {reason}"


def test_what_datasets_mean_by_a_name_that_may_be_several_is_known():
    assert (countries.code_by_name("Congo"), countries.code_by_name("Northern Ireland")) == ("CG", "GB")


@pytest.mark.parametrize(
    "name",
    ["Red Sea", "INDIAN OCEAN", "Persian Gulf", "Gulf of Aden", "Bay of Bengal", "Strait of Hormuz", "English Channel", "High seas"],
)
def test_an_ocean_or_a_sea_in_the_place_of_a_country_is_known_for_what_it_is(name):
    water = waters.country_or_water(name)
    assert isinstance(water, waters.Water) and water == name


def test_no_country_and_no_part_of_one_is_taken_for_a_sea():
    assert not any(waters.is_water(name) for names in country_names.ACCEPTED_NAMES.values() for name in names)
    for name in ("Hawke's Bay", "Channel Islands", "Southend-on-Sea", "Gulf", "Seattle", ""):
        with pytest.raises(RowRejected, match="is not known by that name"):
            waters.country_or_water(name)


def test_no_name_is_that_of_two_countries():
    keys = {code: {country_names.name_key(name) for name in names} for code, names in country_names.ACCEPTED_NAMES.items()}
    assert len(set().union(*keys.values())) == sum(map(len, keys.values()))


def test_no_name_in_the_table_is_needless():
    for code, row in country_names.TABLE.items():
        named = {tokenize(name) for name in (countries.country_label(code), *country_names.official_names(code))}
        assert len({tokenize(name) for name in row["names"]} - named) == len(row["names"]), code
        known = {country_names.name_key(name) for name in (countries.country_label(code), *country_names.NAMES[code])}
        assert len({country_names.name_key(name) for name in row["spellings"]} - known) == len(row["spellings"]), code
        assert not any(country_names.code_of_both_names(name) for name in row["spellings"]), code


def test_every_country_has_bounds_in_degrees():
    assert set(countries.COUNTRIES) == set(COUNTRY.codes)
    for code in COUNTRY.codes:
        west, south, east, north = countries.country_bounds(code)
        assert -180 <= west <= 180
        assert -180 <= east <= 180
        assert -90 <= south < north <= 90


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("KZ", 43.25, 76.91), ("SUHH", 43.25, 76.91), ("YUCS", 45.8, 15.98), ("PS", 31.5, 34.45), ("UA", 45.3, 34.4), ("XAB", 43.0, 41.0)],
)
def test_a_place_lies_within_the_bounds_of_its_country(code, latitude, longitude):
    assert lies_within(countries.country_bounds(code), latitude, longitude)


def test_countries_that_cross_the_antimeridian_say_so():
    assert {code for code in COUNTRY.codes if countries.country_bounds(code)[0] > countries.country_bounds(code)[2]} == {
        "FJ", "KI", "NZ", "RU", "SUHH", "TV", "UM", "US", "WF",
    }  # fmt: skip


def test_a_country_has_other_names_too():
    assert countries.country_label("MM") == "Myanmar"
    assert {"Burma", "Myanmar (Burma)", "Republic of Myanmar"} <= {*countries.country_names("MM")}
    assert "Myanmar" not in countries.country_names("MM")


def ged_rows():
    """Every row of UCDP GED that is at hand, which is not part of the project."""
    files = sorted(GED.glob("*.csv.gz")) or missing(f"{GED} is not there: real rows of UCDP GED are read from it")
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)


MISPLACED = {("Ethiopia", 1.31667, 39.25), ("Philippines", 12.285729, 25.28512)}
"""As UCDP published them; meant are 11.3 north (Tenta) and 125.3 east (Lo-Ok)."""


def test_real_rows_lie_in_one_country_by_number_by_name_and_by_bounds():
    told = {(row["country_id"], row["country"], row["year"], float(row["latitude"]), float(row["longitude"])) for row in ged_rows()}
    assert len(told) > 5000
    assert all(countries.code_by_gw(number, year) == countries.code_by_name(name) for number, name, year, *_ in told)
    places = {(name, *point) for _, name, _, *point in told}
    assert {each for each in places if not lies_within(countries.country_bounds(countries.code_by_name(each[0])), *each[1:])} == MISPLACED


def lies_within(bounds, latitude, longitude):
    west, south, east, north = bounds
    return south <= latitude <= north and (west <= longitude <= east if west <= east else not east < longitude < west)


SWAPPED = f"{countries.OUTSIDE}; with latitude and longitude swapped, it would lie inside"


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "margin", "reason"),
    [
        ("KZ", 43.25, 76.9, 0, None),
        ("KZ", 76.9, 43.25, 0, SWAPPED),
        ("KZ", 0.0, 0.0, 0, countries.OUTSIDE),
        ("FJ", -17.0, -179.5, 0, None),
        ("FJ", -17.0, 171.8, 0, None),
        ("FJ", -17.0, -175.3, 0, None),
        ("FJ", -17.0, 171.6, 0, countries.OUTSIDE),
        ("FJ", -17.0, -175.1, 0, countries.OUTSIDE),
        ("FJ", -17.0, 171.6, 0.25, None),
        ("AQ", -80.0, 179.0, 0, None),
        ("AD", 44.0, 1.5, 0, countries.OUTSIDE),
    ],
)
def test_a_point_that_cannot_be_in_its_country_is_astray(code, latitude, longitude, margin, reason):
    assert countries.point_outside_country(code, latitude, longitude, margin) == reason


@given(code=st.sampled_from(COUNTRY.codes), south=st.floats(0, 1), west=st.floats(0, 1))
def test_no_point_within_the_bounds_of_a_country_is_astray(code, south, west):
    bounds = dict(zip(("west", "south", "east", "north"), countries.country_bounds(code), strict=True))
    width = (bounds["east"] - bounds["west"]) % 360 or 360
    longitude = (bounds["west"] + west * width + 180) % 360 - 180
    assert countries.point_outside_country(code, bounds["south"] + south * (bounds["north"] - bounds["south"]), longitude) is None
