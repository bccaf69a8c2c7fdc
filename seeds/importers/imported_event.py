"""What an importer tells of one event, with ids of its own dataset; the pipeline puts the dataset's name before them."""

from dataclasses import dataclass
from typing import Any


def select_remarks(found: dict[str, Any]) -> tuple[Any, ...]:
    """Of remarks by whether they hold, those that do."""
    return tuple(remark for remark, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class ImportedActor:
    """An actor. `kind` is a code of the vocabulary `actor-kind`, `country` one of `country`."""

    id: str
    name: str
    kind: str = "unidentified"
    country: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedPart:
    """An actor's part in the event: a code of the vocabulary `role`, and that side's dead and injured (None: not reported)."""

    actor: ImportedActor
    role: str
    fatalities: int | None = None
    injuries: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """A document that the account rests on. `published` is EDTF (None: not told)."""

    title: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedPlace:
    """Where it happened, as deep as that is known: `name` is None where only a division or the country is.

    `country` is a code of the vocabulary `country`, or a seeds.gazetteer.waters.Water where it was in none. Degrees are WGS 84;
    `uncertainty` says by how many kilometres the point may be off (None: it is taken as it stands). `kind` is that of `name`: `site`,
    `settlement` or `region`.
    """

    country: str | None
    admin1: str | None = None
    admin2: str | None = None
    name: str | None = None
    kind: str = "settlement"
    latitude: float | None = None
    longitude: float | None = None
    uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class ImportedEvent:
    """One event. `values` are properties of models.domain.resolution_rules.PROPERTIES but for location, coordinates, actors and related.

    `related` and `replaces` are ids of the same dataset, the latter of events merged into this one. `remarks` are counted
    by the load and reported with its outcome.
    """

    id: str
    values: dict
    place: ImportedPlace | None = None
    actors: tuple[ImportedPart, ...] = ()
    works: tuple[ImportedSource, ...] = ()
    certainty: str = "stated"
    attributed_to: str | None = None
    note: str | None = None
    related: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
