"""Mappings: a table of anyone's, told as events by a YAML file; what is refused, with line and reason, and what is read of a row."""

import csv
import re
from datetime import date

import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from support.corpora import annals, dump

from models.domain.resolution_rules import PROPERTIES, PeopleRange
from models.domain.vocabularies import COUNTRY, TYPE
from seeds.errors import LoadRefused, RowRejected
from seeds.files.row import Row
from seeds.gazetteer.countries import BY_FIPS
from seeds.importers import IMPORTERS
from seeds.importers.imported_event import ImportedActor, ImportedPart, ImportedPlace, ImportedSource
from seeds.mapping import mapping, source_lines
from seeds.mapping.cells.written_numbers import written_people
from seeds.mapping.schema import MappingEntry

HEADER = """\
dataset:
  id: incidents
  title: Incidents
  description: Invented incidents.
  licence: CC0-1.0
  citation: Nobody (2024), Incidents.
  publisher: Nobody
"""
LEAST = """\
id: {column: Ref}
title: "{Type} in {Town}"
date: {column: When}
type: {column: Type}
"""
FULL = (
    HEADER
    + """\
missing: [NA, "-"]
released: 2024-05-01
id: "{Land}-{Ref}"
title: [{column: Headline}, "{Type} in {Town}", Untitled]
summary: "{Notes}"
date: {column: When, format: ["%d.%m.%Y", "%m.%Y", "%Y", edtf]}
time: {column: Hour}
type: {column: Type, codes: {Autobombe: bombing, Gefecht: armed-clash}, default: violence}
original_type: {column: Type}
location:
  country: {column: Land, codes: {Deutschland: DE}}
  admin1: {column: Region}
  name: {column: Town}
  kind: settlement
  latitude: {column: Lat, decimal: ","}
  longitude: {column: Lon, decimal: ","}
  uncertainty: 25
fatalities: {low: {column: Least}, best: {column: Dead, thousands: "."}}
injuries: {column: Hurt}
actors:
- {name: {column: Group}, role: perpetrator, kind: militant-group, split: ";"}
- {name: {column: Force}, role: {column: Part}, kind: police, country: DE, fatalities: {column: Fallen}}
sources:
- {title: {column: Papers}, url: {column: Links}, published: {column: When, format: "%d.%m.%Y"}, publisher: Press, split: ";"}
weapons:
- {name: {column: Arms}, split: ","}
persons:
- {name: {column: Who}, fate: killed}
part_of: {column: Series}
related: {column: See, split: ","}
attributed_to: police
certainty: {column: Sure, codes: {yes: stated, no: alleged}}
note: Coded from {Papers}.
"""
)
FULL_ROW = {
    "ref": "12/a", "headline": "-", "notes": "A {car}.", "when": "03.12.2011", "hour": "12:30", "type": "autobombe", "land": "Deutschland",
    "region": "Bayern", "town": "München", "lat": "48,137", "lon": "11,575", "least": "1", "dead": "1.200", "hurt": "NA", "group": "A; B",
    "force": "Polizei", "part": "Responder", "fallen": "2", "papers": "Blatt; Post", "links": "https://blatt.example/1;",
    "arms": "bomb,gun", "who": "X", "series": "s 1", "see": "DE-1, DE-2", "sure": "no",
}  # fmt: skip


def read(tmp_path, text):
    path = tmp_path / "my.yaml"
    path.write_text(text, "utf-8")
    return mapping.mapping_importer(path)


def tell(importer, **cells):
    return importer.tell([Row(2, cells, importer.missing)])


@pytest.fixture
def mapped(tmp_path):
    """What a mapping of these lines, beside the dataset's, tells of a row with these cells."""
    return lambda text, **cells: tell(read(tmp_path, HEADER + text), **cells)


@pytest.fixture
def least(mapped):
    """As `mapped`, of the least mapping with some more lines."""
    return lambda more, **cells: mapped(LEAST + more, ref="1", when="2011", type="battle", town="A", **cells)


def faults(tmp_path, text):
    with pytest.raises(LoadRefused) as refused:
        read(tmp_path, text)
    return [str(fault) for fault in refused.value.faults]


def test_a_mapping_of_lists_without_end_is_refused(tmp_path):
    reason = "my.yaml: line 9: broken YAML: more than 50 lists and mappings stand within each other"
    assert faults(tmp_path, f"{HEADER}\ntitle: {'[' * 5000}{']' * 5000}") == [reason]


def test_a_mapping_can_tell_every_property_of_a_claim():
    assert MappingEntry().fields.keys() >= PROPERTIES.keys() - {"coordinates"}


def test_a_mapping_of_every_kind_reads_a_row(tmp_path):
    importer = read(tmp_path, FULL)
    told = tell(importer, **FULL_ROW)
    assert told.id == "Deutschland-12-a-bb64a28e"
    assert told.values == {
        "kind": "incident", "type": "bombing", "status": "occurred", "date": "2011-12-03", "time": "12:30", "summary": "A {car}.",
        "title": "autobombe in München", "original_type": "autobombe", "fatalities": {"low": 1, "best": 1200}, "part_of": "s-1-6dac2b83",
        "weapons": ({"name": "bomb"}, {"name": "gun"}), "persons": ({"name": "X", "fate": "killed"},),
    }  # fmt: skip
    assert told.place == ImportedPlace("DE", "Bayern", None, "München", "settlement", 48.137, 11.575, 25.0)
    assert told.actors == (
        ImportedPart(ImportedActor("a", "A", "militant-group"), "perpetrator"),
        ImportedPart(ImportedActor("b", "B", "militant-group"), "perpetrator"),
        ImportedPart(ImportedActor("polizei", "Polizei", "police", "DE"), "responder", 2),
    )
    assert told.works == (
        ImportedSource("Blatt", "Press", published="2011-12-03", url="https://blatt.example/1"),
        ImportedSource("Post", "Press", published="2011-12-03"),
    )
    assert (told.certainty, told.attributed_to, told.note) == ("alleged", "police", "Coded from Blatt; Post.")
    assert told.related == ("DE-1", "DE-2")


def test_the_importer_knows_the_dataset_and_its_release(tmp_path):
    importer = read(tmp_path, FULL)
    assert importer.dataset == {
        "id": "incidents", "title": "Incidents", "description": "Invented incidents.", "licence": "CC0-1.0",
        "licence_url": None, "citation": "Nobody (2024), Incidents.",
    }  # fmt: skip
    assert (importer.publisher, importer.released("1"), importer.missing) == ("Nobody", "2024-05-01", {"NA", "-"})


