"""ACLED: invented rows of every era, event-based and actor-based, with every trap that real files set."""

import csv
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from conftest import disconnect, serving
from hypothesis import given
from hypothesis import strategies as st
from support.acled_rows import HEADERS, actors, cells, mirrored, row, told, written

from api.cli.main import main
from models.domain import dates
from models.domain.claims import REQUIRED
from models.domain.resolution_rules import PROPERTIES, PeopleRange
from models.domain.vocabularies import ACTOR_KIND, KIND, ROLE, STATUS, TYPE
from seeds.errors import RowRejected, UnreadableFile
from seeds.files.row import Row
from seeds.files.row_groups import group_rows
from seeds.files.table import detect_layout, open_table
from seeds.gazetteer.places import locate
from seeds.importers import IMPORTERS
from seeds.importers.acled.date_order import ORDERS, settle_order
from seeds.importers.acled.dates import written_day
from seeds.importers.acled.importer import IMPORTER
from seeds.importers.imported_event import ImportedEvent, ImportedPlace, ImportedSource
from seeds.importers.release_files import ReleaseFiles, source_of
from seeds.pipeline.load import ABSENT

ERAS = list(HEADERS)
NAMES = {"A": "up to 2016", "B": "2017 to 2022", "C": "2023 on", "D": "2023 on"}
ENCODINGS = {"A": "cp1252", "B": "utf-8", "C": "utf-8-sig", "D": "utf-8"}
MONTHS = "January February March April May June July August September October November December"
MONTHS = MONTHS.split()


def read(directory, tables, encoding="utf-8"):
    """The layout of a file of rows, and what its events tell."""
    path = directory / "acled.csv"
    path.write_bytes(written(tables, encoding))
    with open_table(path, IMPORTER.missing) as table:
        return detect_layout(table.columns, IMPORTER.eras, path), [IMPORTER.tell(rows) for rows in group_rows(table, IMPORTER.key)]


def roles(told):
    return [(part.actor.name, part.role) for part in told.actors]


def kinds(told):
    return {part.actor.name: part.actor.kind for part in told.actors}


# Files


@pytest.mark.parametrize("era", ERAS)
def test_every_era_is_read_from_a_file(era, tmp_path):
    other = {"event_id_cnty": "KEN999", "location": "Málaga Ñueva"}
    layout, events = read(tmp_path, [cells(era), cells(era, **other)], ENCODINGS[era])
    assert layout == f"{NAMES[era]}, event-based"
    assert events == [told(cells(era)), told(cells(era, **other))]


@pytest.mark.parametrize("era", ERAS)
def test_actor_based_rows_of_one_event_tell_what_its_event_based_row_tells(era, tmp_path):
    expected, other = told(cells(era)), [cells(era, True, event_id_cnty="KEN999")]
    layout, events = read(tmp_path, [actors(era)[0], *other, actors(era)[1]], ENCODINGS[era])
    assert layout == f"{NAMES[era]}, actor-based"
    assert events[0] == expected
    assert [event.id for event in events] == [expected.id, "KEN999"]
    layout, events = read(tmp_path, mirrored(era), ENCODINGS[era])
    assert layout == f"{NAMES[era]}, event-based"
    assert events == [expected]


@pytest.mark.parametrize("era", ERAS)
def test_what_is_told_is_of_the_vocabularies(era):
    event = told(cells(era))
    assert set(REQUIRED) <= set(event.values) <= set(PROPERTIES)
    assert None not in event.values.values()
    codes = [(event.values["kind"], KIND), (event.values["status"], STATUS), (event.values["type"], TYPE)]
    codes += [pair for part in event.actors for pair in ((part.role, ROLE), (part.actor.kind, ACTOR_KIND))]
    assert [code for code, vocabulary in codes if code not in vocabulary] == []
    assert event.certainty == "stated"


def test_a_row_of_2024_is_told_in_full():
    event = told(cells("C"))
    assert event.id == "KEN56"
    assert event.values == {
        "kind": "incident",
        "type": "protest-excessive-force",
        "status": "occurred",
        "title": "Excessive force against protesters in Inventown: Protesters (Inventia) and Police Forces of Inventia (2013-)",
        "summary": "An invented event.",
        "date": "2024-08-05",
        "fatalities": 1,
        "participants": {"best": 1200},
        "original_type": "Protests / Excessive force against protesters",
    }
    assert event.place == ImportedPlace("KE", "Invented Province", "Invented District", "Inventown", "settlement", -1.25, 36.75, None)
    assert event.works == (ImportedSource("Daily Invention", "Daily Invention"), ImportedSource("Radio Made-Up", "Radio Made-Up"))
    assert event.note == (
        "Civilian targeting. Tags: crowd size=around 1,200; local administrators. Scale of the sources: National-Other. "
        "Third-level division: Invented Ward"
    )


