"""Suggested mappings: what is made of a header and of the cells under it, and that the suggestion loads."""

import json
import re

import pytest
import yaml
from conftest import serving
from support.corpora import annals

from seeds.errors import LoadRefused
from seeds.files import table as tables
from seeds.importers import IMPORTERS
from seeds.mapping import mapping, source_lines
from seeds.mapping.suggest.suggest import suggest_mapping

SEMICOLONS = """\
Ref;Datum;Date of event;Country;Province;Town;Lat;Lon;Killed;Wounded;Category;Group;Source;Notes
1;x;23/12/2011;Kazakhstan;Almaty;Boralday;43,36;76,85;7;NA;Clash;Jund;KTK; Café
2;x;04/12/2011;Kenya;Nairobi;Nairobi;-1,28;36,82;1.200;3;Car bombing;A;KTK|BBC;b
3;x;05/12/2011;Kenya;;;;;-;3;Kidnapping;;;c
"""
ENGLISH = """\
Event ID,Start Date,End Date,Year,Event Type,Actor1,Actor2,ISO3,City,Latitude,Longitude,Deaths (low),Deaths,Deaths (high),URL,Headline
A-1,2011-12-03,2011-12-05,2011,Suicide bombing,Police,Group X; Group Y,KAZ,Taraz,42.9,71.36,"1,000","1,200","1,300",https://a.example,Bomb
A-2,2011-12-04,,2011,Protest,Civilians,,KEN,Nairobi,-1.28,36.82,0,0,0,https://b.example,March
"""
NUMBERS = """\
eventid,iyear,imonth,iday,country_txt,provstate,city,latitude,longitude,attacktype,nkill,nwound,gname,summary
201112030001,2011,12,3,Kazakhstan,Zhambyl,Taraz,42.9,71.36,Bombing/Explosion,7,0,Jund,Text
201112000001,2011,12,0,Kazakhstan,Zhambyl,Taraz,42.9,71.36,Armed Assault,,,Unknown,Text
"""
BARE = """\
When,Where,What
3 December 2011,Taraz,shots
04 December 2011,Taraz,shots
"""
KINDS = {"Clash": "armed-clash", "Car bombing": "bombing", "Kidnapping": "abduction"}
EITHER = "(%d/%m/%Y or %m/%d/%Y)"
TABLES = {"semicolons": SEMICOLONS, "english": ENGLISH, "numbers": NUMBERS, "bare": BARE}


@pytest.fixture
def suggested(tmp_path):
    """The suggestion for a table of this text, and what it says as plain YAML."""

    def suggestion(text, encoding="utf-8"):
        path = tmp_path / "my events.csv"
        path.write_text(text, encoding)
        told = suggest_mapping(path)
        return told, yaml.load(told, yaml.BaseLoader)

    return suggestion


def filled(told):
    """A suggestion in which its user has filled in what stands in brackets."""
    return re.sub(r"\((title|what it holds|how to cite it|who publishes it)\)", "Mine", told)


def table(*rows):
    """CSV of a header and rows, each a text with commas for its cells."""
    return "".join(f"{row}\n" for row in rows)


def column(name, *cells):
    """A table of ids and one column."""
    return table(f"id,{name}", *(f"{number},{cell}" for number, cell in enumerate(cells)))


def test_a_table_with_semicolons_and_decimal_commas(suggested):
    _, told = suggested(SEMICOLONS, "cp1252")
    assert told["id"] == {"column": "ref"}
    assert told["date"] == {"column": "date of event", "format": "%d/%m/%Y"}
    assert told["missing"] == ["NA", "-"]
    assert told["type"] == {"column": "category", "codes": KINDS, "default": "other"}
    assert told["original_type"] == {"column": "category"}
    assert told["location"] == {
        "country": {"column": "country", "by": "name"}, "admin1": {"column": "province"}, "name": {"column": "town"},
        "latitude": {"column": "lat", "decimal": ","}, "longitude": {"column": "lon", "decimal": ","},
    }  # fmt: skip
    assert (told["fatalities"], told["injuries"]) == ({"column": "killed", "thousands": "."}, {"column": "wounded"})
    assert told["actors"] == [{"name": {"column": "group"}, "role": "perpetrator"}]
    assert told["sources"] == [{"title": {"column": "source"}, "split": "|"}]
    assert (told["summary"], told["title"]) == ({"column": "notes"}, ["{category} in {town}", "{category}", "Event {ref}"])


