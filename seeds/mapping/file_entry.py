"""What a mapping says of the files that it is for, under `file`: how they are to be read."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from seeds.files.read_options import ReadOptions, check_delimiter, check_encoding
from seeds.yaml_files.fields import EntrySchema, text_field


def checked_by(check: Callable[[str], str]) -> fields.String:
    """A text that a function checks and spells, which raises ValueError."""

    def convert(text: Any) -> str:
        try:
            return check(str(text))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    return ConvertedText(convert)


class ConvertedText(fields.String):
    """A text that loads as what a function makes of it."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self.convert = convert

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return self.convert(super()._deserialize(value, attr, data, **kwargs))


class FileEntry(EntrySchema):
    """Loads as ReadOptions."""

    encoding, delimiter = checked_by(check_encoding), checked_by(check_delimiter)
    sheet, records = text_field(), text_field()
    header_row = fields.Integer(validate=validate.Range(1))
    columns = fields.List(fields.String(validate=validate.Length(min=1)), validate=validate.Length(min=1))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ReadOptions:
        if "header_row" in data and "columns" in data:
            raise ValidationError("a file with a header names its columns itself: leave out this or header_row", "columns")
        names = {name: str(data[name]) for name in ("sheet", "records") if data.get(name)}
        columns = {"columns": tuple(map(str, data["columns"]))} if "columns" in data else {}
        return ReadOptions(**data | names | columns)
