"""UCDP GED: invented rows in each layout with every trap that real files set, and the three real files where they are at hand."""

import csv
import gzip
import json
import re
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from conftest import ROOT, bound, missing, serving
from hypothesis import given
from hypothesis import strategies as st
from support.corpora import annals

from models.domain.claims import REQUIRED
from models.domain.resolution_rules import PROPERTIES
from models.domain.vocabularies import ACTOR_KIND, CERTAINTY, COUNTRY, ROLE, TYPE
from seeds.errors import LoadRefused, RowRejected
from seeds.files.row import Row
from seeds.files.table import detect_layout, open_table
from seeds.gazetteer.countries import code_by_name
from seeds.gazetteer.places import locate
from seeds.importers.imported_event import ImportedActor, ImportedPart, ImportedPlace, ImportedSource
from seeds.importers.release_files import ReleaseFiles, batch_of
from seeds.importers.ucdp_ged.importer import CUT, IMPORTER, UNEQUAL, UNORDERED
from seeds.importers.ucdp_ged.sources import LONGEST
from seeds.pipeline.load import load

COLUMNS = """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id
    dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office
    source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt
    priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown
    best high low gwnoa gwnob"""
COLUMNS = COLUMNS.split()
SINCE_20 = {"relid", "code_status", "where_description"} | {column for column in COLUMNS if column.endswith("dset_id")}
HEADERS = {
    "49 columns": COLUMNS,
    "42 columns": [column for column in COLUMNS if column not in SINCE_20],
    "41 columns": [column for column in COLUMNS if column not in SINCE_20 | {"gwnoa"}],
}
PLAIN = {
    "id": "385866", "relid": "IVT-2021-1-9001-7.1", "year": "2021", "active_year": "TRUE", "code_status": "Clear", "type_of_violence": "1",
    "conflict_dset_id": "9001", "conflict_new_id": "9001", "conflict_name": "Syria: Inventia", "dyad_dset_id": "9101",
    "dyad_new_id": "9101", "dyad_name": "Government of Syria - IF", "side_a_dset_id": "118", "side_a_new_id": "118",
    "side_a": "Government of Syria", "side_b_dset_id": "9201", "side_b_new_id": "9201", "side_b": "IF", "number_of_sources": "1",
    "source_article": '"Invented Tribune,2021-08-27,An invented headline"', "source_office": "Invented Tribune",
    "source_date": "2021-08-27", "source_headline": "An invented headline", "source_original": "invented spokesman", "where_prec": "1",
    "where_coordinates": "Inventown town", "where_description": "Inventown, by the well.", "adm_1": "Invented province",
    "adm_2": "Invented district", "latitude": "34.5", "longitude": "38.25", "geom_wkt": "POINT (38.25 34.5)", "priogrid_gid": "179357",
    "country": "Syria", "country_id": "652", "region": "Middle East", "event_clarity": "1", "date_prec": "1",
    "date_start": "2021-08-26 00:00:00.000", "date_end": "2021-08-26 00:00:00.000", "deaths_a": "1", "deaths_b": "2",
    "deaths_civilians": "0", "deaths_unknown": "0", "best": "3", "high": "4", "low": "2", "gwnoa": "652", "gwnob": "",
}  # fmt: skip
ONE_SIDED = {"type_of_violence": "3", "side_b": "Civilians", "side_b_new_id": "1", "deaths_b": "0", "best": "1"}

SYRIA = ImportedActor("actor-118", "Government of Syria", "state-forces", "SY")
FRONT = ImportedActor("actor-9201", "IF", "militant-group")
CIVILIANS = ImportedActor("civilians", "Civilians", "civilians")
UNIDENTIFIED = ImportedActor("unidentified", "Unidentified people")


def tell(layout="49 columns", **cells):
    told = PLAIN | cells
    return IMPORTER.tell([Row(2, {column: told[column] for column in HEADERS[layout]}, IMPORTER.missing)])