def test_what_changes_without_the_event_is_not_told():
    left_out = {"timestamp": "1", "data_id": "8", "event_id_no_cnty": "9", "region": "", "interaction": "", "population_best": "1"}
    assert told(cells("B", **left_out)) == told(cells("B"))
    assert told(cells("D", **left_out, disorder_type="")) == told(cells("D"))


@pytest.mark.parametrize(("id", "taken"), [("12ALG", True), ("KEN1234", True), ("KEN 1234", False), ("KEN/1", False), ("", False)])
def test_an_id_is_letters_and_digits(id, taken):
    if taken:
        assert told(cells("B", event_id_cnty=id)).id == id
    else:
        with pytest.raises(RowRejected, match="event_id_cnty"):
            told(cells("B", event_id_cnty=id))


# Rows of one event


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event_date", "06 August 2024"),
        ("time_precision", "2"),
        ("event_type", "Riots"),
        ("sub_event_type", "Peaceful protest"),
        ("country", "Uganda"),
        ("admin1", "Other Province"),
        ("location", "Otherville"),
        ("latitude", "-1.26"),
        ("geo_precision", "3"),
        ("fatalities", "2"),
    ],
)
def test_rows_of_one_event_that_contradict_each_other_are_rejected(column, value):
    first, second = actors("C")
    with pytest.raises(RowRejected, match=f"differ in {column}: .*{value}"):
        told(first, second | {column: value})


def test_rows_of_one_event_name_two_actors_at_most():
    first, second = actors("C")
    with pytest.raises(RowRejected, match=r"more than two actors: .*Third"):
        told(first, second, second | {"actor1": "Third"})


def test_the_sources_of_all_rows_are_cited_once():
    first, second = actors("C")
    event = told(first | {"source": "One; Two"}, second | {"source": "Two;Three;"})
    assert [work.title for work in event.works] == ["One", "Two", "Three"]


# Dates

