"""Finds countries by their names in datasets and in requests, and explains names of parts of a country and ambiguous ones.

To add a name, add it in `country_names.csv`: under `names` the full names of a country, which its location gets as other names; under
`spellings` whatever else is understood; under `parts` the names of its parts (a part of several countries stands with each). Names compare
by their words, without order, case, diacritics, `the`, `of` and `and`, with usual abbreviations spelt out: "Bosnia-Herzegovina", "Korea,
Rep." and "St. Lucia" need no entry, nor do two names of one country, as in "Czechia (Czech Republic)". The table holds facts: names that
UCDP, ACLED, GTD, the World Bank, the United Nations and Natural Earth use beside those of pycountry (ISO 3166-1), which has divisions as
well (ISO 3166-2).
"""

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pycountry

from models.domain.vocabularies import COUNTRY
from models.text.spelling import LEAST, closest_match
from models.text.tokenizer import tokenize

IGNORED_WORDS = {"the", "of", "and"}
ABBREVIATIONS = {
    "st": "saint", "rep": "republic", "dem": "democratic", "is": "islands", "peoples": "people", "boliv": "bolivarian", "br": "british",
    "fr": "french", "sts": "states", "ter": "territory", "terr": "territory", "vietnam": "viet nam", "faeroe": "faroe",
    "dr": "democratic republic", "pdr": "people democratic republic", "dpr": "democratic people republic", "pr": "people republic",
} | dict.fromkeys(("fed", "federated", "federation"), "federal")  # fmt: skip
"""Words that stand for others, by which names then compare."""
IN_BRACKETS = re.compile(r"(.+?)\s*[(\[](.+)[)\]]\s*")
POSSESSIVE = re.compile(r"['’‘`´]s\b", re.IGNORECASE)
INITIALS = re.compile(r"\b\w(?: \w\b)+")
NameKey = tuple[str, ...]

SEVERAL = {
    "Channel Islands": ("GG", "JE"),
    "Congo": ("CG", "CD"),
    "Korea": ("KR", "KP"),
    "ROC": ("TW", "CG"),
    "Virgin Islands": ("VI", "VG"),
}
"""Ambiguous names, by the countries that each may mean."""

MOST = 5
"""The most countries that the reason lists for a name of a part; the name of a part of more countries counts as unknown."""


class UnclearCountry(ValueError):
    """A name that does not name exactly one country. `codes` has the countries that it may mean or is a part of; none if it is unknown."""

    def __init__(self, reason: str, codes: Iterable[str] = ()) -> None:
        super().__init__(reason)
        self.codes = list(codes)


def name_key(text: str) -> NameKey:
    """The key by which names compare: equal for two spellings of one name."""
    joined = INITIALS.sub(lambda match: match[0].replace(" ", ""), " ".join(tokenize(POSSESSIVE.sub("", text))))
    spelt = " ".join(ABBREVIATIONS.get(word, word) for word in joined.split() if word not in IGNORED_WORDS)
    return tuple(sorted(spelt.split()))


def official_names(code: str) -> list[str]:
    """The names of a country in ISO 3166-1; none where its code is not there."""
    country = pycountry.countries.get(alpha_2=code)
    return [text for text in (getattr(country, name, None) for name in ("name", "official_name", "common_name")) if text]


def read_table() -> dict[str, dict[str, list[str]]]:
    """The rows of `country_names.csv` by code: by column, the list of its texts."""
    with (Path(__file__).parent / "country_names.csv").open(encoding="utf-8", newline="") as file:
        rows = {row.pop("code"): row for row in csv.DictReader(file)}
    return {code: {column: text.split("; ") if text else [] for column, text in row.items()} for code, row in rows.items()}


