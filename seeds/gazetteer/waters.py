"""Oceans, seas and their parts, which stand in the place of a country where an event was in none."""

import re
from functools import lru_cache

from models.domain.country_names import UnclearCountry, code_of_name
from seeds.gazetteer.countries import code_by_name

OPEN_WATER = re.compile(r"\w\s+(ocean|sea)\s*$", re.IGNORECASE)
"""What names of oceans and seas end with, and those of no country. A part of one is called so, the state Red Sea of Sudan, which is not
meant where a country is to be named."""
WATER = re.compile(r"\b(oceans?|seas?|gulf|straits?|bay|channel|waters)\s*$|^\s*(gulf|seas?|straits?|bay) of\b", re.IGNORECASE)
"""What names of waters end or begin with, such as `Red Sea` and `Gulf of Aden`."""


class Water(str):
    """The name of an ocean, a sea or a part of one."""


@lru_cache(4096)
def country_or_water(text: str) -> str | None:
    """The code of a country from its name, or the name as a Water; None for what is said to be in no country. Raises RowRejected."""
    return Water(text) if is_water(text) else code_by_name(text)


def is_water(text: str) -> bool:
    """Whether a name is that of an ocean or a sea, or of another water and neither of a country nor of a part of one, as Hawke's Bay is."""
    return bool(OPEN_WATER.search(text) or (WATER.search(text) and is_unknown(text)))


def is_unknown(text: str) -> bool:
    """Whether a name is known for that of no country, and of no part of one."""
    try:
        code_of_name(text)
    except UnclearCountry as reason:
        return not reason.codes
    return False
