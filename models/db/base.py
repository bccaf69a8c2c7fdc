"""The base class of tables, and column types that behave the same on either database."""

from typing import Any

import orjson
from peewee import Context, Model, NodeList, TextField

from models.db import dialect
from models.db.database import database


class Text(TextField):
    """Text ordered by its bytes on either database."""

    def ddl(self, ctx: Context) -> NodeList:
        node = super().ddl(ctx)
        collation = dialect.collation(self.model._meta.database)
        if collation is not None:
            node.nodes.append(collation)
        return node


class Json(TextField):
    """A JSON value stored as text, so that either database keeps the order of its keys."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def python_value(self, value: str | None) -> Any:
        return None if value is None else orjson.loads(value)


CLUSTERED = dialect.WithoutRowid(database)
"""Set as `without_rowid` of tables of links and cells: stored in their primary key alone where the database can do that."""


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False
