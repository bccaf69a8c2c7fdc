"""Who took part in an event of UCDP GED, with their dead."""

from contextlib import suppress
from functools import lru_cache
from typing import Any

from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.countries import code_by_gw, code_by_name
from seeds.importers.imported_event import ImportedActor, ImportedPart

STATE, UNNAMED = "Government of ", "XXX"
CIVILIANS = ImportedActor("civilians", "Civilians", "civilians")
UNIDENTIFIED = ImportedActor("unidentified", "Unidentified people")

ROLES = {"3": ("perpetrator", "target")}
"""Of the two sides, by `type_of_violence`."""
OTHERWISE = ("participant", "participant")
SIDE_A, SIDE_B = ("side_a_new_id", "side_a", "gwnoa"), ("side_b_new_id", "side_b", "gwnob")


def parts_of(row: Row, dead_a: Any, dead_b: Any, civilians: Any, unknown: Any) -> Any:
    """The sides, and civilians and unidentified people where any died; an actor that has one role twice is one part."""
    role_a, role_b = ROLES.get(row.text("type_of_violence"), OTHERWISE)
    parts = [(actor_of(row, *SIDE_A), role_a, dead_a), (actor_of(row, *SIDE_B), role_b, dead_b)]
    if civilians:
        parts.append((CIVILIANS, role_b, civilians))
    if unknown:
        parts.append((UNIDENTIFIED, "participant", unknown))
    return unite_parts(parts)


def unite_parts(parts: Any) -> Any:
    """Parts, those of one actor and role with the dead of both."""
    found = {}
    for who, role, dead in parts:
        known = found.get((who.id, role))
        found[who.id, role] = ImportedPart(who, role, dead + known.fatalities if known else dead)
    return tuple(found.values())


def actor_of(row: Row, number: Any, name: Any, states: Any) -> Any:
    return make_actor(row.required(number), row.required(name), row.text(states))


@lru_cache(16384)
def make_actor(number: Any, name: Any, states: Any) -> Any:
    """A side; `states` are the Gleditsch-Ward numbers of its governments."""
    if name == CIVILIANS.name:
        return CIVILIANS
    id = f"actor-{number.removesuffix('.0')}"
    if states or name.startswith(STATE):
        return ImportedActor(id, name, "state-forces", country_of(name, states))
    return ImportedActor(id, name, "unidentified" if name.startswith(UNNAMED) else "militant-group")


def country_of(name: Any, states: Any) -> Any:
    """The country of a government, by today's state, so that it is one in all years; None where it has none or several."""
    for find, text in ((code_by_name, name.removeprefix(STATE)), (code_by_gw, (states or "").removesuffix(".0"))):
        with suppress(RowRejected):
            return find(text)
    return None
