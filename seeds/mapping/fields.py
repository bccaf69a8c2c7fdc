"""Each sort of value, as a marshmallow field that loads as a CellReader: what a text is taken for, and the forms of a mapping.

A new sort of value is a function here.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from marshmallow import ValidationError, fields, validate

from models.domain.country_names import UnclearCountry, code_of_input
from models.domain.limits import LARGEST
from seeds.gazetteer import coordinates, countries
from seeds.gazetteer.waters import country_or_water
from seeds.mapping.cells.cell_readers import build_from, combine_readers, constant_reader, convert_reader, read_entries
from seeds.mapping.cells.coordinate_cells import check_told_once, read_degrees, read_point
from seeds.mapping.cells.date_cells import EDTF, calendar_date, parse_format, read_date, read_span
from seeds.mapping.cells.number_cells import (
    ON_ERROR,
    REMARK,
    SEPARATORS,
    read_coded_number,
    read_number,
    read_people,
    read_total,
    read_whole_number,
)
from seeds.mapping.cells.text_cells import make_id, read_code, read_country, read_id, read_ids, read_text, read_whether_among
from seeds.mapping.value_forms import ColumnName, EntryList, MappedValue, OneOrMore, constant_value, form_schema, parse_template
from seeds.yaml_files.fields import CountField, EdtfField, code_field, is_filled_in

LOOK_UPS = {
    "name": country_or_water,
    "iso": countries.code_by_iso,
    "gw": lambda text: countries.code_by_gw(text.removesuffix(".0")),
    "fips": countries.code_by_fips,
}
"""How a country is told, by what finds its code."""


class DateFormatField(fields.String):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        is_filled_in(text)
        try:
            return parse_format(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None


def text_value(**more: Any) -> MappedValue:
    return MappedValue(parse_template, form_schema(read_text, column=ColumnName()), **more)


def identifier_value(**more: Any) -> MappedValue:
    return MappedValue(lambda text: convert_reader(parse_template(text), make_id), form_schema(read_id, column=ColumnName()), **more)


def identifiers_value() -> MappedValue:
    return MappedValue(
        lambda text: convert_reader(parse_template(text), lambda found: (make_id(found),)),
        form_schema(read_ids, column=ColumnName(), split=separator_field()),
    )


def separator_field() -> Any:
    return fields.String(validate=validate.Length(min=1))


def code_value(vocabulary: Any, otherwise: str | None = None, **more: Any) -> MappedValue:
    """A code of a vocabulary; `otherwise` is the one where a mapping tells none."""
    if otherwise:
        more["load_default"] = lambda: constant_reader(otherwise)
    codes = fields.Dict(values=code_field(vocabulary))
    column = form_schema(partial(read_code, vocabulary=vocabulary), column=ColumnName(), codes=codes, default=code_field(vocabulary))
    return MappedValue(constant_value(code_field(vocabulary)), column, **more)


def country_value() -> MappedValue:
    look_up = fields.String(validate=validate.OneOf(LOOK_UPS), load_default="name")
    column = form_schema(read_country_by, column=ColumnName(), by=look_up, codes=fields.Dict(values=CountryField()))
    return MappedValue(constant_value(CountryField()), column)


class CountryField(fields.String):
    """A country, by any of its codes or names."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        try:
            return code_of_input(super()._deserialize(value, attr, data, **kwargs))
        except UnclearCountry as reason:
            raise ValidationError(str(reason)) from None


def read_country_by(by: str, **options: Any) -> Any:
    return read_country(look_up=LOOK_UPS[by], **options)


def number_spelling() -> dict[str, Any]:
    """Options of a number: what stands before its fraction, and between its thousands."""
    return {"decimal": fields.String(validate=validate.OneOf(".,")), "thousands": fields.String(validate=validate.OneOf(SEPARATORS))}


def read_spelt(read: Callable[..., Any], **options: Any) -> Any:
    if options.get("decimal") is not None and options["decimal"] == options.get("thousands"):
        raise ValidationError("it is the decimal mark as well", "thousands")
    return read(**options)


def number_column(read: Callable[..., Any], **limits: Any) -> Any:
    return form_schema(partial(read_spelt, partial(read, **limits)), column=ColumnName(), **number_spelling())


