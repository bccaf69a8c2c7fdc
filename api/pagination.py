"""Pages by keyset: where a page ended is in its cursor, which is bound to the query and to the revision that the walk began at."""

import functools
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson
from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode
from peewee import Tuple

from api import errors
from api.fields import Choice, Invalid, Parameter
from api.number_fields import Whole
from models import dialect

ALL = "all"
FREE = ("cursor", "limit", "format", "count", "fields", "include", "facets")
"""Parameters that may change on the way: they say how to go on and what to show, not what is asked."""


class Cursor(Parameter):
    """Where a page ended; opaque. Empty, the first page."""

    schema = {"type": "string", "format": "cursor"}


class Limit(Whole):
    """How many things a page may hold, or all of them in one stream."""

    def openapi(self):
        return {"oneOf": [super().openapi(), {"type": "string", "enum": [ALL]}]}

    def read(self, text):
        try:
            return ALL if text == ALL else super().read(text)
        except Invalid:
            raise Invalid(f"{text!r} is neither a whole number from {self.least} to {self.most} nor {ALL!r}") from None


def limit():
    return Limit(1, 1000, default=100, example=10, about="How many a page may hold; `all` streams everything in one answer.")


def cursor():
    return Cursor(default="", example="", about="Where to go on: `links.next` and `links.prev` have it. Empty or absent, the first page.")


def count():
    return Choice(["none", "exact"], default="none", example="exact", about="`exact` counts in `meta.total` how many there are in all.")


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

    def way(self, order):
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
class Ordered:
    """The rows of a query in an order, from a Position on. `searches.Search` is the same of what is asked often."""

    query: Any
    order: Order

    def rows(self, position, number):
        """The rows from the position on; before it, the nearest first."""
        return list(position.way(self.order).apply(self.beyond(position)).limit(number).namedtuples())

    def stream(self, position):
        """All of them, in the order itself."""
        return dialect.stream(self.order.apply(self.beyond(position)))

    def beyond(self, position):
        return self.query if position.key is None else self.query.where(position.way(self.order).after(position.key))

    def count(self):
        return self.query.count()


def page(source, size, position):
    """The Page of up to `size` rows of an Ordered or the like at a Position."""
    rows = source.rows(position, size + 1)
    order = source.order
    more, rows = len(rows) > size, rows[:size]
    if position.back:
        rows.reverse()
    onward = more if not position.back else True
    backward = more if position.back else position.key is not None
    return Page(rows, *ends(order, rows, onward, backward))


def ends(order, rows, onward, backward):
    """The positions behind the last row and before the first, None where there is nothing."""
    following = Position(order.key(rows[-1])) if rows and onward else None
    return following, Position(order.key(rows[0]), back=True) if rows and backward else None


def unsealed(text, query, store):
    """The Position of a cursor of a `digest`. Raises BadParameters for one that this query did not give."""
    try:
        given, *position = orjson.loads(base64_decode(signer(store).unsign(text)))
    except (BadData, ValueError, TypeError):
        raise bad("it is not a cursor of this store") from None
    if given != query:
        raise bad(f"it belongs to another query; only {', '.join(FREE[1:])} may change on the way")
    return Position(*position)


def bad(reason):
    return errors.BadParameters.of([errors.fault("cursor", f"{reason}; take it from links.next or links.prev, unchanged")])


def sealed(position, revision, query, store):
    told = orjson.dumps([query, position.key, position.back, revision])
    return signer(store).sign(base64_encode(told)).decode()


@functools.cache
def signer(store):
    return Signer(store, salt="cursor")


@dataclass(frozen=True)
class Asked:
    """Parsed parameters, told apart by how they were given."""

    given: tuple
    values: dict = field(compare=False)


@functools.lru_cache(maxsize=512)
def digest(path, query):
    """What is Asked of a path, in few letters."""
    asked = {name: value for name, value in query.values.items() if name not in FREE}
    return hashlib.sha256(orjson.dumps([path, asked], option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:16]


def with_cursor(path, args, cursor):
    """The link to the page at a cursor, with every other parameter kept as it was given."""
    here = tuple((name, value) for name, value in args if name != "cursor")
    return f"{link(path, here)}{'&' if here else '?'}cursor={cursor}"


@functools.lru_cache(maxsize=512)
def link(path, args):
    return f"{path}?{urlencode(args, safe=',:/!')}" if args else path
