"""Cells read as texts, as codes of a vocabulary, as ids."""

import re
from functools import lru_cache
from typing import Any
from zlib import crc32

from slugify import slugify

from models.domain.limits import LONGEST
from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.mapping.cells.cell_readers import CellReader, cell_reader, combine_readers

URL_SAFE = re.compile(r"[\w.-]+", re.ASCII)
"""An id that needs no escape in a URL."""


def read_text(column: Any) -> CellReader:
    return cell_reader(column, str)


def fill_template(parts: Any) -> Any:
    """A text put together of texts and of CellReaders; None where one of these gives nothing."""
    readings = [part for part in parts if isinstance(part, CellReader)]

    def read(row: Row) -> Any:
        texts = [part(row) if isinstance(part, CellReader) else part for part in parts]
        return None if None in texts else "".join(texts)

    return combine_readers(read, readings)


def casefold_codes(codes: dict[Any, Any]) -> Any:
    """Codes by what they are called, whatever its letters' case."""
    return {text.strip().casefold(): code for text, code in codes.items()}


def codes_by_name(vocabulary: Any) -> Any:
    """The codes of a vocabulary by all that they are called: code, label, other codes."""
    return casefold_codes({word: term.code for term in vocabulary.terms for word in (*term.also, term.label, term.code)})


def read_code(column: Any, vocabulary: Any, codes: Any = (), default: Any = None) -> Any:
    """The code that a cell stands for by `codes`, or else by the vocabulary."""
    known = codes_by_name(vocabulary) | casefold_codes(dict(codes))

    def read(row: Row) -> Any:
        text = row.text(column)
        code = default if text is None else known.get(text.casefold(), default)
        if text is not None and code is None:
            raise RowRejected(f"{column} {text!r} is no {vocabulary.name} that is known; the mapping's `codes` can say which it is")
        return code

    return CellReader(read, (column,))


def read_country(column: Any, look_up: Any, codes: Any = ()) -> CellReader:
    """The code of a country by `codes`, or else by a look-up that raises RowRejected."""
    known = casefold_codes(dict(codes))
    return cell_reader(column, lambda text: known.get(text.casefold()) or look_up(text))


@lru_cache(4096)
def make_id(text: str) -> str:
    """The id that a text comes to, fit for a URL: the text itself, or its letters and digits with its checksum. Raises RowRejected."""
    text = text.strip()
    plain = slugify(text, lowercase=False, regex_pattern=r"[^-a-zA-Z0-9._]+")
    id = text if URL_SAFE.fullmatch(text) else f"{plain}-{crc32(text.encode()):08x}"
    if not plain or len(id) > LONGEST:
        raise RowRejected(f"{text[:LONGEST]!r} makes no id: one has from 1 to {LONGEST} letters, digits, dots, hyphens and low lines")
    return id


def read_id(column: Any) -> CellReader:
    return cell_reader(column, make_id)


def read_ids(column: Any, split: Any = None) -> Any:
    return cell_reader(column, lambda text: tuple(make_id(each) for each in (text.split(split) if split else [text]) if each.strip()))


def read_whether_among(column: str, values: list[str]) -> CellReader:
    """Whether a cell is one of some texts, in any case; an empty text is an empty cell."""
    texts = {text.strip().casefold() for text in values}
    return CellReader(lambda row: (row.text(column) or "").casefold() in texts, (column,))
