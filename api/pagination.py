"""Pages by keyset: where the last page ended is in its cursor, which is bound to the query and to the revision it began at."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson
from itsdangerous import BadData, URLSafeSerializer
from peewee import Field, Tuple

from api import errors
from api.fields import Parameter, Whole

FREE = ("cursor", "limit", "format")
"""Parameters that may change on the way: they say how to go on and how to write it, not what is asked."""


class Cursor(Parameter):
    """Where a page ended; opaque. Empty, the first page."""

    schema = {"type": "string", "format": "cursor"}


def limit():
    return Whole(1, 1000, default=100, example=10, about="How many a page may hold.")


def cursor():
    return Cursor(default="", example="", about="Where to go on: `links.next` of the page before has it. Empty or absent, the first page.")


@dataclass(frozen=True)
class Order:
    """A total order: by a column that is never null, then by id; both ways run through the same index."""

    column: Field
    id: Field
    descending: bool = False

    @property
    def columns(self):
        return [self.id] if self.column is self.id else [self.column, self.id]

    def apply(self, query):
        return query.order_by(*(column.desc() if self.descending else column.asc() for column in self.columns))

    def after(self, key):
        """The condition of standing behind a key."""
        here = Tuple(*self.columns)
        return here < Tuple(*key) if self.descending else here > Tuple(*key)


def unsealed(text, path, values, store):
    """(key, revision) of a cursor, or (None, None) of an empty one. Raises BadParameters for one that this query did not give."""
    if not text:
        return None, None
    try:
        query, revision, key = serializer(store).loads(text)
    except (BadData, ValueError, TypeError):
        raise bad("it is not a cursor of this store") from None
    if query != digest(path, values):
        raise bad("it belongs to another query; only limit and format may change on the way")
    return key, revision


def bad(reason):
    detail = f"{reason}; take it from links.next, unchanged"
    return errors.BadParameters(f"cursor: {detail}", [{"parameter": "cursor", "detail": detail, "allowed": None, "did_you_mean": None}])


def sealed(key, revision, path, values, store):
    return serializer(store).dumps([digest(path, values), revision, key])


def serializer(store):
    return URLSafeSerializer(store, salt="cursor", serializer=orjson)


def digest(path, values):
    asked = {name: value for name, value in values.items() if name not in FREE}
    return hashlib.sha256(orjson.dumps([path, asked], option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def next_link(path, args, cursor):
    """The link to the page behind a cursor, with every other parameter kept as it was given."""
    return link(path, [*((name, value) for name, value in args if name != "cursor"), ("cursor", cursor)])


def link(path, args):
    return f"{path}?{urlencode(args, safe=',:/!')}" if args else path


def page(query, order, size, key):
    """Up to `size` rows behind a key, and the key of the last one if more follow."""
    if key is not None:
        query = query.where(order.after(key))
    rows = list(order.apply(query).limit(size + 1).namedtuples())
    if len(rows) <= size:
        return rows, None
    last = rows[size - 1]
    return rows[:size], [getattr(last, column.name) for column in order.columns]