EMPTY: dict[str, list[str]] = {"names": [], "spellings": [], "parts": []}
TABLE = dict.fromkeys(COUNTRY.codes, EMPTY) | read_table()
NAMES = {code: [*official_names(code), *row["names"]] for code, row in TABLE.items()}
"""By code, the full names of a country."""
ACCEPTED_NAMES = {code: [COUNTRY.by_code[code].label, *names, *TABLE[code]["spellings"]] for code, names in NAMES.items()}
"""By code, every name that is accepted for a country."""

BY_NAME = {name_key(text): code for code, texts in ACCEPTED_NAMES.items() for text in texts}
BY_CODE = {text.casefold(): term.code for term in COUNTRY.terms for text in (term.code, *term.also)}
SPELLINGS = {" ".join(tokenize(text)): code for code, texts in ACCEPTED_NAMES.items() for text in texts if len(text) > LEAST}
POSSIBLE_NAMES = {name_key(text): codes for text, codes in SEVERAL.items()}


def codes_by_key(pairs: Iterable[tuple[str, str]]) -> dict[NameKey, list[str]]:
    """From (name, code) pairs: by key of a name, the codes that it is paired with, each once, in order."""
    codes_of: dict[NameKey, dict[str, None]] = {}
    for text, code in pairs:
        codes_of.setdefault(name_key(text), {})[code] = None
    return {key: list(codes) for key, codes in codes_of.items()}


DIVISIONS = codes_by_key((text, code) for code, row in TABLE.items() for text in row["parts"])


@cache
def division_codes() -> dict[NameKey, list[str]]:
    """By key of the name of a division in ISO 3166-2, the codes of the countries that have it."""
    return codes_by_key((re.sub(r"\s*[\[(].*", "", each.name), each.country_code) for each in pycountry.subdivisions)


def code_of_name(text: str) -> str:
    """The code of the country that a dataset calls by this name, or by two as in `United States (USA)`. Raises UnclearCountry."""
    key = name_key(text)
    code = BY_NAME.get(key) or code_of_both_names(text)
    if code is None:
        raise unclear_country(text, key)
    return code


def code_of_both_names(text: str) -> str | None:
    """The code of the only country that both names in `A (B)` may mean; None where there is none."""
    if not (both := IN_BRACKETS.fullmatch(text)):
        return None
    common = set.intersection(*map(possible_codes, both.groups()))
    return common.pop() if len(common) == 1 else None


def possible_codes(text: str) -> set[str]:
    """The codes of all countries that a name or a code may mean."""
    key = name_key(text)
    named = {BY_NAME.get(key), BY_CODE.get(text.strip().casefold()), *POSSIBLE_NAMES.get(key, ())}
    return {code for code in named if code}


def code_of_input(text: str) -> str:
    """The code of a country from a code or a name that a person typed. Raises UnclearCountry for a name that does not name exactly one
    country."""
    code, key = BY_CODE.get(text.strip().casefold()), name_key(text)
    if code is None and (key in POSSIBLE_NAMES or key in DIVISIONS):
        raise unclear_country(text, key)
    return code or code_of_name(text)


def suggest_code(text: str) -> str | None:
    """The code of the country whose name a text may be, misspelt or incomplete; None where it is similar to none."""
    match = closest_match(" ".join(tokenize(text)), SPELLINGS)
    return None if match is None else SPELLINGS[match]


def unclear_country(text: str, key: NameKey) -> UnclearCountry:
    """The error for a name (and its key) that does not name exactly one country."""
    if key in POSSIBLE_NAMES:
        return UnclearCountry(f"{text!r} may be {format_codes(POSSIBLE_NAMES[key])}", POSSIBLE_NAMES[key])
    within = DIVISIONS.get(key) or division_codes().get(key, [])
    if 0 < len(within) <= MOST:
        return UnclearCountry(f"{text!r} is a part of {format_codes(within)}", within)
    return UnclearCountry(f"{text!r} is no country that is known by that name")


def format_codes(codes: Sequence[str]) -> str:
    return " or ".join(f"{code} ({COUNTRY.by_code[code].label})" for code in codes)