def test_an_english_table_with_starts_ends_and_bounds(suggested):
    text, told = suggested(ENGLISH)
    assert told["date"] == {"start": {"column": "start date"}, "end": {"column": "end date"}}
    names = {"low": "deaths (low)", "best": "deaths", "high": "deaths (high)"}
    assert told["fatalities"] == {bound: {"column": name, "thousands": ","} for bound, name in names.items()}
    assert told["location"]["country"] == {"column": "iso3", "by": "iso"}
    assert told["actors"] == [
        {"name": {"column": "actor1"}, "role": "participant"},
        {"name": {"column": "actor2"}, "role": "participant", "split": ";"},
    ]
    assert told["sources"] == [{"url": {"column": "url"}}]
    assert told["title"] == [{"column": "headline"}, "{event type} in {city}", "{event type}", "Event {event id}"]
    assert "# Columns that are not used: year\n" in text


def test_dates_in_columns_of_numbers(suggested):
    _, told = suggested(NUMBERS)
    assert told["date"] == {"year": {"column": "iyear"}, "month": {"column": "imonth"}, "day": {"column": "iday"}}
    assert (told["fatalities"], told["injuries"]) == ({"column": "nkill"}, {"column": "nwound"})
    assert told["type"]["codes"]["Bombing/Explosion"] in ("bombing", "explosion")


def test_a_table_that_tells_little(suggested):
    text, told = suggested(BARE)
    assert told["date"] == {"column": "when", "format": "%d %B %Y"}
    assert (told["id"], told["type"]) == ("{when}", "other")
    assert told["title"] == ["Event in {where}", "Untitled event"]
    assert "# No column seems to be an id. These tell the sampled rows apart.\nid: " in text
    assert "# No column seems to tell the type. One code of /v1/vocabularies/type may stand for all rows.\ntype: other\n" in text
    assert {"# fatalities: {column: ...}", "# actors: [{name: {column: ...}}]", "# sources: [{title: {column: ...}}]"} <= set(
        text.splitlines()
    )


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_suggestion_reads_every_row_as_it_stands(suggested, tmp_path, text):
    told, _ = suggested(text)
    (tmp_path / "my.yaml").write_text(filled(told), "utf-8")
    importer = mapping.mapping_importer(tmp_path / "my.yaml")
    with tables.open_table(tmp_path / "my events.csv", importer.missing) as rows:
        importer.check(rows.columns, "my events.csv")
        ids = [importer.tell([row]).id for row in rows]
    assert len(set(ids)) == len(text.splitlines()) - 1
    assert f"# As it stands, it reads {len(ids)} of these rows.\n" in told


DATES = {
    "2011-12-03|2011-07|2011": None,
    "3/12/2011|4/12/2011|25/12/2011": "%d/%m/%Y",
    "12/3/2011|12/4/2011|12/25/2011": "%m/%d/%Y",
    "3.12.2011|25.12.2011": "%d.%m.%Y",
    "20111203|20111225": "%Y%m%d",
    "3-Dec-2011|25-Dec-2011": "%d-%b-%Y",
    "3-Dec-11|25-Dec-11": "%d-%b-%y",
    "2011/12/03|2011/12/25": "%Y/%m/%d",
    "2011-12-03 00:00:00|2011-12-25 23:59:59": "%Y-%m-%d %H:%M:%S",
    "2011-12-03 00:00:00.000|2011-12-25 00:00:00.000": "%Y-%m-%d %H:%M:%S.%f",
    "25/12/2011|26/12/2011|12.2011": ["%d/%m/%Y", "%m.%Y"],
    "25/12/2011|2011": ["edtf", "%d/%m/%Y"],
    "2011-12-03T10:20:30Z|2011-12-25T00:00:00Z": None,
    "2011-12-03T10:20:30.125Z|2011-12-25T00:00:00.000Z": "%Y-%m-%dT%H:%M:%S.%f%z",
    "2011-12-03T10:20+05:00|2011-12-25T00:00+06:00": "%Y-%m-%dT%H:%M%z",
    "2011-12-03 10:20:30+00:00|2011-12-25 00:00:00+00:00": "%Y-%m-%d %H:%M:%S%z",
    "2011-12-03 10:20:30 UTC|2011-12-25 00:00:00 UTC": "%Y-%m-%d %H:%M:%S %Z",
    "12/25/2011 10:20:30 PM|12/3/2011 1:00:00 AM": "%m/%d/%Y %I:%M:%S %p",
}


