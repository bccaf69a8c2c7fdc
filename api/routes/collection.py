"""What the lists of sources, locations, actors and datasets have in common: rows in order, each with a count of events."""

from typing import Any
from urllib.parse import quote

import orjson
from marshmallow import Schema, fields

from api.filters.event_filters import bind_filters, combine_conditions
from api.formats.base import Item
from api.http import problems
from api.http.links import link
from api.operations.api_request import ApiRequest
from api.parameters.paging import count_parameter, cursor_parameter, limit_parameter
from api.parameters.texts import NamePrefix
from api.queries.empty_result import explain_no_match
from api.queries.keyset import Order
from models.predicates.autocomplete import match_rank, starts_with
from models.serialization.schemas import AnswerSchema
from models.summaries.counter_query import incident_count


class PageQuery(Schema):
    limit = limit_parameter()
    cursor = cursor_parameter()
    count = count_parameter()


def name_prefix_parameter(table: Any, example: Any) -> Any:
    return NamePrefix(
        where=lambda text: starts_with(table, text), example=example,
        about="With a name, one of the others included, in which some word begins so; in any script and case, with or without diacritics. "
              "The very name comes first, then what begins with it, then the rest, each in order of id.",
    )  # fmt: skip


class ResourceLinksSchema(AnswerSchema):
    self = fields.String(metadata={"description": "This one.", "format": "uri-reference"})
    events = fields.String(metadata={"description": "The incidents counted here.", "format": "uri-reference"})


def event_count_field() -> Any:
    return fields.Integer(metadata={"description": "How many incidents `/v1/events` lists for it."})


class Resource:
    """A table served as a list and as items.

    `query` is the schema of the list's parameters and `answer` the one of a row. The table's name in lower case is also that of the
    /v1/events filter for the events that name a row, and the kind of the Counters that count these.
    """

    def __init__(self, table: Any, query: Any, answer: Any) -> None:
        self.table, self.query, self.answer = table, query, answer()
        self.name = table.__name__.lower()
        self.rows = table.select(table, incident_count(self.name, table.id).alias("events"))

    def list(self, request: ApiRequest) -> Any:
        where, order = combine_conditions(self.query, bind_filters(self.query, request.at)), self.order(request.values.get("q"))
        rows = self.rows.select_extend(*(column.alias(name) for name, column in order.columns.items() if name != "id"))
        page = request.page(rows if where is None else rows.where(where), order)
        return request.listing(map(self.item, page.rows), page, when_empty=lambda: {"empty": explain_no_match(request, self.name)})

    def order(self, typed: str | None) -> Any:
        """By id; where a name is asked for, those that fit it best come first."""
        return Order(({"closeness": match_rank(self.table, typed)} if typed else {}) | {"id": self.table.id})

    def get(self, id: Any) -> Any:
        row = self.rows.where(self.table.id == id).namedtuples().first()
        if row is None:
            raise problems.NotFound(f"there is no {self.name} {id!r}")
        return self.item(row)

    def item(self, row: Any) -> Any:
        links = {"self": f"/v1/{self.name}s/{quote(row.id, safe=':')}", "events": link("/v1/events", ((self.name, row.id),))}
        body = orjson.dumps(self.answer.dump(self.described(row) | {"links": links}))
        longitude, latitude = self.point(row)
        return Item(body, self.dataset(row), longitude, latitude, id=row.id)

    def described(self, row: Any) -> Any:
        """The row as the answer's schema reads it."""
        return row._asdict()

    def dataset(self, row: Any) -> Any:
        return row.dataset

    def point(self, row: Any) -> Any:
        """Its longitude and latitude, either None where it has none."""
        return None, None
