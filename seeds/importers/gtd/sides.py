"""The two sides of an attack in GTD, and how its toll falls on them.

A target is a type and a nationality, such as `Police (Pakistan)`; who it was in particular is its note. `nkillter` and `nwoundte`
are the perpetrators' own dead and injured; the rest are the targets', bystanders among them. A figure goes to an actor that is
alone on its side; of several, only a zero is everyone's. A part of a person is a share, for GTD divides the total of linked attacks
among them: its bounds are the whole numbers about it, its best figure the nearest (of two as near the even one, so that sums stay true).
"""

import math
from functools import lru_cache
from typing import Any

from models.domain.limits import LARGEST
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.countries import code_by_name
from seeds.gazetteer.places import slug
from seeds.importers.gtd.notes import YES
from seeds.importers.imported_event import ImportedActor, ImportedPart

KINDS = {
    "government (diplomatic)": "government",
    "government (general)": "government",
    "military": "state-forces",
    "other": "unidentified",
    "police": "police",
    "terrorists/non-state militia": "militant-group",
    "violent political party": "militant-group",
}
"""Kinds of actors by type of target; those of all others are civilians."""

INDIVIDUAL = ImportedActor("unaffiliated-individual", "Unaffiliated individual", "individual")
UNIDENTIFIED = ImportedActor("unidentified-perpetrators", "Unidentified perpetrators")
UNTOLD = ImportedActor("unidentified-targets", "Unidentified targets")

GROUPS = (("gname", "gsubname", "guncertain1"), ("gname2", "gsubname2", "guncertain2"), ("gname3", "gsubname3", "guncertain3"))
TARGETS = tuple((f"targtype{n}_txt", f"natlty{n}_txt", (f"targsubtype{n}_txt", f"corp{n}", f"target{n}")) for n in (1, 2, 3))
TOLLS = (("nkill", "nkillter"), ("nwound", "nwoundte"))


def casualties(row: Row, column: str) -> Any:
    """A number of people, or the range about a share; None where it is not reported. Raises RowRejected."""
    number = row.number_in(column, 0, LARGEST)
    if number is None or number.is_integer():
        return None if number is None else int(number)
    return {"low": math.floor(number), "best": round(number), "high": math.ceil(number)}


def casualties_of(row: Row) -> dict[str, Any]:
    """The four tolls by column. Raises RowRejected."""
    return {column: casualties(row, column) for columns in TOLLS for column in columns}


def exceeds(own: int, total: int) -> bool:
    return isinstance(own, int) and isinstance(total, int) and own > total


def divide(total: int, own: int) -> tuple[Any, ...]:
    """The perpetrators' own part of a toll, and the rest; None where it is not told, or no whole number."""
    if not isinstance(own, int) or exceeds(own, total):
        return None, None
    return own, total - own if isinstance(total, int) else None


@lru_cache(65536)
def make_actor(name: str, kind: str, country: str | None = None) -> ImportedActor:
    return ImportedActor(slug(name), name, kind, country)


def country_of(nationality: str) -> Any:
    """The code of a country; None for what is none, such as "Multinational" or "Asian"."""
    try:
        return code_by_name(nationality)
    except RowRejected:
        return None


@lru_cache(65536)
def make_target(kind: str, nationality: str) -> ImportedActor:
    code = KINDS.get(kind.lower(), "civilians")
    return make_actor(f"{kind} ({nationality})", code, country_of(nationality)) if nationality else make_actor(kind, code)


def perpetrators_of(row: Row) -> dict[tuple[Any, ...], Any]:
    """Notes by actor and role: each group that is named, or whoever it was."""
    found = {}
    for name, part, uncertain in GROUPS:
        if text := row.text(name):
            role = "suspect" if row.text(uncertain) in YES else "perpetrator"
            found.setdefault((make_actor(text, "militant-group"), role), []).append(row.text(part))
    return found or {(INDIVIDUAL if row.text("individual") in YES else UNIDENTIFIED, "perpetrator"): []}


def targets_of(row: Row) -> dict[tuple[Any, ...], Any]:
    """Notes by actor and role: each type and nationality of targets."""
    found = {}
    for kind, nationality, details in TARGETS:
        if text := row.text(kind):
            found.setdefault((make_target(text, row.text(nationality)), "target"), []).extend(map(row.text, details))
    return found or {(UNTOLD, "target"): []}


def parts_of(side: Any, figures: Any) -> Any:
    """The Parts of a side with its dead and injured."""
    dead, injured = [figure if len(side) == 1 or figure == 0 else None for figure in figures]
    joined = ((who, role, "; ".join(dict.fromkeys(filter(None, notes)))) for (who, role), notes in side.items())
    return [ImportedPart(who, role, dead, injured, note or None) for who, role, note in joined]


def all_parts(row: Row, tolls: dict[str, Any]) -> tuple[Any, ...]:
    """All who took part, with their share of the tolls."""
    own, rest = zip(*(divide(tolls[total], tolls[own]) for total, own in TOLLS), strict=True)
    return (*parts_of(perpetrators_of(row), own), *parts_of(targets_of(row), rest))