FORMS = {
    "01-January-2015": lambda day: f"{day:%d}-{MONTHS[day.month - 1]}-{day:%Y}",
    "03 December 2020": lambda day: f"{day:%d} {MONTHS[day.month - 1]} {day:%Y}",
    "9-May-20": lambda day: f"{day.day}-{MONTHS[day.month - 1][:3]}-{day:%y}",
    "31-12-19": lambda day: f"{day:%d-%m-%y}",
    "2022-02-23": date.isoformat,
    "18/04/2001": lambda day: f"{day:%d/%m/%Y}",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@given(day=st.dates(date(1997, 1, 1), date(2096, 12, 31)))
def test_every_form_of_a_date_is_read_as_the_day_that_was_written(form, day):
    assert told(cells("A", event_date=form(day), year=f"{day.year}")).values["date"] == day.isoformat()


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_are_those_of_real_files(form):
    day = told(cells("A", event_date=form, year="")).values["date"]
    assert FORMS[form](date.fromisoformat(day)) == form


@pytest.mark.parametrize("text", ["30-Sept-24", "30-sep-24", "30-SEPTEMBER-2024", "30 9 2024"])
def test_months_are_read_in_whatever_way_they_are_cut(text):
    assert told(cells("C", event_date=text)).values["date"] == "2024-09-30"


@pytest.mark.parametrize("text", ["", "NA", "2024", "31-02-24", "08/25/2024", "2024-13-01", "5 Augh 2024", "45509"])
def test_what_is_no_day_is_rejected(text):
    with pytest.raises(RowRejected, match="event_date"):
        told(cells("C", event_date=text))


@pytest.mark.parametrize("text", ["1996-12-31", "31-12-1996", "9999-12-31", "0024-08-05"])
def test_a_year_before_acled_or_long_after_is_rejected(text):
    with pytest.raises(RowRejected, match=f"event_date '{text}' is not from 1997 to 2096"):
        told(cells("C", event_date=text, year="", time_precision="2"))


@pytest.mark.parametrize("text", ["5-Aug-23", "2023-08-05"])
def test_a_date_out_of_its_year_is_rejected(text):
    with pytest.raises(RowRejected, match=f"event_date '{text}' is not in the year 2024"):
        told(cells("C", event_date=text))
    assert told(cells("C", event_date=text, year="")).values["date"] == "2023-08-05"


@given(day=st.dates(date(1997, 1, 1), date(2096, 12, 31)))
def test_a_week_is_seven_days_about_the_day_that_stands_for_it(day):
    span = dates.parse_date(told(cells("B", event_date=day.isoformat(), year=f"{day.year}", time_precision="2")).values["date"])
    assert span.days == 7
    assert date.fromisoformat(span.earliest) + timedelta(3) == day


def test_of_what_is_known_to_the_month_only_the_month_is_told():
    assert told(cells("B", time_precision="3")).values["date"] == "2020-12"


@pytest.mark.parametrize("column", ["time_precision", "geo_precision"])
@pytest.mark.parametrize("code", ["", "0", "4", "one", "1.5"])
def test_a_precision_is_a_code_from_1_to_3(column, code):
    with pytest.raises(RowRejected, match=column):
        told(cells("B", **{column: code}))
    assert told(cells("B", **{column: "1.0"})) == told(cells("B", **{column: "1"}))


# Places


@pytest.mark.parametrize(
    ("era", "changes", "code"),
    [
        ("A", {}, "KE"),
        ("A", {"gwno": "626", "country": "South Sudan"}, "SS"),
        ("A", {"gwno": "NA"}, "KE"),
        ("B", {"iso": "4", "country": "Afghanistan"}, "AF"),
        ("B", {"iso": "180.0", "country": "Democratic Republic of Congo"}, "CD"),
        ("C", {"iso": "0", "country": "Kosovo"}, "XK"),
        ("D", {"iso": "", "country": "Ivory Coast"}, "CI"),
    ],
)
def test_a_country_is_known_by_its_number_or_its_name(era, changes, code):
    assert told(cells(era, **changes)).place.country == code


@pytest.mark.parametrize(
    ("era", "changes", "reason"),
    [
        ("A", {"gwno": "9999"}, "country number '9999'"),
        ("C", {"iso": "999"}, "country code '999'"),
        ("C", {"iso": "", "country": "Atlantis"}, "country 'Atlantis'"),
        ("C", {"iso": "", "country": ""}, "country is empty"),
        ("C", {"iso": "KEN"}, "iso 'KEN'"),
    ],
)
def test_a_country_that_is_not_known_is_rejected(era, changes, reason):
    with pytest.raises(RowRejected, match=reason):
        told(cells(era, **changes))


def test_what_is_near_a_place_is_placed_there_with_how_far_off_it_may_be():
    event = told(cells("B", geo_precision="2"))
    assert (event.place.name, event.place.uncertainty) == ("Inventown", 25)
    assert " near Inventown: " in event.values["title"]


def test_what_is_known_to_the_region_is_placed_in_the_first_division():
    event = told(cells("B", geo_precision="3"))
    assert event.place == ImportedPlace("KE", "Invented Province", latitude=-1.25, longitude=36.75, uncertainty=400)
    assert " in Invented Province: " in event.values["title"]


def test_divisions_that_are_not_told_are_left_out():
    assert told(cells("C", admin2="", admin3="")).place.admin2 is None
    assert " in Kenya: " in told(cells("C", admin1="", geo_precision="3")).values["title"]


def test_half_a_point_is_remarked_and_no_point(empty, tmp_path):
    table = [cells("C", latitude="", longitude="36"), cells("C", event_id_cnty="KEN57", latitude="", longitude="")]
    assert "1: latitude or longitude stands alone" in loaded(empty, tmp_path, table, "utf-8").stdout.splitlines()
    with serving(empty) as client:
        assert [event["location"]["latitude"] for event in client.get("/v1/events?dataset=acled").json["data"]] == [None, None]


@pytest.mark.parametrize(("column", "value"), [("latitude", "90.1"), ("longitude", "-181"), ("latitude", "north")])
def test_degrees_that_are_none_are_rejected(column, value):
    with pytest.raises(RowRejected, match=f"{column} '{value}' is not a number"):
        told(cells("C", **{column: value}))


# Actors


@pytest.mark.parametrize(
    ("number", "text", "kind"),
    [
        ("1", "State forces", "state-forces"),
        ("2", "Rebel group", "militant-group"),
        ("3", "Political militia", "political-militia"),
        ("4", "Identity militia", "identity-militia"),
        ("5", "Rioters", "rioters"),
        ("6", "Protesters", "protesters"),
        ("7", "Civilians", "civilians"),
        ("8", "External/Other forces", "external-forces"),
        ("0", "", "unidentified"),
    ],
)
def test_inter_codes_are_kinds_whether_numbers_or_texts(number, text, kind):
    for code in (number, f"{number}.0", text, text.upper()):
        assert kinds(told(cells("D", actor1="Somebody", inter1=code)))["Somebody"] == kind


@pytest.mark.parametrize("code", ["9", "Rebels", "-1"])
def test_an_inter_code_that_is_none_is_rejected(code):
    with pytest.raises(RowRejected, match=f"inter code '{code}' is neither a number from 0 to 8 nor one of state forces, "):
        told(cells("D", inter1=code))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Military Forces of Inventia (2013-)", "state-forces"),
        ("Police Forces of Inventia (2013-)", "police"),
        ("Unidentified Armed Group (Inventia)", "political-militia"),
        ("Civilians (Inventia)", "civilians"),
        ("Civilians for Change", "unidentified"),
    ],
)
def test_an_actor_is_the_same_abroad_and_as_an_associate(name, kind):
    assert kinds(told(cells("B", assoc_actor_1=name)))[name] == kind
    assert kinds(told(cells("B", actor1=name, inter1="8")))[name] == (kind if kind != "unidentified" else "external-forces")


