"""Parquet, its rows typed as the schema of the answer has them; needs pyarrow."""

import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import orjson

from api.formats.base import Format
from api.http.response import PIECE
from models.serialization.columns import row_reader

try:
    import pyarrow
    from pyarrow import parquet
except ImportError:
    pyarrow = None

GROUP = 4_000
"""Rows written at a time."""


def write_file(columns: Any, rows: Any) -> Iterator[Any]:
    """The bytes of a Parquet file of the rows, piece by piece. Written to a temporary file first: its index comes last."""
    schema = pyarrow.schema([(column.name, arrow_type(column)) for column in columns])
    rows = iter(rows)
    with tempfile.TemporaryFile() as kept:
        with parquet.ParquetWriter(kept, schema, compression="zstd") as writer:
            while group := list(islice(rows, GROUP)):
                writer.write_table(arrow_table(columns, schema, group))
        kept.seek(0)
        while piece := kept.read(PIECE):
            yield piece


def arrow_type(column: Any) -> Any:
    types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_(), "date": pyarrow.date32()}
    type = types.get(column.kind, pyarrow.string())
    return pyarrow.list_(type) if column.listed else type


def arrow_table(columns: list[Any], schema: Any, group: list[Any]) -> Any:
    cells = [[arrow_value(column, row[at]) for row in group] for at, column in enumerate(columns)]
    return pyarrow.table([pyarrow.array(cell, type) for cell, type in zip(cells, schema.types, strict=True)], schema=schema)


def arrow_value(column: Any, value: Any) -> Any:
    if column.kind != "date" or value is None:
        return value
    return [day and date.fromisoformat(day) for day in value] if column.listed else date.fromisoformat(value)


class Parquet(Format):
    """Written by pyarrow, which is an extra: without it this format is told to be missing."""

    name, media_type, extension, about = "parquet", "application/vnd.apache.parquet", "parquet", "Apache Parquet"
    is_download, is_tabular = True, True
    schema = {"type": "string", "format": "binary"}

    def is_available(self) -> bool:
        return pyarrow is not None

    def chunks(self, listing: Any) -> Iterator[Any]:
        rows = map(row_reader(listing.columns), (orjson.loads(body) for bodies in listing.bodies() for body in bodies))
        return write_file(listing.columns, rows)
