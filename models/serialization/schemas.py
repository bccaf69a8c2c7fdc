"""The schemas of the JSON of an event and of a claim. For events, models.serialization.event_document builds the same by hand."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from models.domain.terms import Vocabulary
from models.domain.vocabularies import ACTOR_KIND, CERTAINTY, DATE_PRECISION, KIND, LOCATION_KIND, PLACE_PRECISION, ROLE, STATUS, TYPE


class AnswerSchema(Schema):
    """The base of every object in answers. Later versions may add keys, so openapi.yaml does not forbid further ones."""

    class Meta:
        unknown = EXCLUDE


def text_field(about: str, **more: Any) -> fields.String:
    return fields.String(metadata={"description": about, **more})


def optional_text(about: str, **more: Any) -> fields.String:
    return fields.String(allow_none=True, dump_default=None, metadata={"description": about, **more})


def code_field(vocabulary: Vocabulary, about: str) -> fields.String:
    return text_field(about, enum=vocabulary.codes)


def number_field(about: str, **more: Any) -> fields.Integer:
    return fields.Integer(allow_none=True, dump_default=None, metadata={"description": about, "minimum": 0, **more})


def people_field(about: str) -> fields.Nested:
    return fields.Nested(EstimateSchema, dump_default=dict, metadata={"description": f"{about} Unreported is null, never 0."})


def list_field(item: fields.Field, about: str) -> fields.List:
    return fields.List(item, dump_default=list, metadata={"description": about})


def degrees_field(about: str) -> fields.Float:
    return fields.Float(allow_none=True, metadata={"description": f"{about}, degrees, WGS 84; null where there is no point."})


class EventDateSchema(AnswerSchema):
    edtf = text_field("The date as far as it is known, in EDTF (ISO 8601-2).", example="2011-12-03")
    earliest = optional_text("The earliest day it can mean; null where the start is open.", format="date")
    latest = optional_text("The latest day it can mean; null where the end is open.", format="date")
    precision = code_field(DATE_PRECISION, "How much of the date is known.")


class PlaceSchema(AnswerSchema):
    id = optional_text("The location's id, its path; null where only coordinates are told.")
    name = optional_text("Its name; null where only coordinates are told.")
    kind = optional_text("What it is; null where only coordinates are told.", enum=[*LOCATION_KIND.codes, None])
    country = fields.String(
        allow_none=True,
        metadata={"description": "ISO 3166-1 alpha-2 code; null for a place in no one country, and where only coordinates are told."},
    )
    latitude = degrees_field("Latitude")
    longitude = degrees_field("Longitude")
    precision = code_field(PLACE_PRECISION, "How precisely the event is placed: by a location of this kind, or by a point alone.")
    uncertainty = fields.Float(
        allow_none=True,
        dump_default=None,
        metadata={"description": "By how many kilometres the point may be off; null where it is taken as exact.", "minimum": 0},
    )


class EstimateSchema(AnswerSchema):
    low = number_field("The least that is claimed; null when unreported.")
    best = number_field("The best-ranked claim's figure; null when unreported.")
    high = number_field("The most that is claimed; null when unreported.")


class ParticipationSchema(AnswerSchema):
    id = text_field("The actor's id.")
    name = text_field("Its name.")
    kind = code_field(ACTOR_KIND, "What it is.")
    role = code_field(ROLE, "Its part in the event.")
    fatalities = number_field("Deaths on its side; null when unreported.")
    injuries = number_field("Injured on its side; null when unreported.")
    note = optional_text("The coder's remark.")


class CitedSourceSchema(AnswerSchema):
    id = text_field("The source's id.")
    title = text_field("Its title.")
    published = optional_text("When it was published, in EDTF; null where unknown.")


class WeaponSchema(AnswerSchema):
    name = text_field("What it is.")
    count = number_field("How many; null when unreported.")
    note = optional_text("The coder's remark.")


class PersonSchema(AnswerSchema):
    name = text_field("The person's name, as the source has it.")
    capacity = optional_text("In what capacity the person is named.")
    fate = optional_text("What became of the person.")
    note = optional_text("The coder's remark.")


class EventLinksSchema(AnswerSchema):
    self = text_field("This event.", format="uri-reference")
    claims = text_field("Who said what about it.", format="uri-reference")
    history = text_field("Its states over time.", format="uri-reference")


class EventSchema(AnswerSchema):
    """One event, as what its claims add up to."""

    id = text_field("The event's id: its dataset's, a colon, and its own.")
    dataset = text_field("The dataset's id.")
    kind = code_field(KIND, "What sort of record it is.")
    type = code_field(TYPE, "What happened.")
    status = code_field(STATUS, "How real it is.")
    title = text_field("A title, in the coder's words.")
    summary = optional_text("A summary, in the coder's words.")
    date = fields.Nested(EventDateSchema)
    time = optional_text("Time of day, as the source has it.")
    location = fields.Nested(PlaceSchema, allow_none=True, dump_default=None)
    fatalities = people_field("Deaths in all.")
    injuries = people_field("People injured.")
    arrests = people_field("People arrested.")
    participants = people_field("People who took part.")
    actors = list_field(fields.Nested(ParticipationSchema), "Who took part, in which role.")
    persons = list_field(fields.Nested(PersonSchema), "Persons whom a source names.")
    weapons = list_field(fields.Nested(WeaponSchema), "Weapons that a source names.")
    sources = list_field(fields.Nested(CitedSourceSchema), "What it rests on.")
    part_of = optional_text("The series that it is counted in.")
    related = list_field(fields.String(), "Ids of events that a claim connects with it.")
    same_as = list_field(fields.String(), "Ids of the same event in other datasets.")
    disputed = list_field(fields.String(), "The properties on which its claims disagree.")
    original_type = optional_text("The dataset's own code for what happened, verbatim.")
    known_from = text_field("The day since which its sources have reported it so.", format="date")
    revision = fields.Integer(metadata={"description": "The load that recorded this state."})
    links = fields.Nested(EventLinksSchema)


class LocatorSchema(AnswerSchema):
    paragraph = fields.Integer(metadata={"description": "The paragraph of the body that carries the account, counted from 1."})
    also = fields.List(fields.Integer(), metadata={"description": "Other paragraphs that it draws on."})
    record = text_field("The id of the record of the dataset that carries the account.")


class ClaimSchema(AnswerSchema):
    """One source's account of one event."""

    id = text_field("The claim's id.")
    event = text_field("The event's id.")
    source = fields.Nested(CitedSourceSchema)
    attributed_to = optional_text("Whom the source cites for it; null where the source speaks itself.")
    certainty = code_field(CERTAINTY, "How it is claimed.")
    cites = list_field(fields.String(), "Ids of the sources that it rests on; which of them says what is not known.")
    locator = fields.Nested(LocatorSchema, metadata={"description": "Where in the source it is."})
    published = fields.String(attribute="source.published", metadata={"description": "When it was published, in EDTF."})
    known_from = text_field("Since which day it is known.", format="date")
    known_until = optional_text("The day from which its source says otherwise, or nothing any more; null while it holds.", format="date")
    note = optional_text("The coder's reasoning.")
    values = fields.Dict(
        attribute="assertions",
        keys=fields.String(),
        metadata={"description": "What it asserts, by property of the event.", "additionalProperties": True},
    )
