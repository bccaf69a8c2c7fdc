"""Global Terrorism Database (GTD) of START: one row an attack, by the columns and codes of its codebook.

- An attack with `success` 0 did occur, since GTD leaves out what was only planned, and a murder that fails is no success even where
  bystanders die. Title and note say that it was unsuccessful.
- `doubtterr` doubts that it was terrorism, not that it happened: the claim is stated, and its note tells the doubt.
- The file of 1993 lacks twelve columns, which no public source names; needed are those without which no attack can be told.
- Left out: criteria of inclusion, regions, figures for US citizens, values of property and ransom, times of hostages, rival claims of
  responsibility, and INT_LOG, INT_IDEO, INT_MISC and INT_ANY, which are made from what is kept.
"""

import re
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from models.domain import dates
from models.domain.type_crosswalk import LABELS, type_of
from models.domain.vocabularies import TYPE
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.coordinates import LATITUDE, LONGITUDE
from seeds.gazetteer.waters import country_or_water
from seeds.importers.base import Importer
from seeds.importers.citation_parser import parse_citation
from seeds.importers.gtd.notes import NO, YES, note_of
from seeds.importers.gtd.sides import TOLLS, all_parts, casualties_of, exceeds
from seeds.importers.imported_event import ImportedEvent, ImportedPlace, select_remarks
from seeds.importers.memoize import memoize_by_columns

NEEDED = "eventid iyear imonth iday country_txt city attacktype1_txt targtype1_txt gname weaptype1_txt nkill nkillter nwound nwoundte"
SINCE_2017 = f"""{NEEDED} approxdate extended resolution provstate latitude longitude specificity vicinity location summary doubtterr
    multiple success suicide attacktype1 natlty1_txt gname2 gname3 guncertain1 individual scite1 scite2 scite3 dbsource related"""

ID = re.compile(r"(\d{8}(?!0000)\d{4})(?:\.0+)?", re.ASCII)
DAMAGED = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d{8}0000(?:\.0+)?", re.ASCII | re.IGNORECASE)
CODES = {label.casefold(): code for code, label in LABELS["gtd"].items()}
FILE = re.compile(r"(\d\d)(\d\d)dist")
UNTOLD = frozenset({"Unknown", "unknown", "Not Applicable"})

NEAR = 25.0
UNCERTAINTY = {2: 100.0, 3: 100.0, 4: 400.0}
"""Kilometres by `specificity`, where the point is the middle of a district or of a province."""

WEAPONS = tuple((f"weaptype{n}_txt", f"weapsubtype{n}_txt") for n in (1, 2, 3, 4))
SOURCES = ("scite1", "scite2", "scite3")


def id_of(row: Row) -> Any:
    """The twelve digits of `eventid`. Raises RowRejected."""
    text = row.required("eventid")
    if found := ID.fullmatch(text):
        return found[1]
    raise RowRejected(f"eventid {text!r} " + ("was damaged by a spreadsheet" if DAMAGED.fullmatch(text) else "is not twelve digits"))


def start_of(row: Row) -> str:
    """EDTF of the day, month or year in which it began; 0 is unknown. Raises RowRejected."""
    row.required("iyear")
    numbers = row.whole("iyear"), row.whole("imonth", 0, 12), row.whole("iday", 0, 31)
    try:
        return dates.parse_date("-".join(f"{number:02}" for number in takewhile(bool, numbers))).edtf
    except ValueError as error:
        raise RowRejected(f"iyear, imonth and iday: {error}") from None


def day_of(text: Any) -> Any:
    """ISO 8601 of a day, written 2015-07-03 or 7/3/2015, with or without a time; None of anything else."""
    try:
        return datetime.strptime(re.split("[ T]", text)[0], "%m/%d/%Y" if "/" in text else "%Y-%m-%d").date().isoformat()
    except ValueError:
        return None


def date_of(row: Row) -> str:
    """EDTF of when it began, or of all its days where it was extended and `resolution` is a day after that. Raises RowRejected."""
    start = start_of(row)
    end = day_of(row.text("resolution") or "") if row.text("extended") in YES else None
    return f"{start}/{end}" if end and end > dates.parse_date(start).first else start


@memoize_by_columns("latitude", "longitude")
def point_of(row: Row) -> Any:
    """Latitude and longitude, either None where it is not told; -9 and -99 are degrees here, and no codes. Raises RowRejected."""
    cells = replace(row, missing=UNTOLD)
    return cells.degrees("latitude", LATITUDE), cells.degrees("longitude", LONGITUDE)


def place_of(row: Row) -> Any:
    """The Place. `city` is a district where `specificity` is 3, and coordinates say no more than the country where it is 5."""
    specificity = row.whole("specificity", 1, 5)
    point = point_of(row)
    about = UNCERTAINTY.get(specificity, NEAR if row.text("vicinity") in YES else None)
    admin2, name = (row.text("city"), None) if specificity == 3 else (None, row.text("city"))
    latitude, longitude, uncertainty = (None, None, None) if specificity == 5 or None in point else (*point, about)
    country, admin1 = country_or_water(row.required("country_txt")), row.text("provstate")
    return ImportedPlace(country, admin1, admin2, name, "settlement", latitude, longitude, uncertainty)