def rejected(**cells):
    with pytest.raises(RowRejected) as reason:
        tell(**cells)
    return str(reason.value)


def write(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)
    return path


def read(path):
    """The layout of a file, and what its events tell."""
    with open_table(path, IMPORTER.missing) as table:
        return detect_layout(table.columns, IMPORTER.eras, path), [IMPORTER.tell([row]) for row in table]


# Files


@pytest.mark.parametrize(("layout", "count"), [("49 columns", 49), ("42 columns", 42), ("41 columns", 41)])
def test_each_layout_is_known_by_its_header_in_whatever_order(layout, count, tmp_path):
    assert len(HEADERS[layout]) == count
    assert read(write(tmp_path / "ged.csv", HEADERS[layout], [PLAIN])) == (layout, [tell(layout)])
    assert read(write(tmp_path / "turned.csv", HEADERS[layout][::-1], [PLAIN])) == (layout, [tell(layout)])


def test_what_humanitarian_editions_add_is_passed_over(tmp_path):
    tags = {column: f"#meta+{column}" for column in [*COLUMNS, "iso3"]}
    path = write(tmp_path / "hdx.csv", [*COLUMNS[:40], "iso3", *COLUMNS[40:]], [tags, PLAIN | {"iso3": "SYR"}])
    assert read(path) == ("49 columns", [tell()])


def test_pages_of_the_api_tell_the_same(tmp_path):
    numbers = {"id", "year", "type_of_violence", "where_prec", "latitude", "longitude", "country_id", "best", "date_prec", "side_a_new_id"}
    result = {column: json.loads(cell) if column in numbers else cell for column, cell in PLAIN.items()}
    result |= {"active_year": True, "gwnob": None, "date_start": "2021-08-26T00:00:00", "date_end": "2021-08-26T00:00:00"}
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"TotalCount": 1, "Result": [result]}))
    assert read(path) == ("49 columns", [tell()])


def test_a_file_without_a_header_is_refused(tmp_path):
    path = tmp_path / "headless.csv"
    path.write_text(",".join(f'"{cell} {n}"' for n, cell in enumerate(PLAIN.values()) if '"' not in cell))
    with pytest.raises(LoadRefused, match="of no known layout; the nearest is '41 columns', of which it lacks active_year, adm_1"):
        read(path)


# What an event tells


def test_a_row_is_an_incident_in_our_words_with_its_code_verbatim():
    assert tell().values == {
        "kind": "incident",
        "status": "occurred",
        "type": "state-based-conflict",
        "original_type": "1",
        "title": "State-based violence in Inventown town: Government of Syria - IF",
        "summary": "Conflict: Syria: Inventia. Place: Inventown, by the well.",
        "date": "2021-08-26",
        "fatalities": {"low": 2, "best": 3, "high": 4},
    }
    assert tell().attributed_to == "invented spokesman"


def test_a_summary_tells_what_the_title_does_not():
    assert "summary" not in tell(conflict_name=PLAIN["dyad_name"], where_description="NULL").values
    assert tell("42 columns").values["summary"] == "Conflict: Syria: Inventia."


@pytest.mark.parametrize(
    ("violence", "title", "type"),
    [("2", "Non-state violence", "non-state-conflict"), ("3", "One-sided violence", "violence-against-civilians")],
)
def test_each_type_of_violence_is_one_of_ours(violence, title, type):
    values = tell(type_of_violence=violence).values
    assert (values["original_type"], values["type"]) == (violence, type)
    assert values["title"].startswith(f"{title} in ")
    assert type in TYPE


@pytest.mark.parametrize("violence", ["4", "", "one"])
def test_another_type_of_violence_is_rejected(violence):
    assert "type_of_violence" in rejected(type_of_violence=violence)


