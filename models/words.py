"""How a text becomes words, the same at load and in a query, so that both databases find the same."""

import functools
import re
import unicodedata

DROPPED = ("Mn", "Mc", "Me", "Lm", "Cf")
"""Unicode categories of diacritics, of letters that only modify others (as in Oʻzbekiston) and of what cannot be seen."""

RUN = re.compile(r"[^\W_]+")
LONGEST = 100
"""Letters that count of a word: PostgreSQL takes none of more than 2046 bytes."""


@functools.lru_cache(maxsize=16384)
def words(text):
    """The runs of letters and digits in a text, without case and diacritics, in whatever script: a tuple."""
    return tuple(word[:LONGEST] for word in RUN.findall(folded(text)))


def folded(text):
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in plain if unicodedata.category(character) not in DROPPED)