@pytest.mark.parametrize(("cells", "format"), DATES.items())
def test_the_format_of_dates_is_told_from_all_of_them(suggested, cells, format):
    text, told = suggested(column("date", *cells.split("|")))
    assert told["date"] == {"column": "date"} | ({"format": format} if format else {})
    assert "is meant" not in text


def test_days_and_months_that_nothing_tells_apart_are_left_to_the_user(suggested):
    text, told = suggested(column("date", "03/12/2011", "04/11/2011"))
    assert told["date"] == {"column": "date", "format": EITHER}
    assert "# No date in 'date' tells whether %d/%m/%Y or %m/%d/%Y is meant: fill in which.\ndate: {column: date, format: " in text
    assert "# As it stands, it reads 2 of these rows.\n" in text
    with pytest.raises(LoadRefused, match=r"date\.format\.?\d?: to be filled in: '\(%d/%m/%Y or %m/%d/%Y\)' only says what is wanted here"):
        mapping.check_mapping(source_lines.parse_text(filled(text)), "my.yaml")


def test_start_and_end_have_day_and_month_in_one_order(suggested):
    text, told = suggested("id,start,end\n1,03/12/2011,03/13/2011\n2,04/01/2011,04/02/2011\n")
    assert told["date"] == {name: {"column": name, "format": "%m/%d/%Y"} for name in ("start", "end")}
    assert "is meant" not in text
    text, told = suggested("id,start,end\n1,03/12/2011,04/12/2011\n")
    assert told["date"] == {name: {"column": name, "format": EITHER} for name in ("start", "end")}
    assert text.count("is meant") == 1


def test_what_is_said_twice_is_written_out_twice(suggested):
    """A mapping takes no aliases."""
    text, told = suggested(table("id,start,end", "1,03/04/2011,13/04/2011", "2,2011,13/04/2011", "3,04/04/2011,2013", "4,2011,14/04/2011"))
    assert told["date"] == {name: {"column": name, "format": ["%d/%m/%Y", "edtf"]} for name in ("start", "end")}
    assert "*" not in text


def test_dates_in_a_column_of_times_are_found(suggested):
    _, told = suggested("time,mag\n2011-12-03T10:20:30.125Z,4\n2011-12-04T10:20:30.125Z,5\n")
    assert told["date"] == {"column": "time", "format": "%Y-%m-%dT%H:%M:%S.%f%z"}
    assert "time" not in told


@pytest.mark.parametrize(
    ("name", "usual", "slip", "property"),
    [
        ("country", "Kenya", "Kenia Republik", "location"),
        ("date", "2011-12-03", "soon", "date"),
        ("deaths", "3", "few", "fatalities"),
        ("lat,lon", "1.5,2.5", "north,east", "location"),
        ("url", "https://a.example", "a.example", "sources"),
    ],
)
def test_a_column_is_judged_by_its_rows_and_not_by_its_distinct_cells(suggested, name, usual, slip, property):
    _, told = suggested(table(f"id,{name}", *(f"{number},{usual}" for number in range(9)), f"9,{slip}"))
    assert f"'column': '{name.partition(',')[0]}'" in str(told[property])


def test_a_country_that_is_not_found_is_named_with_what_would_do(suggested):
    text, told = suggested(column("country", *["Kenya"] * 9, "Kenia Republik"))
    assert told["location"] == {"country": {"column": "country", "by": "name"}}
    assert "# Not found: 'Kenia Republik'; with `codes: {Kenia Republik: ...}` they would be.\n" in text


