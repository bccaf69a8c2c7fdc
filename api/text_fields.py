"""Query-string types of texts that are searched for."""

from api.fields import Invalid, Parameter, Parsed
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