def code_of(row: Row) -> str:
    """GTD's code of the type, by its text where the code is not told. Raises RowRejected."""
    if code := row.whole("attacktype1", 1, 9):
        return str(code)
    text = row.text("attacktype1_txt") or "Unknown"
    if text.casefold() not in CODES:
        raise RowRejected(f"attacktype1_txt {text!r} is not one of {', '.join(LABELS['gtd'].values())}")
    return CODES[text.casefold()]


def resolve_type(row: Row, code: str) -> str:
    ours = type_of("gtd", code)
    return "suicide-bombing" if ours == "bombing" and row.text("suicide") in YES else ours


def title_of(row: Row, type: str) -> str:
    label = TYPE.by_code[type].label
    kind = f"Unsuccessful {label.lower()}" if row.text("success") in NO else label
    by = f" by {name}" if (name := row.text("gname")) else ""
    places = dict.fromkeys(filter(None, map(row.text, ("city", "provstate", "country_txt"))))
    return f"{kind}{by} in {', '.join(places)}"


def weapons_of(row: Row) -> list[Any]:
    """Each type of weapon once, with its subtypes as note."""
    found = {}
    for name, detail in WEAPONS:
        if text := row.text(name):
            found.setdefault(text.partition(" (")[0].lower(), []).append(row.text(detail))
    notes = {name: "; ".join(dict.fromkeys(filter(None, details))) for name, details in found.items()}
    return [{"name": name} | ({"note": note} if note else {}) for name, note in notes.items()]


def related_of(row: Row, own: str) -> tuple[Any, ...]:
    """The ids in `related` but its own, and whether any was damaged."""
    given = re.split(r"[,;\s]+", row.text("related") or "")
    found = [ID.fullmatch(text) for text in filter(None, given)]
    return tuple(dict.fromkeys(each[1] for each in found if each and each[1] != own)), None in found


def remarks_of(row: Row, tolls: dict[str, Any], damaged: bool) -> tuple[Any, ...]:
    """What a load counts and tells."""
    found = {
        "related holds an id that is damaged": damaged,
        "latitude or longitude stands alone": point_of(row).count(None) == 1,
    }
    for total, own in TOLLS:
        found[f"{total} is a share of a total"] = isinstance(tolls[total], dict)
        found[f"{own} is more than {total}"] = exceeds(tolls[own], tolls[total])
    return select_remarks(found)


def values_of(row: Row, tolls: Any) -> Any:
    code = code_of(row)
    type = resolve_type(row, code)
    values = {
        "kind": "incident",
        "type": type,
        "status": "occurred",
        "title": title_of(row, type),
        "summary": row.text("summary"),
        "date": date_of(row),
        "fatalities": tolls["nkill"],
        "injuries": tolls["nwound"],
        "arrests": row.whole("nperpcap"),
        "weapons": weapons_of(row) or None,
        "original_type": code,
    }
    return {name: value for name, value in values.items() if value is not None}


def read_event(rows: Any) -> Any:
    """What a row tells. Raises RowRejected."""
    (row,) = rows
    id, tolls = id_of(row), casualties_of(row)
    related, damaged = related_of(row, id)
    return ImportedEvent(
        id=id,
        values=values_of(row, tolls),
        place=place_of(row),
        actors=all_parts(row, tolls),
        works=tuple(parse_citation(text) for text in dict.fromkeys(map(row.text, SOURCES)) if text),
        note=note_of(row),
        related=related,
        remarks=remarks_of(row, tolls, damaged),
    )


def release_date(label: Any) -> Any:
    """EDTF of a label that is a date, or has one as the names of GTD's own files do, such as 0221dist for February 2021."""
    found = FILE.search(label)
    try:
        return dates.parse_date(f"20{found[2]}-{found[1]}" if found else label).edtf
    except ValueError:
        return None


IMPORTER = Importer(
    dataset={
        "id": "gtd",
        "title": "Global Terrorism Database (GTD)",
        "description": "Attacks by non-state actors, with force that is illegal, for a political, economic, religious or social goal.",
        "licence": "LicenseRef-GTD",
        "licence_url": "https://www.start.umd.edu/gtd/end-user-agreement/",
        "citation": "START (National Consortium for the Study of Terrorism and Responses to Terrorism). (2022). "
        "Global Terrorism Database 1970 - 2020 [data file]. https://www.start.umd.edu/gtd",
    },
    publisher="START, University of Maryland",
    eras={"135 columns, from 2017 on": frozenset(SINCE_2017.split()), "123 columns, 1993": frozenset(NEEDED.split())},
    tell=read_event,
    id=id_of,
    missing=UNTOLD | {"-9", "-9.0", "-99", "-99.0"},
    released=release_date,
    most=1_000_000,
)
