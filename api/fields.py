"""Query-string types: how a value is spelt, checked and documented. No SQL stands here; a field is given its condition by `where`."""

from difflib import get_close_matches

from marshmallow import ValidationError, fields

from models import dates

ID = r"[a-z0-9][a-z0-9.:-]*"


class Invalid(ValidationError):
    """A bad value, with what is accepted and the nearest of it."""

    def __init__(self, detail, allowed=None, near=None):
        super().__init__({"detail": detail, "allowed": allowed, "did_you_mean": near})


def not_one_of(value, allowed, shown=40):
    near = get_close_matches(str(value), allowed, 1, cutoff=0.5) or get_close_matches(str(value).lower(), allowed, 1, cutoff=0.5)
    return Invalid(f"{value!r} is not one of the accepted values", allowed[:shown], near[0] if near else None)


class Parameter(fields.Field):
    """One parameter of a query string.

    `about` and `example` document it, `where` makes a condition of its value, `certain` makes the one for `match=certain`
    when it is another. `schema` is its type in OpenAPI 3.0.
    """

    schema = {"type": "string"}

    def __init__(self, *, about, example, where=None, certain=None, default=None):
        super().__init__(load_default=default, metadata={"description": about, "example": example})
        self.where, self.certain = where, certain or where

    def condition(self, value, certainly):
        return (self.certain if certainly else self.where)(value)

    def _deserialize(self, value, attr, data, **_):
        return self.read(value.strip())

    def read(self, text):
        """The value that a text means. Raises Invalid."""
        return text

    def openapi(self):
        default = {} if self.load_default is None else {"default": self.load_default}
        return self.schema | default


class Choice(Parameter):
    """One of a few words."""

    def __init__(self, choices, **more):
        super().__init__(**more)
        self.choices = list(choices)
        self.schema = {"type": "string", "enum": self.choices}

    def read(self, text):
        if text not in self.choices:
            raise not_one_of(text, self.choices)
        return text


class Listed(Parameter):
    """Several values, separated by commas, any of which will do."""

    def openapi(self):
        return {"type": "array", "items": self.schema, "minItems": 1}

    def read(self, text):
        parts = [part.strip() for part in text.split(",")]
        if not all(parts):
            raise Invalid("an empty value stands in the list")
        return list(dict.fromkeys(self.read_one(part) for part in parts))

    def read_one(self, part):
        return part


class Codes(Listed):
    """Codes of a vocabulary, in any case."""

    def __init__(self, vocabulary, **more):
        super().__init__(**more)
        self.codes = {code.lower(): code for code in vocabulary.codes}
        self.schema = {"type": "string", "enum": vocabulary.codes}

    def read_one(self, part):
        if part.lower() not in self.codes:
            raise not_one_of(part, list(self.codes.values()))
        return self.codes[part.lower()]


class Names(Listed):
    """Some of the names of a registry."""

    def __init__(self, registry, **more):
        super().__init__(**more)
        self.registry = list(registry)
        self.schema = {"type": "string", "enum": self.registry}

    def read_one(self, part):
        if part not in self.registry:
            raise not_one_of(part, self.registry)
        return part


class Ids(Listed):
    """Ids of stored things. `table` holds them; that they are there is asked of the store once the rest is in order."""

    def __init__(self, table, **more):
        super().__init__(**more)
        self.table = table
        self.schema = {"type": "string", "format": f"{table.__name__.lower()}-id", "pattern": f"^{ID}$"}


class Words(Parameter):
    """A text that is compared as it stands."""

    schema = {"type": "string", "minLength": 1, "pattern": "^[^\\s\\x00-\\x1f].*$"}

    def read(self, text):
        if not text or "\0" in text:
            raise Invalid("a text is wanted")
        return text


class Day(Parameter):
    """A day, YYYY-MM-DD."""

    schema = {"type": "string", "format": "date"}

    def read(self, text):
        found = dates.day(text)
        if found is None:
            raise Invalid(f"{text!r} is not a day from {dates.FIRST_YEAR}-01-01 to {dates.LAST_YEAR}-12-31", ["YYYY-MM-DD"])
        return found.edtf


class Edtf(Parameter):
    """An EDTF date or interval, as a models.dates.Span."""

    schema = {"type": "string", "format": "edtf"}

    def read(self, text):
        try:
            return dates.parse(text)
        except ValueError as error:
            raise Invalid(str(error)) from None


class Whole(Parameter):
    """A whole number within limits."""

    def __init__(self, least, most, **more):
        super().__init__(**more)
        self.least, self.most = least, most
        self.schema = {"type": "integer", "minimum": least, "maximum": most}

    def read(self, text):
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 20 and self.least <= int(text) <= self.most):
            raise Invalid(f"{text!r} is not a whole number from {self.least} to {self.most}")
        return int(text)


NUMBER = r"-?\d{1,3}(\.\d{1,12})?"


class Bbox(Parameter):
    """west,south,east,north in degrees, WGS 84, as four floats. West above east crosses the antimeridian."""

    schema = {"type": "string", "format": "bbox", "pattern": f"^{NUMBER}(,{NUMBER}){{3}}$"}

    def read(self, text):
        try:
            west, south, east, north = map(float, text.split(","))
        except ValueError:
            raise Invalid(f"{text!r} is not four numbers: west,south,east,north") from None
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
            raise Invalid(
                f"{text!r} lies off the globe: longitudes are -180 to 180, latitudes -90 to 90, in the order west,south,east,north"
            )
        if south > north:
            raise Invalid(f"{text!r} has its south above its north: the order is west,south,east,north")
        return west, south, east, north
