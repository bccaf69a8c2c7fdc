"""Query-string types of texts."""

import re
from typing import Any

from api.parameters.base import InvalidValue, Parameter, ParsedParameter, PicksParameter
from models.predicates import autocomplete
from models.text import search_query

PLAIN = r"[^\x00-\x1f\x7f-\x9f]"
"""No control character."""


class FullTextParameter(ParsedParameter):
    """A query in full text, as a tuple of models.text.search_query.Clauses."""

    schema = {"type": "string", "format": "full-text", "minLength": 1}
    parse = staticmethod(search_query.parse_query)


class NamePrefix(Parameter):
    """A name, or the beginning of one, as models.predicates.autocomplete compares it."""

    schema = {"type": "string", "format": "name", "minLength": 1}

    def read(self, text: str) -> Any:
        typed = autocomplete.normalize_prefix(text)
        if not typed:
            raise InvalidValue(f"{text!r} has neither a letter nor a digit of a name")
        return typed


def require_text(text: str) -> str:
    """A text as it stands. Raises InvalidValue where it is empty or holds a control character."""
    if not re.fullmatch(f"{PLAIN}+", text):
        raise InvalidValue("a text is wanted, without control characters")
    return text


class StoredText(Parameter):
    """Texts that a column holds, in any case. That it does, and how it spells them, is asked of the store once the rest is in order."""

    def __init__(self, column: Any, **more: Any) -> None:
        super().__init__(where=column.in_, **more)
        self.column = column


class StoredPhrase(StoredText):
    """One such text."""

    schema = {"type": "string", "format": "held-text", "minLength": 1}

    def read(self, text: str) -> Any:
        return [require_text(text)]


class StoredTexts(StoredText, PicksParameter):
    """Such texts, as Picks; commas separate them."""

    schema = {"type": "string", "format": "held-code", "minLength": 1}

    def read_one(self, part: str) -> str:
        return require_text(part)

    def above(self, value: str) -> Any:
        return [value.casefold()]


class LanguagesParameter(StoredText, PicksParameter):
    """Codes of languages, as Picks; which there are, the sources say."""

    CODE = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}"
    schema = {"type": "string", "format": "language-code", "minLength": 1}

    def read_one(self, part: str) -> str:
        if not re.fullmatch(self.CODE, part):
            raise InvalidValue(f"{part!r} is not the code of a language, such as 'en'")
        return part.lower()