REFUSED = {
    "an unknown field": ("deaths: {column: Dead}", "unknown field"),
    "a misspelt field": ("fatalites: {column: Dead}", "fatalites: unknown field; did you mean 'fatalities'?"),
    "a field of the location": ("latitude: {column: Lat}", "latitude: unknown field; it belongs under 'location'"),
    "a misspelt option": ("summary: {column: Notes, colum: Notes}", "summary.colum: unknown field; did you mean 'column'?"),
    "an option of another sort of value": ("summary: {column: Notes, format: edtf}", "summary.format: unknown field"),
    "no column": ("injuries: {thousands: ','}", "injuries.column: Missing data for required field."),
    "nothing": ("summary:", "summary: empty; leave the key out where the file does not tell it"),
    "no alternatives": ("summary: []", "summary: empty; leave the key out where the file does not tell it"),
    "a bad alternative": ("injuries: [{column: Hurt}, some]", "injuries.2: a whole number is wanted"),
    "a part of a country": ("location: {country: England}", "location.country: 'England' is a part of GB (United Kingdom)"),
    "no country": ("location: {country: Atlantis}", "location.country: 'Atlantis' is no country that is known by that name"),
    "a constant of no vocabulary": ("status: hapened", "status: 'hapened' is not in the vocabulary 'status': occurred, foiled, alleged"),
    "a code of no vocabulary": ("kind: {column: K, codes: {a: serial}}", "kind.codes.a: 'serial' is not in the vocabulary 'kind'"),
    "a default of no vocabulary": ("kind: {column: K, default: x}", "kind.default: 'x' is not in the vocabulary 'kind'"),
    "an unknown look-up": ("location: {country: {column: C, by: cow}}", "location.country.by: Must be one of: name, iso, gw, fips."),
    "a strange kind of place": ("location: {kind: hamlet}", "location.kind: 'hamlet' is not in the vocabulary 'location-kind': site, "),
    "a point beyond the pole": ("location: {latitude: 91}", "location.latitude: '91' is not a number from -90 to 90"),
    "a latitude of the east": ("location: {latitude: 32 E}", "location.latitude: '32 E' is no latitude"),
    "a pair that is none": (
        "location: {coordinates: 'Kabul'}",
        "location.coordinates: 'Kabul' is no pair of coordinates, such as 32.75, 36.1",
    ),
    "an order that is none": (
        "location: {coordinates: {column: C, order: xy}}",
        "location.coordinates.order: Must be one of: lat-lon, lon-lat.",
    ),
    "coordinates told twice": (
        "location: {coordinates: {column: C}, latitude: {column: L}}",
        "location.coordinates: coordinates are latitude and longitude in one: leave out these or those",
    ),
    "a strange decimal mark": ("location: {latitude: {column: L, decimal: ';'}}", "location.latitude.decimal: Must be one of: ., ,."),
    "one mark for two things": (
        "injuries: {column: Hurt, thousands: '.', decimal: '.'}",
        "injuries.thousands: it is the decimal mark as well",
    ),
    "a bad release date": ("released: 1 May 2024", "released: '1 May 2024' is not an EDTF date"),
    "a number that is none": ("injuries: few", "injuries: a whole number is wanted"),
    "a broken template": ("summary: 'In {Town'", "summary: a column stands in braces"),
    "a list where one entry stands": ("actors: {name: A}", "actors: Not a valid list."),
    "an entry that is none": ("actors: [A]", "actors.1: a mapping is wanted"),
    "an actor without a role": ("actors: [{name: A}]", "actors.1.role: Missing data for required field."),
    "figures of a cell that is cut": (
        "actors: [{name: {column: G}, role: target, split: ';', fatalities: {column: D}}]",
        "actors.1.fatalities: fatalities cannot be told apart for each piece: leave out this or split",
    ),
    "a date without a year": ("sources: [{title: x, published: {month: 1}}]", "sources.1.published.year: Missing data"),
    "half a span": ("sources: [{title: x, published: {start: {column: A}}}]", "sources.1.published.end: Missing data"),
}


