"""Every code that Annals uses, with its label and definition. To add a code, add a Term to its vocabulary."""

from models.domain.country_codes import COUNTRY
from models.domain.terms import Term, Vocabulary

ALL = "all"

KIND = Vocabulary("kind", "What sort of record an event is. Lists and counts cover incidents unless `kind` says otherwise.", (
    Term("incident", "Incident", "Something that happened, or was to happen, at one time and place.", said=("event", "events")),
    Term("series", "Series", "A string of cases that a source counts together; its toll includes its members'."),
    Term("development", "Development", "A change that is no act of violence nor its pursuit: a law, a speech, recruitment abroad."),
))  # fmt: skip
INCIDENT = KIND.codes[0]
"""The kind of event that lists and counts cover by default."""

STATUS = Vocabulary("status", "How real the event is, by the best-ranked claim.", (
    Term("occurred", "Occurred", "It took place.", said=("confirmed", "happened")),
    Term("foiled", "Foiled", "It was prevented.", said=("prevented", "thwarted")),
    Term("alleged", "Alleged", "It is said to have taken place; the source does not vouch for it.", said=(
        "claimed", "suspected", "unconfirmed",
    )),
))  # fmt: skip

TYPE = Vocabulary("type", "What happened. A filter on a code takes in the codes under it.", (
    Term("violence", "Political violence", "Use of force, carried out or planned, with a political, ideological or security context."),
    Term("armed-conflict", "Armed conflict", "Organised armed sides use force on each other, in battle or otherwise.", "violence", said=(
        "conflict", "war",
    )),
    Term(
        "state-based-conflict", "State-based conflict",
        "Armed conflict to which a government is a side; the account does not say how force was used.", "armed-conflict",
    ),
    Term(
        "non-state-conflict", "Non-state conflict",
        "Armed conflict between groups of which none is a government; the account does not say how force was used.", "armed-conflict",
    ),
    Term("battle", "Battle", "Two armed sides fight.", "armed-conflict", said=("combat", "fighting")),
    Term("armed-clash", "Armed clash", "An exchange of fire between two armed sides.", "battle", said=(
        "clash", "firefight", "gunfight", "shootout",
    )),
    Term("territory-regained", "Territory regained", "A government's forces win back a place by fighting.", "battle"),
    Term("territory-overtaken", "Territory overtaken", "An armed group wins a place by fighting.", "battle"),
    Term("uprising", "Uprising", "An armed revolt against a state's authorities.", "battle"),
    Term("attack", "Attack", "One side uses force on persons or property.", "violence", said=("terrorism", "terrorist attack", "terror")),
    Term("armed-attack", "Armed attack", "An attack with firearms or other arms.", "attack", said=("armed assault", "shooting")),
    Term("unarmed-assault", "Unarmed assault", "An attack on persons without firearms, blades, fire or explosives.", "attack"),
    Term("killing", "Killing", "The deliberate killing of chosen persons, or an attempt at it.", "attack", said=(
        "assassination", "murder",
    )),
    Term(
        "violence-against-civilians", "Violence against civilians",
        "A government or an armed group attacks unarmed persons.", "attack",
        said=("massacre", "one-sided violence"),
    ),
    Term("sexual-violence", "Sexual violence", "An attack on the sexual integrity of persons.", "attack", said=("rape",)),
    Term("abduction", "Abduction", "Persons are seized and taken away: kidnapping, forced disappearance.", "attack", said=(
        "forced disappearance", "kidnapping",
    )),
    Term("hostage-taking", "Hostage-taking", "Persons are held on the spot, as a means of pressure.", "attack", said=(
        "hostage", "hostages",
    )),
    Term("hijacking", "Hijacking", "A vehicle, ship or aircraft is seized.", "attack"),
    Term("property-attack", "Attack on property", "An attack on buildings, infrastructure or goods, other than by explosives.", "attack"),
    Term("looting", "Looting or destruction", "Goods are taken or property is destroyed, without an attack on persons.", "property-attack"),
    Term("remote-violence", "Explosions and remote violence", "An attack by explosives, or from afar.", "attack"),
    Term("shelling", "Shelling", "An attack with artillery, mortars, rockets or missiles.", "remote-violence", said=(
        "artillery", "missile", "rocket",
    )),
    Term("air-strike", "Air or drone strike", "An attack from aircraft or drones.", "remote-violence", said=(
        "air raid", "airstrike", "drone strike",
    )),
    Term("chemical-attack", "Chemical attack", "An attack with a chemical weapon.", "remote-violence"),
    Term("bombing", "Bombing", "An attack with an explosive device.", "remote-violence", said=("bomb",)),
    Term("suicide-bombing", "Suicide bombing", "A bombing in which the attacker means to die.", "bombing"),
    Term("remote-explosive", "Mine or remote explosive", "A bombing set off from afar, by time or by touch: mines too.", "bombing", said=(
        "ied", "landmine", "mine",
    )),
    Term("grenade", "Grenade", "A bombing by a grenade or other thrown explosive.", "bombing"),
    Term("explosion", "Explosion", "An explosion whose cause is not determined.", "violence"),
    Term("plot", "Plot", "Preparation of an attack.", "violence"),
    Term("unrest", "Unrest", "People act together in public, without being an armed group."),
    Term("protest", "Protest", "People demonstrate without force of their own.", "unrest", said=("demonstration",)),
    Term("peaceful-protest", "Peaceful protest", "A protest that nobody meets with force.", "protest"),
    Term("protest-intervention", "Protest with intervention", "A protest that is dispersed or held back.", "protest"),
    Term("protest-excessive-force", "Excessive force against protesters", "A protest that is met with lethal or grave force.", "protest"),
    Term("riot", "Riot", "People in a crowd use force or destroy property.", "unrest"),
    Term("violent-demonstration", "Violent demonstration", "A demonstration whose participants use force.", "riot"),
    Term("mob-violence", "Mob violence", "A crowd uses force apart from any demonstration: lynchings, communal clashes.", "riot", said=(
        "lynching",
    )),
    Term("enforcement", "Enforcement", "Acts of police, security services and courts."),
    Term("arrest", "Arrest", "Persons are detained.", "enforcement", said=("detention",)),
    Term("crackdown", "Crackdown", "Persons are detained in numbers, over days or weeks.", "arrest"),
    Term("trial", "Trial", "Persons are tried or sentenced.", "enforcement"),
    Term("politics", "Politics", "Acts of state that are not enforcement."),
    Term("legislation", "Legislation", "A law is proposed, passed or repealed.", "politics", said=("law",)),
    Term("statement", "Statement", "An office-holder or body says something in public.", "politics"),
    Term("mobilisation", "Mobilisation", "An armed group wins people or support."),
    Term("recruitment", "Recruitment", "People join an armed group.", "mobilisation"),
    Term("propaganda", "Propaganda", "An armed group publishes to win support.", "mobilisation"),
    Term("strategic-development", "Strategic development", "What bears on a conflict without being violence or unrest itself."),
    Term("agreement", "Agreement", "Sides agree: a peace, a ceasefire, an exchange of prisoners.", "strategic-development", said=(
        "ceasefire", "peace agreement",
    )),
    Term("group-change", "Change of a group", "An armed group forms, splits, merges or changes its course.", "strategic-development"),
    Term("base-established", "Base established", "An armed side sets up a headquarters or a base.", "strategic-development"),
    Term("territory-transferred", "Territory transferred", "A place changes hands without a fight.", "strategic-development"),
    Term("weapons-disrupted", "Weapons disrupted", "Weapons are seized, or made harmless before they do harm.", "strategic-development"),
    Term("disaster", "Disaster", "A force of nature or a disease harms people, or threatens to.", said=("catastrophe", "natural disaster")),
    Term("earthquake", "Earthquake", "The ground shakes.", "disaster", said=("quake", "seismic activity")),
    Term("volcanic-eruption", "Volcanic eruption", "A volcano ejects lava, ash or gas.", "disaster", said=("volcanic activity", "volcano")),
    Term("tsunami", "Tsunami", "Waves that rise where the sea is displaced reach a coast.", "disaster"),
    Term("landslide", "Landslide or avalanche", "Earth, rock, mud or snow comes down.", "disaster", said=(
        "avalanche", "mass movement", "mudslide",
    )),
    Term("flood", "Flood", "Water covers land that is dry otherwise.", "disaster", said=("flash flood", "flooding")),
    Term("storm", "Storm", "Wind, with rain, snow, sand or lightning.", "disaster", said=("cyclone", "hurricane", "tornado", "typhoon")),
    Term("extreme-temperature", "Extreme temperature", "A wave of heat or cold.", "disaster", said=("cold wave", "heat wave", "heatwave")),
    Term("drought", "Drought", "Water is lacking for weeks or longer.", "disaster"),
    Term("wildfire", "Wildfire", "Vegetation burns out of control.", "disaster", said=("bushfire", "forest fire")),
    Term("epidemic", "Epidemic", "A disease spreads among people.", "disaster", said=("outbreak", "pandemic")),
    Term("accident", "Accident", "What people build, drive or handle does harm that nobody meant."),
    Term("transport-accident", "Transport accident", "An accident of a vehicle, ship or aircraft.", "accident", said=(
        "air crash", "collision", "plane crash", "road accident", "shipwreck", "traffic accident", "train crash",
    )),
    Term("industrial-accident", "Industrial accident", "An accident of a works, mine or dam.", "accident", said=("gas leak", "oil spill")),
    Term("other", "Other or not told", "What no other type describes, or no type is told of.", said=("miscellaneous", "unknown")),
))  # fmt: skip
UNTYPED = TYPE.codes[-1]
"""The type of an event of which none is told, or none that is known here. It may be any."""

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
    Term(
        "political-militia", "Political militia",
        "An armed group that serves political ends without seeking to rule; unidentified armed groups.",
    ),
    Term("identity-militia", "Identity militia", "An armed group of a community: ethnic, religious, clan, local."),
    Term("criminal-group", "Criminal group", "Organised crime."),
    Term("external-forces", "External forces", "Forces of another state, international missions, private security firms."),
    Term("rioters", "Rioters", "People in a crowd who use force or destroy property."),
    Term("protesters", "Protesters", "People who demonstrate without force."),
    Term("civilians", "Civilians", "People who bear no arms."),
    Term("individual", "Individual", "One person acting alone."),
    Term("unidentified", "Unidentified", "The source does not say who."),
))  # fmt: skip