def test_an_event_is_known_by_relid_where_there_is_one():
    assert tell().id == "IVT-2021-1-9001-7.1"
    assert tell("42 columns").id == "385866"
    assert tell(relid="NULL").id == "385866"
    assert tell(relid=" ZIM-2022-2-2-XXX552-0 ").id == "ZIM-2022-2-2-XXX552-0"


@pytest.mark.parametrize("relid", ["A/B", "A B", "A?b=1", "A#1", "A%20", "Å-1"])
def test_an_id_that_a_url_would_have_to_escape_is_rejected(relid):
    assert rejected(relid=relid).startswith(f"the id '{relid}'")


# When


@pytest.mark.parametrize("spelling", ["{}", "{} 00:00:00.000", "{}T00:00:00", "{} 00:00:00"])
def test_a_day_is_read_in_every_spelling(spelling):
    assert tell(date_start=spelling.format("2021-08-26"), date_end=spelling.format("2021-08-26")).values["date"] == "2021-08-26"


@pytest.mark.parametrize(
    ("start", "end", "precision", "edtf"),
    [
        ("2021-08-26", "2021-08-28", "1", "2021-08-26/2021-08-28"),
        ("2021-08-26", "2021-08-28", "2", "2021-08-26/2021-08-28"),
        ("2021-08-23", "2021-08-29", "3", "2021-08-23/2021-08-29"),
        ("2021-08-01", "2021-08-31", "4", "2021-08"),
        ("2020-02-01", "2020-02-29", "4", "2020-02"),
        ("2021-02-01", "2021-02-27", "4", "2021-02-01/2021-02-27"),
        ("2021-08-02", "2021-08-31", "4", "2021-08-02/2021-08-31"),
        ("2021-08-01", "2021-09-30", "4", "2021-08-01/2021-09-30"),
        ("2021-08-01", "2021-08-31", "1", "2021-08-01/2021-08-31"),
        ("2021-08-01", "2021-08-31", "5", "2021-08-01/2021-08-31"),
        ("2021-01-01", "2021-12-31", "5", "2021"),
        ("2021-01-01", "2022-12-31", "5", "2021-01-01/2022-12-31"),
        ("2021-08-01", "2021-08-29", "0", "2021-08-01/2021-08-29"),
        ("2021-08-01", "2021-08-29", "", "2021-08-01/2021-08-29"),
    ],
)
def test_days_are_told_as_they_are_known(start, end, precision, edtf):
    assert tell(date_start=start, date_end=end, date_prec=precision).values["date"] == edtf


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"date_end": "2021-08-25"}, "date_end 2021-08-25 is before date_start 2021-08-26"),
        ({"date_start": "0000-00-00"}, "date_start '0000-00-00' is not a day"),
        ({"date_start": "0021-08-26"}, "date_start '0021-08-26' is not a day"),
        ({"date_start": "1945-12-31"}, "from 1946-01-01 to 2099-12-31"),
        ({"date_end": "2100-01-01"}, "date_end '2100-01-01'"),
        ({"date_end": "2021-02-29"}, "date_end '2021-02-29'"),
        ({"date_end": "26/08/2021"}, "date_end '26/08/2021'"),
        ({"date_end": "2021-08-26 12:00:00.000"}, "date_end"),
        ({"date_start": ""}, "date_start is empty"),
        ({"date_prec": "6"}, "date_prec '6'"),
    ],
)
def test_a_day_that_cannot_be_is_rejected(cells, reason):
    assert reason in rejected(**cells)


# Where

POINT = {"latitude": 34.5, "longitude": 38.25}


