"""What a mapping may say: a schema with a field for each property of an event. To add a property, add its field."""

from typing import Any

from marshmallow import fields

from models.domain.vocabularies import ACTOR_KIND, CERTAINTY, KIND, LOCATION_KIND, ROLE, STATUS, TYPE
from seeds.corpus import schema
from seeds.files.read_options import NO_OPTIONS
from seeds.gazetteer.coordinates import LATITUDE, LONGITUDE
from seeds.mapping import fields as yaml_fields
from seeds.mapping.event_builder import build_entry, build_part, build_place, build_source
from seeds.mapping.file_entry import FileEntry
from seeds.yaml_files.fields import EdtfField, EntrySchema, is_filled_in, is_published_by, required_text

PLACE = {
    "country": yaml_fields.country_value(),
    "admin1": yaml_fields.text_value(),
    "admin2": yaml_fields.text_value(),
    "name": yaml_fields.text_value(),
    "kind": yaml_fields.code_value(LOCATION_KIND),
    "latitude": yaml_fields.degrees_value(LATITUDE),
    "longitude": yaml_fields.degrees_value(LONGITUDE),
    "coordinates": yaml_fields.point_value(),
    "uncertainty": yaml_fields.number_value(0, 20_000),
}
PART = {
    "id": yaml_fields.identifier_value(),
    "name": yaml_fields.text_value(required=True),
    "role": yaml_fields.code_value(ROLE, required=True),
    "kind": yaml_fields.code_value(ACTOR_KIND),
    "country": yaml_fields.country_value(),
    "fatalities": yaml_fields.count_value(),
    "injuries": yaml_fields.count_value(),
    "note": yaml_fields.text_value(),
}
WORK = {name: yaml_fields.text_value() for name in ("title", "publisher", "author", "url", "language")} | {
    "published": yaml_fields.date_value()
}
WEAPON = {"name": yaml_fields.text_value(required=True), "count": yaml_fields.count_value(), "note": yaml_fields.text_value()}
PERSON = {"name": yaml_fields.text_value(required=True)} | {name: yaml_fields.text_value() for name in ("capacity", "fate", "note")}


def own_words() -> fields.String:
    return required_text(is_filled_in)


class DatasetEntry(schema.DatasetEntry):
    title, description, licence, citation, publisher = own_words(), own_words(), own_words(), own_words(), own_words()

    class Meta(EntrySchema.Meta):
        exclude = ("release", "released")


class MappingEntry(EntrySchema):
    """The dataset, its date, what of a cell means that nothing is there, and how files are read; and how each property is read, which loads
    as a CellReader."""

    dataset = fields.Nested(DatasetEntry, required=True)
    released = EdtfField(validate=is_published_by, load_default=None)
    missing = fields.List(fields.String(), load_default=list)
    file = fields.Nested(FileEntry, load_default=NO_OPTIONS)

    skip = yaml_fields.skip_value()

    id = yaml_fields.identifier_value(required=True)
    kind, type, status = (
        yaml_fields.code_value(KIND, "incident"),
        yaml_fields.code_value(TYPE, required=True),
        yaml_fields.code_value(STATUS, "occurred"),
    )
    date, time = yaml_fields.date_value(required=True), yaml_fields.text_value()
    title, summary, original_type = yaml_fields.text_value(required=True), yaml_fields.text_value(), yaml_fields.text_value()
    location = yaml_fields.place_value(build_place, PLACE)
    fatalities, injuries, arrests, participants = (
        yaml_fields.people_value(),
        yaml_fields.people_value(),
        yaml_fields.people_value(),
        yaml_fields.people_value(),
    )
    actors, sources = yaml_fields.entries_value(build_part, PART), yaml_fields.entries_value(build_source, WORK)
    weapons, persons = yaml_fields.entries_value(build_entry, WEAPON), yaml_fields.entries_value(build_entry, PERSON)
    part_of, related, replaces = yaml_fields.identifier_value(), yaml_fields.identifiers_value(), yaml_fields.identifiers_value()
    certainty, attributed_to, note = yaml_fields.code_value(CERTAINTY), yaml_fields.text_value(), yaml_fields.text_value()

    def unknown_key(self, key: Any) -> Any:
        return "unknown field; it belongs under 'location'" if key in PLACE else super().unknown_key(key)
