"""How a mapping may tell a value: by a text, which stands for every row; by a mapping that names columns; by a list of these."""

import re
from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from seeds.mapping.cells.cell_readers import concatenate, constant_reader, first_value
from seeds.mapping.cells.text_cells import fill_template, read_text
from seeds.mapping.source_lines import LocatedText
from seeds.yaml_files.fields import EntrySchema

HOLE = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")
"""A column in a text, or a brace that is meant as one."""


def form_schema(make: Callable[..., Any], **declared: Any) -> Any:
    """The schema of a mapping with these fields, which loads as what `make` makes of them."""
    return EntrySchema.from_dict(declared | {"made": post_load(lambda self, data, **_: make(**data))})()


class MappedValue(fields.Field):
    """A value told by a text, a mapping in one of the `forms` or a list of both. `constant` makes a CellReader of the text."""

    def __init__(self, constant: Callable[..., Any], *forms: Any, **more: Any) -> None:
        super().__init__(**more)
        self.constant, self.forms = constant, forms

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not value:
            raise ValidationError("empty; leave the key out where the file does not tell it")
        if isinstance(value, list):
            return first_value(fields.List(self).deserialize(value))
        return self.form(value).load(value) if isinstance(value, dict) else self.constant(value)

    def form(self, value: dict[LocatedText, Any]) -> Any:
        """The form that has most of the keys that are given."""
        return max(self.forms, key=lambda form: len(form.fields.keys() & value.keys()))


class ColumnName(fields.String):
    """The name of a column, in the lower case in which rows know it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=True, validate=validate.Length(min=1), **more)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return LocatedText(super()._deserialize(value, attr, data, **kwargs).strip().lower(), value.line)


class OneOrMore(fields.List):
    """A list, or what could stand in it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs) if isinstance(value, list) else [self.inner.deserialize(value)]


class EntryList(fields.List):
    """A list of entries, which load as CellReaders of lists, and together as one."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return concatenate(super()._deserialize(value, attr, data, **kwargs))


def constant_value(field: Any) -> Callable[..., Any]:
    """Makes a CellReader of a text that a marshmallow field checks."""
    return lambda text: constant_reader(field.deserialize(text))


def parse_template(text: Any) -> Any:
    """The CellReader of a text in which `{name}` is the cell of a column, and `{{` and `}}` are braces."""
    if set(HOLE.sub("", text)) & set("{}"):
        raise ValidationError("a column stands in braces, as in {town}; a brace that is none of these is written twice")
    parts, end = [], 0
    for hole in HOLE.finditer(text):
        parts += [str(text[end : hole.start()]), read_hole(hole, text.line)]
        end = hole.end()
    return fill_template([*parts, str(text[end:])])


def read_hole(hole: Any, line: int) -> Any:
    return read_text(LocatedText(hole[1].strip().lower(), line)) if hole[1] else hole[0][0]
