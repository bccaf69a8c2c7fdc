"""GTD: invented attacks with every trap that real files set, as rows, as CSV in cp1252 and as xlsx."""

import csv
from datetime import datetime

import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from support.corpora import annals
from support.gtd_rows import COLUMNS, COLUMNS_OF_1993, attack, write_csv, write_xlsx

from models.domain.resolution_rules import PROPERTIES, PeopleRange
from models.domain.type_crosswalk import type_of
from models.domain.vocabularies import ACTOR_KIND, ROLE, TYPE
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.files.table import detect_layout, open_table
from seeds.gazetteer.places import locate
from seeds.importers.citation_parser import parse_citation
from seeds.importers.gtd.importer import IMPORTER, release_date
from seeds.importers.imported_event import ImportedPlace, ImportedSource


def tell(**cells):
    return IMPORTER.tell([Row(2, {name.lower(): cell for name, cell in attack(**cells).items()}, IMPORTER.missing)])


def told_of(path):
    with open_table(path, IMPORTER.missing) as table:
        return detect_layout(table.columns, IMPORTER.eras, path), [IMPORTER.tell([row]) for row in table]


def sides(told):
    return {(part.actor.name, part.role): (part.fatalities, part.injuries) for part in told.actors}


# Files


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_both_layouts_tell_the_same_from_csv_and_xlsx(write, tmp_path):
    attacks = [attack(), attack(eventid="201503070005", city="Málaga", country_txt="Spain", gname="Frente Peñón")]
    era, told = told_of(write(tmp_path / "now", attacks))
    assert era == "135 columns, from 2017 on"
    assert told == [tell(), tell(eventid="201503070005", city="Málaga", country_txt="Spain", gname="Frente Peñón")]
    era, told_of_1993 = told_of(write(tmp_path / "of1993", attacks, COLUMNS_OF_1993))
    assert era == "123 columns, 1993"
    assert told_of_1993 == told


def test_a_workbook_may_hold_days_and_decimals(tmp_path):
    cells = {"extended": "1", "resolution": datetime(2015, 3, 9), "nkill": "6.5", "latitude": "-9.5"}
    _, (told,) = told_of(write_xlsx(tmp_path / "book.xlsx", [attack(**cells)]))
    assert told == tell(extended="1", resolution="2015-03-09", nkill="6.5", latitude="-9.5")
    assert told.values["date"] == "2015-03-07/2015-03-09"


def test_the_layouts_have_the_columns_that_are_said():
    now, of_1993 = IMPORTER.eras.values()
    assert now <= {column.lower() for column in COLUMNS}
    assert of_1993 < now and of_1993 <= set(COLUMNS_OF_1993)


# What an attack tells


def test_a_plain_attack_is_told_whole():
    told = tell()
    assert told.id == "201503070004"
    assert told.values == {
        "kind": "incident",
        "type": "bombing",
        "status": "occurred",
        "title": "Bombing by Invented Front in Mastung, Balochistan, Pakistan",
        "summary": "03/07/2015: An invented attack.",
        "date": "2015-03-07",
        "fatalities": 5,
        "injuries": 12,
        "arrests": 0,
        "weapons": [{"name": "explosives", "note": "Vehicle"}],
        "original_type": "3",
    }
    assert told.place == ImportedPlace("PK", "Balochistan", None, "Mastung", "settlement", 29.799, 66.845, None)
    assert sides(told) == {("Invented Front", "perpetrator"): (1, 0), ("Police (Pakistan)", "target"): (4, 12)}
    assert told.works == (ImportedSource("Five killed in Mastung", "Invented Tribune", None, "2015-03-08"),)
    assert told.note == "Responsibility was claimed. Perpetrators killed: 1. Collected by: START Primary Collection."
    assert (told.certainty, told.related, told.remarks) == ("stated", (), ())


def test_only_known_properties_and_codes_are_told():
    told = tell(targtype2_txt="Private Citizens & Property", targtype3_txt="Unknown", individual="1", gname="Unknown", suicide="1")
    assert told.values.keys() <= PROPERTIES.keys()
    assert told.values["type"] in TYPE
    assert all(part.role in ROLE and part.actor.kind in ACTOR_KIND for part in told.actors)


# Identity