def test_an_id_may_have_a_value_twice(suggested):
    text, told = suggested("id,date\n1,2011\n2,2012\n2,2013\n3,2014\n")
    assert told["id"] == {"column": "id"}
    assert "# 0 of the rows have no 'id', and 1 one that stands before: these rows would be rejected.\nid: " in text
    assert "# As it stands, it reads 3 of these rows.\n# Row 4 would be rejected: the event my-events:2 stands twice\n" in text


def test_what_groups_rows_is_no_id(suggested):
    assert "id" not in suggested("id,date\n1,2011\n1,2011\n1,2011\n2,2011\n")[1]


def test_a_region_is_no_province(suggested):
    text, told = suggested("id,country,region\n1,Kenya,Eastern Africa\n2,Chad,Middle Africa\n")
    assert told["location"] == {"country": {"column": "country", "by": "name"}}
    assert "# Columns that are not used: region\n" in text


@pytest.mark.parametrize("name", ["injured", "arrested", "crowd", "wounded"])
@pytest.mark.parametrize("cells", ["0|1|0", "1.0|0.0|1.0"])
def test_flags_are_no_numbers_of_people(suggested, name, cells):
    text, told = suggested(column(name, *cells.split("|")))
    assert f"'column': '{name}'" not in str(told)
    assert f"# Taken for flags, not for numbers of people, since they hold 0 and 1 alone: {name}\n" in text


@pytest.mark.parametrize("name", ["deaths", "# killed", "killed", "Total killed", "nkill"])
def test_numbers_of_people_that_are_named_so_may_be_0_and_1(suggested, name):
    assert suggested(column(name, "0", "1", "1"))[1]["fatalities"] == {"column": name.lower()}


def test_links_are_no_titles_names_or_texts(suggested):
    _, told = suggested(
        table(
            "id,title,summary,group,source,town",
            *(f"{n},https://a.example/{n},www.b.example,http://c.example,https://d.example,HTTPS://e.example" for n in (1, 2)),
        )
    )
    assert told["sources"] == [{"url": {"column": "source"}}]
    assert told["title"] == ["Event {id}"]
    assert not told.keys() & {"summary", "actors", "location"}


def test_types_that_are_not_known_stay_without_a_type(suggested):
    text, told = suggested(column("type", "Wedding", "Clash", "Strike", "Property dispute", "Earthquake", "Gunfight"))
    assert told["type"] == {
        "column": "type", "codes": {"Clash": "armed-clash", "Earthquake": "earthquake", "Gunfight": "armed-clash"}, "default": "other",
    }  # fmt: skip
    assert "# No code was found for 'Wedding', 'Strike', 'Property dispute': 'other' stands for it.\n" in text
    assert told["original_type"] == {"column": "type"}


def test_types_may_stand_under_another_name_in_words(suggested):
    assert suggested(column("event", "Flood", "Party", "Storm"))[1]["type"]["codes"] == {"Flood": "flood", "Storm": "storm"}
    assert suggested(column("event", "Explosion", "Gas explosion"))[1]["type"]["codes"] == {"Explosion": "explosion"}
    assert suggested(column("event", "11", "12", "13"))[1]["type"] == "other"


def test_rows_far_from_the_beginning_are_looked_at_too(suggested):
    rows = [f"{number},2011,{'Kidnapping' if number >= 2000 else 'Clash'}" for number in range(4000)]
    text, told = suggested(table("id,date,type", *rows))
    assert told["type"]["codes"] == {"Clash": "armed-clash", "Kidnapping": "abduction"}
    assert "from its header and 1750 of its rows" in text


COUNTS = {
    "7,0|12,0": {"decimal": ","},
    "1000|2": {},
    "1,000|2": {"thousands": ","},
    "1.000|2": {"thousands": "."},
    "1 000|2": {"thousands": " "},
    "7.0|2": {},
}


@pytest.mark.parametrize(("cells", "spelling"), COUNTS.items())
def test_what_stands_between_thousands_is_no_fraction(suggested, cells, spelling):
    quoted = [f'"{cell}"' for cell in cells.split("|")]
    assert suggested(column("deaths", *quoted))[1]["fatalities"] == {"column": "deaths"} | spelling


