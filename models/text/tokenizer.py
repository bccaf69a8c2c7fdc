"""How a text becomes words, the same at load and in a query, so that both databases find the same."""

import functools
import re
import unicodedata
from typing import Any

DROPPED = ("Mn", "Mc", "Me", "Lm", "Cf")
"""Unicode categories of diacritics, of letters that only modify others (as in Oʻzbekiston) and of what cannot be seen."""

RUN = re.compile(r"[^\W_]+")
LONGEST = 100
"""Letters that count of a word: PostgreSQL takes none of more than 2046 bytes."""


ASCII = {code: character.lower() if character.isalnum() else " " for code, character in enumerate(map(chr, range(128)))}
"""Does for most texts, and several times as fast, what RUN does for all."""


def tokenize(text: str) -> Any:
    """The runs of letters and digits in a text, without case and diacritics, in whatever script: a tuple."""
    found = text.translate(ASCII).split() if text.isascii() else RUN.findall(strip_diacritics(text))
    return tuple([word[:LONGEST] for word in found])


@functools.lru_cache(maxsize=16384)
def normalize_words(text: str) -> str:
    """The words of a text with a space between two."""
    return " ".join(tokenize(text))


def strip_diacritics(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in plain if unicodedata.category(character) not in DROPPED)
