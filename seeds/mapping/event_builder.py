"""What the values that a row gives are put together to: a place, an actor's part, a document, the event. None where nothing is told."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from marshmallow import ValidationError, validate

from models.domain import dates
from models.domain.claims import REQUIRED
from models.domain.resolution_rules import PeopleRange
from seeds.errors import RowRejected
from seeds.gazetteer.places import slug
from seeds.gazetteer.waters import Water
from seeds.importers.imported_event import ImportedActor, ImportedEvent, ImportedPart, ImportedPlace, ImportedSource, select_remarks
from seeds.mapping.cells.coordinate_cells import UnreadCoordinates
from seeds.mapping.cells.number_cells import UnreadNumber

check_link = validate.URL(schemes={"http", "https"})

UNREAD = "coordinates cannot be read, and are left out"
HALVED = "latitude or longitude stands alone"
UNLINKED = "a source's link is left out, since it is not a URL of http or https"

PEOPLE = ("fatalities", "injuries", "arrests", "participants")
SIDED = ("fatalities", "injuries")
"""Numbers of people, and those of them that actors have a part of."""

TOLD = {"location": "place", "sources": "works"} | {
    name: name for name in ("actors", "certainty", "attributed_to", "note", "related", "replaces")
}  # fmt: skip
"""What is no value of the event, by the field of ImportedEvent that it goes to."""


DIVISIONS = ("admin1", "admin2")


class PlaceToldBy(NamedTuple):
    """A place, and what is to be remarked of how it was told."""

    place: ImportedPlace | None
    remarks: tuple[str, ...] = ()


def build_place(
    country: str | None = None, latitude: Any = None, longitude: Any = None, coordinates: Any = None, **values: Any
) -> PlaceToldBy:
    told = (latitude, longitude) if coordinates is None else coordinates
    remarks = point_remarks(told)
    point = {} if remarks or None in told else dict(zip(("latitude", "longitude"), told, strict=True))
    values = at_level(country, **values) | point
    is_told = country or values.keys() - {"kind", "uncertainty"}
    return PlaceToldBy(ImportedPlace(country, **values) if is_told else None, remarks)


def point_remarks(told: Any) -> tuple[str, ...]:
    """Why latitude and longitude, or a text in their place, are no point; nothing where they are one, or none is told."""
    if any(isinstance(each, UnreadCoordinates) for each in (told, *told)):
        return (UNREAD,)
    return (HALVED,) if told.count(None) == 1 else ()


def at_level(country: str | None, kind: str | None = None, name: str | None = None, **values: Any) -> dict[str, Any]:
    """The values of a place whose name is that of the division or the country that it is said to be."""
    if kind in DIVISIONS and name:
        return values | {kind: name}
    if kind == "country" and country:
        return values
    kind = "region" if kind == "country" else kind
    return values | {key: value for key, value in (("kind", kind), ("name", name)) if value}


def build_part(
    role: Any = None, name: Any = None, id: Any = None, kind: Any = "unidentified", country: Any = None, **values: Any
) -> ImportedPart | None:
    if name is None and any(values.get(figure) for figure in ("fatalities", "injuries")):
        raise RowRejected("an actor without a name has dead or injured; `name: [{column: ...}, Unidentified]` would give it one")
    if name and not role:
        raise RowRejected(f"the actor {name!r} has no role")
    nationality = None if isinstance(country, Water) else country
    return ImportedPart(ImportedActor(id or slug(name), name, kind, nationality), role, **values) if name else None


def build_source(title: Any = None, url: Any = None, **values: Any) -> ImportedSource | None:
    if values.get("published") and dates.parse_date(values["published"]).latest is None:
        raise RowRejected(f"a source was published {values['published']!r}, which has no end")
    return ImportedSource(title or url, url=url, **values) if title or url else None


@lru_cache(4096)
def is_link(url: Any) -> Any:
    try:
        return bool(check_link(url))
    except ValidationError:
        return False


def drop_invalid_link(work: ImportedSource) -> ImportedSource:
    """A document, without what is given for a link and is none."""
    return work if work.url is None or is_link(work.url) else replace(work, url=None)


def build_entry(**values: Any) -> Any:
    """A weapon or a person, as a claim has it."""
    if values and "name" not in values:
        raise RowRejected(f"{' and '.join(values)} told without a name")
    return values or None


def build_event(id: Any = None, **values: Any) -> ImportedEvent:
    """The ImportedEvent of all that a row gives. Raises RowRejected where it lacks what an event must have."""
    missing = [name for name, value in (("id", id), *((name, values.get(name)) for name in REQUIRED)) if value is None]
    if missing:
        raise RowRejected(f"it gives no {' and no '.join(missing)}")
    beside = {field: values.pop(name) for name, field in TOLD.items() if name in values}
    if beside.get("certainty") == "inferred" and "note" not in beside:
        raise RowRejected("what is inferred needs a note that says from what")
    if id in (values.get("part_of"), *beside.get("related", ())):
        raise RowRejected("the event refers to itself")
    beside["actors"] = merge_parts(beside.get("actors", ()))
    beside["place"], remarks = beside.get("place", PlaceToldBy(None))
    given = beside.pop("works", ())
    works = tuple(map(drop_invalid_link, given))
    unread = [name for name in PEOPLE if isinstance(values.get(name), UnreadNumber)]
    remarks += tuple(f"{name} is no number that can be read, and is left out" for name in unread)
    values = {name: value for name, value in values.items() if name not in unread}
    remarks += contradictions(values, beside["actors"]) + select_remarks({UNLINKED: works != given})
    return ImportedEvent(id, values, works=works, **beside, remarks=remarks)


def contradictions(values: dict[str, Any], parts: tuple[Any, ...]) -> Any:
    """Remarks on numbers that cannot all be."""
    told = {name: values[name] for name in PEOPLE if name in values}
    found = {f"{name}: low <= best <= high does not hold; the range is widened": not is_ordered(told[name]) for name in told}
    for name in filter(told.get, SIDED):
        high, sides = PeopleRange.of(told[name]).high, sum(getattr(part, name) or 0 for part in parts)
        found[f"{name} of the actors add up to more than in all"] = high is not None and sides > high
    return select_remarks(found)


def is_ordered(figures: int) -> bool:
    given = [figures[bound] for bound in ("low", "best", "high") if bound in figures] if isinstance(figures, dict) else []
    return given == sorted(given)


def merge_parts(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """One part for each actor and role; of those that are the same, the figures add up."""
    found = {}
    for each in parts:
        key = each.actor.id, each.role
        found[key] = add_parts(found[key], each) if key in found else each
    return tuple(found.values())


def add_parts(one: Any, other: Any) -> Any:
    return replace(one, fatalities=add_figures(one.fatalities, other.fatalities), injuries=add_figures(one.injuries, other.injuries))


def add_figures(*figures: Any) -> Any:
    given = [figure for figure in figures if figure is not None]
    return sum(given) if given else None
