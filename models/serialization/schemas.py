"""The finished JSON of an event and of a claim: these schemas are their only serialisers. That of events runs, compiled, at load."""

from marshmallow import EXCLUDE, Schema, fields

from models.domain.vocabularies import ACTOR_KIND, CERTAINTY, DATE_PRECISION, KIND, LOCATION_KIND, ROLE, STATUS, TYPE


class AnswerSchema(Schema):
    """The base of every object in answers. Keys may be added to these, and so openapi.yaml forbids none."""

    class Meta:
        unknown = EXCLUDE


def text(about, **more):
    return fields.String(metadata={"description": about, **more})


def optional(about, **more):
    return fields.String(allow_none=True, dump_default=None, metadata={"description": about, **more})


def code(vocabulary, about):
    return text(about, enum=vocabulary.codes)


def number(about, **more):
    return fields.Integer(allow_none=True, dump_default=None, metadata={"description": about, "minimum": 0, **more})


def people(about):
    return fields.Nested(EstimateSchema, dump_default=dict, metadata={"description": f"{about} Unreported is null, never 0."})


def listed(item, about):
    return fields.List(item, dump_default=list, metadata={"description": about})


def degrees(about):
    return fields.Float(allow_none=True, metadata={"description": f"{about}, degrees, WGS 84; null where there is no point."})


class EventDateSchema(AnswerSchema):
    edtf = text("The date as far as it is known, in EDTF (ISO 8601-2).", example="2011-12-03")
    earliest = optional("The earliest day it can mean; null where the start is open.", format="date")
    latest = optional("The latest day it can mean; null where the end is open.", format="date")
    precision = code(DATE_PRECISION, "How much of the date is known.")


class PlaceSchema(AnswerSchema):
    id = text("The location's id, its path.")
    name = text("Its name.")
    kind = code(LOCATION_KIND, "What it is.")
    country = fields.String(allow_none=True, metadata={"description": "ISO 3166-1 alpha-2 code; null for a place in no one country."})
    latitude = degrees("Latitude")
    longitude = degrees("Longitude")
    precision = code(LOCATION_KIND, "How precisely the event is placed.")
    uncertainty = fields.Float(
        allow_none=True,
        dump_default=None,
        metadata={"description": "By how many kilometres the point may be off; null where it is taken as it stands.", "minimum": 0},
    )


class EstimateSchema(AnswerSchema):
    low = number("The least that is claimed; null when unreported.")
    best = number("The best-ranked claim's figure; null when unreported.")
    high = number("The most that is claimed; null when unreported.")


class ParticipationSchema(AnswerSchema):
    id = text("The actor's id.")
    name = text("Its name.")
    kind = code(ACTOR_KIND, "What it is.")
    role = code(ROLE, "Its part in the event.")
    fatalities = number("Deaths on its side; null when unreported.")
    injuries = number("Injured on its side; null when unreported.")
    note = optional("The coder's remark.")


class CitedSourceSchema(AnswerSchema):
    id = text("The source's id.")
    title = text("Its title.")
    published = optional("When it was published, in EDTF; null where that is not told.")


class WeaponSchema(AnswerSchema):
    name = text("What it is.")
    count = number("How many; null when unreported.")
    note = optional("The coder's remark.")


class PersonSchema(AnswerSchema):
    name = text("The person's name, as the source has it.")
    capacity = optional("In what capacity the person is named.")
    fate = optional("What became of the person.")
    note = optional("The coder's remark.")


class EventLinksSchema(AnswerSchema):
    self = text("This event.", format="uri-reference")
    claims = text("Who said what about it.", format="uri-reference")
    history = text("Its states over time.", format="uri-reference")


class EventSchema(AnswerSchema):
    """One event, as what its claims add up to."""

    id = text("The event's id: its dataset's, a colon, and its own.")
    dataset = text("The dataset's id.")
    kind = code(KIND, "What sort of record it is.")
    type = code(TYPE, "What happened.")
    status = code(STATUS, "How real it is.")
    title = text("A title, in the coder's words.")
    summary = optional("A summary, in the coder's words.")
    date = fields.Nested(EventDateSchema)
    time = optional("Time of day, as the source has it.")
    location = fields.Nested(PlaceSchema, allow_none=True, dump_default=None)
    fatalities = people("Deaths in all.")
    injuries = people("People injured.")
    arrests = people("People arrested.")
    participants = people("People who took part.")
    actors = listed(fields.Nested(ParticipationSchema), "Who took part, in which role.")
    persons = listed(fields.Nested(PersonSchema), "Persons whom a source names.")
    weapons = listed(fields.Nested(WeaponSchema), "Weapons that a source names.")
    sources = listed(fields.Nested(CitedSourceSchema), "What it rests on.")
    part_of = optional("The series that it is counted in.")
    related = listed(fields.String(), "Ids of events that a claim connects with it.")
    same_as = listed(fields.String(), "Ids of the same event in other datasets.")
    disputed = listed(fields.String(), "The properties on which its claims disagree.")
    original_type = optional("The dataset's own code for what happened, verbatim.")
    known_from = text("Since which day its sources have told it so.", format="date")
    revision = fields.Integer(metadata={"description": "The load that recorded this state."})
    links = fields.Nested(EventLinksSchema)


class LocatorSchema(AnswerSchema):
    paragraph = fields.Integer(metadata={"description": "The paragraph of the body that carries the account, counted from 1."})
    also = fields.List(fields.Integer(), metadata={"description": "Other paragraphs that it draws on."})
    record = text("The id of the record of the dataset that carries the account.")


class ClaimSchema(AnswerSchema):
    """One source's account of one event."""

    id = text("The claim's id.")
    event = text("The event's id.")
    source = fields.Nested(CitedSourceSchema)
    attributed_to = optional("Whom the source cites for it; null where the source speaks itself.")
    certainty = code(CERTAINTY, "How it is claimed.")
    cites = listed(fields.String(), "Ids of the sources that it rests on; which of them tells what is not known.")
    locator = fields.Nested(LocatorSchema, metadata={"description": "Where in the source it stands."})
    published = fields.String(attribute="source.published", metadata={"description": "When it was published, in EDTF."})
    known_from = text("Since which day it is known.", format="date")
    known_until = optional("The day from which its source tells otherwise, or no more; null while it stands.", format="date")
    note = optional("The coder's reasoning.")
    values = fields.Dict(
        attribute="assertions",
        keys=fields.String(),
        metadata={"description": "What it asserts, by property of the event.", "additionalProperties": True},
    )
