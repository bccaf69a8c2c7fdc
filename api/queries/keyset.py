"""Keyset pagination: a cursor holds the key at which a page ended, bound to the query and to the revision that the walk began at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import Tuple

from models.db import dialect


@dataclass(frozen=True)
class Order:
    """A total order: its last column is unique, none is ever null. Both directions use the same index.

    `columns` are expressions by the name that they have in a row.
    """

    columns: dict[str, Any]
    descending: bool = False

    def reversed(self) -> Any:
        return Order(self.columns, not self.descending)

    def apply(self, query: Any) -> Any:
        return query.order_by(*(column.desc() if self.descending else column.asc() for column in self.columns.values()))

    def after(self, key: list[Any]) -> Any:
        """The condition of standing after a key."""
        here = Tuple(*self.columns.values())
        return here < Tuple(*key) if self.descending else here > Tuple(*key)

    def key(self, row: Any) -> Any:
        return [getattr(row, name) for name in self.columns]


@dataclass(frozen=True)
class Position:
    """Where a page begins: after the row with a key or, going back, before it; at a revision (None: the latest). Without a key, at an
    end."""

    key: list | None = None
    back: bool = False
    revision: int | None = None

    def direction(self, order: Order) -> Order:
        """The Order in which rows are read from here."""
        return order.reversed() if self.back else order


START = Position()


@dataclass(frozen=True)
class Page:
    """Rows in order, the positions of the next and the previous page (None: there is none), and the total where it was counted."""

    rows: Any
    next: Position | None = None
    prev: Position | None = None
    total: int | None = None


@dataclass(frozen=True)
class OrderedQuery:
    """The rows of a query in an order, from a Position on; api.queries.event_query.EventSearch is such a source, too."""

    query: Any
    order: Order

    def rows(self, position: Position, number: int) -> Any:
        """Up to `number` rows from the position on; going back, the nearest first."""
        return list(position.direction(self.order).apply(self.from_position(position)).limit(number).namedtuples())

    def stream(self, position: Position) -> Iterator[Any]:
        """All rows from the position on, in the order itself."""
        return dialect.stream_rows(self.order.apply(self.from_position(position)))

    def from_position(self, position: Position) -> Any:
        return self.query if position.key is None else self.query.where(position.direction(self.order).after(position.key))

    def count(self) -> Any:
        return self.query.count()


def page(source: Any, size: Any, position: Position, total: Any = None) -> Any:
    """The Page of up to `size` rows of an OrderedQuery or EventSearch at a Position; `total` is passed on."""
    rows = source.rows(position, size + 1)
    order = source.order
    more, rows = len(rows) > size, rows[:size]
    if position.back:
        rows.reverse()
    onward = more if not position.back else True
    backward = more if position.back else position.key is not None
    following, preceding = page_ends(order, rows, onward, backward)
    return Page(rows, following, preceding, total)


def page_ends(order: Order, rows: list[Any], onward: bool, backward: bool) -> Any:
    """The positions after the last row and before the first; None where there are no rows there."""
    following = Position(order.key(rows[-1])) if rows and onward else None
    return following, Position(order.key(rows[0]), back=True) if rows and backward else None