@pytest.mark.parametrize(
    ("precision", "preposition", "place"),
    [
        ("1", "in", ImportedPlace("SY", "Invented province", "Invented district", "Inventown town", **POINT)),
        ("2", "near", ImportedPlace("SY", "Invented province", "Invented district", "Inventown town", **POINT, uncertainty=25.0)),
        ("3", "in", ImportedPlace("SY", "Invented province", "Invented district", **POINT, uncertainty=100.0)),
        ("4", "in", ImportedPlace("SY", "Invented province", **POINT, uncertainty=400.0)),
        ("5", "near", ImportedPlace("SY", "Invented province", **POINT, uncertainty=400.0)),
        ("6", "in", ImportedPlace("SY")),
        ("7", "in", ImportedPlace("SY", **POINT, uncertainty=400.0)),
    ],
)
def test_a_place_is_as_deep_as_it_is_known(precision, preposition, place):
    told = tell(where_prec=precision)
    assert told.place == place
    assert f" {preposition} Inventown town: " in told.values["title"]


def test_a_place_without_divisions_lies_in_its_country():
    assert locate(tell(adm_1="", adm_2="NULL").place)[0] == "sy.inventown-town-settlement"


def test_a_place_at_sea_lies_in_the_sea():
    _, (water, *inner) = locate(tell(country_id="", country="Gulf of Aden").place)
    assert (water["id"], water["kind"], water["country"]) == ("gulf-of-aden", "region", None)
    assert {row["country"] for row in inner} == {None}


def test_a_place_may_be_no_settlement():
    assert tell(where_coordinates="Inventown military airport").place.kind == "site"
    assert tell(where_coordinates="Airport city").place.kind == "settlement"
    assert tell(where_coordinates="").place == ImportedPlace("SY", "Invented province", "Invented district", **POINT)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"country_id": "652.0"}, "SY"),
        ({"country_id": "490", "country": "DR Congo (Zaire)"}, "CD"),
        ({"country_id": "", "country": "Yemen (North Yemen)"}, "YE"),
        ({"country_id": "680", "country": "South Yemen", "date_start": "1990-02-01", "date_end": "1990-02-01"}, "YDYE"),
        ({"country_id": "345", "country": "Serbia (Yugoslavia)", "date_start": "1999-04-01", "date_end": "1999-04-01"}, "YUCS"),
    ],
)
def test_a_country_is_that_of_the_number_in_its_year_or_else_of_the_name(cells, code):
    assert tell(**cells).place.country == code
    assert code in COUNTRY


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"country_id": "999"}, "country number '999'"),
        ({"country_id": "", "country": "Inventia"}, "country 'Inventia'"),
        ({"country_id": "", "country": ""}, "country is empty"),
        ({"latitude": "91"}, "latitude '91'"),
        ({"longitude": "-180.5"}, "longitude '-180.5'"),
        ({"longitude": ""}, "latitude or longitude is empty"),
        ({"where_prec": "8"}, "where_prec '8'"),
        ({"where_prec": ""}, "where_prec is empty"),
    ],
)
def test_a_place_that_cannot_be_is_rejected(cells, reason):
    assert reason in rejected(**cells)


# Who


def test_sides_take_part_with_their_dead():
    assert tell().actors == (ImportedPart(SYRIA, "participant", 1), ImportedPart(FRONT, "participant", 2))


def test_dead_civilians_and_people_of_no_known_side_take_part_too():
    told = tell(deaths_civilians="4", deaths_unknown="5", best="12", high="12")
    assert told.actors[2:] == (ImportedPart(CIVILIANS, "participant", 4), ImportedPart(UNIDENTIFIED, "participant", 5))


@pytest.mark.parametrize("number", ["1", "9999"])
def test_civilians_who_are_side_b_are_told_once(number):
    told = tell(**ONE_SIDED | {"side_b_new_id": number, "deaths_civilians": "6", "best": "7", "high": "7"})
    assert told.actors == (ImportedPart(SYRIA, "perpetrator", 1), ImportedPart(CIVILIANS, "target", 6))
    assert tell(**ONE_SIDED | {"deaths_b": "2", "deaths_civilians": "6"}).actors[1] == ImportedPart(CIVILIANS, "target", 8)
    assert tell(**ONE_SIDED).actors[1] == ImportedPart(CIVILIANS, "target", 0)


