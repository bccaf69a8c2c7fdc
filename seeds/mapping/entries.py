"""What a mapping may say: a schema with a field for each property of an event. To add a property, add its field."""

from marshmallow import fields

from models.vocabularies import ACTOR_KIND, CERTAINTY, KIND, LOCATION_KIND, ROLE, STATUS, TYPE, Vocabulary
from seeds.corpus import entries
from seeds.corpus.entries import Edtf, Entry, ended, required
from seeds.mapping import values
from seeds.mapping.builders import entry, part, place, work

NAMED = Vocabulary("location-kind", "What a named place is.", tuple(map(LOCATION_KIND.by_code.get, ("site", "settlement"))))

PLACE = {
    "country": values.country(),
    "admin1": values.words(),
    "admin2": values.words(),
    "name": values.words(),
    "kind": values.code(NAMED),
    "latitude": values.number(-90, 90),
    "longitude": values.number(-180, 180),
    "uncertainty": values.number(0, 20_000),
}
PART = {
    "id": values.identifier(),
    "name": values.words(required=True),
    "role": values.code(ROLE, required=True),
    "kind": values.code(ACTOR_KIND),
    "country": values.country(),
    "fatalities": values.count(),
    "injuries": values.count(),
    "note": values.words(),
}
WORK = {name: values.words() for name in ("title", "publisher", "author", "url", "language")} | {"published": values.date()}
WEAPON = {"name": values.words(required=True), "count": values.count(), "note": values.words()}
PERSON = {"name": values.words(required=True)} | {name: values.words() for name in ("capacity", "fate", "note")}


class DatasetEntry(entries.DatasetEntry):
    publisher = required()

    class Meta(Entry.Meta):
        exclude = ("release", "released")


class MappingEntry(Entry):
    """The dataset, its date, what of a cell means that nothing is there; and how each property is read, which loads as a Reading."""

    dataset = fields.Nested(DatasetEntry, required=True)
    released = Edtf(validate=ended, load_default=None)
    missing = fields.List(fields.String(), load_default=list)

    id = values.identifier(required=True)
    kind, type, status = values.code(KIND, "incident"), values.code(TYPE, required=True), values.code(STATUS, "occurred")
    date, time = values.date(required=True), values.words()
    title, summary, original_type = values.words(required=True), values.words(), values.words()
    location = values.made(place, PLACE)
    fatalities, injuries, arrests, participants = values.people(), values.people(), values.people(), values.people()
    actors, sources = values.several(part, PART), values.several(work, WORK)
    weapons, persons = values.several(entry, WEAPON), values.several(entry, PERSON)
    part_of, related, replaces = values.identifier(), values.identifiers(), values.identifiers()
    certainty, attributed_to, note = values.code(CERTAINTY), values.words(), values.words()

    def unknown_key(self, key):
        return "unknown field; it belongs under 'location'" if key in PLACE else super().unknown_key(key)
