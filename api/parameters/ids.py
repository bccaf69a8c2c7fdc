"""Query-string types of ids."""

from typing import Any

from api.parameters.base import ListParameter, PicksParameter
from models.domain.location_paths import lineage
from models.tables.schema import Location


class StoredIds(ListParameter):
    """Ids of stored things. `table` holds them; that those `named` are there is asked of the store once the rest is in order."""

    form = "{}-id"

    def __init__(self, table: Any, **more: Any) -> None:
        super().__init__(**more)
        self.table = table
        self.schema = {"type": "string", "format": self.form.format(table.__name__.lower()), "minLength": 1}

    def named_ids(self, value: list[str]) -> list[str]:
        return value


class IdsParameter(StoredIds, PicksParameter):
    """Ids of stored things, as Picks."""

    def named_ids(self, picks: Any) -> list[str]:
        return [*picks.wanted, *picks.unwanted]


class RankedIds(StoredIds):
    """Ids of stored things, the best first."""

    form = "plain-{}-id"


class LocationIds(IdsParameter):
    """Ids of locations, which are paths, as Picks; each takes in what lies within it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(Location, **more)

    def above(self, value: Any) -> Any:
        return lineage(value)[::-1]
