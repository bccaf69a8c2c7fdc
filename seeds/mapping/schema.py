"""What a mapping may say: a schema with a field for each property of an event. To add a property, add its field."""

from marshmallow import fields

from models.domain.vocabularies import ACTOR_KIND, CERTAINTY, KIND, LOCATION_KIND, ROLE, STATUS, TYPE, Vocabulary
from seeds.corpus import schema
from seeds.mapping import fields as yaml_fields
from seeds.mapping.event_builder import entry, part, place, work
from seeds.yaml_files.fields import Edtf, Entry, ended, required

NAMED = Vocabulary("location-kind", "What a named place is.", tuple(map(LOCATION_KIND.by_code.get, ("site", "settlement"))))

PLACE = {
    "country": yaml_fields.country(),
    "admin1": yaml_fields.words(),
    "admin2": yaml_fields.words(),
    "name": yaml_fields.words(),
    "kind": yaml_fields.code(NAMED),
    "latitude": yaml_fields.number(-90, 90),
    "longitude": yaml_fields.number(-180, 180),
    "uncertainty": yaml_fields.number(0, 20_000),
}
PART = {
    "id": yaml_fields.identifier(),
    "name": yaml_fields.words(required=True),
    "role": yaml_fields.code(ROLE, required=True),
    "kind": yaml_fields.code(ACTOR_KIND),
    "country": yaml_fields.country(),
    "fatalities": yaml_fields.count(),
    "injuries": yaml_fields.count(),
    "note": yaml_fields.words(),
}
WORK = {name: yaml_fields.words() for name in ("title", "publisher", "author", "url", "language")} | {"published": yaml_fields.date()}
WEAPON = {"name": yaml_fields.words(required=True), "count": yaml_fields.count(), "note": yaml_fields.words()}
PERSON = {"name": yaml_fields.words(required=True)} | {name: yaml_fields.words() for name in ("capacity", "fate", "note")}


class DatasetEntry(schema.DatasetEntry):
    publisher = required()

    class Meta(Entry.Meta):
        exclude = ("release", "released")


class MappingEntry(Entry):
    """The dataset, its date, what of a cell means that nothing is there; and how each property is read, which loads as a Reading."""

    dataset = fields.Nested(DatasetEntry, required=True)
    released = Edtf(validate=ended, load_default=None)
    missing = fields.List(fields.String(), load_default=list)

    id = yaml_fields.identifier(required=True)
    kind, type, status = yaml_fields.code(KIND, "incident"), yaml_fields.code(TYPE, required=True), yaml_fields.code(STATUS, "occurred")
    date, time = yaml_fields.date(required=True), yaml_fields.words()
    title, summary, original_type = yaml_fields.words(required=True), yaml_fields.words(), yaml_fields.words()
    location = yaml_fields.made(place, PLACE)
    fatalities, injuries, arrests, participants = yaml_fields.people(), yaml_fields.people(), yaml_fields.people(), yaml_fields.people()
    actors, sources = yaml_fields.several(part, PART), yaml_fields.several(work, WORK)
    weapons, persons = yaml_fields.several(entry, WEAPON), yaml_fields.several(entry, PERSON)
    part_of, related, replaces = yaml_fields.identifier(), yaml_fields.identifiers(), yaml_fields.identifiers()
    certainty, attributed_to, note = yaml_fields.code(CERTAINTY), yaml_fields.words(), yaml_fields.words()

    def unknown_key(self, key):
        return "unknown field; it belongs under 'location'" if key in PLACE else super().unknown_key(key)