def number_value(least: int, most: int) -> MappedValue:
    """A number, or one that a cell of codes stands for."""
    constant = fields.Float(validate=validate.Range(least, most))
    coded = form_schema(read_coded_number, column=ColumnName(), codes=fields.Dict(values=constant, required=True))
    return MappedValue(constant_value(constant), number_column(read_number, least=least, most=most), coded)


def degrees_value(axis: coordinates.Axis) -> MappedValue:
    """Degrees, in any of the ways in which people write them."""
    decimal = number_spelling()["decimal"]
    return MappedValue(
        lambda text: constant_reader(fit(coordinates.parse_degrees, text, axis)),
        form_schema(partial(read_degrees, axis=axis), column=ColumnName(), decimal=decimal, on_error=on_error_field()),
    )


def point_value() -> MappedValue:
    """Latitude and longitude in one."""
    order = fields.String(validate=validate.OneOf(coordinates.ORDERS), load_default="lat-lon")
    return MappedValue(
        lambda text: constant_reader(fit(coordinates.parse_point, text, "lat-lon")),
        form_schema(read_point, column=ColumnName(), order=order, on_error=on_error_field()),
    )


def fit(parse: Callable[..., Any], text: str, *options: Any) -> Any:
    """What a function makes of a text. Raises ValidationError where it raises ValueError."""
    try:
        return parse(text, *options)
    except ValueError as reason:
        raise ValidationError(f"{str(text)!r} {reason}") from None


def count_reader(most: int = LARGEST) -> Any:
    return number_column(read_whole_number, most=most)


def count_value(most: int = LARGEST, **more: Any) -> MappedValue:
    return MappedValue(constant_value(CountField()), count_reader(most), **more)


def people_value() -> MappedValue:
    """A number of people, or its low, best and high, or what several numbers come to."""
    cell = form_schema(partial(read_spelt, read_people), column=ColumnName(), on_error=on_error_field(), **number_spelling())
    parts = fields.List(MappedValue(constant_value(CountField()), cell), required=True, validate=validate.Length(min=2))
    return MappedValue(
        constant_value(CountField()),
        cell,
        form_schema(read_total, total=parts),
        form_schema(partial(build_from, figures_or_none), low=count_value(), best=count_value(), high=count_value()),
    )


def on_error_field() -> fields.String:
    return fields.String(validate=validate.OneOf(ON_ERROR), load_default=REMARK)


def figures_or_none(**given: Any) -> Any:
    return given or None


def single_date_value(*more_forms: Any, **more: Any) -> MappedValue:
    numbers = form_schema(partial(build_from, calendar_date), year=count_value(required=True), month=count_value(12), day=count_value(31))
    return MappedValue(
        constant_value(EdtfField()),
        form_schema(read_date, column=ColumnName(), format=OneOrMore(DateFormatField(), load_default=(EDTF,))),
        numbers,
        *more_forms,
        **more,
    )


def date_value(**more: Any) -> MappedValue:
    """A date, or a start and an end."""
    return single_date_value(form_schema(read_span, start=single_date_value(required=True), end=single_date_value(required=True)), **more)


def entries_value(build: Callable[..., Any], declared: dict[str, Any]) -> EntryList:
    """A list of entries of these values, of which `build` makes one thing, or with `split` one for each piece of their cells."""
    return EntryList(fields.Nested(form_schema(partial(read_entry_list, build), split=separator_field(), **declared)))


def read_entry_list(build: Callable[..., Any], split: str | None = None, **readings: Any) -> Any:
    figures = [name for name in ("fatalities", "injuries", "count") if name in readings and readings[name].columns]
    if split and figures:
        raise ValidationError(f"{figures[0]} cannot be told apart for each piece: leave out this or split", figures[0])
    return read_entries(build, split, **readings)


def place_value(build: Callable[..., Any], declared: dict[str, Any]) -> Any:
    """A mapping of the values of a place, of which `build` makes one."""
    return fields.Nested(form_schema(partial(read_place, build), **declared))


def read_place(build: Callable[..., Any], **readings: Any) -> Any:
    check_told_once(readings)
    return build_from(build, **readings)


def skip_value() -> fields.List:
    """Columns with the texts by which a row tells of no event, as a CellReader of whether it does not."""
    texts = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    return SkipList(fields.Nested(form_schema(read_whether_among, column=ColumnName(), values=texts)))


class SkipList(fields.List):
    """A list of CellReaders, which loads as one of whether one of them holds."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        readers: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        return combine_readers(lambda row: any(read(row) for read in readers), readers)
