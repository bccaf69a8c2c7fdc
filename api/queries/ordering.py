"""The orders in which events are listed. To add one, add its column to COLUMNS; it must never be null."""

from typing import Any

from api.parameters.base import SortParameter
from api.queries.keyset import Order
from models.predicates.fulltext import relevance
from models.tables.schema import Event

COLUMNS = {"date": Event.date_earliest, "fatalities": Event.fatalities_order, "updated": Event.revision_from}
RELEVANCE = "relevance"
SORTS = [f"{sign}{name}" for name in COLUMNS for sign in ("-", "")] + [RELEVANCE]


def sort_parameter() -> Any:
    return SortParameter(
        SORTS,
        default="-date",
        example="-date",
        about="By earliest day, best figure of deaths (unreported below zero) or revision of the last change; with `-`, descending. "
        "`relevance`: where `q` is met by the title first, then by names; the latest first within and without `q`. Ties by id.",
    )


def make_order(values: dict[str, Any]) -> Order:
    """The Order that parsed parameters ask for. Relevance without `q` is all the same."""
    name = values["sort"]
    if name != RELEVANCE:
        column = COLUMNS[name.removeprefix("-")]
        return Order({column.name: column, "id": Event.id}, name.startswith("-"))
    rank = {} if values["q"] is None else {RELEVANCE: relevance(values["q"])}
    return Order(rank | {"date_earliest": Event.date_earliest, "id": Event.id}, descending=True)
