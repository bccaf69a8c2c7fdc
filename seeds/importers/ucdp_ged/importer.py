"""UCDP Georeferenced Event Dataset (GED), annual and Candidate releases: one row an event, by the columns and codes of its codebook.

Codebook: https://ucdp.uu.se/downloads/ged/ged251.pdf. What a user should know:

- An event is known by `relid` where a file has it, else by `id`, which another release may give to another event.
- `date_start` and `date_end` are the days between which it happened or may have happened. Where `date_prec` says that no more than
  the month (4) or the year (5) is known and they are its first and last, the month or year is told.
- What `where_prec` says, and how far off the point may be. Kilometres of 2 are the codebook's, the others ours:

      1  the place itself                  place and point                    -
      2  near a known place                place and point                25 km
      3  a second-level division           division, its point           100 km
      4  a first-level division            division, its point           400 km
      5  a line or an area without borders first-level division, point   400 km
      6  the country                       country; the point says no more    -
      7  international waters or airspace  the country named, point      400 km

- The country is that of `country_id`; `country` counts only where there is none. That of a government is told by its name, and by
  `gwnoa` or `gwnob` where the name does not tell it: the Candidate 22.0.2 gives the government of Russia the number of Ukraine.
- A side takes part with its dead. `deaths_civilians` are those of civilians, who in one-sided violence are side b; `deaths_unknown`
  are those of unidentified people. An actor that fights its like, as `XXX70` does (an unnamed group, with the country's number),
  takes part once, with the dead of both sides.
- A `code_status` other than Clear marks what is still to be checked: alleged. An `event_clarity` of 2 or more means that the sources
  tell of several acts in one, of which the coders made an event: inferred. The note says which, and the latter counts where both are.
- `source_article` is cut into documents where all of it has the form "office,date,headline", and as many as `number_of_sources`, if
  that is known; else it is one document, titled by the whole text. One dated 1753-01-01 has no date. `source_original` is whom they
  cite.
- Left out: `active_year`, ids of conflicts and dyads, `geom_wkt`, `priogrid_gid`, `region`, which follow from what is kept.
"""

import re
from functools import lru_cache
from typing import Any

from models.domain.type_crosswalk import type_of
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.importers.base import Importer
from seeds.importers.imported_event import ImportedEvent, select_remarks
from seeds.importers.ucdp_ged.dates import date_of
from seeds.importers.ucdp_ged.places import place_of, precision_of
from seeds.importers.ucdp_ged.sides import parts_of
from seeds.importers.ucdp_ged.sources import LONGEST, sources_of

COMMON = """
    id year active_year type_of_violence conflict_new_id conflict_name dyad_new_id dyad_name side_a_new_id side_a side_b_new_id gwnob
    side_b number_of_sources source_article source_office source_date source_headline source_original where_prec where_coordinates
    adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end
    deaths_a deaths_b deaths_civilians deaths_unknown low best high
"""
SINCE_20 = "relid code_status conflict_dset_id dyad_dset_id side_a_dset_id side_b_dset_id where_description"
LAYOUTS = {"49 columns": f"{COMMON} gwnoa {SINCE_20}", "42 columns": f"{COMMON} gwnoa", "41 columns": COMMON}

ID = re.compile(r"[\w.~-]+", re.ASCII)
"""What needs no escape in a URL."""

VIOLENCE = {"1": "State-based violence", "2": "Non-state violence", "3": "One-sided violence"}
DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
MOST_DEAD = 10_000_000

UNORDERED = "low <= best <= high does not hold; the event's range is widened"
UNEQUAL = "best is not the sum of the four deaths columns"
CUT = f"a document's title of {LONGEST} characters or more is cut"


def read_event(rows: Any) -> Any:
    """What the one row of an event tells. Raises RowRejected."""
    (row,) = rows
    precision = precision_of(row)
    date, dead, works = date_of(row), [casualties(row, column) for column in DEATHS], sources_of(row)
    fatalities = {bound: casualties(row, bound) for bound in ("low", "best", "high")}
    certainty, note = certainty_of(row.text("code_status"), row.whole("event_clarity", 1, 3))
    return ImportedEvent(
        id=id_of(row),
        values={**title_of(row, precision), "date": date, "fatalities": fatalities},
        place=place_of(row, precision, date[:4]),
        actors=parts_of(row, *dead),
        works=works,
        certainty=certainty,
        attributed_to=row.text("source_original"),
        note=note,
        remarks=remarks_on(fatalities, dead, works),
    )


