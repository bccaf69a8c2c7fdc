"""What the tables are made of: their base, and kinds of columns that mean the same on either database."""

from typing import Any

import orjson
from peewee import Model, TextField

from models.db import dialect
from models.db.database import database


class Text(TextField):
    """Text ordered by its bytes on either database."""

    def ddl(self, ctx: Any) -> Any:
        node = super().ddl(ctx)
        collation = dialect.collation(self.model._meta.database)
        if collation is not None:
            node.nodes.append(collation)
        return node


class Json(TextField):
    """A JSON value kept as the text it was written as: key order is the coder's, on either database."""

    def db_value(self, value: dict[str, Any] | list[str]) -> str:
        return None if value is None else orjson.dumps(value).decode()

    def python_value(self, value: str) -> dict[str, Any] | list[str]:
        return None if value is None else orjson.loads(value)


CLUSTERED = dialect.WithoutRowid(database)
"""Tables of links and cells are kept in their primary key alone."""


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False
