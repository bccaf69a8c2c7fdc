"""Cells read as texts, as codes of a vocabulary, as ids."""

import re
from functools import lru_cache
from zlib import crc32

from slugify import slugify

from models.domain.limits import LONGEST
from seeds.errors import Reject
from seeds.mapping.cell_readers import Reading, of_cell, over

FIT = re.compile(r"[\w.-]+", re.ASCII)
"""An id that needs no escape in a URL."""


def text_in(column):
    return of_cell(column, str)


def filled(parts):
    """A text put together of texts and of Readings; None where one of these gives nothing."""
    readings = [part for part in parts if isinstance(part, Reading)]

    def read(row):
        texts = [part(row) if isinstance(part, Reading) else part for part in parts]
        return None if None in texts else "".join(texts)

    return over(read, readings)


def folded(codes):
    """Codes by what they are called, whatever its letters' case."""
    return {text.strip().casefold(): code for text, code in codes.items()}


def words_of(vocabulary):
    """The codes of a vocabulary by all that they are called: code, label, other codes."""
    return folded({word: term.code for term in vocabulary.terms for word in (*term.also, term.label, term.code)})


def code_in(column, vocabulary, codes=(), default=None):
    """The code that a cell stands for by `codes`, or else by the vocabulary."""
    known = words_of(vocabulary) | folded(dict(codes))

    def read(row):
        text = row.text(column)
        code = default if text is None else known.get(text.casefold(), default)
        if text is not None and code is None:
            raise Reject(f"{column} {text!r} is no {vocabulary.name} that is known; the mapping's `codes` can say which it is")
        return code

    return Reading(read, (column,))


def country_in(column, look_up, codes=()):
    """The code of a country by `codes`, or else by a look-up that raises Reject."""
    known = folded(dict(codes))
    return of_cell(column, lambda text: known.get(text.casefold()) or look_up(text))


@lru_cache(4096)
def id_of(text):
    """The id that a text comes to, fit for a URL: the text itself, or its letters and digits with its checksum. Raises Reject."""
    text = text.strip()
    plain = slugify(text, lowercase=False, regex_pattern=r"[^-a-zA-Z0-9._]+")
    id = text if FIT.fullmatch(text) else f"{plain}-{crc32(text.encode()):08x}"
    if not plain or len(id) > LONGEST:
        raise Reject(f"{text[:LONGEST]!r} makes no id: one has from 1 to {LONGEST} letters, digits, dots, hyphens and low lines")
    return id


def id_in(column):
    return of_cell(column, id_of)


def ids_in(column, split=None):
    return of_cell(column, lambda text: tuple(id_of(each) for each in (text.split(split) if split else [text]) if each.strip()))
