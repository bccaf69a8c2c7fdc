"""Each sort of value, as a marshmallow field that loads as a Reading: what a text is taken for, and the forms of a mapping.

A new sort of value is a function here.
"""

from functools import partial

from marshmallow import ValidationError, fields, validate

from models.domain.country_names import Unclear, meant
from models.domain.limits import LARGEST
from seeds.gazetteer import countries
from seeds.mapping.cell_readers import always, built, converted, entry_in
from seeds.mapping.date_cells import EDTF, calendar_date, date_in, format_of, span_in
from seeds.mapping.number_cells import SEPARATORS, number_in, whole_in
from seeds.mapping.text_cells import code_in, country_in, id_in, id_of, ids_in, text_in
from seeds.mapping.value_forms import Column, OneOrMore, Several, Value, fixed, form, template
from seeds.yaml_files.fields import Count, Edtf, one_of

LOOK_UPS = {"name": countries.by_name, "iso": countries.by_iso, "gw": lambda text: countries.by_gw(text.removesuffix(".0"))}
"""How a country is told, by what finds its code."""


class DateFormat(fields.String):
    def _deserialize(self, value, attr, data, **kwargs):
        try:
            return format_of(super()._deserialize(value, attr, data, **kwargs))
        except ValueError as error:
            raise ValidationError(str(error)) from None


def words(**more):
    return Value(template, form(text_in, column=Column()), **more)


def identifier(**more):
    return Value(lambda text: converted(template(text), id_of), form(id_in, column=Column()), **more)


def identifiers():
    return Value(lambda text: converted(template(text), lambda found: (id_of(found),)), form(ids_in, column=Column(), split=separator()))


def separator():
    return fields.String(validate=validate.Length(min=1))


def code(vocabulary, otherwise=None, **more):
    """A code of a vocabulary; `otherwise` is the one where a mapping tells none."""
    if otherwise:
        more["load_default"] = lambda: always(otherwise)
    codes = fields.Dict(values=one_of(vocabulary))
    column = form(partial(code_in, vocabulary=vocabulary), column=Column(), codes=codes, default=one_of(vocabulary))
    return Value(fixed(one_of(vocabulary)), column, **more)


def country():
    look_up = fields.String(validate=validate.OneOf(LOOK_UPS), load_default="name")
    column = form(country_by, column=Column(), by=look_up, codes=fields.Dict(values=Country()))
    return Value(fixed(Country()), column)


class Country(fields.String):
    """A country, by any of its codes or names."""

    def _deserialize(self, value, attr, data, **kwargs):
        try:
            return meant(super()._deserialize(value, attr, data, **kwargs))
        except Unclear as reason:
            raise ValidationError(str(reason)) from None


def country_by(by, **options):
    return country_in(look_up=LOOK_UPS[by], **options)


def spelling():
    """Options of a number: what stands before its fraction, and between its thousands."""
    return {"decimal": fields.String(validate=validate.OneOf(".,")), "thousands": fields.String(validate=validate.OneOf(SEPARATORS))}


def spelt(read, **options):
    if options.get("decimal") is not None and options["decimal"] == options.get("thousands"):
        raise ValidationError("it is the decimal mark as well", "thousands")
    return read(**options)


def number_column(read, **limits):
    return form(partial(spelt, partial(read, **limits)), column=Column(), **spelling())


def number(least, most):
    constant = fields.Float(validate=validate.Range(least, most))
    return Value(fixed(constant), number_column(number_in, least=least, most=most))


def count_column(most=LARGEST):
    return number_column(whole_in, most=most)


def count(most=LARGEST, **more):
    return Value(fixed(Count()), count_column(most), **more)


def people():
    """A number of people, or its low, best and high."""
    return Value(fixed(Count()), count_column(), form(partial(built, figures), low=count(), best=count(), high=count()))


def figures(**given):
    return given or None


def one_date(*more_forms, **more):
    numbers = form(partial(built, calendar_date), year=count(required=True), month=count(12), day=count(31))
    return Value(
        fixed(Edtf()), form(date_in, column=Column(), format=OneOrMore(DateFormat(), load_default=(EDTF,))), numbers, *more_forms, **more
    )


def date(**more):
    """A date, or a start and an end."""
    return one_date(form(span_in, start=one_date(required=True), end=one_date(required=True)), **more)


def several(build, declared):
    """A list of entries of these values, of which `build` makes one thing, or with `split` one for each piece of their cells."""
    return Several(fields.Nested(form(partial(entries_in, build), split=separator(), **declared)))


def entries_in(build, split=None, **readings):
    figures = [name for name in ("fatalities", "injuries", "count") if name in readings and readings[name].columns]
    if split and figures:
        raise ValidationError(f"{figures[0]} cannot be told apart for each piece: leave out this or split", figures[0])
    return entry_in(build, split, **readings)


def made(build, declared):
    """A mapping of these values, of which `build` makes one thing."""
    return fields.Nested(form(partial(built, build), **declared))