@pytest.mark.parametrize("text", ["197000000001.0", " 197000000001 "])
def test_a_whole_id_is_taken_though_a_spreadsheet_had_it(text):
    assert tell(eventid=text).id == "197000000001"


@pytest.mark.parametrize("text", ["1.97E+11", "1.97e11", "2E+11", "201503000000", "201503000000.0"])
def test_an_id_that_a_spreadsheet_damaged_is_named(text):
    with pytest.raises(RowRejected) as reject:
        tell(eventid=text)
    assert str(reject.value) == f"eventid {text!r} was damaged by a spreadsheet"


@pytest.mark.parametrize(("text", "reason"), [("20150307", "eventid '20150307' is not twelve digits"), ("-9", "eventid is empty")])
def test_an_id_that_is_none_is_rejected(text, reason):
    with pytest.raises(RowRejected) as reject:
        tell(eventid=text)
    assert str(reject.value) == reason


def test_the_date_in_an_id_need_not_be_the_date():
    assert tell(eventid="201501010004", iyear="2015", imonth="3", iday="7").values["date"] == "2015-03-07"


# Time


@pytest.mark.parametrize(
    ("month", "day", "date"),
    [
        ("3", "7", "2015-03-07"),
        ("3.0", "7.0", "2015-03-07"),
        ("3", "0", "2015-03"),
        ("0", "0", "2015"),
        ("0", "7", "2015"),
        ("3", "-9", "2015-03"),
    ],
)
def test_an_unknown_day_or_month_is_imprecision(month, day, date):
    assert tell(imonth=month, iday=day).values["date"] == date


@pytest.mark.parametrize("cells", [{"imonth": "2", "iday": "30"}, {"imonth": "13"}, {"iyear": "0"}, {"iyear": ""}, {"iday": "x"}])
def test_a_day_that_is_none_is_rejected(cells):
    with pytest.raises(RowRejected, match=r"iyear|imonth|iday"):
        tell(**cells)


def test_an_approximate_date_stays_in_the_note():
    assert "Date: March 5-9, 2015." in tell(iday="0", approxdate="March 5-9, 2015").note


@pytest.mark.parametrize("resolution", ["3/12/2015", "2015-03-12", "2015-03-12 00:00:00"])
def test_an_extended_attack_lasts_until_its_resolution(resolution):
    assert tell(extended="1", resolution=resolution).values["date"] == "2015-03-07/2015-03-12"


@pytest.mark.parametrize(
    "cells",
    [
        {"extended": "1", "resolution": "3/1/2015"},
        {"extended": "1", "resolution": "some days later"},
        {"extended": "0", "resolution": "3/12/2015"},
    ],
)
def test_a_resolution_that_ends_nothing_stays_in_the_note(cells):
    told = tell(**cells)
    assert told.values["date"] == "2015-03-07"
    assert f"End: {cells['resolution']}." in told.note


# Place


@pytest.mark.parametrize(
    ("specificity", "vicinity", "expected"),
    [
        ("1", "0", (None, "Mastung", 29.799, None)),
        ("1", "1", (None, "Mastung", 29.799, 25.0)),
        ("1", "-9", (None, "Mastung", 29.799, None)),
        ("2", "1", (None, "Mastung", 29.799, 100.0)),
        ("3", "0", ("Mastung", None, 29.799, 100.0)),
        ("4", "0", (None, "Mastung", 29.799, 400.0)),
        ("5", "0", (None, "Mastung", None, None)),
        ("", "", (None, "Mastung", 29.799, None)),
    ],
)
def test_specificity_says_how_precise_a_place_is(specificity, vicinity, expected):
    place = tell(specificity=specificity, vicinity=vicinity).place
    assert (place.admin2, place.name, place.latitude, place.uncertainty) == expected


def test_an_unknown_city_and_province_leave_the_country():
    told = tell(city="Unknown", provstate="Unknown", latitude="", longitude="", specificity="5")
    assert told.place == ImportedPlace("PK")
    assert told.values["title"] == "Bombing by Invented Front in Pakistan"


def test_a_country_that_is_no_more_keeps_its_own_code():
    assert tell(country_txt="West Germany (FRG)").place.country == "DE"
    assert tell(country_txt="East Germany (GDR)").place.country == "DDDE"