LOCATION_KIND = Vocabulary("location-kind", "What a location is.", (
    Term("site", "Site", "A building, a street, a crossing."),
    Term("settlement", "Settlement", "A city, town or village."),
    Term("admin2", "Second-level division", "A district."),
    Term("admin1", "First-level division", "A region or province of a country."),
    Term("region", "Region", "A part of a country or of the world without exact borders; it has no point, only bounds."),
    Term("country", "Country", "A whole country."),
))  # fmt: skip

PLACE_PRECISION = Vocabulary("place-precision", "How precisely an event is placed.", (
    Term("point", "Point", "By coordinates alone: no place is named."),
    *LOCATION_KIND.terms,
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

RELATION = Vocabulary("relation", "How an event can be connected with another.", (
    Term("same_as", "The same", "Another dataset has the same event, as `annals link` found it."),
    Term("part_of", "Part of a series", "It is a case of a series that a source counts together."),
    Term("related", "Related", "A claim connects it with another event."),
))  # fmt: skip

VOCABULARIES = {
    vocabulary.name: vocabulary
    for vocabulary in (TYPE, KIND, STATUS, COUNTRY, CERTAINTY, ROLE, ACTOR_KIND, LOCATION_KIND, PLACE_PRECISION, DATE_PRECISION, RELATION)
}