def id_of(row: Row) -> Any:
    """The identity of an event, fit for a URL."""
    id = row.text("relid") or row.required("id")
    if not ID.fullmatch(id):
        raise RowRejected(f"the id {id!r} has other characters than letters, digits, '.', '-', '_' and '~'")
    return id


def casualties(row: Row, column: Any) -> Any:
    """How many died; GED leaves no figure out."""
    number = row.whole(column, 0, MOST_DEAD)
    if number is None:
        raise RowRejected(f"{column} is empty")
    return number


def title_of(row: Row, precision: Any) -> Any:
    violence, dyad = row.required("type_of_violence"), row.required("dyad_name")
    where = row.text("where_coordinates") or row.required("country")
    if violence not in VIOLENCE:
        raise RowRejected(f"type_of_violence {violence!r} is not one of {', '.join(VIOLENCE)}")
    values = {
        "kind": "incident",
        "status": "occurred",
        "type": type_of("ucdp-ged", violence),
        "original_type": violence,
        "title": f"{VIOLENCE[violence]} {precision.preposition} {where}: {dyad}",
    }
    summary = summary_of(row.text("conflict_name"), dyad, row.text("where_description"))
    return values | {"summary": summary} if summary else values


def summary_of(conflict: Any, dyad: Any, where: Any) -> Any:
    """What the title does not tell; nothing where it tells all."""
    told = [("Conflict", conflict if conflict != dyad else None), ("Place", where)]
    return " ".join(f"{what}: {text.rstrip('.')}." for what, text in told if text)


@lru_cache(256)
def certainty_of(status: Any, clarity: Any) -> Any:
    """Certainty, and the note that says why it is less than stated."""
    doubts = [("alleged", f"code_status: {status}.")] if status not in (None, "Clear") else []
    if clarity not in (None, 1):
        doubts.append(("inferred", f"event_clarity: {clarity}, told by the sources as part of a total."))
    return (doubts[-1][0], " ".join(note for _, note in doubts)) if doubts else ("stated", None)


def remarks_on(fatalities: Any, dead: Any, works: Any) -> Any:
    found = {
        UNORDERED: not fatalities["low"] <= fatalities["best"] <= fatalities["high"],
        UNEQUAL: fatalities["best"] != sum(dead),
        CUT: any(len(work.title) == LONGEST for work in works),
    }
    return select_remarks(found)


LABEL = re.compile(r"(?P<year>\d\d)\.(?:[1-9]|(?:0|01\.(?P=year))\.(?P<month>0?[1-9]|1[0-2]))", re.ASCII)


def release_date(label: Any) -> Any:
    """EDTF: `25.1` came out in 2025; the Candidate `21.0.12`, or `21.01.21.12` of all months until then, in the month after."""
    found = LABEL.fullmatch(label)
    if not found:
        return None
    year, month = 2000 + int(found["year"]), found["month"]
    return f"{year + int(month) // 12}-{int(month) % 12 + 1:02}" if month else f"{year}"


IMPORTER = Importer(
    dataset={
        "id": "ucdp-ged",
        "title": "UCDP Georeferenced Event Dataset (GED)",
        "description": "Events of organised violence, worldwide since 1989, as the Uppsala Conflict Data Program codes them.",
        "licence": "CC-BY-4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "citation": "Sundberg, Ralph, and Erik Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research"
        " 50(4), 523-532; with the article “Organized violence” of the release's year in the same journal and, for Candidate releases,"
        " Hegre, Håvard, Mihai Croicu, Kristine Eck and Stina Högbladh (2020), Introducing the UCDP Candidate Events Dataset,"
        " Research & Politics 7(3).",
    },
    publisher="Uppsala Conflict Data Program",
    eras={name: frozenset(columns.split()) for name, columns in LAYOUTS.items()},
    tell=read_event,
    id=id_of,
    missing=frozenset({"NULL"}),
    released=release_date,
    least=100,
    most=2_000_000,
)