def test_a_group_without_a_name_that_fights_its_like_is_one_actor():
    unnamed = {"side_a": "XXX70", "side_a_new_id": "3702", "side_b": "XXX70", "side_b_new_id": "3702", "gwnoa": ""}
    group = ImportedActor("actor-3702", "XXX70", "unidentified")
    assert tell(**unnamed, type_of_violence="2").actors == (ImportedPart(group, "participant", 3),)


def test_both_sides_may_be_governments():
    told = tell(side_b="Government of Israel", side_b_new_id="121.0", gwnob="666.0")
    assert told.actors[1].actor == ImportedActor("actor-121", "Government of Israel", "state-forces", "IL")


@pytest.mark.parametrize("numbers", ["", "531, 530"])
def test_governments_that_act_together_have_no_one_country(numbers):
    both = "Government of Eritrea, Government of Ethiopia"
    assert tell(side_a=both, gwnoa=numbers).actors[0].actor == ImportedActor("actor-118", both, "state-forces")


@pytest.mark.parametrize("number", ["365", "365.0", "369", ""])
@pytest.mark.parametrize("day", ["1989-05-01", "2022-02-26"])
def test_a_government_is_that_of_the_country_in_its_name_in_all_years(day, number):
    name = "Government of Russia (Soviet Union)"
    told = tell(date_start=day, date_end=day, side_a=name, gwnoa=number)
    assert told.actors[0].actor == ImportedActor("actor-118", name, "state-forces", "RU")


def test_the_number_tells_the_country_of_a_government_where_its_name_does_not():
    assert tell(side_a="Government of eSwatini (Swaziland)", gwnoa="572.0").actors[0].actor.country == "SZ"
    assert tell(side_a="Junta", gwnoa="775").actors[0].actor == ImportedActor("actor-118", "Junta", "state-forces", "MM")


def test_a_layout_without_numbers_of_governments_tells_the_same_actors():
    assert tell("41 columns").actors == tell().actors


@pytest.mark.parametrize("column", ["side_a_new_id", "side_a", "side_b_new_id", "side_b", "dyad_name"])
def test_a_row_without_a_side_is_rejected(column):
    assert rejected(**{column: "NULL"}) == f"{column} is empty"


# How many

counts = st.integers(0, 10_000)


@given(low=counts, best=counts, high=counts)
def test_figures_are_told_as_published_and_remarked_on_where_they_are_out_of_order(low, best, high):
    told = tell(low=str(low), best=str(best), high=str(high), deaths_a="0", deaths_b=str(best))
    assert told.values["fatalities"] == {"low": low, "best": best, "high": high}
    assert told.remarks == (() if low <= best <= high else (UNORDERED,))


def test_zero_is_zero():
    told = tell(deaths_a="0", deaths_b="0", low="0", best="0", high="0")
    assert told.values["fatalities"] == {"low": 0, "best": 0, "high": 0}
    assert [part.fatalities for part in told.actors] == [0, 0]


def test_a_best_figure_that_the_sides_do_not_add_up_to_is_remarked_on():
    assert tell(best="4").remarks == (UNEQUAL,)
    assert tell(best="9").remarks == (UNORDERED, UNEQUAL)