def test_an_actor_is_known_by_its_whole_name():
    years = ["2002-2013", "2013-2022", "2022-"]
    events = [told(cells("B", actor1=f"Police Forces of Inventia ({each})")) for each in years]
    assert [event.actors[0].actor.id for event in events] == [f"police-forces-of-inventia-{each.rstrip('-')}" for each in years]
    assert {event.actors[0].actor.country for event in events} == {None}


def test_an_acronym_and_what_it_stands_for_are_other_names():
    first, second, *_ = told(cells("B")).actors
    assert first.actor.names == ("ILF", "Invented Liberation Front")
    assert second.actor.names == ()


@pytest.mark.parametrize(
    ("type", "sub_type", "first", "second", "expected"),
    [
        ("Battles", "Armed clash", 2, 1, "participant participant"),
        ("Battle-No change of territory", "", 1, 2, "participant participant"),
        ("Violence against civilians", "Attack", 3, 7, "perpetrator target"),
        ("Violence against civilians", "Attack", 7, 3, "target perpetrator"),
        ("Violence against civilians", "", 4, 6, "perpetrator target"),
        ("Violence against civilians", "Attack", 3, "", "perpetrator"),
        ("Violence against civilians", "Attack", 7, "", "target"),
        ("Explosions/Remote violence", "Air/drone strike", 1, 7, "perpetrator target"),
        ("Explosions/Remote violence", "Air/drone strike", 1, 2, "participant participant"),
        ("Remote violence", "", 7, 2, "target perpetrator"),
        ("REMOTE VIOLENCE", "", 2, 7, "perpetrator target"),
        ("Riots", "Mob violence", 5, 7, "perpetrator target"),
        ("Riots", "Violent demonstration", 5, 1, "participant responder"),
        ("Riots", "Violent demonstration", 5, 6, "participant participant"),
        ("Riots/Protests", "", 6, 1, "participant responder"),
        ("Protests", "Protest with intervention", 6, 1, "participant responder"),
        ("Protests", "Excessive force against protesters", 6, 1, "target perpetrator"),
        ("Protests", "Peaceful protest", 6, "", "participant"),
        ("Strategic developments", "Arrests", 1, 7, "participant participant"),
    ],
)
def test_roles_follow_from_what_happened_and_what_the_actors_are(type, sub_type, first, second, expected):
    sides = {"actor1": "First", "inter1": f"{first}", "actor2": "Second" if second else "", "inter2": f"{second}"}
    event = told(cells("B", event_type=type, sub_event_type=sub_type, assoc_actor_2="", **sides))
    assert " ".join(part.role for part in event.actors) == expected


def test_associated_actors_have_the_role_of_the_one_beside_whom_they_stand():
    event = told(cells("B"))
    assert roles(event) == [
        ("ILF: Invented Liberation Front", "perpetrator"),
        ("Civilians (Inventia)", "target"),
        ("Women (Inventia)", "target"),
        ("Teachers (Inventia)", "target"),
    ]
    assert [part.note for part in event.actors] == [None, None, "With Civilians (Inventia)", "With Civilians (Inventia)"]
    assert {part.fatalities for part in event.actors} == {None}


