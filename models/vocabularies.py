"""Every code that Annals uses, with its label and definition. To add a code, add a Term to its vocabulary."""

from dataclasses import dataclass, field

import pycountry


@dataclass(frozen=True, slots=True)
class Term:
    code: str
    label: str
    definition: str
    parent: str | None = None
    also: tuple[str, ...] = ()
    """Other codes for the same."""


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms, a tree where terms have parents. `about` says what the codes are for."""

    name: str
    about: str
    terms: tuple[Term, ...]
    by_code: dict[str, Term] = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "by_code", {term.code: term for term in self.terms})

    def __contains__(self, code):
        return code in self.by_code

    @property
    def codes(self):
        return list(self.by_code)

    def ancestors(self, code):
        """The codes above one, nearest first."""
        parent = self.by_code[code].parent
        return [parent, *self.ancestors(parent)] if parent else []

    def within(self, code):
        """The code itself and all that lie under it."""
        return [other for other in self.codes if other == code or code in self.ancestors(other)]


KIND = Vocabulary("kind", "What sort of record an event is. Lists and counts cover incidents unless `kind` says otherwise.", (
    Term("incident", "Incident", "Something that happened, or was to happen, at one time and place."),
    Term("series", "Series", "A string of cases that a source counts together; its toll includes its members'."),
    Term("development", "Development", "A change that is no act of violence nor its pursuit: a law, a speech, recruitment abroad."),
))  # fmt: skip

STATUS = Vocabulary("status", "How real the event is, by the best-ranked claim.", (
    Term("occurred", "Occurred", "It took place."),
    Term("foiled", "Foiled", "It was prevented."),
    Term("alleged", "Alleged", "It is said to have taken place; the source does not vouch for it."),
))  # fmt: skip

TYPE = Vocabulary("type", "What happened. A filter on a code takes in the codes under it.", (
    Term("violence", "Political violence", "Use of force, carried out or planned, with a political, ideological or security context."),
    Term("battle", "Battle", "Two armed sides fight.", "violence"),
    Term("armed-clash", "Armed clash", "An exchange of fire between two armed sides.", "battle"),
    Term("uprising", "Uprising", "An armed revolt against a state's authorities.", "battle"),
    Term("attack", "Attack", "One side uses force on persons or property.", "violence"),
    Term("armed-attack", "Armed attack", "An attack with firearms or other arms.", "attack"),
    Term("killing", "Killing", "The deliberate killing of chosen persons.", "attack"),
    Term("bombing", "Bombing", "An attack with an explosive device.", "attack"),
    Term("suicide-bombing", "Suicide bombing", "A bombing in which the attacker means to die.", "bombing"),
    Term("explosion", "Explosion", "An explosion whose cause is not determined.", "violence"),
    Term("plot", "Plot", "Preparation of an attack.", "violence"),
    Term("enforcement", "Enforcement", "Acts of police, security services and courts."),
    Term("arrest", "Arrest", "Persons are detained.", "enforcement"),
    Term("crackdown", "Crackdown", "Persons are detained in numbers, over days or weeks.", "arrest"),
    Term("trial", "Trial", "Persons are tried or sentenced.", "enforcement"),
    Term("politics", "Politics", "Acts of state that are not enforcement."),
    Term("legislation", "Legislation", "A law is proposed, passed or repealed.", "politics"),
    Term("statement", "Statement", "An office-holder or body says something in public.", "politics"),
    Term("mobilisation", "Mobilisation", "An armed group wins people or support."),
    Term("recruitment", "Recruitment", "People join an armed group.", "mobilisation"),
    Term("propaganda", "Propaganda", "An armed group publishes to win support.", "mobilisation"),
))  # fmt: skip

CERTAINTY = Vocabulary("certainty", "How a claim is made; claims rank in this order.", (
    Term("stated", "Stated", "The source says it as a fact."),
    Term("alleged", "Alleged", "The source says that others say it, or marks it as unproven."),
    Term("inferred", "Inferred", "The coder concludes it from what the source says; the claim's note says how."),
))  # fmt: skip

ROLE = Vocabulary("role", "What an actor's part in an event was.", (
    Term("perpetrator", "Perpetrator", "Carried it out, or was to."),
    Term("suspect", "Suspect", "Is suspected or accused of it."),
    Term("affiliate", "Affiliate", "Is said to be linked to those who carried it out."),
    Term("target", "Target", "Was attacked, or was to be."),
    Term("responder", "Responder", "Acted against it: security forces, police, rescue."),
    Term("participant", "Participant", "Took part, on no side that can be told."),
    Term("authority", "Authority", "Decided it in office."),
    Term("speaker", "Speaker", "Said it."),
    Term("defendant", "Defendant", "Stood trial."),
))  # fmt: skip

ACTOR_KIND = Vocabulary("actor-kind", "What an actor is.", (
    Term("state-forces", "State forces", "Armed forces and security services of a state."),
    Term("police", "Police", "Police and other law-enforcement bodies."),
    Term("government", "Government", "Civil authorities: ministries, courts, prosecutors, mayors."),
    Term("militant-group", "Militant group", "An armed group with political or religious aims."),
    Term("criminal-group", "Criminal group", "Organised crime."),
    Term("civilians", "Civilians", "People who bear no arms."),
    Term("individual", "Individual", "One person acting alone."),
    Term("unidentified", "Unidentified", "The source does not say who."),
))  # fmt: skip

LOCATION_KIND = Vocabulary("location-kind", "What a location is; also the precision of an event's place.", (
    Term("site", "Site", "A building, a street, a crossing."),
    Term("settlement", "Settlement", "A city, town or village."),
    Term("admin2", "Second-level division", "A district."),
    Term("admin1", "First-level division", "A region or province of a country."),
    Term("region", "Region", "A part of a country or of the world without exact borders; it has no point, only bounds."),
    Term("country", "Country", "A whole country."),
))  # fmt: skip

DATE_PRECISION = Vocabulary("date-precision", "How much of an event's date is known.", (
    Term("day", "Day", "A day."),
    Term("month", "Month", "A month."),
    Term("season", "Season", "Three months of a season on the northern hemisphere."),
    Term("quarter", "Quarter", "A quarter of a year."),
    Term("year", "Year", "A year."),
    Term("decade", "Decade", "Ten years."),
    Term("century", "Century", "A hundred years."),
    Term("interval", "Interval", "From one date to another, or open at one end."),
))  # fmt: skip

COUNTRY = Vocabulary("country", "Countries by ISO 3166-1 alpha-2 code.", tuple(
    Term(
        each.alpha_2, getattr(each, "common_name", each.name), f"{each.name}, ISO 3166-1 {each.alpha_3}, {each.numeric}.",
        also=(each.alpha_3, each.numeric, each.numeric.lstrip("0")),
    )
    for each in sorted(pycountry.countries, key=lambda each: each.alpha_2)
))  # fmt: skip

VOCABULARIES = {
    vocabulary.name: vocabulary for vocabulary in (TYPE, KIND, STATUS, COUNTRY, CERTAINTY, ROLE, ACTOR_KIND, LOCATION_KIND, DATE_PRECISION)
}