def test_an_attack_at_sea_lies_in_the_sea():
    _, (water, *_) = locate(tell(country_txt="Gulf of Aden", provstate="Unknown").place)
    assert (water["id"], water["kind"], water["country"]) == ("gulf-of-aden", "region", None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"country_txt": "Atlantis"}, "country 'Atlantis'"),
        ({"country_txt": ""}, "country_txt"),
        ({"latitude": "-99"}, "latitude '-99' is not a number from -90 to 90"),
        ({"longitude": "-86185896"}, "longitude '-86185896'"),
        ({"specificity": "6"}, "specificity"),
    ],
)
def test_a_place_that_cannot_be_is_rejected(cells, reason):
    with pytest.raises(RowRejected, match=reason):
        tell(**cells)


@pytest.mark.parametrize(("latitude", "longitude"), [("-9", "-78.5"), ("-9.0", "13.25"), ("38.75", "-9"), ("19.5", "-99"), ("1", "-99.0")])
def test_degrees_are_no_codes(latitude, longitude):
    told = tell(latitude=latitude, longitude=longitude)
    assert (told.place.latitude, told.place.longitude, told.remarks) == (float(latitude), float(longitude), ())


def test_half_a_point_is_no_point():
    told = tell(longitude="Unknown")
    assert (told.place.latitude, told.place.longitude, told.place.uncertainty) == (None, None, None)
    assert told.remarks == ("latitude or longitude stands alone",)


# What happened


def test_suicide_makes_a_suicide_bombing_of_a_bombing_alone():
    assert tell(suicide="1").values["type"] == "suicide-bombing"
    assert tell(suicide="1", attacktype1="1").values["type"] == tell(attacktype1="1").values["type"] == "killing"


@pytest.mark.parametrize(("text", "code"), [("Bombing/Explosion", "3"), ("hostage taking (kidnapping)", "6"), ("Unknown", "9"), ("", "9")])
def test_a_type_without_its_code_is_told_by_its_text(text, code):
    told = tell(attacktype1="", attacktype1_txt=text)
    assert (told.values["type"], told.values["original_type"]) == (type_of("gtd", code), code)


@pytest.mark.parametrize("cells", [{"attacktype1": "", "attacktype1_txt": "Invention"}, {"attacktype1": "10"}])
def test_a_type_that_is_none_is_rejected(cells):
    with pytest.raises(RowRejected, match="attacktype1"):
        tell(**cells)


def test_an_unsuccessful_attack_occurred_and_says_so():
    told = tell(success="0")
    assert told.values["status"] == "occurred"
    assert told.values["title"] == "Unsuccessful bombing by Invented Front in Mastung, Balochistan, Pakistan"
    assert told.note.startswith("The attack was unsuccessful.")


def test_doubt_about_terrorism_is_no_doubt_about_the_event():
    told = tell(doubtterr="1", alternative="1", alternative_txt="Insurgency/Guerilla Action")
    assert told.certainty == "stated"
    assert "It is doubted that it was terrorism." in told.note
    assert "What it may have been: Insurgency/Guerilla Action." in told.note
    assert "doubted" not in tell(doubtterr="-9").note


def test_weapons_are_told_once_each():
    told = tell(
        weaptype2_txt="Explosives", weapsubtype2_txt="Grenade", weaptype3_txt="Unknown",
        weaptype4_txt="Vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)",
    )  # fmt: skip
    assert told.values["weapons"] == [{"name": "explosives", "note": "Vehicle; Grenade"}, {"name": "vehicle"}]
    assert "weapons" not in tell(weaptype1_txt="Unknown").values


def test_the_note_keeps_what_has_no_property():
    note = tell(
        nperps="4.0", ishostkid="1", nhostkid="12", ransom="1", nwoundte="2", motive="To be invented.", propextent_txt="Unknown"
    ).note
    assert "Perpetrators: 4. Perpetrators killed: 1. Perpetrators injured: 2. Hostages and kidnapped: 12. Motive: To be invented." in note
    assert "Ransom was demanded." in note
    assert "property" not in note


# Tolls


@pytest.mark.parametrize("empty", ["", "-9", "-99", "-9.0", "-99.0"])
def test_a_toll_that_is_not_told_is_none(empty):
    told = tell(nkill=empty, nkillter=empty, nwound=empty, nwoundte=empty, nperpcap=empty)
    assert told.values.keys().isdisjoint({"fatalities", "injuries", "arrests"})
    assert {part.fatalities for part in told.actors} == {part.injuries for part in told.actors} == {None}