def test_an_actor_that_meets_its_like_takes_part_once():
    same = {"actor1": "Rioters (Inventia)", "actor2": "Rioters (Inventia)", "inter1": "5", "inter2": "5"}
    event = told(
        cells("C", event_type="Riots", sub_event_type="Violent demonstration", assoc_actor_1="One", assoc_actor_2="Two; One", **same)
    )
    assert roles(event) == [("Rioters (Inventia)", "participant"), ("One", "participant"), ("Two", "participant")]


def test_an_event_has_an_actor():
    with pytest.raises(RowRejected, match="actor1 is empty"):
        told(cells("C", actor1=""))


def test_an_actor_in_another_script_has_an_id_too():
    (part,) = told(cells("C", actor1="☮", assoc_actor_1="", actor2="", inter2="")).actors
    assert part.actor.id


# Figures and words


@pytest.mark.parametrize(("cell", "figure"), [("0", 0), ("12", 12), ("12.0", 12), ("", None), ("NA", None)])
def test_deaths_are_one_figure_and_an_empty_cell_is_none(cell, figure):
    values = told(cells("A", fatalities=cell)).values
    assert values.get("fatalities") == figure
    assert "fatalities" not in values or PeopleRange.of(values["fatalities"]) == PeopleRange(figure, figure, figure)


@pytest.mark.parametrize("cell", ["-1", "1.5", "dozens", "99999999999"])
def test_deaths_that_are_no_whole_number_are_rejected(cell):
    with pytest.raises(RowRejected, match="fatalities"):
        told(cells("C", fatalities=cell))


@pytest.mark.parametrize(
    ("tags", "participants"),
    [
        ("crowd size=200", 200),
        ("crowd size=about 200", {"best": 200}),
        ("local administrators; crowd size=around 1,200", {"best": 1200}),
        ("crowd size=at least 30; car ramming", {"low": 30}),
        ("crowd size=up to 50", {"high": 50}),
        ("crowd size=between 200 and 300", {"low": 200, "high": 300}),
        ("crowd size=about 1,234,567", {"best": 1234567}),
        ("crowd size=no report", None),
        ("crowd size=dozens", None),
        ("crowd size=", None),
        ("women targeted: politicians", None),
        ("", None),
    ],
)
def test_a_crowd_is_counted_where_a_tag_tells_it_in_figures(tags, participants):
    event = told(cells("C", tags=tags))
    assert event.values.get("participants") == participants
    assert not tags or f"Tags: {tags}" in event.note
    assert event.remarks == ()


@pytest.mark.parametrize(
    "size",
    [
        "about 200 to 300",
        "more than 20",
        "around 99,999,999,999",
        "about 1,5,0",
        "at least 1,00",
        "2147483648",
        "between 1 and 9,999,999,999",
    ],
)
def test_a_crowd_in_figures_that_are_not_read_is_remarked(size):
    event = told(cells("C", tags=f"crowd size={size}; local administrators"))
    assert event.values.get("participants") is None
    assert event.remarks == ("crowd size has figures that are not read",)


@pytest.mark.parametrize(
    ("type", "sub_type", "kind"),
    [
        ("Strategic developments", "Agreement", "development"),
        ("Strategic developments", "Looting/property destruction", "incident"),
        ("Strategic developments", "Arrests", "incident"),
        ("Strategic developments", "", "development"),
        ("Headquarters or base established", "", "development"),
        ("Battles", "Armed clash", "incident"),
    ],
)
def test_what_is_no_act_of_violence_is_a_development(type, sub_type, kind):
    assert told(cells("B", event_type=type, sub_event_type=sub_type)).values["kind"] == kind


@pytest.mark.parametrize(
    ("era", "changes", "type", "original"),
    [
        ("A", {}, "armed-clash", "Battle-No change of territory"),
        ("A", {"event_type": "RIOTS/PROTESTS"}, "unrest", "RIOTS/PROTESTS"),
        ("B", {}, "violence-against-civilians", "Violence against civilians / Attack"),
        ("D", {}, "mob-violence", "Riots / Mob violence"),
    ],
)
def test_types_old_and_new_are_told_with_the_original_as_it_stands(era, changes, type, original):
    values = told(cells(era, **changes)).values
    assert (values["type"], values["original_type"]) == (type, original)


