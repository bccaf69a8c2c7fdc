"""How a mapping may tell a value: by a text, which stands for every row; by a mapping that names columns; by a list of these."""

import re

from marshmallow import ValidationError, fields, post_load, validate

from seeds.mapping.cell_readers import all_of, always, first_of
from seeds.mapping.source_lines import Text
from seeds.mapping.text_cells import filled, text_in
from seeds.yaml_files.fields import Entry

HOLE = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")
"""A column in a text, or a brace that is meant as one."""


def form(make, **declared):
    """The schema of a mapping with these fields, which loads as what `make` makes of them."""
    return Entry.from_dict(declared | {"made": post_load(lambda self, data, **_: make(**data))})()


class Value(fields.Field):
    """A value told by a text, a mapping in one of the `forms` or a list of both. `constant` makes a Reading of the text."""

    def __init__(self, constant, *forms, **more):
        super().__init__(**more)
        self.constant, self.forms = constant, forms

    def _deserialize(self, value, attr, data, **kwargs):
        if not value:
            raise ValidationError("empty; leave the key out where the file does not tell it")
        if isinstance(value, list):
            return first_of(fields.List(self).deserialize(value))
        return self.form(value).load(value) if isinstance(value, dict) else self.constant(value)

    def form(self, value):
        """The form that has most of the keys that are given."""
        return max(self.forms, key=lambda form: len(form.fields.keys() & value.keys()))


class Column(fields.String):
    """The name of a column, in the lower case in which rows know it."""

    def __init__(self, **more):
        super().__init__(required=True, validate=validate.Length(min=1), **more)

    def _deserialize(self, value, attr, data, **kwargs):
        return Text(super()._deserialize(value, attr, data, **kwargs).strip().lower(), value.line)


class OneOrMore(fields.List):
    """A list, or what could stand in it."""

    def _deserialize(self, value, attr, data, **kwargs):
        return super()._deserialize(value, attr, data, **kwargs) if isinstance(value, list) else [self.inner.deserialize(value)]


class Several(fields.List):
    """A list of entries, which load as Readings of lists, and together as one."""

    def _deserialize(self, value, attr, data, **kwargs):
        return all_of(super()._deserialize(value, attr, data, **kwargs))


def fixed(field):
    """Makes a Reading of a text that a marshmallow field checks."""
    return lambda text: always(field.deserialize(text))


def template(text):
    """The Reading of a text in which `{name}` is the cell of a column, and `{{` and `}}` are braces."""
    if set(HOLE.sub("", text)) & set("{}"):
        raise ValidationError("a column stands in braces, as in {town}; a brace that is none of these is written twice")
    parts, end = [], 0
    for hole in HOLE.finditer(text):
        parts += [str(text[end : hole.start()]), in_hole(hole, text.line)]
        end = hole.end()
    return filled([*parts, str(text[end:])])


def in_hole(hole, line):
    return text_in(Text(hole[1].strip().lower(), line)) if hole[1] else hole[0][0]
