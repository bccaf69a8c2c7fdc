"""What countries are called, by those who publish data and by those who ask; and what is part of one, or may be several.

To add a name, add it in `country_names.csv`: under `names` what a country is called in full, which its location has as other names;
under `spellings` what else is understood; under `parts` what is a part of it, of several if it stands with each. Names compare by their
words, without order, case, diacritics, `the`, `of` and `and`, with usual abbreviations spelt out: "Bosnia-Herzegovina", "Korea, Rep." and
"St. Lucia" need no entry. The table holds facts: names that UCDP, ACLED, GTD, the World Bank and Natural Earth use beside those of
pycountry (ISO 3166-1), which has divisions as well (ISO 3166-2).
"""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

from models.domain.vocabularies import COUNTRY
from models.text.spelling import LEAST, closest_match
from models.text.tokenizer import tokenize

IGNORED_WORDS = {"the", "of", "and"}
ABBREVIATIONS = {"st": "saint", "rep": "republic", "dem": "democratic", "is": "islands", "peoples": "people"}
POSSESSIVE = re.compile(r"['’‘`´]s\b", re.IGNORECASE)
INITIALS = re.compile(r"\b\w(?: \w\b)+")

SEVERAL = {
    "Channel Islands": ("GG", "JE"),
    "Congo": ("CG", "CD"),
    "Korea": ("KR", "KP"),
    "Virgin Islands": ("VI", "VG"),
}
"""Names that do not tell one country from others, though one of them may be called so."""

MOST = 5
"""Countries of which a name is told to be a part; one of more says nothing."""


class UnclearCountry(ValueError):
    """A name of no one country. `codes` are those of the countries that it may be or is a part of, none where it is unknown."""

    def __init__(self, reason: str, codes: Iterable[Any] = ()) -> None:
        super().__init__(reason)
        self.codes = list(codes)


def name_key(text: str) -> tuple[Any, ...]:
    """What two spellings of one name have in common."""
    spelt = INITIALS.sub(lambda found: found[0].replace(" ", ""), " ".join(tokenize(POSSESSIVE.sub("", text))))
    return tuple(sorted(ABBREVIATIONS.get(word, word) for word in spelt.split() if word not in IGNORED_WORDS))


def official_names(code: Any) -> Any:
    """The names of a country in ISO 3166-1; none for one that is not there."""
    country = pycountry.countries.get(alpha_2=code)
    return [text for text in (getattr(country, name, None) for name in ("name", "official_name", "common_name")) if text]


def read_table() -> Any:
    """By code, the texts of each column."""
    with (Path(__file__).parent / "country_names.csv").open(encoding="utf-8", newline="") as file:
        rows = {row.pop("code"): row for row in csv.DictReader(file)}
    return {code: {column: text.split("; ") if text else [] for column, text in row.items()} for code, row in rows.items()}


TABLE = {code: {"names": [], "spellings": [], "parts": []} for code in COUNTRY.codes} | read_table()
NAMES = {code: [*official_names(code), *row["names"]] for code, row in TABLE.items()}
"""By code, what a country is called."""
ACCEPTED_NAMES = {code: [COUNTRY.by_code[code].label, *names, *TABLE[code]["spellings"]] for code, names in NAMES.items()}
"""By code, all by which a country is known."""

BY_NAME = {name_key(text): code for code, texts in ACCEPTED_NAMES.items() for text in texts}
BY_CODE = {text.casefold(): term.code for term in COUNTRY.terms for text in (term.code, *term.also)}
SPELLINGS = {" ".join(tokenize(text)): code for code, texts in ACCEPTED_NAMES.items() for text in texts if len(text) > LEAST}
POSSIBLE_NAMES = {name_key(text): codes for text, codes in SEVERAL.items()}


def codes_by_key(pairs: Iterator[Any]) -> dict[tuple[Any, ...], Any]:
    """By key of a name, the codes of all that it goes with."""
    found = {}
    for text, code in pairs:
        found.setdefault(name_key(text), {})[code] = None
    return {of: list(codes) for of, codes in found.items()}


DIVISIONS = codes_by_key((text, code) for code, row in TABLE.items() for text in row["parts"])


@cache
def division_codes() -> dict[tuple[Any, ...], Any]:
    """The same of the divisions of ISO 3166-2."""
    return codes_by_key((re.sub(r"\s*[\[(].*", "", each.name), each.country_code) for each in pycountry.subdivisions)


def code_of_name(text: str) -> str | None:
    """The code of a country from a name that a dataset gives it. Raises UnclearCountry."""
    found = name_key(text)
    if found not in BY_NAME:
        raise unclear_country(text, found)
    return BY_NAME[found]


def code_of_input(text: str) -> str | None:
    """The code of a country from what a person types: a code or a name. Raises UnclearCountry for a name that is not one country's
    alone."""
    code, found = BY_CODE.get(text.strip().casefold()), name_key(text)
    if code is None and (found in POSSIBLE_NAMES or found in DIVISIONS):
        raise unclear_country(text, found)
    return code or code_of_name(text)


def suggest_code(text: Any) -> str | None:
    """The code of the country of which a text may be the name, misspelt or not to its end; None where it is like none."""
    return SPELLINGS.get(closest_match(" ".join(tokenize(text)), SPELLINGS))


def unclear_country(text: str, found: tuple[Any, ...]) -> UnclearCountry:
    if found in POSSIBLE_NAMES:
        return UnclearCountry(f"{text!r} may be {format_codes(POSSIBLE_NAMES[found])}", POSSIBLE_NAMES[found])
    within = DIVISIONS.get(found) or division_codes().get(found, ())
    if 0 < len(within) <= MOST:
        return UnclearCountry(f"{text!r} is a part of {format_codes(within)}", within)
    return UnclearCountry(f"{text!r} is no country that is known by that name")


def format_codes(codes: Any) -> str:
    return " or ".join(f"{code} ({COUNTRY.by_code[code].label})" for code in codes)