def test_a_type_that_is_not_known_is_rejected_by_name():
    with pytest.raises(RowRejected, match="Invented type"):
        told(cells("C", event_type="Invented type"))
    with pytest.raises(RowRejected, match="event_type is empty"):
        told(cells("A", event_type=""))


def test_a_sub_type_that_is_not_known_leaves_the_type_to_the_event_type():
    event = told(cells("C", sub_event_type="Invented type"))
    assert event.values["type"] == "protest" and event.values["original_type"].endswith(" / Invented type")
    assert [remark for remark in event.remarks if "Invented type" in remark]


@pytest.mark.parametrize("sub_type", ["", "Non-state actors overtake territory"])
def test_territory_is_taken_by_whatever_number_of_actors(sub_type):
    event_type = "Battles" if sub_type else "Battle-Non-state actors overtake territory"
    assert told(cells("C", event_type=event_type, sub_event_type=sub_type)).values["type"] == "territory-overtaken"


@pytest.mark.parametrize("iso", ["0", "", "999"])
def test_an_event_at_sea_is_in_no_country_and_keeps_its_point_and_the_name_of_the_water(iso):
    event = told(cells("C", country="Red Sea", iso=iso, admin1="", admin2="", location="Red Sea", latitude="15.2", longitude="41.9"))
    id, (water,) = locate(event.place)
    assert (id, water["name"], water["kind"], water["country"]) == ("red-sea", "Red Sea", "region", None)
    assert (event.place.latitude, event.place.longitude) == (15.2, 41.9)


SLASHED = {
    "days first, by one above 12": (["3/4/2020", "25/4/2020"], {"2020-04-03", "2020-04-25"}),
    "months first, by one above 12": (["3/4/2020", "4/25/2020"], {"2020-03-04", "2020-04-25"}),
    "months first, by the day of the release": (["5/1/2026", "5/7/2026"], {"2026-05-01", "2026-05-07"}),
    "days first, by the day of the release": (["1/5/2026", "7/5/2026"], {"2026-05-01", "2026-05-07"}),
    "either, as it is the same day": (["5/5/2020"], {"2020-05-05"}),
    "with names of months beside": (["3/4/2020", "4/25/2020", "03 December 2020"], {"2020-03-04", "2020-04-25", "2020-12-03"}),
}


def load_dates(empty, tmp_path, days, *options):
    """Load a row for each day, as of a release of 8 May 2026; the exit code and errors."""
    rows = [cells("C", event_id_cnty=f"KEN{n}", event_date=day, year=day[-4:], timestamp="") for n, day in enumerate(days)]
    (tmp_path / "acled.csv").write_bytes(written(rows, "utf-8"))
    run = annals(empty, "load", "--dataset", "acled", "--release", "2026-05-08", *options, tmp_path / "acled.csv")
    return run.exit_code, run.output


def dates_in(store):
    with serving(store) as client:
        return {event["date"]["edtf"] for event in client.get("/v1/events?kind=all").json["data"]}


@pytest.mark.parametrize("name", SLASHED)
def test_whether_days_or_months_come_first_is_settled_by_all_dates(empty, tmp_path, name):
    days, expected = SLASHED[name]
    status, errors = load_dates(empty, tmp_path, days)
    assert (status, dates_in(empty)) == (0, expected), errors


def test_an_order_that_nothing_tells_is_asked_for(empty, tmp_path):
    status, errors = load_dates(empty, tmp_path, ["3/4/2020"])
    assert status and "--date-order" in errors and "3/4/2020" in errors
    status, errors = load_dates(empty, tmp_path, ["3/4/2020"], "--date-order", "month-first")
    assert (status, dates_in(empty)) == (0, {"2020-03-04"}), errors


def test_dates_in_both_orders_are_refused_with_one_of_each(empty, tmp_path):
    status, errors = load_dates(empty, tmp_path, ["25/4/2020", "4/26/2020"])
    assert status and "25/4/2020" in errors and "4/26/2020" in errors


def test_no_event_is_later_than_its_timestamp(empty, tmp_path):
    june = "1591056000"  # 2 June 2020
    rows = [cells("C", event_id_cnty="KEN1", event_date="1/7/2020", year="2020") | {"timestamp": june}]
    assert settle_order([Row(2, rows[0])], "2026-05-08") == "month-first"