def test_day_and_month_are_never_read_in_either_order(suggested):
    cells = ["12/25/2011"] * 1 + [f"{month}/{day}/2011" for month in range(1, 10) for day in (1, 2, 13)] + ["25/12/2011"]
    text, told = suggested(column("date", *cells))
    assert told["date"]["format"] == "%m/%d/%Y"
    assert "# As it stands, it reads 28 of these rows.\n# Row 30 would be rejected: date '25/12/2011' is not a date in the" in text


def test_no_more_than_a_few_rejected_rows_are_shown(suggested):
    text, _ = suggested(column("date", *(f"2011-01-{day:02}" for day in range(1, 31)), *(f"late in {year}" for year in range(2001, 2008))))
    assert "reads 30 of these rows" in text
    assert text.count("would be rejected: date: 'late in") == 5
    assert "# And so would 2 more.\n" in text


NOT_TAKEN = {
    "dates that are none": "date,soon,later",
    "latitudes that are metres": "lat,5480000,5480100",
    "deaths in words": "deaths,few,many",
    "targets that are numbers": "victims,3,4",
    "links that are none": "url,a.example,b.example",
    "countries that nobody knows": "country,Atlantis,Lemuria",
    "titles that are numbers": "title,1,2",
    "months without years": "month,1,2",
    "nothing at all": "deaths,,",
}


