"""Maps each dataset's own codes of event types (`original_type`) to codes of the vocabulary `type`.

To add a dataset, add its codes to ORIGINAL_TYPES and, where they are not words, the dataset's labels of them to LABELS. A code of ACLED is
the type and the sub-type of the event joined by " / ", which occurs in neither, or the type alone where there is no sub-type. Codes are
those of the UCDP GED codebook 25.1, of ACLED's codebooks of 2015 to 2024, and of the GTD codebook of 2021.
"""

SEPARATOR = " / "
"""Stands between ACLED's type and sub-type in a code."""

CLASHES = {
    "Armed clash": "armed-clash",
    "Government regains territory": "territory-regained",
    "Non-state actor overtakes territory": "territory-overtaken",
    "Non-state actors overtake territory": "territory-overtaken",
}
REMOTE = {
    "Air/drone strike": "air-strike",
    "Chemical weapon": "chemical-attack",
    "Grenade": "grenade",
    "Remote explosive/landmine/IED": "remote-explosive",
    "Shelling/artillery/missile attack": "shelling",
    "Suicide bomb": "suicide-bombing",
}
AGAINST_CIVILIANS = {
    "Abduction/forced disappearance": "abduction",
    "Attack": "violence-against-civilians",
    "Sexual violence": "sexual-violence",
}
PROTESTS = {
    "Excessive force against protesters": "protest-excessive-force",
    "Peaceful protest": "peaceful-protest",
    "Protest with intervention": "protest-intervention",
}
RIOTS = {"Mob violence": "mob-violence", "Violent demonstration": "violent-demonstration"}
DEVELOPMENTS = {
    "Agreement": "agreement",
    "Arrests": "arrest",
    "Change to group/activity": "group-change",
    "Disrupted weapons use": "weapons-disrupted",
    "Headquarters or base established": "base-established",
    "Looting/property destruction": "looting",
    "Non-violent transfer of territory": "territory-transferred",
    "Other": "strategic-development",
}

ACLED = {
    "Battles": ("battle", CLASHES),
    "Explosions/Remote violence": ("remote-violence", REMOTE),
    "Violence against civilians": ("violence-against-civilians", AGAINST_CIVILIANS),
    "Protests": ("protest", PROTESTS),
    "Riots": ("riot", RIOTS),
    "Strategic developments": ("strategic-development", DEVELOPMENTS),
    # Until 2019:
    "Battle-No change of territory": ("armed-clash", CLASHES),
    "Battle-Government regains territory": ("territory-regained", CLASHES),
    "Battle-Non-state actor overtakes territory": ("territory-overtaken", CLASHES),
    "Battle-Non-state actors overtake territory": ("territory-overtaken", CLASHES),
    "Remote violence": ("remote-violence", REMOTE),
    "Riots/Protests": ("unrest", PROTESTS | RIOTS),
    "Strategic development": ("strategic-development", DEVELOPMENTS),
    "Non-violent activity by a conflict actor": ("strategic-development", DEVELOPMENTS),
    "Headquarters or base established": ("base-established", DEVELOPMENTS),
    "Non-violent transfer of territory": ("territory-transferred", DEVELOPMENTS),
}
"""By ACLED's event type, our type for it without a sub-type, and our types by its sub-types."""

ORIGINAL_TYPES = {
    "ucdp-ged": {"1": "state-based-conflict", "2": "non-state-conflict", "3": "violence-against-civilians"},
    "acled": {event: alone for event, (alone, _) in ACLED.items()}
    | {f"{event}{SEPARATOR}{narrower}": ours for event, (_, by_narrower) in ACLED.items() for narrower, ours in by_narrower.items()},
    "gtd": {
        "1": "killing",
        "2": "armed-attack",
        "3": "bombing",
        "4": "hijacking",
        "5": "hostage-taking",
        "6": "abduction",
        "7": "property-attack",
        "8": "unarmed-assault",
        "9": "attack",
    },
}
"""By dataset, from its code to a code of the vocabulary `type`."""

LABELS = {
    "ucdp-ged": {"1": "State-based conflict", "2": "Non-state conflict", "3": "One-sided violence"},
    "gtd": {
        "1": "Assassination",
        "2": "Armed Assault",
        "3": "Bombing/Explosion",
        "4": "Hijacking",
        "5": "Hostage Taking (Barricade Incident)",
        "6": "Hostage Taking (Kidnapping)",
        "7": "Facility/Infrastructure Attack",
        "8": "Unarmed Assault",
        "9": "Unknown",
    },
}
"""By dataset, its labels of its codes. A code that is not here is its own label."""


def label_of(dataset: str, code: str) -> str:
    """A dataset's label of one of its codes."""
    return LABELS.get(dataset, {}).get(code, code)


BY_CASEFOLDED_CODE = {
    dataset: {text.casefold(): ours for code, ours in types.items() for text in (code, label_of(dataset, code))}
    for dataset, types in ORIGINAL_TYPES.items()
}


def type_of(dataset: str, original: str) -> str:
    """The code of the vocabulary `type` for a dataset's code or label, in any case. Raises KeyError where the dataset has no such code."""
    return BY_CASEFOLDED_CODE[dataset][original.casefold()]


def is_known_type(dataset: str, original: str) -> bool:
    """Whether `type_of` has a code or label."""
    return original.casefold() in BY_CASEFOLDED_CODE[dataset]


def original_codes(type: str) -> list[dict[str, str]]:
    """The codes of datasets that map to exactly this type, as dicts with id, dataset, code and label."""
    return [
        {"id": f"{dataset}:{code}", "dataset": dataset, "code": code, "label": label_of(dataset, code)}
        for dataset, types in ORIGINAL_TYPES.items()
        for code, ours in types.items()
        if ours == type
    ]
