"""Query-string types of texts that are searched for."""

import re

from api.fields import INKED, PLAIN, Invalid, Parameter, Parsed, Picked, verbatim
from models import names, search


class FullText(Parsed):
    """A query in full text, as a tuple of models.search.Clauses."""

    schema = {"type": "string", "format": "full-text", "minLength": 1}
    parse = staticmethod(search.parse)


class Name(Parameter):
    """A name, or the beginning of one, as models.names compares it."""

    schema = {"type": "string", "format": "name", "minLength": 1}

    def read(self, text):
        typed = names.typed(text)
        if not typed:
            raise Invalid(f"{text!r} has neither a letter nor a digit of a name")
        return typed


class Verbatim(Picked):
    """Texts that are compared as they stand; commas separate them."""

    schema = {"type": "string", "pattern": f"^!?{INKED.replace('[^', '[^,!')}{PLAIN.replace('[^', '[^,')}*$"}

    def read_one(self, part):
        return verbatim(part)


class Languages(Picked):
    """Codes of languages, in lower case; which there are, the sources say."""

    CODE = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}"
    schema = {"type": "string", "pattern": f"^!?{CODE}$"}

    def read_one(self, part):
        if not re.fullmatch(self.CODE, part):
            raise Invalid(f"{part!r} is not the code of a language, such as 'en'")
        return part.lower()
