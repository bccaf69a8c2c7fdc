"""Fields and validators of entries in YAML files."""

import re
from collections.abc import Callable
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from models.domain import dates
from models.domain.limits import LARGEST, LONGEST
from seeds.errors import suggestion

SHORT = validate.Length(1, LONGEST, error=f"1 to {LONGEST} characters are wanted")
SLUG = validate.And(
    validate.Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", error="{input!r} is not an id: lower-case letters, digits and single hyphens are wanted"),
    SHORT,
)

PLACEHOLDER = re.compile(r"\([^()]*\)|\.{3}")
"""What a suggested mapping, or an example, has where its user is to say something."""


def is_filled_in(text: str) -> None:
    """A validator: a text is none that is only to be replaced."""
    if PLACEHOLDER.fullmatch(text.strip()):
        raise ValidationError(f"to be filled in: {text!r} only says what is wanted here")


class EntrySchema(Schema):
    """A mapping with the keys that are named here, and no other."""

    error_messages = {"type": "a mapping is wanted"}

    class Meta:
        unknown = EXCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def no_other_keys(self, data: dict[str, Any], original: dict[Any, Any], **_: Any) -> None:
        """marshmallow's own word for it ("Unknown field.") names no remedy."""
        unknown = [key for key in original if key not in self.fields] if isinstance(original, dict) else ()
        if unknown:
            raise ValidationError({key: [self.unknown_key(key)] for key in unknown})

    def unknown_key(self, key: Any) -> Any:
        return f"unknown field{suggestion(key, self.fields)}"


def text_field(**more: Any) -> Any:
    return fields.String(validate=validate.Length(min=1), load_default=None, **more)


def code_field(vocabulary: Any, **more: Any) -> Any:
    known = validate.OneOf(
        vocabulary.codes, error=f"{{input!r}} is not in the vocabulary {vocabulary.name!r}: {', '.join(vocabulary.codes[:30])}"
    )
    return fields.String(validate=known, **more)


def required_text(*checks: Callable[[str], Any]) -> Any:
    """A text that must be there, and pass some validators."""
    return fields.String(required=True, validate=[validate.Length(min=1), *checks])


class EdtfField(fields.String):
    """An EDTF date, kept as it is written."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return dates.parse_date(text).edtf
        except ValueError as error:
            raise ValidationError(str(error)) from None


def is_published_by(text: Any) -> None:
    """A validator: something published is out by some day."""
    if dates.parse_date(text).latest is None:
        raise ValidationError(f"{text!r} has no end: since when it is out must be told")


class CountField(fields.Integer):
    default_error_messages = {"invalid": "a whole number is wanted; leave the key out where the source gives none"}

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.Range(0, LARGEST), **more)
