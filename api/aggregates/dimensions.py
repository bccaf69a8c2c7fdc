"""What aggregates and facets are counted by. To add a dimension, add an entry to DIMENSIONS."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from api.aggregates import grid
from api.aggregates.periods import PERIODS, Period
from models.domain.location_paths import lineage
from models.domain.vocabularies import TYPE
from models.tables.schema import Actor, Citation, Event, Location, Participation


@dataclass(frozen=True)
class Dimension:
    """What it is, and the columns that its key is made of.

    `key` makes of the parameters the function from the columns' values to the key: by default as_it_is, the one column's value.
    `branch` gives of a key in a tree the keys that it lies in, the topmost first, and itself: a facet counts an event under each.
    Where an event has several keys, the columns stand in tables of `links`, each joined to those before it by its entry in LINKED: such
    a dimension is not additive, since it counts the event under each key, once. `period` is what a dated one counts by. `filters` are
    the parameters that ask for keys of it, and that a facet ignores. `kind` is that of a models.serialization.columns.Column of keys.
    """

    about: str
    columns: tuple
    key: Callable[[dict], Callable] = lambda values: unchanged
    links: tuple = ()
    period: Period | None = None
    filters: tuple[str, ...] = ()
    kind: str = "string"
    branch: Callable[[str], Iterable[str]] | None = None


def unchanged(value: str | None) -> str | None:
    return value


def period_dimension(name: Any) -> Any:
    period = PERIODS[name]
    return Dimension(f"The {name}; null where the date fits no one {name}.", (period.column,), period=period, filters=("date",))


def type_path(code: str) -> list[str]:
    """The types above one, the topmost first, and itself."""
    return [*reversed(TYPE.ancestors(code)), code]


def cut_at_depth(ancestry: Any, parameter: Any) -> Any:
    """A key: the ancestor at the depth that a parameter gives, null where there is none; the thing itself without the parameter."""

    def key(values: Any) -> Any:
        depth = values.get(parameter)
        return (lambda code: None if code is None else next(iter(ancestry(code)[depth - 1 :]), None)) if depth else unchanged

    return key


SEGMENTS = fn.LENGTH(Location.id) - fn.LENGTH(fn.REPLACE(Location.id, ".", "")) + 1
IN_PLACE_OF_ADMIN1 = (SEGMENTS == 2) & (Location.kind != "region") & Location.country.is_null(False)
FIRST_LEVEL = Location.select(Location.id).where((Location.kind == "admin1") | IN_PLACE_OF_ADMIN1)


def first_level(_: Any) -> Any:
    found = functools.cache(lambda: {id for (id,) in FIRST_LEVEL.tuples()})
    return lambda id: id and next((place for place in lineage(id) if place in found()), None)


def grid_key(values: dict[str, Any]) -> Callable[..., Any]:
    return grid.cell_key(values.get("grid") or 1)


PART, PARTICIPANT, CITATION = Participation.alias(), Actor.alias(), Citation.alias()
LINK_JOINS = {PART: PART.state == Event.state, PARTICIPANT: PARTICIPANT.id == PART.actor, CITATION: CITATION.state == Event.state}
"""Tables in which an event may have several rows, and how each is joined to it."""

DIMENSIONS = {
    **{name: period_dimension(name) for name in PERIODS},
    "country": Dimension("The country; null for a place in no one country.", (Event.country,), filters=("country",)),
    "admin1": Dimension(
        "The first-level division, or the place that stands directly under the country, as a city outside the regions does; "
        "null where no more than the country is known.",
        (Event.location,), first_level, filters=("location",),
    ),
    "location": Dimension(
        "The location itself or, with `location_depth`, what it lies within; null where there is none.",
        (Event.location,), cut_at_depth(lineage, "location_depth"), filters=("location",), branch=lineage,
    ),
    "grid": Dimension(
        "The cell of a grid of `grid` degrees, by the `latitude,longitude` of its south-west corner; null without a point.",
        (Event.latitude, Event.longitude), grid_key, kind="numbers",
    ),
    "type": Dimension(
        "The type itself or, with `type_depth`, the one above it.",
        (Event.type,), cut_at_depth(type_path, "type_depth"), filters=("type",), branch=type_path,
    ),
    "status": Dimension("The status.", (Event.status,), filters=("status",)),
    "kind": Dimension("The kind of record.", (Event.kind,), filters=("kind",)),
    "dataset": Dimension("The dataset.", (Event.dataset,), filters=("dataset",)),
    "actor": Dimension(
        "Each actor, in whatever role; an event counts once for each.",
        (PART.actor,), links=(PART,), filters=("actor",),
    ),
    "actor_kind": Dimension(
        "Each kind of actor; an event counts once for each. Beside `actor`, the kind of that actor.",
        (PARTICIPANT.kind,), links=(PART, PARTICIPANT),
    ),
    "source": Dimension("Each source; an event counts once for each.", (CITATION.source,), links=(CITATION,), filters=("source",)),
}  # fmt: skip

GLOSSARY = "\n".join(f"- `{name}`: {dimension.about}" for name, dimension in DIMENSIONS.items())
"""What each dimension is, in Markdown."""
