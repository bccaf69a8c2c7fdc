"""Who takes part in an event of ACLED, and in which role. What a user should know:

- Actor-based exports either lack the columns of the second actor, as those of the API do (`export_type=monadic`; its first row is
  actor 1, its second actor 2: https://dtacled.github.io/acledR), or tell each event once more from the other side.
- ACLED says that the order of the two does not tell which attacked the other. What they are does: civilians bear no arms. Where it
  does not either, in violence against civilians the first is taken for the perpetrator, elsewhere both take part.
- Associated actors have the role of the actor beside whom they stand, and a note that names it.
- An actor is known by its name. Its inter code may differ between events: it is 8 of forces that are abroad, and there is none where
  it is associated. So a name that says what the actor is counts for more.
"""

from functools import lru_cache
from itertools import chain
from typing import Any

from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.places import slug
from seeds.importers.imported_event import ImportedActor, ImportedPart
from seeds.importers.memoize import memoize_by_columns

INTER = {
    "state forces": "state-forces",
    "rebel group": "militant-group",
    "political militia": "political-militia",
    "identity militia": "identity-militia",
    "rioters": "rioters",
    "protesters": "protesters",
    "civilians": "civilians",
    "external/other forces": "external-forces",
}
KINDS = {code: kind for number, (text, kind) in enumerate(INTER.items(), 1) for code in (text, f"{number}", f"{number}.0")}
KINDS |= dict.fromkeys(("0", "0.0"), "unidentified")

NAMED = {
    "Military Forces of ": "state-forces",
    "Police Forces of ": "police",
    "Government of ": "government",
    "Unidentified Armed Group (": "political-militia",
    "Rioters (": "rioters",
    "Protesters (": "protesters",
    "Civilians (": "civilians",
}
"""Kinds of actors by how their names begin: what they are wherever they act, and where they are associated, which has no code."""
SIDES = [(f"actor{n}", f"inter{n}", f"assoc_actor_{n}", f"ally_actor_{n}") for n in (1, 2)]

ATTACKED = {
    "violence against civilians": "civilians",
    "explosions/remote violence": "civilians",
    "remote violence": "civilians",
    "riots": "civilians",
    "excessive force against protesters": "protesters",
}
"""Whom an event or sub-event type means to have been attacked, where such an actor takes part."""
ONE_SIDED = "violence against civilians"
DEMONSTRATIONS = {"protests", "riots", "riots/protests"}
RESPONDERS = {"state-forces", "police"}


@lru_cache(65536)
def split_names(text: str | None) -> tuple[Any, ...]:
    """What stands in one cell set apart by semicolons, each once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, (text or "").split(";")))))


@lru_cache(65536)
def make_actor(name: str, inter: str | None = None) -> ImportedActor:
    """The ImportedActor of a name and its inter code, which counts for less than a name that says what it is. Raises RowRejected."""
    code = (inter or "0").lower()
    if code not in KINDS:
        raise RowRejected(f"inter code {inter!r} is neither a number from 0 to 8 nor one of {', '.join(INTER)}")
    acronym, _, full = name.partition(": ")
    named = next((kind for start, kind in NAMED.items() if name.startswith(start)), KINDS[code])
    return ImportedActor(slug(name), name, named, names=(acronym, full) if full else ())


@memoize_by_columns(*chain(*SIDES))
def sides_of_row(row: Row) -> tuple[Any, ...]:
    """The actors that a row names, each with the names of those associated with it. Raises RowRejected."""
    row.required("actor1")
    return tuple(
        (make_actor(name, row.text(inter)), split_names(row.text(associated)) + split_names(row.text(allied)))
        for actor, inter, associated, allied in SIDES
        if (name := row.text(actor))
    )


def sides_of(rows: list[Any]) -> tuple[Any, ...] | None:
    """The actors of an event, one or two, each with the names of those associated with it. Raises RowRejected."""
    sides = {}
    for actor, names in chain.from_iterable(map(sides_of_row, rows)):
        sides.setdefault(actor, {}).update(dict.fromkeys(names))
    if len(sides) > 2:
        raise RowRejected(f"the rows of the event name more than two actors: {', '.join(actor.name for actor in sides)}")
    return tuple((actor, tuple(names)) for actor, names in sides.items())


def roles_of(types: list[str], kinds: list[str]) -> list[str]:
    """The roles of actors of these kinds, in their order, in an event of these types, the narrower first."""
    attacked = next((ATTACKED[each] for each in types if each in ATTACKED), None)
    if attacked in kinds:
        return ["target" if kind == attacked else "perpetrator" for kind in kinds]
    if ONE_SIDED in types:
        return ["perpetrator", "target"]
    responders = set() if DEMONSTRATIONS.isdisjoint(types) else RESPONDERS
    return ["responder" if kind in responders else "participant" for kind in kinds]


@lru_cache(16384)
def parts_of(types: tuple[Any, ...], sides: tuple[Any, ...]) -> Any:
    """The Parts of the actors, then of those associated with them, none twice in a role."""
    roles = roles_of([each.lower() for each in types], [actor.kind for actor, _ in sides])
    parts, beside = [], []
    for (actor, names), role in zip(sides, roles, strict=False):
        parts.append(ImportedPart(actor, role))
        beside += [ImportedPart(make_actor(name), role, note=f"With {actor.name}") for name in names]
    return tuple({(part.actor.id, part.role): part for part in reversed(parts + beside)}.values())[::-1]
