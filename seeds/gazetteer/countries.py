"""Countries looked up by number, code or name, each found as a code of the vocabulary `country`; and their bounds.

To add a name, see `models/domain/country_names.py`; a state of Gleditsch and Ward's, add it in `gleditsch_ward.csv`.

The tables hold facts. Numbers: Gleditsch and Ward (1999), "A Revised List of the Independent EventStates since the Congress of Vienna",
International Interactions 25(4), and its later revisions, with the microstates; from 1946 on, and with 345 after 2006 and 751 as
UCDP uses them. `until` is the last year that a state was the number's for the longer part. FIPS:
the codes of FIPS PUB 10-4, withdrawn ones too, and empty for islands that several states claim. Bounds: areas of use of the EPSG Geodetic
Parameter Dataset 11.022, waters included where it has them; a former or disputed country, but for Kosovo, has those of the countries in
which it lay or lies, and Morocco's hold Western Sahara, since UCDP counts it there.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.domain.country_names import BY_CODE, NAMES, UnclearCountry, code_of_name, name_key
from models.domain.vocabularies import COUNTRY
from seeds.errors import RowRejected
from seeds.gazetteer.areas import BOUNDS

NOWHERE = {name_key(text) for text in ("International", "Multinational")}
"""What GTD has in the place of a country where there is none."""

AT_SEA = 1.0
"""Degrees about a country that may still be meant by it, as a point off its coast is."""
OUTSIDE = "the point lies outside its country's bounds"


def read_csv(name: Any) -> Any:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def states_by_number(rows: Any) -> Any:
    """By number, the last year and the code of each state that had it, in order of time."""
    states = {}
    for row in rows:
        states.setdefault(int(row["number"]), []).append((int(row["until"] or 9999), row["code"]))
    return states


COUNTRIES = {row["code"]: row for row in read_csv("countries.csv")}
BY_FIPS = {row["fips"]: row["code"] for row in read_csv("fips.csv")}
BY_GW = states_by_number(read_csv("gleditsch_ward.csv"))


@lru_cache(4096)
def code_by_gw(number: int | str, year: int | None = None) -> str | None:
    """The code of the state that has a Gleditsch-Ward number, a whole number or its digits, in a year (None: the last that had it).

    Raises RowRejected where there is no such number, and where its state was none any more in that year.
    """
    states = BY_GW.get(int(number)) if str(number).isdecimal() else None
    if states is None:
        raise RowRejected(f"country number {str(number)!r} is not one of Gleditsch and Ward's")
    last, code = states[-1]
    year = last if year is None else int(year)
    if year > last:
        raise RowRejected(f"country number {number} is that of {country_label(code)}, which was no state any more in {year}")
    return next(code for until, code in states if year <= until)


@lru_cache(4096)
def code_by_iso(text: str) -> str | None:
    """The code of a country from any of its codes: alpha-2, alpha-3, numeric, or the vocabulary's own. Raises RowRejected."""
    code = BY_CODE.get(text.strip().casefold())
    if code is None:
        raise RowRejected(f"country code {text!r} is not one of ISO 3166")
    return code


def code_by_fips(text: str) -> str | None:
    """The code of a country from that of FIPS 10-4; None for islands that several claim. Raises RowRejected where there is no such code."""
    code = BY_FIPS.get(text.strip().upper())
    if code is None:
        raise RowRejected(f"country code {text!r} is not one of FIPS 10-4")
    return code or None


@lru_cache(4096)
def code_by_name(text: str) -> Any:
    """The code of a country from its name; None for what is said to be in no country, such as "International". Raises RowRejected."""
    if name_key(text) in NOWHERE:
        return None
    try:
        return code_of_name(text)
    except UnclearCountry as reason:
        raise RowRejected(f"country {text!r} is not known by that name{explain_unclear(reason)}") from None


def explain_unclear(reason: Any) -> Any:
    """How the reason ends that a name is no country's: with those that it may be, or is a part of."""
    return f": {reason}" if reason.codes else ""


@lru_cache
def country_bounds(code: str) -> tuple[Any, ...]:
    """West, south, east and north of a country in degrees, rounded outwards to a tenth; west > east crosses the antimeridian."""
    return tuple(float(COUNTRIES[code][side]) for side in BOUNDS)


def is_in_bounds(code: str, latitude: float, longitude: float, margin: float) -> bool:
    """Whether a point lies within the bounds of a country, or so many degrees outside of them."""
    west, south, east, north = country_bounds(code)
    width = (east - west) % 360 or 360
    return south - margin <= latitude <= north + margin and (longitude - west + margin) % 360 <= width + 2 * margin


def point_outside_country(code: str, latitude: float, longitude: float, margin: float = 0.0) -> str | None:
    """Why a point cannot be in a country, nor off its coast, if it is right by `margin` degrees; None where it can."""
    margin += AT_SEA
    if is_in_bounds(code, latitude, longitude, margin):
        return None
    swapped = is_in_bounds(code, longitude, latitude, margin)
    return OUTSIDE + ("; with latitude and longitude swapped, it would lie inside" if swapped else "")


def country_label(code: str) -> str:
    """The label of a code of the vocabulary."""
    return COUNTRY.by_code[code].label


@lru_cache
def country_names(code: str) -> list[str]:
    """What a country is called beside its label, by ISO 3166-1 and by those who publish data."""
    return sorted({*NAMES[code]} - {country_label(code)})
