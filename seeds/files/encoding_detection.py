"""In which encoding a file is that is not Unicode: told apart by the words that are not ASCII, with the measures of charset-normalizer.

By far the most such files are cp1252, so that is taken where its words are those of Western European languages. Elsewhere the encoding
must be clearly better than every other that gives different words: mojibake is refused, and not loaded.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from charset_normalizer import from_bytes

from seeds.errors import UnreadableFile

FALLBACK = "cp1252"
ENCODINGS = (
    *(FALLBACK, "cp1251", "cp1250", "cp1254", "cp1256", "gb18030", "cp932", "big5", "cp949", "euc_jp", "cp1253", "cp1255", "cp1257"),
    *("koi8_r", "cp866", "cp850", "mac_roman"),
)
"""Those that are told apart, the commoner first."""

WORD = re.compile(rb"[^\x00-\x2f:-?]+")
"""Bytes without spaces, digits' signs and delimiters, which are second bytes of no character."""
MOST_WORDS, MOST_BYTES = 2000, 16384
STRAY = 0.1
"""The share of words that need not fit, as names of other languages do not."""

WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŠšŽžŸªº")
MARKS = frozenset("‘’“”„‚‹›«»–—…•·¿¡€£¥§©®™°±×½¼¾²³´¨¶†‡‰¢ \xad")
"""Characters beyond ASCII of texts in Western European languages: letters, and what stands outside of words."""

CLEARLY, HARDLY = 0.15, 0.02
"""How much better an encoding must be to be taken, and how much messier cp1252 may be than another."""
SHOWN = 4


class Reading(NamedTuple):
    """What words come to in an encoding, by how much they look like mojibake (`mess`) and like a language (`coherence`), from 0 to 1."""

    encoding: str
    words: tuple[str, ...]
    mess: float
    coherence: float

    @property
    def merit(self) -> float:
        return self.coherence - 2 * self.mess


def words_beyond_ascii(lines: Iterable[bytes]) -> list[bytes]:
    """Distinct words of lines that are not all ASCII, at most MOST_WORDS."""
    words = (word for line in lines if not line.isascii() for word in WORD.findall(line) if not word.isascii())
    return list(islice(dict.fromkeys(islice(words, 50 * MOST_WORDS)), MOST_WORDS))


def try_decode(word: bytes, encoding: str) -> str | None:
    try:
        return word.decode(encoding)
    except UnicodeDecodeError:
        return None


def read_as(words: list[bytes], encoding: str) -> Reading | None:
    """The Reading of words in an encoding; None where too many are none in it."""
    known = {word: text for word in words if (text := try_decode(word, encoding)) is not None}
    if not known or len(words) - len(known) > max(1, STRAY * len(words)):
        return None
    sample = b"\n".join(known)[:MOST_BYTES].rpartition(b"\n")[0] or next(iter(known))
    found = from_bytes(sample, chunk_size=MOST_BYTES, cp_isolation=[encoding], threshold=1, enable_fallback=False).best()
    return None if found is None else Reading(encoding, tuple(known.values()), found.chaos, found.coherence)


def is_western(words: Iterable[str]) -> bool:
    """Whether most words are of letters of Western Europe, and in those of several letters more are ASCII than not."""
    fits = [set(word) - WESTERN - MARKS <= {*filter(str.isascii, word)} for word in words]
    letters = [letter for word in words if len(word) > 1 for letter in word if letter.isalpha()]
    return fits.count(False) <= STRAY * len(fits) and sum(map(str.isascii, letters)) * 2 >= len(letters)


def is_default(reading: Reading, readings: list[Reading]) -> bool:
    """Whether a reading is one in cp1252 that has nothing against it."""
    least = min(each.mess for each in readings)
    return reading.encoding == FALLBACK and is_western(reading.words) and reading.mess - least < HARDLY


def tell_encoding(lines: Iterable[bytes]) -> str:
    """The encoding of lines that are not Unicode. Raises UnreadableFile where it cannot be told, with what some would give."""
    words = words_beyond_ascii(lines)
    readings = [reading for encoding in ENCODINGS if (reading := read_as(words, encoding))]
    readings.sort(key=lambda each: -each.merit)
    if chosen := next((each for each in readings if is_default(each, readings)), None):
        return chosen.encoding
    others = [each for each in readings if each.words != readings[0].words]
    if not readings or (others and readings[0].merit - others[0].merit < CLEARLY):
        raise UnreadableFile(unclear(readings))
    return readings[0].encoding


def unclear(readings: list[Reading]) -> str:
    """Why an encoding cannot be told, with what the likeliest would make of a word."""
    told = dict((next(iter(each.words)), each.encoding) for each in reversed(readings))
    shown = [f"{encoding} {word!r}" for word, encoding in reversed(told.items())][:SHOWN]
    example = f": in {', in '.join(shown)} would stand there" if shown else ""
    return f"it is not UTF-8, and its encoding cannot be told for sure{example}; say which with --encoding or in the mapping"


def check_stated(words: list[bytes], encoding: str) -> None:
    """Raises UnreadableFile where words that are all UTF-8 are said to be in another encoding, which makes mojibake of them."""
    if words and all(try_decode(word, "utf-8") for word in words):
        read = f"{words[0].decode(encoding, 'replace')!r} for {words[0].decode()!r}"
        raise UnreadableFile(f"it is UTF-8, and would read {read} in {encoding}: leave the encoding out")
