"""Query-string types: how a value is spelt, checked and documented. No SQL stands here; a field is given its condition by `where`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from marshmallow import ValidationError, fields

from api.parameters.choices import ChoiceRegistry, SortRegistry
from models.db import expressions
from models.db.expressions import is_not_true
from models.domain.picks import Picks
from models.domain.terms import normalize_term
from models.text.spelling import closest_match


class InvalidValue(ValidationError):
    """A bad value, with what is accepted, the nearest of it and where all of it is told, as api.http.problems.parameter_error has them."""

    def __init__(self, detail: str, allowed: list[str] | None = None, near: str | None = None, all_in: str | None = None) -> None:
        super().__init__({"detail": detail, "allowed": allowed, "did_you_mean": near, "all_in": all_in})


def not_accepted(value: Any, allowed: Any, near: Any = None, all_in: Any = "/v1/openapi.json") -> Any:
    return InvalidValue(f"{value!r} is not one of the accepted values", allowed, near, all_in)


def parse_choice(registry: ChoiceRegistry | SortRegistry, text: str) -> str | None:
    """The name of a registry that a text spells. Raises InvalidValue."""
    found = registry.find(text)
    if found is None:
        raise not_accepted(text, registry.names, registry.near(text))
    return found


@dataclass(frozen=True)
class Access:
    """How SQLite reaches the events that a filter finds.

    `index` is the index of events that has them, None where another table tells their states; `in_time` says that it has what one value
    finds in order of time; `few`, given a bound value, that this finds so little that it need not be counted; `elsewhere`, that matches
    are looked up in another table unless api.filters.access_path knows better.
    """

    index: str | None = None
    in_time: bool = False
    few: Callable | None = None
    elsewhere: bool = False


class Parameter(fields.Field):
    """One parameter of a query string.

    `about` and `example` (None where none would do) document it, in words: Swagger UI would fill in, and send, an example or a default of
    the document. `where` makes a condition of its value, `certain` makes the
    one for `match=certain` when it is another. `binds` makes of the value what these are given of it: texts and numbers, in lists
    and tuples with names, so that one statement serves all values of one prepared_statements.cache_key; without it, each value has its own.
    `binds_certain` does for `certain` what it does for `where`. `needs` is another parameter, or value of one, such as `by=grid`, without
    which this one has no effect and is refused. `contrary` are api.filters.contradictions of it. `access` is the
    Access to what it finds, None where no index helps; `bounds` what of an event it confines, `time` or `place`, of which the store may
    have none. `schema` is its type in OpenAPI.
    """

    schema: Mapping[str, Any] = {"type": "string"}

    def __init__(
        self, *, about: Any, example: Any=None, where: Any=None, certain: Any=None, binds: Any=None, binds_certain: Any=None,
        default: Any=None, needs: Any=None, contrary: Any=(), access: Any=None, bounds: Any=None,
    ) -> None:  # fmt: skip
        super().__init__(load_default=default)
        self.about, self.example, self.needs = f"With `{needs}`: {about}" if needs else about, example, needs
        self.contrary, self.access, self.bounds = contrary, access, bounds
        self.where, self.certain, self.binds, self.binds_certain = where, certain or where, binds, binds_certain or binds

    def bound(self, value: Any, certainly: bool = False) -> Any:
        """What `condition` takes of a value."""
        binds = self.binds_certain if certainly else self.binds
        return value if binds is None else binds(value)

    def condition(self, bound: Any, certainly: bool, along: bool = False) -> Any:
        """The condition on what is `bound`; `along`, as it is asked of one event after the other (models.db.expressions)."""
        made = (self.certain if certainly else self.where)(bound)
        return expressions.as_correlated(made) if along else made

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> Any:
        return self.read(value.strip())

    def read(self, text: Any) -> Any:
        """The value that a text means. Raises InvalidValue."""
        return text

    def openapi(self) -> Any:
        """Its type in OpenAPI, without a default, which a form would send."""
        return self.schema

    def described(self, example: Any) -> Any:
        """What it means, in Markdown; what it is by default; and, where a form has no list to choose from, an example, None for none."""
        chosen = "enum" in self.schema or self.schema.get("type") == "boolean"
        told = {"By default": self.load_default, "Such as": None if chosen else example}
        begun, *more = self.about.partition("\n\n")
        said = (f" {begun} `{query_string_text(value)}`." for begun, value in told.items() if value not in (None, "", ()))
        return "".join([begun, *said, *more])


def query_string_text(value: Any) -> str:
    """A value as a query string has it, but for its escapes."""
    if isinstance(value, Picks):
        return ",".join([*value.wanted, *(f"!{each}" for each in value.unwanted)])
    if isinstance(value, list | tuple):
        return ",".join(map(query_string_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


class ChoiceParameter(Parameter):
    """One of a few words."""

    def __init__(self, choices: Any, **more: Any) -> None:
        super().__init__(**more)
        self.registry = self.kept(choices)
        self.schema = {"type": "string", "enum": self.registry.names}

    kept = ChoiceRegistry

    def read(self, text: str) -> Any:
        return parse_choice(self.registry, text)


class SortParameter(ChoiceParameter):
    """One of a few orders."""

    kept = SortRegistry


class ListParameter(Parameter):
    """Several values, separated by commas, any of which will do."""

    def openapi(self) -> dict[str, Any]:
        return {"type": "array", "items": self.schema, "minItems": 1}

    def read(self, text: str) -> Any:
        return self.read_all(self.split_values(text))

    def split_values(self, text: str) -> Any:
        """The values as they are spelt."""
        return [part.strip() for part in text.split(",")]

    def read_all(self, parts: Iterable[Any]) -> Any:
        parts = [part.strip() for part in parts]
        if not all(parts):
            raise InvalidValue("an empty value stands in the list")
        return list(dict.fromkeys(self.read_one(part) for part in parts))

    def read_one(self, part: str) -> str:
        return part


LEAVES_NOTHING = "leaves nothing: what is wanted is not wanted as well"


class PicksParameter(ListParameter):
    """Several values, separated by commas, as Picks. One with a `!` before it is not wanted; what has no value at all is not it, either."""

    def __init__(self, *, about: Any, **more: Any) -> None:
        super().__init__(about=f"{about} `!` before one: all but it.", **more)

    def read(self, text: Any) -> Any:
        parts = self.split_values(text)
        wanted, unwanted = ([part for part in parts if part.startswith("!") is sign] for sign in (False, True))
        picks = Picks(self.read_all(wanted), self.read_all(part[1:] for part in unwanted))
        topmost = {self.above(value)[0] for value in picks.unwanted}
        if picks.wanted and not any(topmost.isdisjoint(self.above(value)) for value in picks.wanted):
            raise InvalidValue(f"{text!r} {LEAVES_NOTHING}")
        return picks

    def above(self, value: str) -> Any:
        """The values that take one in, itself first."""
        return [value]

    def bound(self, picks: Picks, certainly: bool = False) -> Picks:
        return Picks(*(super(PicksParameter, self).bound(values, certainly) for values in picks))

    def condition(self, picks: Picks, certainly: bool, along: bool = False) -> Any:
        made = [super().condition(picks.wanted, certainly, along)] if picks.wanted else []
        made += [is_not_true(super().condition(picks.unwanted, certainly, along))] if picks.unwanted else []
        return reduce(and_, made)


class CodesParameter(PicksParameter):
    """Codes of a vocabulary, their labels, or the other codes that it knows them by, in any case."""

    def __init__(self, vocabulary: Any, **more: Any) -> None:
        super().__init__(**more)
        self.vocabulary, self.accepted = vocabulary, vocabulary.codes
        has_others = any(term.also for term in vocabulary.terms)
        listed = {"enum": [*vocabulary.codes, *(f"!{code}" for code in vocabulary.codes)]}
        self.schema = {"type": "string"} | ({"format": f"{vocabulary.name}-code", "minLength": 1} if has_others else listed)

    def read_one(self, part: Any) -> Any:
        if code := self.vocabulary.by_word.get(normalize_term(part)):
            return code
        raise not_accepted(part, self.accepted, self.vocabulary.near(part), f"/v1/vocabularies/{self.vocabulary.name}")

    def above(self, value: str) -> Any:
        return [value, *self.vocabulary.ancestors(value)]


class NamesParameter(ListParameter):
    """Some of the names of a registry, `most` at most (None: any number)."""

    def __init__(self, registry: Any, most: Any = None, **more: Any) -> None:
        super().__init__(**more)
        self.registry, self.most = ChoiceRegistry(registry), most
        self.schema = {"type": "string", "enum": self.registry.names}

    def openapi(self) -> dict[str, Any]:
        return super().openapi() | ({"maxItems": self.most} if self.most else {})

    def read_all(self, parts: Any) -> Any:
        found = super().read_all(parts)
        if self.most and len(found) > self.most:
            raise InvalidValue(f"at most {self.most} at once are taken, and these are {len(found)}")
        return found

    def read_one(self, part: Any) -> Any:
        return parse_choice(self.registry, part)


class ParsedParameter(Parameter):
    """What `parse` makes of a text; it raises ValueError with the reason for which it cannot."""

    parse: Callable[..., Any]

    def read(self, text: Any) -> Any:
        try:
            return self.parse(text)
        except ValueError as error:
            raise InvalidValue(str(error)) from None


class BooleanParameter(Parameter):
    """true or false, in any case; or what else marshmallow takes for that, such as 1 and yes."""

    schema = {"type": "boolean"}

    def read(self, text: str) -> Any:
        said = text.lower()
        if said not in fields.Boolean.truthy | fields.Boolean.falsy:
            raise not_accepted(text, ["true", "false"], closest_match(said, ["true", "false"]))
        return said in fields.Boolean.truthy
