"""From an ImportedPlace that an importer tells, the rows of `location` that it stands for: the country, its divisions, the named place.

An id is the path of their slugs, such as `af.kabul-province.kabul-district.kabul-city`. A level that is not told is left out, and
what then stands higher than its kind does says which it is, so that one id is never both a district and a city: GTD's city of
Karachi, without a district, is `pk.sindh.karachi-settlement`.
"""

import re
from functools import lru_cache
from typing import Any
from unicodedata import category, name, normalize
from zlib import crc32

from slugify import slugify

from models.domain import limits
from seeds.gazetteer import countries
from seeds.gazetteer.areas import BOUNDS
from seeds.gazetteer.waters import Water

LONGEST = 70
"""Characters of a slug. That of a place within others may have to be shorter still, so that all its path is no longer than an id."""

DISTINCTIVE = re.compile(r"[+#]|(?<!\S)-(?=\w)|(?<=\w)-\s*\Z")
"""Marks that set names apart: a hyphen is one where a word begins or all ends with it, as in `Cell A-`, and not in `(2013-)`."""

BLANK = {
    "id": None, "name": None, "kind": None, "country": None, "latitude": None, "longitude": None, **dict.fromkeys(BOUNDS),
    "geonameid": None, "names": [], "basis": None,
}  # fmt: skip


def locate(place: Any) -> tuple[Any, ...]:
    """The id of an ImportedPlace, and its rows of `location`, outermost first; None and no row where neither a country nor a name is told.

    A country has bounds, and no row has a point: that of a row of data is its event's, and another event at the place may have had another.
    The rows are shared by all calls: copy to change.
    """
    return location_rows(place.country, place.admin1, place.admin2, place.name, place.kind)


@lru_cache(65536)
def location_rows(country: str | None, admin1: str | None, admin2: str | None, name: str | None, kind: str) -> tuple[Any, ...]:
    rows = division_rows(country, admin1, admin2)
    if name and name != country:
        rows = (*rows, place_row(rows, name, kind, 3))
    return (rows[-1]["id"] if rows else None), rows


@lru_cache(16384)
def division_rows(country: str | None, admin1: str | None, admin2: str | None) -> tuple[Any, ...]:
    """The rows of a country or a Water, and of the divisions that are told."""
    rows = (outermost_row(country),) if country else ()
    for depth, text in enumerate((admin1, admin2), 1):
        if text:
            rows = (*rows, place_row(rows, text, f"admin{depth}", depth))
    return rows


def outermost_row(country: str) -> dict[str, Any]:
    return water_row(country) if isinstance(country, Water) else country_row(country)


def water_row(name: str) -> dict[str, Any]:
    return BLANK | {"id": slug(name), "name": str(name), "kind": "region"}


@lru_cache
def country_row(code: str) -> dict[str, Any]:
    bounds = dict(zip(BOUNDS, countries.country_bounds(code), strict=True))
    about = {"id": code.lower(), "name": countries.country_label(code), "kind": "country", "country": code}
    return BLANK | about | bounds | {"names": countries.country_names(code), "basis": "Bounds by the EPSG dataset."}


def place_row(rows: tuple[Any, ...], text: str, kind: str, depth: int) -> dict[str, Any]:
    """The row of a place within those of `rows`; `depth` is how many there are when no level is left out."""
    outer = f"{rows[-1]['id']}." if rows else ""
    level = "" if len(rows) == depth else f"-{kind}"
    path = f"{outer}{slug(text, min(LONGEST, limits.LONGEST - len(outer) - len(level)))}{level}"
    return BLANK | {"id": path, "name": text, "kind": kind, "country": rows[0]["country"] if rows else None}


@lru_cache(65536)
def slug(text: str, most: int = LONGEST) -> Any:
    """A name in lower-case ASCII, of so many letters at most, and a checksum with it where that tells too little: of a name in another
    script than Latin, of marks that set names apart, of the end of a longer one. One that has no letters goes by its checksum alone."""
    plain = slugify(text, entities=False, decimal=False, hexadecimal=False, backend="text-unidecode")
    if is_ambiguous_slug(text):
        return with_checksum(plain, normalize("NFKC", text).casefold(), most)
    return plain if 0 < len(plain) <= most else with_checksum(plain, text, most)


def is_ambiguous_slug(text: str) -> bool:
    """Whether other names may come to the same ASCII: those of letters outside Latin, or as `Cell A+` and `Camp #1`."""
    return bool(DISTINCTIVE.search(text)) or not (text.isascii() or all(map(is_latin, filter(str.isalpha, text))))


def is_latin(letter: Any) -> Any:
    return category(letter) == "Lm" or name(letter, "").startswith("LATIN ")


def with_checksum(plain: Any, text: Any, most: Any) -> Any:
    return f"{plain[: most - 9]}-{crc32(text.encode()):08x}".lstrip("-").replace("--", "-")