@pytest.mark.parametrize(
    ("text", "figures"),
    [("6.5", (6, 6, 7)), ("7.5", (7, 8, 8)), ("1.67", (1, 2, 2)), ("0.33", (0, 0, 1))],
)
def test_a_share_of_a_toll_is_a_range_about_it(text, figures):
    told = tell(nkill=text, nkillter="0")
    assert told.values["fatalities"] == dict(zip(("low", "best", "high"), figures, strict=True))
    assert told.remarks == ("nkill is a share of a total",)
    assert sides(told) == {("Invented Front", "perpetrator"): (0, 0), ("Police (Pakistan)", "target"): (None, 12)}


@given(st.floats(0, 10_000).map(lambda number: f"{number:.4f}"))
def test_a_toll_lies_within_its_range(text):
    low, best, high = PeopleRange.of(tell(nkill=text, nkillter="").values["fatalities"])
    assert low <= best <= high <= low + 1
    assert low <= float(text) <= high


@pytest.mark.parametrize(
    ("killed", "own", "expected"),
    [("5", "", (None, None)), ("", "1", (1, None)), ("5", "5", (5, 0)), ("0", "0", (0, 0)), ("5", "0.5", (None, None))],
)
def test_the_dead_are_divided_as_far_as_both_figures_are_told(killed, own, expected):
    by, at = tell(nkill=killed, nkillter=own).actors
    assert (by.fatalities, at.fatalities) == expected


def test_more_perpetrators_killed_than_people_divides_nothing():
    told = tell(nkill="1", nkillter="3")
    assert told.values["fatalities"] == 1
    assert {part.fatalities for part in told.actors} == {None}
    assert told.remarks == ("nkillter is more than nkill",)


def test_of_several_actors_on_a_side_only_a_zero_is_everyones():
    told = tell(gname2="Second Invented Front", targtype2_txt="Military", natlty2_txt="Pakistan", nkillter="0")
    assert sides(told) == {
        ("Invented Front", "perpetrator"): (0, 0),
        ("Second Invented Front", "perpetrator"): (0, 0),
        ("Police (Pakistan)", "target"): (None, None),
        ("Military (Pakistan)", "target"): (None, None),
    }


@pytest.mark.parametrize("cells", [{"nkill": "some"}, {"nkill": "-3"}, {"nwoundte": "nan"}])
def test_a_toll_that_is_no_number_is_rejected(cells):
    with pytest.raises(RowRejected, match=next(iter(cells))):
        tell(**cells)


# Actors


def test_an_uncertain_group_is_a_suspect():
    told = tell(guncertain1="1", gname2="Second Invented Front", guncertain2="0", gsubname2="Its Northern Wing")
    assert [(part.actor.id, part.role, part.note) for part in told.actors if part.role != "target"] == [
        ("invented-front", "suspect", None),
        ("second-invented-front", "perpetrator", "Its Northern Wing"),
    ]


@pytest.mark.parametrize(
    ("individual", "id", "kind"), [("0", "unidentified-perpetrators", "unidentified"), ("1", "unaffiliated-individual", "individual")]
)
def test_an_unknown_group_is_an_unidentified_actor(individual, id, kind):
    told = tell(gname="Unknown", individual=individual)
    assert (told.actors[0].actor.id, told.actors[0].actor.kind) == (id, kind)
    assert told.values["title"] == "Bombing in Mastung, Balochistan, Pakistan"


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("Military", "state-forces"),
        ("Government (Diplomatic)", "government"),
        ("Private Citizens & Property", "civilians"),
        ("Terrorists/Non-State Militia", "militant-group"),
        ("Other", "unidentified"),
        ("Journalists & Media", "civilians"),
    ],
)
def test_a_target_is_of_the_kind_of_its_type(type, kind):
    target = tell(targtype1_txt=type).actors[-1]
    assert (target.actor.name, target.actor.kind, target.actor.country) == (f"{type} (Pakistan)", kind, "PK")
    assert target.note == "Police Patrol (including vehicles and convoys); Invented Police Force; Patrol"


