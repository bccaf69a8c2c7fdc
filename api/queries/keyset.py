"""Pages by keyset: where a page ended is in its cursor, which is bound to the query and to the revision that the walk began at."""

from dataclasses import dataclass
from typing import Any

from peewee import Tuple

from models.db import dialect


@dataclass(frozen=True)
class Order:
    """A total order, the last of its columns unique, none ever null. Both ways run through the same index.

    `columns` are the expressions by the name that they have in a row.
    """

    columns: dict[str, Any]
    descending: bool = False

    def reversed(self):
        return Order(self.columns, not self.descending)

    def apply(self, query):
        return query.order_by(*(column.desc() if self.descending else column.asc() for column in self.columns.values()))

    def after(self, key):
        """The condition of standing behind a key."""
        here = Tuple(*self.columns.values())
        return here < Tuple(*key) if self.descending else here > Tuple(*key)

    def key(self, row):
        return [getattr(row, name) for name in self.columns]


@dataclass(frozen=True)
class Position:
    """Where a page begins: behind the row of a key, or, going back, before it; at a revision (None: the latest)."""

    key: list | None = None
    back: bool = False
    revision: int | None = None

    def direction(self, order):
        """The Order in which one goes from here."""
        return order.reversed() if self.back else order


START = Position()


@dataclass(frozen=True)
class Page:
    """Rows in order, the positions of the pages after and before them where there are some, and the total where it is counted."""

    rows: Any
    next: Position | None = None
    prev: Position | None = None
    total: int | None = None


@dataclass(frozen=True)
class OrderedQuery:
    """The rows of a query in an order, from a Position on. `searches.Search` is the same of what is asked often."""

    query: Any
    order: Order

    def rows(self, position, number):
        """The rows from the position on; before it, the nearest first."""
        return list(position.direction(self.order).apply(self.from_position(position)).limit(number).namedtuples())

    def stream(self, position):
        """All of them, in the order itself."""
        return dialect.stream_rows(self.order.apply(self.from_position(position)))

    def from_position(self, position):
        return self.query if position.key is None else self.query.where(position.direction(self.order).after(position.key))

    def count(self):
        return self.query.count()


def page(source, size, position, total=None):
    """The Page of up to `size` rows of an OrderedQuery or the like at a Position, with the total of all."""
    rows = source.rows(position, size + 1)
    order = source.order
    more, rows = len(rows) > size, rows[:size]
    if position.back:
        rows.reverse()
    onward = more if not position.back else True
    backward = more if position.back else position.key is not None
    return Page(rows, *page_ends(order, rows, onward, backward), total)


def page_ends(order, rows, onward, backward):
    """The positions behind the last row and before the first, None where there is nothing."""
    following = Position(order.key(rows[-1])) if rows and onward else None
    return following, Position(order.key(rows[0]), back=True) if rows and backward else None