@pytest.mark.parametrize("column", ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high"])
@pytest.mark.parametrize("cell", ["-1", "1.5", "some", "", "NULL", "10000001"])
def test_a_toll_that_is_no_number_of_people_is_rejected(column, cell):
    assert rejected(**{column: cell}).startswith(column)


# How certain


@pytest.mark.parametrize(
    ("status", "clarity", "certainty", "note"),
    [
        ("Clear", "1", "stated", None),
        ("", "", "stated", None),
        ("Check deaths", "1", "alleged", "code_status: Check deaths."),
        ("Clear", "2", "inferred", "event_clarity: 2, told by the sources as part of a total."),
        ("Clear", "3", "inferred", "event_clarity: 3, told by the sources as part of a total."),
        ("Check", "2", "inferred", "code_status: Check. event_clarity: 2, told by the sources as part of a total."),
    ],
)
def test_how_certain_it_is_follows_from_status_and_clarity(status, clarity, certainty, note):
    told = tell(code_status=status, event_clarity=clarity)
    assert (told.certainty, told.note) == (certainty, note)
    assert certainty in CERTAINTY


def test_a_clarity_that_is_none_is_rejected():
    assert rejected(event_clarity="4").startswith("event_clarity '4'")


# Sources


def works(text, number="1"):
    return tell(source_article=text, number_of_sources=number).works


def test_documents_are_told_apart_where_all_have_the_form():
    text = '"Tribune, The,2021-08-27,Five "rebels" killed; two, or more, hurt";"Radio Inventia ,2021-08-28, Talks\n begin "'
    told = (
        ImportedSource('Five "rebels" killed; two, or more, hurt', "Tribune, The", published="2021-08-27"),
        ImportedSource("Talks begin", "Radio Inventia", published="2021-08-28"),
    )
    assert works(text, "2") == works(text, "-1") == works(text, "") == told
    assert works(text, "3") == (ImportedSource(" ".join(text.split())),)


def test_a_document_without_a_date_has_none():
    assert works('"LiveMap,1753-01-01,July 14"') == (ImportedSource("July 14", "LiveMap"),)


@pytest.mark.parametrize(
    "text",
    [
        'Reuters (Septermber 11, 2001): "UPDATE 1-Fresh clashes in Inventia".',
        "Invented Yearbook 2007",
        '"Tribune,2021-08-27,One";"Tribune,Two without a date"',
        '"Tribune,2021-08-27,A headline";"with such marks"',
        '"Tribune,2021-13-27,No such month"',
        '",2021-08-27,No office"',
        '"Tribune,2021-08-27, "',
        '"Tribune,2021-08-27,Never closed',
        '"',
    ],
)
def test_any_other_text_is_one_document(text):
    assert works(text, "-1") == (ImportedSource(text),)


@pytest.mark.parametrize("text", ["", "NULL"])
def test_an_event_may_name_no_document(text):
    assert works(text, "-1") == ()


@pytest.mark.parametrize(("length", "kept"), [(LONGEST - 1, True), (LONGEST, False), (5132, False)])
def test_a_very_long_title_is_cut_and_remarked_on(length, kept):
    told = tell(source_article="x" * length)
    (work,) = told.works
    assert (work.title == "x" * length) == kept
    assert len(work.title) == min(length, LONGEST)
    assert told.remarks == (() if kept else (CUT,))


offices = st.text(st.characters(codec="utf-8", exclude_characters='",', exclude_categories=["C", "Z"]), min_size=1, max_size=20)
headlines = offices.map(lambda text: f"{text}, {text}")
items = st.lists(st.tuples(offices, st.dates(date(1989, 1, 1), date(2030, 1, 1)), headlines), min_size=1, max_size=5)


@given(items)
def test_what_was_joined_is_told_apart_again(items):
    text = ";".join(f'"{office},{day},{headline}"' for office, day, headline in items)
    assert works(text, str(len(items))) == tuple(ImportedSource(headline, office, published=str(day)) for office, day, headline in items)


# Releases


@pytest.mark.parametrize(
    ("label", "edtf"),
    [
        ("25.1", "2025"), ("17.2", "2017"), ("22.0.2", "2022-03"), ("21.0.12", "2022-01"), ("21.01.21.12", "2022-01"),
        ("26.01.26.06", "2026-07"), ("22.0.13", None), ("22.0.0", None), ("21.01.22.12", None), ("2025", None), ("25.1-preview", None),
    ],
)  # fmt: skip
def test_a_label_tells_when_a_release_came_out(label, edtf):
    assert IMPORTER.released(label) == edtf


# Real files

DIRECTORY = ROOT.parent / "shared" / "data" / "ucdp-ged"
SUBSET, YEAR, MONTH = "ged191_subset_BGD_MMR.csv.gz", "GEDEvent_v21_01_21_12.csv.gz", "GEDEvent_v22_0_2.csv.gz"
ROWS = {SUBSET: 3194, YEAR: 17407, MONTH: 984}
LAYOUTS = {SUBSET: "42 columns", YEAR: "49 columns", MONTH: "49 columns"}
OUT_OF_ORDER = {SUBSET: 6, YEAR: 235 + 472, MONTH: 18}
TOLD_APART = {SUBSET: 590, YEAR: 17407, MONTH: 984}
"""Events whose sources are documents with a publisher; of the subset, 2,597 name them in free text and 7 name none."""


def real(name):
    path = DIRECTORY / name
    return path if path.is_file() else missing(f"{path} is not there: real rows of UCDP GED are read from it")


def cells_of(name):
    with gzip.open(real(name), "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ROWS)
def test_every_row_of_the_real_files_tells_an_event(name):
    layout, events = read(real(name))
    cells = cells_of(name)
    assert (layout, len(events), len({event.id for event in events})) == (LAYOUTS[name], ROWS[name], ROWS[name])
    for figure in ("low", "best", "high"):
        assert sum(event.values["fatalities"][figure] for event in events) == sum(int(row[figure]) for row in cells)
    assert sum(part.fatalities for event in events for part in event.actors) == sum(int(row["best"]) for row in cells)
    assert Counter(remark for event in events for remark in event.remarks) == {UNORDERED: OUT_OF_ORDER[name]}
    assert sum(all(work.publisher for work in event.works) for event in events if event.works) == TOLD_APART[name]
    assert sum(len(event.works) for event in events if event.works and event.works[0].publisher) == sum(
        max(0, int(row["number_of_sources"])) for row in cells
    )


@pytest.mark.parametrize("name", ROWS)
def test_an_actor_of_the_real_files_is_told_alike_by_all_its_events(name):
    actors = {part.actor for event in read(real(name))[1] for part in event.actors}
    assert len(actors) == len({actor.id for actor in actors})
    assert "UA" not in {actor.country for actor in actors if actor.name == "Government of Russia (Soviet Union)"}


@pytest.mark.parametrize("name", ROWS)
def test_what_the_real_files_tell_is_in_the_vocabularies(name):
    for event in read(real(name))[1]:
        assert set(REQUIRED) <= set(event.values) <= set(PROPERTIES)
        assert event.values["type"] in TYPE and event.certainty in CERTAINTY
        assert event.place.country in COUNTRY
        assert re.fullmatch(r"[\w.-]+", event.id)
        for part in event.actors:
            assert part.role in ROLE and part.actor.kind in ACTOR_KIND
            assert part.actor.country is None or part.actor.country in COUNTRY


# Loads


def test_an_id_that_no_index_holds_is_rejected(empty, tmp_path):
    rows = [PLAIN, PLAIN | {"relid": "x" * 201}, PLAIN | {"relid": "a", "side_b_new_id": "9" * 201}]
    path = write(tmp_path / "ged.csv", COLUMNS, rows)
    options = ("--dataset", "ucdp-ged", "--release", "25.1", "--max-rejects", "2", "--rejects", str(tmp_path))
    code, output, errors = annals(empty, "load", *options, str(path))
    assert (code, "1 new, 0 changed, 0 unchanged, 2 rejected" in output) == (0, True), errors
    with (tmp_path / "ged.csv.ucdp-ged-25.1.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["rejected_reason"] for row in csv.DictReader(file)] == [
            "id 'xxxxxxxxxxxxxxxxxxxx...' has 201 characters; at most 200 are taken",
            "actor's id 'actor-99999999999999...' has 207 characters; at most 200 are taken",
        ]


# Loads of the real files


def load_release(url, label, name, directory, complete=False):
    with batch_of(IMPORTER, ReleaseFiles(label, complete=complete, rejects=directory), [real(name)]) as batch, bound(url, writable=True):
        return load(batch)


@pytest.fixture(scope="module")
def loaded(backend, tmp_path_factory):
    """A store with the three files, one after the other, and then with the last as a whole release: `url`, and what each load did."""
    url, directory = backend(), tmp_path_factory.mktemp("rejects")
    outcomes = [
        load_release(url, "19.1", SUBSET, directory),
        load_release(url, "21.01.21.12", YEAR, directory),
        load_release(url, "22.0.2", MONTH, directory),
        load_release(url, "22.0.2", MONTH, directory, complete=True),
    ]
    assert list(directory.iterdir()) == []
    return SimpleNamespace(url=url, outcomes=outcomes)


@pytest.fixture
def ged(loaded):
    with serving(loaded.url) as client:
        yield client


def sums_by_country_and_year(rows):
    """The sum of best by country and year, which is None where an event may fall into two; by the countries' names, not their numbers."""
    sums = Counter()
    for row in rows:
        year = row["date_start"][:4]
        sums[code_by_name(row["country"]), year if row["date_end"][:4] == year else None] += int(row["best"])
    return dict(sums)


def sums_in_answer(client, query):
    answer = client.get(f"/v1/aggregates?by=country,year&dataset=ucdp-ged&{query}").json
    return {(each["key"]["country"], each["key"]["year"]): each["fatalities"]["best"] for each in answer["data"]}


def test_the_three_files_load_without_a_reject(loaded):
    counts = [(each.read, each.new, each.changed, each.unchanged, each.rejected, each.retracted) for each in loaded.outcomes[:3]]
    assert counts == [(rows, rows, 0, 0, 0, 0) for rows in ROWS.values()]
    assert [each.remarks[UNORDERED] for each in loaded.outcomes[:3]] == [OUT_OF_ORDER[name] for name in ROWS]


def test_the_next_release_is_new_and_a_complete_one_retracts_the_rest(loaded):
    last = loaded.outcomes[3]
    assert (last.new, last.changed, last.unchanged, last.retracted) == (0, 0, ROWS[MONTH], ROWS[SUBSET] + ROWS[YEAR])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("revision=1", [SUBSET]),
        ("revision=2", [SUBSET, YEAR]),
        ("revision=3", [SUBSET, YEAR, MONTH]),
        ("revision=4", [MONTH]),
        ("as_of=2022-02-28", [SUBSET, YEAR]),
        ("as_of=2022-03-31", [MONTH]),
    ],
)
def test_sums_by_country_and_year_are_those_of_the_files(ged, query, names):
    assert sums_in_answer(ged, query) == sums_by_country_and_year([row for name in names for row in cells_of(name)])


def test_figures_out_of_order_widen_the_range_and_stand_in_the_claim_as_published(ged):
    row = next(row for row in cells_of(MONTH) if int(row["best"]) > int(row["high"]))
    low, best, high = (int(row[name]) for name in ("low", "best", "high"))
    event = ged.get(f"/v1/events/ucdp-ged:{row['relid']}").json
    assert event["fatalities"] == {"low": min(low, best, high), "best": best, "high": max(low, best, high)}
    (claim,) = ged.get(f"/v1/events/ucdp-ged:{row['relid']}/claims").json["data"]
    assert claim["values"]["fatalities"] == {"low": low, "best": best, "high": high}


def test_an_event_names_its_release_and_its_documents(ged):
    row = next(row for row in cells_of(MONTH) if row["number_of_sources"] == "3")
    sources = ged.get(f"/v1/events/ucdp-ged:{row['relid']}").json["sources"]
    documents = [source for source in sources if source["id"] != "ucdp-ged:22.0.2"]
    assert len(sources) == 1 + len(documents)
    assert {source["published"] for source in documents} == set(row["source_date"].split(";"))
