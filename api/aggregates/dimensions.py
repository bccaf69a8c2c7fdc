"""What aggregates and facets are counted by. To add a dimension, add an entry to DIMENSIONS."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import SQL

from api.aggregates import grid
from api.aggregates.periods import PERIODS, Period
from models.column_store.layout import FIRST_LEVEL, stored_column
from models.db.database import database
from models.db.dialect import on_columns
from models.domain.location_paths import lineage
from models.domain.vocabularies import TYPE
from models.tables.schema import Actor, Citation, Event, Participation


@dataclass(frozen=True)
class Dimension:
    """What it is, and the columns that its key is made of.

    `key` makes of the parameters the function from the columns' values to the key: by default as_it_is, the one column's value.
    `branch` gives of a key in a tree the keys that it lies in, the topmost first, and itself: a facet counts an event under each.
    Where an event has several keys, the columns stand in tables of `links`, each joined to those before it by its entry in LINK_JOINS, and
    in the column store in the CountedTable of `several`: such a dimension is not additive, since it counts the event under each key, once.
    `period` is what a dated one counts by. `filters` are
    the parameters that ask for keys of it, and that a facet ignores. `kind` is that of a models.serialization.columns.Column of keys.
    """

    about: str
    columns: tuple
    key: Callable[[dict], Callable] = lambda values: unchanged
    links: tuple = ()
    several: str | None = None
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


def first_level(_: Any) -> Callable[[str | None], str | None]:
    """A key: the first-level division that a location lies in, or which it is."""
    found = functools.cache(lambda: {id for (id,) in FIRST_LEVEL.tuples()})
    return lambda id: id and next((place for place in lineage(id) if place in found()), None)


def grid_key(values: dict[str, Any]) -> Callable[..., Any]:
    return grid.cell_key(grid_size(values))


def grid_size(values: dict[str, Any]) -> Decimal:
    """The side of a cell in degrees."""
    return values.get("grid") or Decimal(1)


def grid_columns() -> tuple[Any, ...]:
    """For latitude and longitude each, the number of the cell where the column store can tell it for certain, else the degrees."""
    return tuple(
        on_columns(database, of_columns, of_rows)
        for degrees, first in ((Event.latitude, grid.SOUTH), (Event.longitude, grid.WEST))
        for of_columns, of_rows in zip(grid.cell_columns(degrees, first), (SQL("CAST(NULL AS integer)"), degrees), strict=True)
    )


def shape_values(values: dict[str, Any]) -> dict[str, float]:
    """The values of the bind parameters that dimensions have."""
    return {grid.SIZE: float(grid_size(values))}


PART, PARTICIPANT, CITATION = Participation.alias(), Actor.alias(), Citation.alias()
LINK_JOINS = {PART: PART.state == Event.state, PARTICIPANT: PARTICIPANT.id == PART.actor, CITATION: CITATION.state == Event.state}
"""Tables in which an event may have several rows, and how each is joined to it."""

DIMENSIONS = {
    **{name: period_dimension(name) for name in PERIODS},
    "country": Dimension("The country; null for a place in no one country.", (Event.country,), filters=("country",)),
    "admin1": Dimension(
        "The first-level division, or the place that stands directly under the country, as a city outside the regions does; "
        "null where no more than the country is known.",
        (on_columns(database, stored_column("admin1"), Event.location),), first_level, filters=("location",),
    ),
    "location": Dimension(
        "The location itself or, with `location_depth`, what it lies within; null where there is none.",
        (Event.location,), cut_at_depth(lineage, "location_depth"), filters=("location",), branch=lineage,
    ),
    "grid": Dimension(
        "The cell of a grid of `grid` degrees, by the `latitude,longitude` of its south-west corner; null without a point.",
        grid_columns(), grid_key, kind="numbers",
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
        (on_columns(database, stored_column("actor"), PART.actor),), links=(PART,), several="actor", filters=("actor",),
    ),
    "actor_kind": Dimension(
        "Each kind of actor; an event counts once for each. Beside `actor`, the kind of that actor.",
        (on_columns(database, stored_column("actor_kind"), PARTICIPANT.kind),), links=(PART, PARTICIPANT), several="actor",
    ),
    "source": Dimension(
        "Each source; an event counts once for each.",
        (on_columns(database, stored_column("source"), CITATION.source),), links=(CITATION,), several="source", filters=("source",),
    ),
}  # fmt: skip

GLOSSARY = "\n".join(f"- `{name}`: {dimension.about}" for name, dimension in DIMENSIONS.items())
"""What each dimension is, in Markdown."""