@pytest.mark.parametrize(
    ("nationality", "name"), [("Multinational", "Police (Multinational)"), ("Asian", "Police (Asian)"), ("", "Police")]
)
def test_a_nationality_that_is_no_country_leaves_none(nationality, name):
    target = tell(natlty1_txt=nationality).actors[-1].actor
    assert (target.name, target.country) == (name, None)


def test_targets_of_one_type_and_nationality_are_one_actor():
    told = tell(targtype2_txt="Police", natlty2_txt="Pakistan", corp2="Not Applicable", target2="Station")
    (target,) = (part for part in told.actors if part.role == "target")
    assert target.note == "Police Patrol (including vehicles and convoys); Invented Police Force; Patrol; Station"
    assert target.fatalities == 4


def test_a_target_that_is_not_told_is_unidentified():
    told = tell(targtype1_txt="Unknown", natlty1_txt="")
    assert (told.actors[-1].actor.id, told.actors[-1].fatalities) == ("unidentified-targets", 4)


# Related attacks and sources


@pytest.mark.parametrize(
    "text", ["201503070004, 201503070005, 201503070006", "201503070005,201503070006", "201503070005; 201503070006, 201503070005.0"]
)
def test_related_attacks_are_other_attacks(text):
    told = tell(multiple="1", related=text)
    assert told.related == ("201503070005", "201503070006")
    assert told.remarks == ()
    assert "It was one of several connected attacks." in told.note


@pytest.mark.parametrize(("text", "related"), [("2.0150307E+11", ()), ("201503070005, 20150307", ("201503070005",))])
def test_a_damaged_id_among_related_ones_is_remarked(text, related):
    told = tell(related=text)
    assert told.related == related
    assert told.remarks == ("related holds an id that is damaged",)


def test_each_source_is_told_once():
    told = tell(scite2='"Five killed in Mastung," Invented Tribune, March 8, 2015.', scite3="An invented pamphlet of the group.")
    assert told.works == (
        ImportedSource("Five killed in Mastung", "Invented Tribune", None, "2015-03-08"),
        ImportedSource("An invented pamphlet of the group."),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Title," Paper, July 3, 2015.', ImportedSource("Title", "Paper", None, "2015-07-03")),
        ('"A title, with "words" in it," Paper, July 3, 2015', ImportedSource('A title, with "words" in it', "Paper", None, "2015-07-03")),
        ("“Title,” Database, Agency -- English, May 2012.", ImportedSource("Title", "Database, Agency -- English", None, "2012-05")),
        ('Ana Invent, "Title", House, May 1, 2012.', ImportedSource("Title", "House", "Ana Invent", "2012-05-01")),
    ],
)
def test_a_citation_is_taken_apart_where_that_is_certain(text, expected):
    assert parse_citation(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"Title," Paper, June 31, 2015.',
        '"Title," Paper, Juny 3, 2015.',
        "Title, Paper, July 3, 2015.",
        '"Title," July 3, 2015.',
        'Ana Invent, "Title," House, 2005, pp. 10-11.',
        '"One," Paper, May 1, 2012; "Two," Paper, May 2, 2012.',
        "http://invented.example/1",
    ],
)
def test_a_citation_that_is_not_certain_stays_whole(text):
    assert parse_citation(text) == ImportedSource(text)


# Releases


@pytest.mark.parametrize(
    ("label", "date"),
    [("2021-06", "2021-06"), ("2021-06-30", "2021-06-30"), ("globalterrorismdb_0221dist", "2021-02"), ("1320dist", None), ("second", None)],
)
def test_a_label_that_is_a_date_tells_it(label, date):
    assert release_date(label) == date


# Loaded and served

RELEASE = [
    attack(nkillter="0", related="201503070004, 201503070005", scite2='"Two blasts," Invented Herald, March 9, 2015.'),
    attack(eventid="1.97E+11"),
    attack(eventid="201503070005", iday="0", city="Peñaranda", specificity="2", nkill="6.5", success="0"),
]
OF_1993 = [attack(eventid="199307000001", iyear="1993", imonth="7", iday="0", country_txt="Czechoslovakia", nkill="", latitude="")]