@pytest.mark.parametrize("cells", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_a_name_alone_does_not_make_a_column_fit(suggested, cells):
    name, *told = cells.split(",")
    _, found = suggested(column(name, *told))
    assert f"'column': '{name}'" not in str(found)


def test_a_column_of_prose_is_no_column_of_types(suggested):
    assert suggested(column("type", *(f"Something {number}" for number in range(70))))[1]["type"] == "other"
    assert suggested(column("type", "A bombing of " + "x" * 100))[1]["type"] == "other"


def test_names_without_country_are_told_and_the_rest_looked_up(suggested):
    names = "Kenya", "Chad", "Mali", "Niger", "Atlantis"
    text, told = suggested(column("country", *names))
    assert told["location"]["country"] == {"column": "country", "by": "name"}
    assert "# Not found: 'Atlantis'; with `codes: {Atlantis: ...}` they would be.\nlocation:" in text


POINTS = {
    '"50.1, 36.1"|"50.2, 36.2"': ({}, True),
    '"(50.1, 136.1)"|"50.2;136.2"': ({}, False),
    '"136.1 50.1"|"136.2 50.2"': ({"order": "lon-lat"}, False),
    "POINT (36.1 50.1)|POINT (36.2 50.2)": ({}, False),
    '"50.1 N, 36.1 E"|"50.2 N, 36.2 E"': ({}, False),
}


@pytest.mark.parametrize(("cells", "expected"), POINTS.items())
@pytest.mark.parametrize("name", ["Coordinates", "location", "lat_lon", "geom_wkt"])
def test_latitude_and_longitude_in_one_cell_are_found(suggested, name, cells, expected):
    text, told = suggested(column(name, *cells.split("|")))
    options, doubtful = expected
    assert told["location"] == {"coordinates": {"column": name.lower()} | options}
    assert ("tells whether latitude comes first" in text) == doubtful


def test_the_name_of_a_column_may_tell_that_longitude_comes_first(suggested):
    text, told = suggested(column("LonLat", '"36.1, 50.1"', '"36.2, 50.2"'))
    assert told["location"] == {"coordinates": {"column": "lonlat", "order": "lon-lat"}}
    assert "latitude comes first" not in text


def test_degrees_may_have_letters_minutes_and_commas(suggested):
    _, told = suggested("id;lat;lon\n1;32,75 N;36°06'E\n2;33,5 S;36°30'W\n")
    assert told["location"] == {"latitude": {"column": "lat"}, "longitude": {"column": "lon"}}


@pytest.mark.parametrize("name", ["deaths", "injured", "participants"])
def test_numbers_as_reports_write_them_are_found(suggested, name):
    assert f"'column': '{name}'" in str(suggested(column(name, "50+", "about 20", "dozens", "3"))[1])


def test_places_and_lists_are_no_coordinates(suggested):
    assert suggested(column("location", "Taraz", "Almaty"))[1]["location"] == {"name": {"column": "location"}}
    assert "location" not in suggested(column("coordinates", '"1, 2, 3"', '"4, 5, 6"'))[1]


def test_latitude_without_longitude_is_left_out(suggested):
    assert "location" not in suggested(column("lat", "43.1", "43.2"))[1]


def test_without_anything_that_tells_rows_apart_the_id_is_left_to_the_user(suggested):
    text, told = suggested("date,town\n2011,A\n2011,A\n")
    assert "id" not in told
    assert "# Not complete yet: id: Missing data for required field.\n" in text
    assert "# id: {column: ...}\n" in text


def test_an_id_is_a_column_whose_cells_all_differ(suggested):
    assert suggested("id,ref,date\n1,1,2011\n1,2,2011\n")[1]["id"] == {"column": "ref"}
    assert suggested("id,date,town\n,2011,A\n1,2011,B\n")[1]["id"] == "{date}-{town}"


def test_names_and_texts_that_yaml_would_read_otherwise_keep_their_meaning(suggested):
    text = "attack: [no] 'x' #1"
    quoted, told = suggested(table("id,date,Event: TYPE", f'1,2011,"{text}"', "2,2012,yes"))
    assert told["type"] == {"column": "event: type", "codes": {text: "attack"}, "default": "other"}
    assert "# No code was found for 'yes'" in quoted
    assert "reads 2 of these rows" in quoted


@pytest.mark.parametrize("name", ["Number of\nhouseholds", "x\ny: z", "x\r\ny: z", "\x0by: z", "x\u2028y: z", "x\x85y: z", "\x7f"])
def test_a_column_that_is_not_used_may_be_named_in_several_lines(suggested, name):
    text, told = suggested(f'id,date,"{name}"\n1,2011,x\n')
    assert told.keys() == {"dataset", "id", "date", "type", "title"}
    assert text.count("# Columns that are not used: ") == 1
    assert "reads 1 of these rows" in text


def test_a_rejected_row_is_told_in_one_line(suggested):
    text, told = suggested('id,"Date of\nevent"\n1,2011\n2,2012\n3,2013\n4,2014\n5,soon\n')
    assert told["date"] == {"column": "date of\nevent"}
    assert "# Row 6 would be rejected: date of event: 'soon' is not an EDTF date" in text


def test_a_column_with_braces_in_its_name_is_named_in_no_text(suggested):
    _, told = suggested("{no},date,{type},{town}\n1,2011,Clash,A\n2,2012,Bombing,B\n")
    assert (told["id"], told["type"]["column"], told["location"]["name"]) == ({"column": "{no}"}, "{type}", {"column": "{town}"})
    assert told["title"] == ["Untitled event"]
    text, told = suggested("{date},town\n2011,A\n2012,B\n")
    assert (told["id"], told["title"]) == ("{town}", ["Event in {town}", "Untitled event"])
    assert "reads 2 of these rows" in text


def test_what_is_no_table_is_refused(tmp_path):
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(LoadRefused, match=r"empty\.csv: it is empty"):
        suggest_mapping(tmp_path / "empty.csv")


def test_a_long_name_of_a_file_makes_an_id_that_is_taken(tmp_path):
    (tmp_path / f"{'x' * 240}.csv").write_text("id,date\n1,2011\n")
    text = suggest_mapping(tmp_path / f"{'x' * 240}.csv")
    assert yaml.load(text, yaml.BaseLoader)["dataset"]["id"] == "x" * 200
    assert "characters are wanted" not in text


def test_rows_with_too_many_cells_are_not_looked_at(suggested):
    text, told = suggested("id,date\n1,2011\n2,2012,x\n")
    assert told["date"] == {"column": "date"}
    assert "from its header and 1 of its rows" in text


def test_a_suggestion_loads_once_its_brackets_are_filled_in(empty, tmp_path):
    (tmp_path / "events.csv").write_text(SEMICOLONS, "cp1252")
    told = suggest_mapping(tmp_path / "events.csv")
    (tmp_path / "my.yaml").write_text(told, "utf-8")
    options = ("--mapping", "my.yaml", "--release", "1", "--released", "2012-01-01", "--rejects", ".", "events.csv")
    arguments = [str(tmp_path / each) if each in ("my.yaml", "events.csv", ".") else each for each in options]
    status, _, errors = annals(empty, "load", *arguments)
    assert status == 1
    assert re.findall(r"dataset\.(\w+): to be filled in: '\(", errors) == ["title", "description", "citation", "publisher"]
    (tmp_path / "my.yaml").write_text(filled(told), "utf-8")
    status, output, errors = annals(empty, "load", *arguments)
    assert (status, "3 read = 3 new" in output) == (0, True), errors
    with serving(empty) as client:
        first = client.get("/v1/events/events:1").json
        assert (first["title"], first["fatalities"]["best"], first["location"]["country"]) == ("Clash in Boralday", 7, "KZ")
        assert client.get("/v1/events?country=KE").json["meta"]["returned"] == 2


EXPORTS = ("csv", "geojson", "ndjson", "geojsonseq")
KEPT = ("kind", "type", "status", "title", "summary", "date", "time", "fatalities", "injuries", "arrests", "participants", "original_type")


def exported(url, query):
    with serving(url) as client:
        return client.get(f"/v1/events?kind=all&limit=all&{query}").data


def events_by_title(url):
    return {event["title"]: event for event in map(json.loads, exported(url, "format=ndjson").splitlines())}


def details_of(event):
    """What CSV does not have of an event's actors, persons and documents, of which the release itself is none."""
    parts = {(part["name"], part["role"], part["kind"], part["note"]) for part in event["actors"]}
    documents = {(each["title"], each["published"]) for each in event["sources"] if "release 1" not in each["title"]}
    return parts, event["persons"], documents


@pytest.mark.parametrize("format", EXPORTS)
def test_an_export_of_annals_loads_without_hand_work(corpus, empty, tmp_path, format):
    file, mapped = tmp_path / f"gtd.{format}", tmp_path / "my.yaml"
    file.write_bytes(exported(corpus, f"format={format}"))
    mapped.write_text(suggest_mapping(file), "utf-8")
    status, output, errors = annals(empty, "load", "--mapping", str(mapped), "--release", "1", str(file))
    assert (status, "0 rejected" in output) == (0, True), errors
    before, after = events_by_title(corpus), events_by_title(empty)
    assert after.keys() == before.keys()
    for title, event in after.items():
        assert event["dataset"] == "my-gtd"
        assert {name: event[name] for name in KEPT} == {name: before[title][name] for name in KEPT}
        places = [each["location"] or {} for each in (event, before[title])]
        for part in ("name", "kind", "country", "latitude", "longitude", "precision"):
            assert places[0].get(part) == places[1].get(part)
        assert len(event["actors"]) == len({part["id"] for part in before[title]["actors"]})
        assert {each["name"] for each in event["weapons"]} == {each["name"] for each in before[title]["weapons"]}
        if format != "csv":
            assert details_of(event) == details_of(before[title])


def test_an_export_with_parts_of_actors_keeps_their_roles(corpus, suggested):
    text = exported(corpus, "format=csv&fields=id,type,status,title,date,actors,actors.name,actors.role,actors.kind").decode()
    _, told = suggested(text)
    assert told["actors"] == [
        {"role": {"column": "actors_role"}, "name": {"column": "actors_name"}, "kind": {"column": "actors_kind"}, "split": ";"}
    ]


@pytest.mark.parametrize("id", IMPORTERS)
def test_a_file_that_an_importer_reads_is_told_so(suggested, id):
    for era in IMPORTERS[id].eras.values():
        text, _ = suggested(table(",".join(sorted(era)), ",".join("1" for _ in era)))
        assert f"`annals load --dataset {id} --release LABEL FILE`.\n" in text
    assert "annals load --dataset" not in suggested(BARE)[0]


def test_a_file_that_is_called_as_a_dataset_of_an_importer_is_none(tmp_path):
    (tmp_path / "acled.csv").write_text("id,date\n1,2011\n")
    text = suggest_mapping(tmp_path / "acled.csv")
    assert yaml.load(text, yaml.BaseLoader)["dataset"]["id"] == "my-acled"
    assert "Not complete" not in text