@given(days=st.lists(st.dates(date(1997, 1, 1), date(2026, 5, 8)), min_size=1, max_size=5), order=st.sampled_from(ORDERS))
def test_what_is_settled_is_the_order_in_which_days_were_written(days, order):
    form = "{0.day}/{0.month}/{0.year}" if order == "day-first" else "{0.month}/{0.day}/{0.year}"
    rows = [Row(2, {"event_date": form.format(each)}) for each in days]
    try:
        settled = settle_order(rows, "2026-05-08")
    except UnreadableFile:
        assert all(each.day <= 12 for each in days)
    else:
        assert [written_day(row.text("event_date"), settled) for row in rows] == days


def test_the_pages_of_a_walk_are_loaded_with_the_empty_one_at_its_end(empty, tmp_path):
    for number, found in enumerate(([cells("C", event_id_cnty="KEN1")], [cells("C", event_id_cnty="KEN2")], []), 1):
        (tmp_path / f"{number}.json").write_text(json.dumps({"status": 200, "count": len(found), "data": found}))
    options, pages = ("--dataset", "acled", "--release", "2024-12-02"), sorted(tmp_path.glob("*.json"))
    run = annals(empty, "load", *options, *pages)
    assert (run.exit_code, "2 read = 2 new" in run.output) == (0, True), run.output
    for alone in (pages[2:], [pages[2], pages[2]]):
        run = annals(empty, "load", *options, *alone)
        assert run.exit_code and "holds" in run.output


def test_what_is_listed_as_deleted_is_retracted_from_that_release_on(empty, tmp_path):
    assert loaded(empty, tmp_path, [cells("C", event_id_cnty="KEN1"), cells("C", event_id_cnty="KEN2")], label="2024-12-02").exit_code == 0
    (tmp_path / "deleted.csv").write_text("event_id_cnty,deleted_timestamp\nKEN2,1735000000\nKEN7,1735000001\n")
    run = annals(empty, "load", "--dataset", "acled", "--release", "2024-12-20", "--retractions", tmp_path / "deleted.csv")
    assert (run.exit_code, "1 retracted" in run.output, ABSENT in run.output) == (0, True, True), run.output
    with serving(empty) as client:
        assert [event["id"] for event in client.get("/v1/events?kind=all").json["data"]] == ["acled:KEN1"]
        assert client.get("/v1/events/acled:KEN2").status_code == 410
        assert client.get("/v1/events/acled:KEN2?as_of=2024-12-10").status_code == 200
        assert [(change["event"], change["action"]) for change in client.get("/v1/changes?since=1&kind=all").json["data"]] == [
            ("acled:KEN2", "retract")
        ]


def test_a_list_of_retractions_that_cannot_be_read_or_is_contradicted_changes_nothing(empty, tmp_path):
    assert loaded(empty, tmp_path, [cells("C", event_id_cnty="KEN1")]).exit_code == 0
    (tmp_path / "deleted.csv").write_text("event_id_cnty\nKEN1\n!\n")
    options = ("--dataset", "acled", "--release", "2024-12-20", "--retractions", tmp_path / "deleted.csv")
    run = annals(empty, "load", *options)
    assert run.exit_code and "row 3" in run.output
    (tmp_path / "deleted.csv").write_text("event_id_cnty\nKEN1\n")
    run = annals(empty, "load", *options, tmp_path / "acled.csv")
    assert run.exit_code and "acled:KEN1: it is told, and to be retracted as well" in run.output
    with serving(empty) as client:
        assert client.get("/v1/events/acled:KEN1").status_code == 200


def test_a_label_that_is_a_day_is_the_date_of_the_release_of_any_dataset():
    for importer in IMPORTERS.values():
        for label, expected in (("2024-08-05", "2024-08-05"), ("version-8", datetime.now(UTC).date().isoformat())):
            assert source_of(importer, ReleaseFiles(label))["known_from"] == expected


def test_rows_are_read_by_the_name_of_a_column_whatever_its_case():
    assert row({"EVENT_ID_CNTY": "KEN1"}).text("event_id_cnty") == "KEN1"
    assert isinstance(told({column.upper(): cell for column, cell in cells("D").items()}), ImportedEvent)


# Loaded and served


def annals(url, *arguments):
    """What the `annals` command does and says over the store at a URL."""
    try:
        return CliRunner(env={"DATABASE_URL": url}).invoke(main, list(map(str, arguments)))
    finally:
        disconnect()


def loaded(url, directory, tables, encoding="utf-8", label="2024-12-02"):
    path = directory / "acled.csv"
    path.write_bytes(written(tables, encoding))
    options = ["--dataset", "acled", "--release", label, "--max-rejects", "1", "--rejects", directory]
    return annals(url, "load", *options, path)