def loaded(url, directory, write):
    """What `annals load` says of a release in two files, one of each layout."""
    paths = [write(directory / "gtd", RELEASE), write(directory / "gtd1993", OF_1993, COLUMNS_OF_1993)]
    options = ["--dataset", "gtd", "--release", "0615dist", "--max-rejects", "1", "--rejects", directory]
    code, output, errors = annals(url, "load", *map(str, [*options, *paths]))
    assert code == 0, errors
    return output.splitlines()


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_both_layouts_are_loaded_and_served(write, empty, tmp_path):
    first, *remarks, kept = loaded(empty, tmp_path, write)
    assert first == "gtd 0615dist: 4 read = 3 new, 0 changed, 0 unchanged, 1 rejected; 0 retracted; revision 1"
    encoded = ["2: read as cp1252, since the file is not UTF-8"] if write is write_csv else []
    assert remarks == ["1: latitude or longitude stands alone", "1: nkill is a share of a total", *encoded]
    assert kept == f"rejected rows are in {tmp_path / 'gtd.gtd-0615dist.rejects.csv'}"
    with (tmp_path / "gtd.gtd-0615dist.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        (reject,) = csv.DictReader(file)
    assert (reject["rejected_row"], reject["rejected_reason"]) == ("3", "eventid '1.97E+11' was damaged by a spreadsheet")
    assert reject["city"] == "Mastung"
    with serving(empty) as client:
        of_1993, share, whole = client.get("/v1/events?dataset=gtd&sort=date").json["data"]
        claim = client.get(whole["links"]["claims"]).json["data"][0]
    assert [each["id"] for each in (of_1993, share, whole)] == ["gtd:199307000001", "gtd:201503070005", "gtd:201503070004"]
    assert [each["date"]["edtf"] for each in (of_1993, share, whole)] == ["1993-07", "2015-03", "2015-03-07"]
    assert of_1993["fatalities"] == {"low": None, "best": None, "high": None}
    assert of_1993["location"]["country"] == "CSHH"
    assert share["fatalities"] == {"low": 6, "best": 6, "high": 7}
    assert (share["location"]["name"], share["location"]["uncertainty"]) == ("Peñaranda", 100)
    assert whole["related"] == ["gtd:201503070005"]
    assert [source["title"] for source in whole["sources"][1:]] == ["Five killed in Mastung", "Two blasts"]
    assert whole["known_from"] == "2015-06-30"
    assert claim["note"] == tell(nkillter="0").note


def test_a_workbook_of_a_loaded_csv_changes_nothing(empty, tmp_path):
    loaded(empty, tmp_path, write_csv)
    said = loaded(empty, tmp_path, write_xlsx)
    assert said[0] == "gtd 0615dist: 4 read = 0 new, 0 changed, 3 unchanged, 1 rejected; 0 retracted; nothing to do, no new revision"


LONG_NAME = "Front " * 380
NAMES = {"gname": "???", "gname2": "☪", "gname3": LONG_NAME, "targtype1_txt": "🙂", "provstate": "p" * 200, "city": "c" * 200}


def test_a_name_without_letters_or_without_end_is_no_hindrance(empty, tmp_path):
    path = write_csv(tmp_path / "gtd.csv", [attack(), attack(eventid="201503070005", **NAMES)], encoding="utf-8")
    code, output, errors = annals(empty, "load", "--dataset", "gtd", "--release", "0615dist", "--rejects", str(tmp_path), str(path))
    assert (code, "2 read = 2 new" in output) == (0, True), errors
    with serving(empty) as client:
        event = client.get("/v1/events/gtd:201503070005").json
        found = {actor["name"]: actor["id"] for actor in event["actors"]}
        assert {"???", "☪", LONG_NAME.strip(), "🙂 (Pakistan)"} == found.keys()
        for id in (*found.values(), event["location"]["id"]):
            assert len(id.removeprefix("gtd:")) <= 200
        for id in found.values():
            assert client.get(f"/v1/events?actor={id}").json["meta"]["returned"] == client.get(f"/v1/actors/{id}").json["events"] == 1
        assert client.get(f"/v1/events?location={event['location']['id']}").json["meta"]["returned"] == 1


def test_a_file_of_another_dataset_is_refused_with_what_is_lacking(empty, tmp_path):
    path = write_csv(tmp_path / "ged.csv", [], ["id", "relid", "year", "date_start"])
    code, _, errors = annals(empty, "load", "--dataset", "gtd", "--release", "1", str(path))
    assert code == 1
    assert "date_start" in errors and "eventid" in errors and "123 columns, 1993" in errors