@pytest.mark.parametrize(("line", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_fault_is_told_with_its_line_and_reason(tmp_path, line, reason):
    (fault,) = faults(tmp_path, f"{HEADER}{LEAST}# the next line is the thirteenth\n{line}\n")
    assert fault.startswith("my.yaml: line 13: ")
    assert reason in fault


@pytest.mark.parametrize("text", ["(title)", "(how to cite it)", "...", " (who publishes it) "])
@pytest.mark.parametrize("name", ["title", "description", "licence", "citation", "publisher"])
def test_what_is_still_to_be_filled_in_is_refused(tmp_path, name, text):
    header = re.sub(rf"(?m)^  {name}: .*$", f"  {name}: '{text}'", HEADER)
    (fault,) = faults(tmp_path, header + LEAST)
    assert re.fullmatch(rf"my.yaml: line \d: dataset.{name}: to be filled in: {re.escape(repr(text))} only says what is wanted here", fault)


def test_a_text_with_brackets_in_it_is_filled_in(tmp_path):
    header = HEADER.replace("citation: Nobody (2024), Incidents.", "citation: (Anon.) Incidents (2024)")
    assert read(tmp_path, header + LEAST).dataset["citation"] == "(Anon.) Incidents (2024)"


@pytest.mark.parametrize("id", IMPORTERS)
def test_a_mapping_has_no_importers_dataset(tmp_path, id):
    (fault,) = faults(tmp_path, HEADER.replace("id: incidents", f"id: {id}") + LEAST)
    assert fault.startswith(
        f"my.yaml: line 2: dataset.id: {id!r} is {IMPORTERS[id].dataset['title']}, whose files `annals load --dataset {id}`"
    )
    assert fault.endswith(f"give yours an id of its own, such as 'my-{id}'")


FORMATS = {
    "%d/%m": "'%d/%m' is not a date's format, such as %d/%m/%Y",
    "dd/mm/yyyy": "'dd/mm/yyyy' is not a date's format",
    "%d/%m/%Y %d": "'%d/%m/%Y %d' is not a date's format",
    "%Y %m %b": "'%Y %m %b' is not a date's format",
    "%Y %H %H": "'%Y %H %H' is not a date's format",
    "%d %Y": "'%d %Y' is not a date's format",
    "%Y-%m-%d %Q": "%Q is not taken in '%Y-%m-%d %Q': %Y %y %m",
    "%Y %": "% is not taken in '%Y %'",
}


@pytest.mark.parametrize(("format", "reason"), FORMATS.items())
def test_a_format_that_tells_no_date_is_refused(tmp_path, format, reason):
    text = f"{HEADER}{LEAST}sources: [{{title: x, published: {{column: P, format: [edtf, '{format}']}}}}]"
    (fault,) = faults(tmp_path, text)
    assert fault.startswith(f"my.yaml: line 12: sources.1.published.format.2: {reason}")


def test_every_fault_is_told_on_the_line_where_it_stands(tmp_path):
    text = HEADER.replace("  id: incidents\n", "") + LEAST.replace("Ref}", "Ref, x: y}") + "actors:\n- name: A\n  role: hero\n"
    found = faults(tmp_path, text)
    assert [fault.partition(": ")[2].split(": ")[:2] for fault in found] == [
        ["line 2", "dataset.id"], ["line 7", "id.x"], ["line 13", "actors.1.role"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dataset", "id", "title", "date", "type"])
def test_what_every_event_needs_must_be_told(tmp_path, name):
    whole = source_lines.parse_text(HEADER + LEAST)
    rest = "".join(f"{line}\n" for line in HEADER.splitlines() if name != "dataset")
    rest += "".join(f"{line}\n" for line in LEAST.splitlines() if not line.startswith(f"{name}:"))
    assert name in whole
    assert faults(tmp_path, rest) == [f"my.yaml: line 1: {name}: Missing data for required field."]


UNREADABLE = {
    "": "my.yaml: line 1: a mapping is wanted",
    "[a, b]": "my.yaml: line 1: a mapping is wanted",
    "a: b\nid: {": "my.yaml: line 3: broken YAML: ",
    "a: b\nid: x\nid: y": "my.yaml: line 3: broken YAML: the key 'id' stands twice",
    "a: &a b\nid: *a": "my.yaml: line 2: broken YAML: the alias *a is not taken; write out what stands at &a instead",
}


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.items())
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text, reason):
    (fault,) = faults(tmp_path, text)
    assert fault.startswith(reason)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(LoadRefused, match=r"gone\.yaml: the file is missing"):
        mapping.mapping_importer(tmp_path / "gone.yaml")


def test_a_column_that_the_table_lacks_is_told_with_its_line(tmp_path):
    importer = read(tmp_path, HEADER + LEAST + "injuries: {column: Hurt}\n")
    importer.check(["ref", "town", "when", "type", "hurt", "other"], "events.csv")
    with pytest.raises(LoadRefused) as refused:
        importer.check(["ref", "towns", "when", "type"], "events.csv")
    assert list(map(str, refused.value.faults)) == [
        "my.yaml: line 9: there is no column 'town' in events.csv; did you mean 'towns'?",
        "my.yaml: line 12: there is no column 'hurt' in events.csv; its columns are ref, towns, when, type",
    ]


REJECTED = {
    "an id that is empty": ("id: {column: x}", {"x": " "}, "it gives no id"),
    "an id without a letter": ("id: {column: x}", {"x": "!?"}, "'!?' makes no id: one has from 1 to 200"),
    "an id that no index holds": ("id: {column: x}", {"x": "a" * 201}, "makes no id: one has from 1 to 200"),
    "a title that is empty": ('title: "{x} in {y}"', {"x": "a"}, "it gives no title"),
    "a date in another format": (
        "date: {column: x, format: ['%d/%m/%Y', '%Y']}",
        {"x": "12/31/2011"},
        "x '12/31/2011' is not a date in the format %d/%m/%Y or %Y",
    ),
    "a day with a digit too few": ("date: {column: x, format: '%Y%m%d'}", {"x": "2020113"}, "x '2020113' is not a date"),
    "a month with a digit too few": ("date: {column: x, format: '%m%Y'}", {"x": "12020"}, "x '12020' is not a date in the format %m%Y"),
    "a time with a digit too few": (
        "date: {column: x, format: '%d.%m.%Y %H%M %Z'}",
        {"x": "3.12.2020 905 UTC"},
        "x '3.12.2020 905 UTC' is not a date in the format",
    ),
    "a date that is no EDTF": ("date: {column: x}", {"x": "31.12.2011"}, "x: '31.12.2011' is not an EDTF date"),
    "a date of an impossible year": ("date: {column: x, format: '%d/%m/%Y'}", {"x": "01/01/0025"}, "x: '0025-01-01' "),
    "a date that is empty": ("date: {column: x}", {}, "it gives no date"),
    "a day that its month has not": (
        "date: {year: 2011, month: {column: m}, day: {column: d}}",
        {"m": "2", "d": "30"},
        "'2011-02-30' is not an EDTF date",
    ),
    "a thirteenth month": ("date: {year: 2011, month: {column: m}}", {"m": "13"}, "m '13' is not a whole number from 0 to 12"),
    "an end before the start": (
        "date: {start: {column: a}, end: {column: b}}",
        {"a": "2011-02", "b": "2011-01"},
        "'2011-02/2011-01' ends before it begins",
    ),
    "a text without a code": (
        "type: {column: x, codes: {a: battle}}",
        {"x": "Kidnap"},
        "x 'Kidnap' is no type that is known; the mapping's `codes` can say which it is",
    ),
    "a type that is empty": ("type: {column: x}", {}, "it gives no type"),
    "a country that nobody knows": ("location: {country: {column: x}}", {"x": "Atlantis"}, "country 'Atlantis' is not known by that name"),
    "a point of WKT beyond the antimeridian": (
        "location: {coordinates: {column: x, on_error: reject}}",
        {"x": "POINT (181 50)"},
        "x 'POINT (181 50)' is not a number from -180 to 180",
    ),
    "a pair that may be two": (
        "location: {coordinates: {column: x, on_error: reject}}",
        {"x": "48,5,11"},
        "x '48,5,11' may be several pairs of coordinates",
    ),
    "a pair in the other order": (
        "location: {coordinates: {column: x, on_error: reject}}",
        {"x": "116.4, 39.9"},
        "x '116.4, 39.9' is no pair of latitude and longitude, and would be one with `order: lon-lat`",
    ),
    "a comma where the decimal mark is said to be a dot": (
        "location: {latitude: {column: x, decimal: '.', on_error: reject}, longitude: 1}",
        {"x": "48,1"},
        "x '48,1' has a comma where the mapping's `decimal` is '.'",
    ),
    "a latitude beyond the pole": (
        "location: {latitude: {column: x, decimal: ',', on_error: reject}, longitude: 1}",
        {"x": "90,5"},
        "x '90,5' is not a number from -90 to 90",
    ),
    "deaths that are no number": ("fatalities: {column: x, on_error: reject}", {"x": "a few"}, "x 'a few' is no number of people"),
    "deaths in part": ("fatalities: {column: x}", {"x": "1.5"}, "x '1.5' is not a whole number"),
    "fewer than none": ("fatalities: {column: x}", {"x": "-1"}, "x '-1' is not a whole number"),
    "thousands or a fraction of naught": ("fatalities: {column: x}", {"x": "1.000"}, "x '1.000' may be in thousands"),
    "thousands where the comma is decimal": (
        "fatalities: {column: x, decimal: ','}",
        {"x": "1.000"},
        "x '1.000' has a dot where the mapping's `decimal` is ','",
    ),
    "a point with a dot where the comma is decimal": (
        "location: {latitude: {column: x, decimal: ',', on_error: reject}, longitude: 1}",
        {"x": "43.36"},
        "x '43.36' has a dot where the mapping's `decimal` is ','",
    ),
    "thousands out of place where the comma is decimal": (
        "fatalities: {column: x, decimal: ',', thousands: .}",
        {"x": "1.00"},
        "x '1.00' has a dot",
    ),
    "thousands in no groups of three": ("fatalities: {column: x, thousands: ' '}", {"x": "1234 567"}, "x '1234 567' is not a number"),
    "thousands of which one is not told": ("fatalities: {column: x, thousands: ','}", {"x": "1,234567"}, "x '1,234567' is not a number"),
    "a separator out of place": ("fatalities: {column: x, thousands: ','}", {"x": "1,20"}, "x '1,20' is not a number"),
    "an actor without a role": (
        "actors: [{name: A, role: {column: x}}]",
        {},
        "the actor 'A' has no role",
    ),
    "the dead of nobody": (
        "actors: [{name: {column: x}, role: target, fatalities: {column: y}}]",
        {"y": "3"},
        "an actor without a name has dead or injured",
    ),
    "pieces that do not pair up": (
        "sources: [{title: {column: x}, url: {column: y}, split: ';'}]",
        {"x": "a;b;c", "y": "https://a.example;https://b.example"},
        "y is 2 pieces where another column is 3, cut at ';'",
    ),
    "a source that is never out": ("sources: [{title: a, published: {column: x}}]", {"x": "2011/.."}, "'2011/..', which has no end"),
    "a weapon without a name": ("weapons: [{name: {column: x}, count: {column: y}}]", {"y": "2"}, "count told without a name"),
    "what is inferred from nothing": ("certainty: inferred", {}, "what is inferred needs a note that says from what"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "cells", "reason"), REJECTED.values(), ids=REJECTED)
def test_a_value_that_does_not_fit_rejects_the_row_with_the_reason(mapped, line, cells, reason):
    rest = "".join(f"{each}\n" for each in LEAST.splitlines() if each.partition(":")[0] != line.partition(":")[0])
    with pytest.raises(RowRejected) as rejected:
        mapped(f"{rest}{line}\n", **{"ref": "1", "when": "2011", "type": "battle", "town": "A"} | cells)
    assert reason in str(rejected.value)


DATES = {
    "day first": ("{column: x, format: '%d/%m/%Y'}", {"x": "3/12/2011"}, "2011-12-03"),
    "month first": ("{column: x, format: '%m/%d/%Y'}", {"x": "3/12/2011"}, "2011-03-12"),
    "a month": ("{column: x, format: '%B %Y'}", {"x": "December 2011"}, "2011-12"),
    "a year": ("{column: x, format: ['%d.%m.%Y', '%Y']}", {"x": "2011"}, "2011"),
    "a time of day, passed over": ("{column: x, format: '%Y-%m-%dT%H:%M:%S%z'}", {"x": "2011-12-03T23:59:00+0600"}, "2011-12-03"),
    "two digits of a year": ("{column: x, format: '%d-%b-%y'}", {"x": "3-Dec-11"}, "2011-12-03"),
    "digits that nothing divides": ("{column: x, format: '%Y%m%d'}", {"x": "20111203"}, "2011-12-03"),
    "digits that letters divide": ("{column: x, format: '%d%b%Y %H%M%p'}", {"x": "3DEC2011  0905am"}, "2011-12-03"),
    "digits of which some are divided": ("{column: x, format: '%Y%m%dT%H:%M:%S.%f'}", {"x": "20111203t9:5:0.5"}, "2011-12-03"),
    "a percent sign": ("{column: x, format: '%Y%%%m'}", {"x": "2011%7"}, "2011-07"),
    "EDTF beside a format": ("{column: x, format: ['%d.%m.%Y', edtf]}", {"x": "2015-22"}, "2015-22"),
    "numbers": ("{year: {column: y}, month: {column: m}, day: {column: d}}", {"y": "2011", "m": "7", "d": "4"}, "2011-07-04"),
    "no day": ("{year: {column: y}, month: {column: m}, day: {column: d}}", {"y": "2011", "m": "7", "d": "0"}, "2011-07"),
    "no month": ("{year: {column: y}, month: {column: m}, day: {column: d}}", {"y": "2011", "d": "4"}, "2011"),
    "numbers with a fraction of naught": ("{year: {column: y}, month: {column: m}}", {"y": "2011.0", "m": "7.0"}, "2011-07"),
    "a day without a column for months": ("{year: {column: y}, day: {column: d}}", {"y": "2011", "d": "4"}, "2011"),
    "from day to day": ("{start: {column: a}, end: {column: b}}", {"a": "2011-07-04", "b": "2011-07-06"}, "2011-07-04/2011-07-06"),
    "no end": ("{start: {column: a}, end: {column: b}}", {"a": "2011-07-04"}, "2011-07-04"),
    "the same end": ("{start: {column: a}, end: {column: b}}", {"a": "2011-07", "b": "2011-07"}, "2011-07"),
    "no start": ("{start: {column: a}, end: {column: b}}", {"b": "2011-07"}, "../2011-07"),
    "a constant": ("2011-07-04", {}, "2011-07-04"),
    "the first that is there": ("[{column: a}, {year: {column: y}}, 2001]", {"y": "2011"}, "2011"),
    "what is there where nothing else is": ("[{column: a}, {year: {column: y}}, 2001]", {}, "2001"),
}


@pytest.mark.parametrize(("told", "cells", "expected"), DATES.values(), ids=DATES)
def test_dates_are_read_as_they_are_told(mapped, told, cells, expected):
    rest = LEAST.replace("date: {column: When}\n", "")
    assert mapped(f"{rest}date: {told}\n", ref="1", type="battle", town="A", **cells).values["date"] == expected


NUMBERS = {
    "1200": ("", 1200),
    "1200.0": ("", 1200),
    "1,200": ("thousands: ','", 1200),
    "1.200": ("thousands: .", 1200),
    "1.200.300": ("thousands: .", 1_200_300),
    "1\u202f200": ("thousands: ' '", 1200),
    "1’200": ('thousands: "\'"', 1200),
    "-0": ("thousands: ','", 0),
    "1 200 300": ("thousands: ' '", 1_200_300),
    "1.200,0": ("thousands: ., decimal: ','", 1200),
    "0": ("thousands: ','", 0),
}


@pytest.mark.parametrize(("text", "told"), NUMBERS.items())
def test_numbers_are_read_in_their_spelling(least, text, told):
    options, expected = told
    assert least(f"fatalities: {{{', '.join(filter(None, ('column: x', options)))}}}", x=text).values["fatalities"] == expected


def test_what_nobody_reports_is_no_zero(least):
    assert "fatalities" not in least("fatalities: {column: x}\n", x="").values
    assert "fatalities" not in least("fatalities: {low: {column: x}, high: {column: y}}\n").values
    assert least("fatalities: {low: {column: x}, high: {column: y}}\n", y="3").values["fatalities"] == {"high": 3}


def test_a_code_is_found_by_code_and_label_whatever_the_case(least):
    for text in ("suicide-bombing", "Suicide bombing", "SUICIDE BOMBING "):
        assert least("original_type: {column: x}\nkind: incident\n", x=text).values["original_type"] == text.strip()
    read = [least("status: {column: x, codes: {Geplant: foiled}}\n", x=text).values["status"] for text in ("geplant", "Alleged", "foiled")]
    assert read == ["foiled", "alleged", "foiled"]


def test_a_code_of_a_cell_that_is_empty_is_the_default(least):
    assert least("status: {column: x, default: alleged}\n", x="").values["status"] == "alleged"
    assert least("status: {column: x, default: alleged}\n", x="who knows").values["status"] == "alleged"


def test_countries_are_looked_up_by_name_iso_or_number(least):
    told = {"by: name": "Zaire", "by: iso": "COD", "by: gw": "490.0", "codes: {The Congo: CD}": "the congo"}
    for option, text in told.items():
        assert least(f"location: {{country: {{column: x, {option}}}}}\n", x=text).place.country == "CD", option


@pytest.mark.parametrize("told", ["Turkey", "{column: x, codes: {Anatolia: Türkiye}}", "{column: x, by: name, codes: {y: UK}}"])
def test_a_mapping_may_name_a_country_as_it_likes(least, told):
    assert least(f"location: {{country: {told}, name: A}}\n", x="ANATOLIA" if "Anatolia" in told else "Turkey").place.country == "TR"


def test_a_place_of_which_nothing_is_told_is_none(least):
    assert least("location: {name: {column: x}, kind: site}\n").place is None
    assert least("location: {name: {column: x}, kind: site}\n", x="Mill").place == ImportedPlace(None, name="Mill", kind="site")


@pytest.mark.parametrize(
    "link",
    [
        "http://my_site.example.com/",
        "http://a.example/b c",
        "www.bbc.co.uk/x",
        "http://intranet/x",
        "javascript:alert(1)",
        "ftp://a.example",
    ],
)
def test_a_link_that_is_none_is_left_out_and_the_event_kept(least, link):
    told = least("sources: [{title: a, url: {column: x}}, {url: {column: x}}, {title: b, url: 'https://b.example/'}]\n", x=link)
    assert told.works == (ImportedSource("a"), ImportedSource(link), ImportedSource("b", url="https://b.example/"))
    assert told.remarks == ("a source's link is left out, since it is not a URL of http or https",)


CONTRADICTIONS = {
    "out of order": (
        "injuries: {low: 10, best: 5, high: 1}\nfatalities: {low: 1, high: 3}\n",
        ("injuries: low <= best <= high does not hold; the range is widened",),
    ),
    "more on a side": (
        "fatalities: 5\nactors: [{name: A, role: target, fatalities: 99}]\n",
        ("fatalities of the actors add up to more than in all",),
    ),
    "more on both sides": (
        "injuries: {low: 2, high: 9}\nactors: [{name: A, role: target, injuries: 5}, {name: B, role: target, injuries: 5}]\n",
        ("injuries of the actors add up to more than in all",),
    ),
    "as many": ("fatalities: 5\nactors: [{name: A, role: target, fatalities: 5}, {name: B, role: target}]\n", ()),
    "no total": ("fatalities: {low: 1}\nactors: [{name: A, role: target, fatalities: 5, injuries: 1}]\n", ()),
}


@pytest.mark.parametrize(("lines", "remarks"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_numbers_that_contradict_each_other_are_remarked(least, lines, remarks):
    assert least(lines).remarks == remarks


@pytest.mark.parametrize("line", ["part_of: {column: Ref}\n", "related: {column: x, split: ;}\n"])
def test_an_event_that_refers_to_itself_is_rejected(least, line):
    with pytest.raises(RowRejected, match=r"^the event refers to itself$"):
        least(line, x="2;1")


def test_figures_of_one_actor_in_one_role_add_up(least):
    entry = "{name: Police, role: target, fatalities: {column: %s}, injuries: {column: h}}"
    told = least(f"actors: [{entry % 'a'}, {entry % 'b'}]\n", a="1", b="2")
    assert told.actors == (ImportedPart(ImportedActor("police", "Police"), "target", 3, None),)


def test_a_cell_with_one_piece_serves_all_and_empty_pieces_are_passed_over(least):
    told = least("sources: [{title: {column: t}, publisher: {column: p}, split: ';'}]\n", t="a;;b;", p="Press")
    assert told.works == (ImportedSource("a", "Press"), ImportedSource("b", "Press"))


def test_braces_are_written_twice_and_columns_keep_their_spaces(least):
    assert least("summary: '{{{Number of Dead}}} {{x}}'\n", **{"number of dead": "7"}).values["summary"] == "{7} {x}"


def test_ids_are_fit_for_a_url_and_the_same_wherever_they_stand(mapped):
    text = LEAST + "related: {column: See, split: ' '}\npart_of: {column: Of}\n"
    told = mapped(text, ref="ÄB/12 x", when="2011", type="battle", town="A", see="a:b  c_d.e", of="Событие 1")
    assert (told.id, told.values["part_of"]) == ("AB-12-x-48713178", "Sobytie-1-ae6d06ec")
    assert told.related == ("a-b-3041a608", "c_d.e")


@pytest.mark.parametrize("texts", [("A/1", "A-1", "A 1", "A--1"), ("#1", "1", "-1"), ("袭击", "西级")])
def test_ids_of_different_texts_are_different(mapped, texts):
    assert len({mapped(LEAST, ref=text, when="2011", type="battle", town="A").id for text in texts}) == len(texts)


PROPERTY = HEADER + """\
id: {column: i}
title: "{t}"
date: {column: d, format: "%d/%m/%Y"}
type: {column: c}
location: {latitude: {column: la, decimal: ","}, longitude: {column: lo}}
fatalities: {low: {column: f1, thousands: ","}, best: {column: f2}, high: {column: f3, thousands: " "}}
actors: [{name: {column: a}, role: target, split: "|"}]
"""  # fmt: skip
NAME = st.text("abcdefghij", min_size=1, max_size=9)
COUNT = st.none() | st.integers(0, 2**31 - 1)


@given(
    day=st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    code=st.sampled_from(TYPE.terms),
    point=st.tuples(st.decimals(-90, 90, places=4), st.decimals(-180, 180, places=4)),
    counts=st.tuples(COUNT, COUNT, COUNT),
    names=st.lists(NAME, unique=True, max_size=4),
    title=st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1),
)
def test_values_come_out_as_they_were_put_in(tmp_path_factory, day, code, point, counts, names, title):
    path = tmp_path_factory.getbasetemp() / "property.yaml"
    path.write_text(PROPERTY)
    low, best, high = counts
    cells = {
        "i": "1", "t": title, "d": f"{day:%d/%m}/{day.year}", "c": code.label,
        "la": f"{point[0]:f}".replace(".", ","), "lo": f"{point[1]:f}",
        "f1": "" if low is None else f"{low:,}", "f2": "" if best is None else str(best),
        "f3": "" if high is None else f"{high:,}".replace(",", "\u00a0"), "a": "|".join(names),
    }  # fmt: skip
    told = mapping.mapping_importer(path).tell([Row(2, cells)])
    assert told.values["date"] == day.isoformat()
    assert TYPE.by_code[told.values["type"]].label == code.label
    assert (told.place.latitude, told.place.longitude) == tuple(map(float, point))
    given = {"low": low, "best": best, "high": high}
    assert told.values.get("fatalities", {}) == {name: count for name, count in given.items() if count is not None}
    assert [(part.actor.name, part.role) for part in told.actors] == [(name, "target") for name in names]
    assert told.values["title"] == title


TABLE = """\
Ref;When;Type;Town;Land;Lat;Lon;Dead;Papers
1;03.12.2011;Bombing;Köln;Deutschland;50,94;6,96;1.200;Blatt; über Köln
2;04.12.2011;Clash;Zürich;Schweiz;47,38;8,54;;Post
3;2011;Bombing;Köln;Atlantis;50,94;6,96;0;Post
"""
TOLD = (
    HEADER
    + """\
id: {column: Ref}
title: "{Type} in {Town}"
date: {column: When, format: ["%d.%m.%Y", "%Y"]}
type: {column: Type, codes: {Clash: armed-clash}}
location:
  country: {column: Land, codes: {Deutschland: DE, Schweiz: CH}}
  name: {column: Town}
  latitude: {column: Lat, decimal: ","}
  longitude: {column: Lon, decimal: ","}
fatalities: {column: Dead, thousands: "."}
sources: [{title: {column: Papers}}]
"""
)


@pytest.fixture
def files(tmp_path):
    """A table as a spreadsheet of another country writes it, its mapping, and the arguments that load them."""
    (tmp_path / "events.csv").write_text(TABLE.replace("Blatt; über Köln", '"Blatt; über Köln"'), "cp1252", newline="\r\n")
    (tmp_path / "my.yaml").write_text(TOLD, "utf-8")
    options = "--mapping", tmp_path / "my.yaml", "--release", "1", "--released", "2012-01-01", "--rejects", tmp_path
    return tmp_path, ("load", *map(str, options), str(tmp_path / "events.csv"))


def test_any_table_is_served_by_its_mapping(empty, files):
    directory, arguments = files
    status, output, errors = annals(empty, *arguments, "--max-rejects", "1")
    assert (status, "3 read = 2 new, 0 changed, 0 unchanged, 1 rejected" in output) == (0, True), errors
    with serving(empty) as client:
        events = client.get("/v1/events?sort=date").json["data"]
        assert [event["id"] for event in events] == ["incidents:1", "incidents:2"]
        first, second = events
        assert (first["title"], first["type"], first["date"]["edtf"]) == ("Bombing in Köln", "bombing", "2011-12-03")
        assert (first["location"]["country"], first["location"]["latitude"], first["fatalities"]["best"]) == ("DE", 50.94, 1200)
        assert (second["type"], second["location"]["name"], second["fatalities"]["best"]) == ("armed-clash", "Zürich", None)
        cited = client.get("/v1/events/incidents:1?fields=sources").json
        assert "Blatt; über Köln" in str(cited)
    rejects = (directory / "events.csv.incidents-1.rejects.csv").read_text("utf-8")
    assert "4,country 'Atlantis' is not known by that name,3,2011," in rejects


BOUNDED = """\
id: {column: ref}
title: An attack
date: "2011"
type: attack
original_type: {column: code}
actors:
- {name: Army, role: perpetrator, fatalities: {column: first}}
- {name: Army, role: perpetrator, fatalities: {column: second}}
"""


def test_what_a_column_or_an_index_cannot_hold_is_rejected(empty, tmp_path):
    (tmp_path / "my.yaml").write_text(HEADER + BOUNDED)
    rows = [("1", "x" * 200, 2**31 - 1, 0), ("2", "x" * 201, 1, 1), ("3", "x", 2**31 - 1, 1), ("4", "é" * 9000, 1, 1)]
    (tmp_path / "events.csv").write_text("\n".join(",".join(map(str, row)) for row in [("ref", "code", "first", "second"), *rows]), "utf-8")
    options = ("--mapping", tmp_path / "my.yaml", "--release", "1", "--rejects", tmp_path, "--max-rejects", "3", tmp_path / "events.csv")
    status, output, errors = annals(empty, "load", *map(str, options))
    assert (status, "1 new, 0 changed, 0 unchanged, 3 rejected" in output) == (0, True), errors
    with (tmp_path / "events.csv.incidents-1.rejects.csv").open(encoding="utf-8-sig") as file:
        assert [(row["ref"], row["rejected_reason"]) for row in csv.DictReader(file)] == [
            ("2", f"original_type '{'x' * 20}...' has 201 characters; at most 200 are taken"),
            ("3", "the figures of 'Army' come to 2147483648; at most 2147483647 is taken"),
            ("4", f"original_type '{'é' * 20}...' has 9000 characters; at most 200 are taken"),
        ]
    with serving(empty) as client:
        (event,) = client.get(f"/v1/events?original_type={'x' * 200}").json["data"]
        assert [part["fatalities"] for part in event["actors"]] == [2**31 - 1]


DEEP = """\
id: {column: ref}
title: An attack
date: "2011"
type: attack
location: {country: KZ, admin1: {column: province}, admin2: {column: district}, name: {column: town}}
"""


def test_places_of_long_names_have_ids_that_an_index_holds(empty, tmp_path):
    (tmp_path / "my.yaml").write_text(HEADER + DEEP)
    rows = [(number, "p" * 80, "d" * 80, "t" * 80 + number) for number in ("1", "2")]
    (tmp_path / "events.csv").write_text("\n".join(map(",".join, [("ref", "province", "district", "town"), *rows])))
    status, _, errors = annals(empty, "load", "--mapping", str(tmp_path / "my.yaml"), "--release", "1", str(tmp_path / "events.csv"))
    assert status == 0, errors
    with serving(empty) as client:
        places = [event["location"] for event in client.get("/v1/events").json["data"]]
        assert {place["name"] for place in places} == {row[-1] for row in rows}
        for id in (place["id"] for place in places):
            assert len(id) <= 200
            assert client.get(f"/v1/events?location={id}").json["meta"]["returned"] == 1


def test_an_event_stays_that_a_complete_table_tells_so_that_it_cannot_be_read(empty, files):
    directory, arguments = files
    table = (directory / "events.csv").read_text("cp1252")
    (directory / "events.csv").write_text(table.replace("Atlantis", "Deutschland"), "cp1252")
    assert annals(empty, *arguments)[0] == 0
    (directory / "events.csv").write_text(table.replace("Schweiz", "Schwyz"), "cp1252")
    status, output, errors = annals(empty, *arguments, "--complete", "--max-rejects", "2")
    assert (status, "1 unchanged, 2 rejected; 0 retracted" in output) == (0, True), errors
    with serving(empty) as client:
        assert {client.get(f"/v1/events/incidents:{id}").status_code for id in (1, 2, 3)} == {200}


POINTS = (
    HEADER
    + LEAST.replace("{Type} in {Town}", "{Type}")
    + """\
location:
  country: {column: Land}
  name: {column: Town}
  latitude: {column: Lat}
  longitude: {column: Lon}
"""
)


def placed(empty, tmp_path, rows):
    """By id, the location of each event of a table with the columns Ref, Land, Town, Lat, Lon."""
    lines = [f"{row},2020-01-01,bombing" for row in rows]
    (tmp_path / "points.csv").write_text("\n".join(["Ref,Land,Town,Lat,Lon,When,Type", *lines]))
    (tmp_path / "points.yaml").write_text(POINTS)
    arguments = ("--mapping", str(tmp_path / "points.yaml"), "--release", "1", str(tmp_path / "points.csv"))
    status, _, errors = annals(empty, "load", *arguments)
    assert status == 0, errors
    with serving(empty) as client:
        return {event["id"].partition(":")[2]: event["location"] for event in client.get("/v1/events").json["data"]}


def test_a_point_is_kept_where_no_place_is_named(empty, tmp_path):
    found = placed(empty, tmp_path, ["1,,,50.1,36.1", "2,,,0,0", "3,,,,"])
    for id, point in (("1", (50.1, 36.1)), ("2", (0.0, 0.0))):
        told = found[id]
        assert (told["latitude"], told["longitude"]) == point
        assert (told["id"], told["name"], told["kind"], told["country"], told["precision"]) == (None, None, None, None, "point")
    assert found["3"] is None
    with serving(empty) as client:
        near = client.get("/v1/events?near=50,36,100&match=certain").json["data"]
        assert [event["id"] for event in near] == ["incidents:1"]
        assert client.get("/v1/events?has=coordinates&lacks=location,country").json["meta"]["returned"] == 2
        assert client.get("/v1/aggregates?by=country").json["data"][0]["key"] == {"country": None}
        shapes = [each["geometry"] for each in client.get("/v1/events?format=geojson&sort=date").json["features"]]
        assert shapes == [{"type": "Point", "coordinates": [36.1, 50.1]}, {"type": "Point", "coordinates": [0.0, 0.0]}, None]
        header, first, *_ = csv.reader(client.get("/v1/events?format=csv&sort=date").text.splitlines())
        told = dict(zip(header, first, strict=True))
        assert (told["location_id"], told["location_latitude"], told["location_precision"]) == ("", "50.1", "point")


@pytest.mark.parametrize("order", [1, -1])
def test_no_event_has_the_point_of_another_at_the_same_place(empty, tmp_path, order):
    rows = ["1,Kazakhstan,Aksai,51.17,52.99", "2,Kazakhstan,Aksai,,", "3,Kazakhstan,Aksai,43.17,76.8"][::order]
    found = placed(empty, tmp_path, rows)
    points = {id: (each["latitude"], each["longitude"]) for id, each in found.items()}
    assert points == {"1": (51.17, 52.99), "2": (None, None), "3": (43.17, 76.8)}
    with serving(empty) as client:
        (town,) = (each for each in client.get("/v1/locations").json["data"] if each["name"] == "Aksai")
        assert (town["latitude"], town["longitude"]) == (None, None)
        certain = client.get("/v1/events?near=51.17,52.99,50&match=certain").json["data"]
        assert [event["id"] for event in certain] == ["incidents:1"]


COORDINATES = LEAST.replace("{Type} in {Town}", "{Type}") + "location: {coordinates: {column: Where}}\n"


def test_a_point_in_one_cell_is_served_as_one_in_two_is(empty, tmp_path):
    cells = ["50.1, 36.1", "POINT (36.1 50.1)", "50,1 N 36,1 E", "50°6'N 36°6'E", "50.1, 136.1", "POINT EMPTY", ""]
    rows = "".join(f'{number},"{cell}",2020-01-01,bombing\n' for number, cell in enumerate(cells))
    (tmp_path / "points.csv").write_text(f"Ref,Where,When,Type\n{rows}", "utf-8")
    (tmp_path / "points.yaml").write_text(HEADER + COORDINATES)
    status, _, errors = annals(empty, "load", "--mapping", str(tmp_path / "points.yaml"), "--release", "1", str(tmp_path / "points.csv"))
    assert status == 0, errors
    with serving(empty) as client:
        near = client.get("/v1/events?near=50.1,36.1,1&match=certain&fields=id,location").json["data"]
        assert {event["id"][-1] for event in near} == {"0", "1", "2", "3"}
        assert {(event["location"]["latitude"], event["location"]["longitude"]) for event in near} == {(50.1, 36.1)}
        assert client.get("/v1/events?lacks=coordinates").json["meta"]["returned"] == 2


@pytest.mark.parametrize(
    ("latitude", "longitude", "remark"),
    [
        ("somewhere", "36.1", "coordinates cannot be read, and are left out"),
        ("91", "36.1", "coordinates cannot be read, and are left out"),
        ("50.1", "32 N", "coordinates cannot be read, and are left out"),
        ("50.1", "", "latitude or longitude stands alone"),
    ],
)
def test_coordinates_that_are_no_point_cost_the_point_and_not_the_event(least, latitude, longitude, remark):
    told = least("location: {name: {column: t}, latitude: {column: y}, longitude: {column: x}}", t="A", y=latitude, x=longitude)
    assert (told.place, told.remarks) == (ImportedPlace(None, name="A"), (remark,))
    alone = least("location: {latitude: {column: y}, longitude: {column: x}}", y=latitude, x=longitude)
    assert (alone.place, alone.remarks) == (None, (remark,))


def test_a_pair_that_cannot_be_read_costs_the_point_and_not_the_event(least):
    told = least("location: {name: {column: t}, coordinates: {column: c}}", t="A", c="48,5,11")
    assert (told.place, told.remarks) == (ImportedPlace(None, name="A"), ("coordinates cannot be read, and are left out",))


def test_who_asks_for_a_country_gets_no_event_that_is_in_none_and_who_asks_for_another_does(empty, tmp_path):
    placed(empty, tmp_path, ["1,,,50.1,36.1", "2,Red Sea,,15,40", "3,Kazakhstan,,,", "4,,Nowhere,,"])
    with serving(empty) as client:

        def found(query):
            return {event["id"][-1] for event in client.get(f"/v1/events?{query}").json["data"]}

        assert found("country=KZ") == found("has=country") == {"3"}
        assert found("country=!KZ") == found("lacks=country") == {"1", "2", "4"}
        assert found("location=red-sea") == {"2"}
        counts = {row["key"]["country"]: row["events"] for row in client.get("/v1/aggregates?by=country").json["data"]}
        assert counts == {"KZ": 1, None: 3}
        places = {row["key"]["location"]: row["events"] for row in client.get("/v1/aggregates?by=location").json["data"]}
        assert places == {None: 1, "red-sea": 1, "kz": 1, "nowhere-settlement": 1}


def test_a_sea_is_no_country(empty, tmp_path):
    told = placed(empty, tmp_path, ["1,Gulf of Aden,,12.5,47.5"])["1"]
    assert (told["id"], told["name"], told["country"], told["latitude"]) == ("gulf-of-aden", "Gulf of Aden", None, 12.5)


WRITTEN = {
    "50": 50, "1,200": 1200, "1,200+": (1200, 1200, None), "50+": (50, 50, None), ">=50": (50, 50, None), "At least 50": (50, 50, None),
    "50 or more": (50, 50, None), ">50": (51, 51, None), "more than 50": (51, 51, None), "<50": (None, None, 49),
    "under 50": (None, None, 49),
    "up to 50": (None, None, 50), "<= 50": (None, None, 50), "about 50": (None, 50, None), "~50": (None, 50, None),
    "ca. 50": (None, 50, None),
    "5-10": (5, None, 10), "5 – 10": (5, None, 10), "between 5 and 10": (5, None, 10), "5 to 10": (5, None, 10), "7-7": (7, None, 7),
    "dozens": (12, 12, None), "Hundreds": (100, 100, None), "100s": (100, 100, None), "several thousands": (1000, 1000, None),
    "10-5": None, "a few": None, "50?": None, "five": None, "99999999999+": None,
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_numbers_of_people_are_read_as_people_write_them(text):
    expected = WRITTEN[text]
    if isinstance(expected, tuple):
        expected = {name: figure for name, figure in zip(("low", "best", "high"), expected, strict=True) if figure is not None}
    assert written_people(text) == expected


@given(number=st.integers(0, 10**6), form=st.sampled_from(["{:,}", "{}", "{:,} or more", "over {}", "{}-{}", "up to {}", "about {:,}"]))
def test_what_is_read_of_a_number_is_what_is_said_of_it(number, form):
    bounds = PeopleRange.of(written_people(form.format(number, number)))
    figures = [figure for figure in (bounds.low, bounds.best, bounds.high) if figure is not None]
    assert figures and figures == sorted(figures) and all(abs(figure - number) <= 1 for figure in figures)


def test_a_number_that_cannot_be_read_costs_itself_and_is_remarked(empty, tmp_path):
    (tmp_path / "my.yaml").write_text(HEADER + LEAST.replace("{Type} in {Town}", "{Type}") + "fatalities: {column: Dead}\n")
    rows = ["1,2020-01-01,bombing,dozens", "2,2020-01-02,bombing,a few", "3,2020-01-03,bombing,5-10"]
    (tmp_path / "events.csv").write_text("\n".join(["Ref,When,Type,Dead", *rows]))
    options = ("--mapping", str(tmp_path / "my.yaml"), "--release", "1", str(tmp_path / "events.csv"))
    status, output, errors = annals(empty, "load", *options)
    assert status == 0, errors
    assert "fatalities is no number that can be read, and is left out" in output
    with serving(empty) as client:
        found = [event["fatalities"] for event in client.get("/v1/events?sort=date").json["data"]]
        assert found == [
            {"low": 12, "best": 12, "high": None},
            {"low": None, "best": None, "high": None},
            {"low": 5, "best": None, "high": 10},
        ]
        assert client.get("/v1/events?fatalities_min=10&match=certain").json["meta"]["returned"] == 1


def test_a_mapping_that_does_not_fit_its_table_loads_nothing(empty, files):
    directory, arguments = files
    (directory / "my.yaml").write_text(TOLD.replace("column: Dead", "column: Daed"), "utf-8")
    status, _, errors = annals(empty, *arguments)
    assert status == 1
    assert "my.yaml: line 17: there is no column 'daed' in events.csv; did you mean 'dead'?" in errors


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("country", ImportedPlace("KZ")),
        ("admin1", ImportedPlace("KZ", "N")),
        ("admin2", ImportedPlace("KZ", admin2="N")),
        ("region", ImportedPlace("KZ", name="N", kind="region")),
        ("settlement", ImportedPlace("KZ", name="N")),
        ("site", ImportedPlace("KZ", name="N", kind="site")),
        ("", ImportedPlace("KZ", name="N")),
    ],
)
def test_a_name_stands_at_the_level_of_its_kind(least, kind, expected):
    told = least("location: {country: KZ, name: {column: n}, kind: {column: k}}\n", n="N", k=kind)
    assert told.place == expected


def test_a_country_that_is_not_told_is_a_region(least):
    for kind in ("country", "region"):
        assert least("location: {name: {column: n}, kind: {column: k}}\n", n="N", k=kind).place == ImportedPlace(
            None, name="N", kind="region"
        )


def test_a_country_is_told_by_its_fips_code(least):
    told = {code: least("location: {country: {column: c, by: fips}}\n", c=code).place for code in ("GM", "gb", "YI", "PG")}
    assert told == {"GM": ImportedPlace("DE"), "gb": ImportedPlace("GA"), "YI": ImportedPlace("CSXX"), "PG": None}
    with pytest.raises(RowRejected, match="country code 'ZZ' is not one of FIPS 10-4"):
        least("location: {country: {column: c, by: fips}}\n", c="ZZ")


def test_every_fips_code_is_of_a_country():
    assert {*BY_FIPS.values()} - {""} <= {*COUNTRY.codes}


SUMS = [
    ("5+", "3", {"low": 8, "best": 8}),
    ("5-7", "3", {"low": 8, "high": 10}),
    ("2", "3", 5),
    ("0", "0", 0),
    ("2", "", {"low": 2}),
    ("", "", None),
    ("", "0", {"low": 0}),
]
TOTAL = "fatalities: {total: [{column: a}, {column: b}]}\n"


@pytest.mark.parametrize(
    ("a", "b", "expected"), [("2", "3", 5), ("0", "0", 0), ("2", "", {"low": 2}), ("", "", None), ("", "0", {"low": 0})]
)
def test_a_total_adds_what_columns_tell(least, a, b, expected):
    assert least(TOTAL, a=a, b=b).values.get("fatalities") == expected


def test_a_total_of_which_a_part_cannot_be_read_is_left_out_with_a_remark(least):
    told = least(TOTAL, a="2", b="some")
    assert "fatalities" not in told.values
    assert any("fatalities" in remark for remark in told.remarks)


def test_a_total_that_the_store_cannot_hold_is_rejected(least):
    with pytest.raises(RowRejected, match="numbers of people come to 4294967294; at most 2147483647 is taken"):
        least(TOTAL, a=str(2**31 - 1), b=str(2**31 - 1))


@pytest.mark.parametrize(("code", "expected"), [("b", 400.0), ("B", 400.0), ("c", None), ("", None)])
def test_the_uncertainty_of_a_point_can_be_told_by_codes(least, code, expected):
    location = "location: {latitude: {column: y}, longitude: {column: x}, uncertainty: {column: p, codes: {a: 1.5, b: 400}}}\n"
    assert least(location, y="1", x="2", p=code).place.uncertainty == expected


SKIPPED = """\
Ref;When;Type;Land;Town;Lat;Lon;Dead;Papers
1;2011;Clash;Schweiz;Bern;;;3;
;;;;;;;0;
;;;;;;;None;
3;2011;Clash;Schweiz;Bern;;;0;
"""


def test_rows_that_tell_of_no_event_are_passed_over_and_counted(empty, files):
    directory, arguments = files
    (directory / "my.yaml").write_text(TOLD + 'skip: [{column: Dead, values: ["0", none]}]\n', "utf-8")
    (directory / "events.csv").write_text(SKIPPED, "utf-8")
    status, output, errors = annals(empty, *arguments)
    assert (status, "1 read = 1 new, 0 changed, 0 unchanged, 0 rejected" in output) == (0, True), errors
    assert "3: a row is passed over, since it tells of no event" in output


def test_a_list_of_json_is_cut_into_its_items(least):
    told = least("sources: [{title: {column: t}, publisher: {column: p}, split: ';'}]\n", t='["One; two", "Three", null]', p="A;B;")
    assert told.works == (ImportedSource("One; two", "A"), ImportedSource("Three", "B"))
    assert least("sources: [{title: {column: t}, split: ';'}]\n", t='["x"; "y"]').works == (ImportedSource('["x"'), ImportedSource('"y"]'))


OTHERS = {
    "another publisher": ("publisher: Nobody", "publisher: Somebody", "published by 'Nobody', and this is published by 'Somebody'"),
    "a corpus": ("id: incidents", "id: kazakhstan", "a corpus, and this is published by 'Nobody'"),
}


@pytest.mark.parametrize(("old", "new", "reason"), OTHERS.values(), ids=OTHERS)
def test_the_dataset_of_others_keeps_its_licence_and_citation(empty, files, old, new, reason):
    directory, arguments = files
    assert annals(empty, "load", "--demo")[0] == 0
    assert annals(empty, *arguments, "--max-rejects", "9")[0] == 0
    kept = dump(empty)
    (directory / "my.yaml").write_text(TOLD.replace(old, new), "utf-8")
    status, _, errors = annals(empty, *arguments, "--max-rejects", "9")
    assert status == 1
    assert reason in errors
    assert "give it an id of its own" in errors
    assert dump(empty) == kept


def test_a_publisher_may_change_its_own_licence_and_citation(empty, files):
    directory, arguments = files
    assert annals(empty, *arguments, "--max-rejects", "9")[0] == 0
    (directory / "my.yaml").write_text(TOLD.replace("licence: CC0-1.0", "licence: CC-BY-4.0").replace(": Nobody\n", ": NOBODY\n"), "utf-8")
    status, _, errors = annals(empty, *arguments, "--max-rejects", "9")
    assert status == 0, errors
    with serving(empty) as client:
        assert client.get("/v1/datasets/incidents").json["licence"] == "CC-BY-4.0"
