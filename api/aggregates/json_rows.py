"""Rows of aggregates that the database itself writes as JSON, from the cells of roll-ups: many thousand would cost Python too much."""

from dataclasses import dataclass
from typing import Any

from peewee import SQL, fn

from api.aggregates import measures, row_limit
from api.aggregates.time_series import dated_dimensions
from api.filters.selection import Selection
from api.formats.base import StoredBodies
from api.formats.json_formats import SEPARATOR
from models.db import dialect
from models.db.database import database
from models.db.prepared_statements import bind_parameter, prepare
from models.summaries import rollup_query
from models.tables.schema import Rollup


@dataclass(frozen=True)
class JsonRows:
    """The rows, which are one body, and by dated dimension how many events stand in its null row."""

    rows: StoredBodies
    imprecise: dict


def read_json_rows(names: list[str], selection: Selection) -> JsonRows | None:
    """The JsonRows of dimensions, the rows in the order of their keys, one more at most than an answer may have; None where roll-ups do not
    have them."""
    found = prepare(json_rows_query, tuple(names), selection) if rollup_query.add_up(selection.identity) else None
    if found is None:
        return None
    ((body, number, *imprecise),) = found.tuples(**selection.bind_values, most=row_limit.row_limit() + 1)
    return JsonRows(StoredBodies([[body]] if number else [], number=number), dict(zip(dated_dimensions(names), imprecise, strict=True)))


def json_rows_query(names: tuple[Any, ...], selection: Selection) -> Any:
    """One row: the JSON of all, joined, how many they are, and for each dated dimension how many events have a null key."""
    cells = rollup_query.keyed(names, selection)
    if cells is None:
        return None
    cells = cells.limit(bind_parameter("most")).alias("cells")
    row = {"key": {name: cells.c[name] for name in names}} | measures.as_columns(cells.c)
    without = (fn.COALESCE(fn.SUM(cells.c.events).filter(cells.c[name].is_null()), 0).cast("bigint") for name in dated_dimensions(names))
    return Rollup.select(dialect.json_objects(database, row, SEPARATOR), fn.COUNT(SQL("*")), *without).from_(cells)
