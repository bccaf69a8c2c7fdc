"""What the lists of sources, locations, actors and datasets have in common: rows in order of id, each with a count of events."""

import orjson
from marshmallow import Schema, fields
from peewee import fn

from api import errors
from api.filters import folded
from api.formats import Item
from api.pagination import Order, cursor, limit
from models.tables import Event
from models.vocabularies import KIND


class Paged(Schema):
    limit = limit()
    cursor = cursor()


class LinksSchema(Schema):
    self = fields.String(metadata={"description": "This one.", "format": "uri-reference"})
    events = fields.String(metadata={"description": "The incidents counted here.", "format": "uri-reference"})


def words(about, **more):
    return fields.String(metadata={"description": about, **more})


def optional(about, **more):
    return fields.String(allow_none=True, metadata={"description": about, **more})


def event_count():
    return fields.Integer(metadata={"description": "How many incidents `/v1/events` lists for it."})


def incidents(condition):
    """The number of current incidents under a condition, as a subquery beside each row."""
    return Event.select(fn.COUNT(Event.state)).where(Event.at(), Event.kind == KIND.codes[0], condition)


class Resource:
    """A table served as a list and as items.

    `query` is the schema of the list's parameters and `answer` the one of a row; `counted` is the condition by which an
    event counts for a row, `filter` the parameter of /v1/events that lists those events.
    """

    def __init__(self, table, query, answer, counted, filter):
        self.table, self.query, self.answer, self.filter = table, query, answer(), filter
        self.name = table.__name__.lower()
        self.rows = table.select(table, incidents(counted).alias("events"))

    def list(self, call):
        where = folded(self.query, call.values)
        rows, next = call.page(self.rows if where is None else self.rows.where(where), Order(self.table.id, self.table.id))
        return call.listing([self.item(row) for row in rows], next)

    def get(self, id):
        row = self.rows.where(self.table.id == id).namedtuples().first()
        if row is None:
            raise errors.NotFound(f"there is no {self.name} {id!r}")
        return self.item(row)

    def item(self, row):
        links = {"self": f"/v1/{self.name}s/{row.id}", "events": f"/v1/events?{self.filter}={row.id}"}
        return Item(orjson.dumps(self.answer.dump(self.described(row) | {"links": links})), self.dataset(row), self.point(row))

    def described(self, row):
        """The row as the answer's schema reads it."""
        return row._asdict()

    def dataset(self, row):
        return row.dataset

    def point(self, row):
        return None