@pytest.mark.parametrize("form", [lambda era: [cells(era)], actors, mirrored], ids=["event-based", "actor-based", "mirrored"])
@pytest.mark.parametrize("era", ERAS)
def test_every_era_is_loaded_and_served(era, form, empty, tmp_path):
    broken = cells(era, form is actors, event_id_cnty="KEN0", event_date="Sometime")
    run = loaded(empty, tmp_path, [*form(era), broken], ENCODINGS[era])
    assert (run.exit_code, run.stdout.splitlines()[0]) == (
        0, "acled 2024-12-02: 2 read = 1 new, 0 changed, 0 unchanged, 1 rejected; 0 retracted; revision 1",
    )  # fmt: skip
    with (tmp_path / "acled.csv.acled-2024-12-02.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        (reject,) = csv.DictReader(file)
    assert reject["rejected_reason"].startswith("event_date 'Sometime' is no day")
    expected = told(cells(era))
    with serving(empty) as client:
        (event,) = client.get("/v1/events", query_string={"kind": "all", "dataset": "acled"}).json["data"]
    assert event["id"] == f"acled:{expected.id}"
    assert {name: event[name] for name in ("type", "title", "summary", "original_type")}.items() <= expected.values.items()
    assert event["date"]["edtf"] == expected.values["date"]
    assert event["location"]["id"] == "ke.invented-province.invented-district.inventown"
    assert event["fatalities"]["best"] == expected.values["fatalities"]
    parts = {(part["name"], part["kind"], part["role"]) for part in event["actors"]}
    assert parts == {(part.actor.name, part.actor.kind, part.role) for part in expected.actors}
    titles = {source["title"] for source in event["sources"]}
    assert titles == {*(work.title for work in expected.works), f"{IMPORTER.dataset['title']}, release 2024-12-02"}
    assert event["known_from"] == "2024-12-02"


def test_an_actor_based_export_of_a_loaded_release_changes_nothing(empty, tmp_path):
    events = [cells("C", geo_precision="2"), cells("C", event_id_cnty="KEN57", geo_precision="3", time_precision="3")]
    loaded(empty, tmp_path, events)
    run = loaded(empty, tmp_path, [row for event in events for row in actors("C", **event)])
    assert run.stdout.startswith("acled 2024-12-02: 2 read = 0 new, 0 changed, 2 unchanged, 0 rejected; 0 retracted; nothing to do")


def test_imprecision_is_served_as_it_is(empty, tmp_path):
    near = cells("C", geo_precision="2", time_precision="2")
    region = cells("C", event_id_cnty="KEN57", geo_precision="3", time_precision="3", fatalities="")
    loaded(empty, tmp_path, [near, region])
    with serving(empty) as client:
        first, second = (client.get(f"/v1/events/acled:{id}").json for id in ("KEN56", "KEN57"))
        assert client.get("/v1/events?date=2024-08-02&match=certain").json["data"] == []
    assert (first["date"]["edtf"], second["date"]["edtf"]) == ("2024-08-02/2024-08-08", "2024-08")
    assert [(each["location"]["precision"], each["location"]["uncertainty"]) for each in (first, second)] == [
        ("settlement", 25),
        ("admin1", 400),
    ]
    assert (first["fatalities"]["best"], second["fatalities"]["best"]) == (1, None)


def test_a_newer_release_tells_what_it_revises(empty, tmp_path):
    loaded(empty, tmp_path, [cells("C"), cells("C", event_id_cnty="KEN57")])
    run = loaded(empty, tmp_path, [cells("D"), cells("C", fatalities="3") | {"population_best": ""}], label="2024-12-09")
    assert run.stdout.startswith("acled 2024-12-09: 2 read = 1 new, 1 changed, 0 unchanged, 0 rejected; 0 retracted; revision 2")
    with serving(empty) as client:
        tolls = [client.get(f"/v1/events/acled:KEN56{as_of}").json["fatalities"]["best"] for as_of in ("", "?as_of=2024-12-05")]
    assert tolls == [3, 1]


def test_a_file_of_other_columns_is_refused_with_what_is_lacking(empty, tmp_path):
    run = loaded(empty, tmp_path, [{"event_id_cnty": "KEN1", "iso": "404"}])
    assert run.exit_code == 1
    assert "its columns (event_id_cnty, iso) are of no known layout" in " ".join(run.output.split())
    assert "actor1, admin1" in run.output
