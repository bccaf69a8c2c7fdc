"""What stands in the files of a corpus: one schema an entry, each with the reasons for which it refuses one."""

from collections import Counter
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from models.domain.resolution_rules import PROPERTIES, PeopleRange
from models.domain.vocabularies import ACTOR_KIND, CERTAINTY, COUNTRY, KIND, LOCATION_KIND, ROLE, STATUS, TYPE
from seeds.batch import INVALID_LABEL, LABEL
from seeds.importers import IMPORTERS
from seeds.yaml_files.fields import SHORT, SLUG, CountField, EdtfField, EntrySchema, code_field, is_published_by, required_text, text_field

PATH = validate.And(
    validate.Regexp(r"[a-z0-9]+([-.][a-z0-9]+)*\Z", error="{input!r} is not a location's id: a path such as kz.almaty is wanted"), SHORT
)


def unique_by(*keys: Any) -> Any:
    """A validator of a list of mappings: no two of them agree in all these keys."""

    def check(entries: Any) -> Any:
        for identity, count in Counter(tuple(entry[key] for key in keys) for entry in entries).items():
            if count > 1:
                raise ValidationError(f"{', '.join(identity)}: stands twice in one claim")

    return check


class RangeSchema(EntrySchema):
    low, best, high = CountField(), CountField(), CountField()


class PeopleField(fields.Field):
    """A number of people: `7`, or low, best and high, each where it is given."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            return CountField().deserialize(value)
        given = RangeSchema().load(value)
        if not given or not given.items() <= PeopleRange.of(given).as_dict().items():
            raise ValidationError("low <= best <= high is wanted, and at least one of them")
        return given


def is_no_importers_dataset(id: str) -> None:
    """A validator: a file of a user's own does not pass for a dataset that an importer reads, nor replace its licence and citation."""
    if id in IMPORTERS:
        reason = f"{id!r} is {IMPORTERS[id].dataset['title']}, whose files `annals load --dataset {id}` reads"
        raise ValidationError(f"{reason}; give yours an id of its own, such as {f'my-{id}'!r}")


class DatasetEntry(EntrySchema):
    id = fields.String(required=True, validate=validate.And(SLUG, is_no_importers_dataset))
    title, description, licence, citation = required_text(), required_text(), required_text(), required_text()
    licence_url = fields.Url(load_default=None)
    release = fields.String(required=True, validate=validate.Regexp(LABEL, error=INVALID_LABEL))
    released = EdtfField(required=True, validate=is_published_by)


class SourceEntry(EntrySchema):
    id = fields.String(required=True, validate=SLUG)
    title = required_text()
    author, publisher, url = text_field(), text_field(), fields.Url(load_default=None)
    published = EdtfField(required=True, validate=is_published_by)
    published_certainty = code_field(CERTAINTY, load_default="stated")
    published_basis = text_field()
    language = fields.String(validate=validate.Regexp(r"[a-z]{2}\Z", error="an ISO 639-1 code is wanted"), load_default=None)
    sha256 = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z", error="64 hexadecimal digits are wanted"))
    heading = CountField(required=True)

    @validates_schema
    def says_from_what_it_is_inferred(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("published_certainty") == "inferred" and not data.get("published_basis"):
            raise ValidationError("an inferred date of publication needs its basis", "published_basis")


class LocationEntry(EntrySchema):
    id = fields.String(required=True, validate=PATH)
    name = required_text()
    kind = code_field(LOCATION_KIND, required=True)
    latitude = fields.Float(load_default=None, validate=validate.Range(-90, 90))
    longitude = fields.Float(load_default=None, validate=validate.Range(-180, 180))
    bounds = fields.List(fields.Float(), load_default=None, validate=validate.Length(equal=4, error="west, south, east, north are wanted"))
    geonameid = CountField(load_default=None)
    names = fields.List(required_text(), load_default=list)
    basis = text_field()

    @validates_schema
    def lies_somewhere(self, data: dict[str, Any], **_: Any) -> None:
        west, south, east, north = data.get("bounds") or (-180, -90, 180, 90)
        if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
            raise ValidationError("west, south, east, north in degrees are wanted, south below north", "bounds")
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            raise ValidationError("latitude and longitude go together", "latitude")
        if data.get("kind") == "region" and data.get("latitude") is not None:
            raise ValidationError("a region has bounds and no point", "latitude")


class ActorEntry(EntrySchema):
    id = fields.String(required=True, validate=SLUG)
    name = required_text()
    kind = code_field(ACTOR_KIND, required=True)
    country = code_field(COUNTRY, load_default=None)
    names = fields.List(required_text(), load_default=list)


class PartEntry(EntrySchema):
    actor = fields.String(required=True)
    role = code_field(ROLE, required=True)
    fatalities, injuries = CountField(), CountField()
    note = fields.String()


class WeaponEntry(EntrySchema):
    name = required_text()
    count = CountField()
    note = fields.String()


class PersonEntry(EntrySchema):
    name = required_text()
    capacity, fate, note = fields.String(), fields.String(), fields.String()


class ValuesEntry(EntrySchema):
    kind = code_field(KIND)
    type = code_field(TYPE)
    status = code_field(STATUS)
    title, summary, time, location, part_of = (fields.String(validate=validate.Length(min=1)) for _ in range(5))
    original_type = fields.String(validate=SHORT)
    date = EdtfField()
    fatalities, injuries, arrests, participants = PeopleField(), PeopleField(), PeopleField(), PeopleField()
    actors = fields.List(fields.Nested(PartEntry), validate=unique_by("actor", "role"))
    weapons = fields.List(fields.Nested(WeaponEntry), validate=unique_by("name"))
    persons = fields.List(fields.Nested(PersonEntry), validate=unique_by("name"))
    related = fields.List(fields.String())

    @validates_schema
    def sides_are_within_the_toll(self, data: dict[str, Any], **_: Any) -> None:
        for measure in ("fatalities", "injuries"):
            sides = sum(part.get(measure, 0) for part in data.get("actors", ()))
            if measure in data and (high := PeopleRange.of(data[measure]).high) is not None and sides > high:
                raise ValidationError(f"the sides add up to {sides}, more than the {high} in all", measure)


class ClaimEntry(EntrySchema):
    source = fields.String(required=True)
    paragraph = fields.Integer(required=True, validate=validate.Range(min=1))
    also = fields.List(fields.Integer(validate=validate.Range(min=1)), load_default=list)
    attributed_to, note = text_field(), text_field()
    certainty = code_field(CERTAINTY, required=True)
    values = fields.Nested(ValuesEntry, required=True)

    @validates_schema
    def says_how_it_is_inferred(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("certainty") == "inferred" and not data.get("note"):
            raise ValidationError("an inferred claim needs a note that says from what", "note")


class EventEntry(EntrySchema):
    id = fields.String(required=True, validate=SLUG)
    claims = fields.List(fields.Nested(ClaimEntry), required=True, validate=validate.Length(min=1))
    replaces = fields.List(fields.String(validate=SLUG), load_default=list)

    def unknown_key(self, key: Any) -> Any:
        return "a value that no claim supports; give it in the values of a claim" if key in PROPERTIES else super().unknown_key(key)
