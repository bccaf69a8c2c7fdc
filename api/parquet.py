"""Parquet files of any length in constant memory. Needs the extra: `make parquet` installs pyarrow."""

import tempfile
from datetime import date
from itertools import islice

from api.answers import PIECE

try:
    import pyarrow
    from pyarrow import parquet
except ImportError:
    pyarrow = None

GROUP = 4_000
"""Rows written at a time."""


def file(columns, rows):
    """The bytes of a Parquet file of the rows, piece by piece. Written to a temporary file first: its index comes last."""
    schema = pyarrow.schema([(column.name, arrow_type(column)) for column in columns])
    rows = iter(rows)
    with tempfile.TemporaryFile() as kept:
        with parquet.ParquetWriter(kept, schema, compression="zstd") as writer:
            while group := list(islice(rows, GROUP)):
                writer.write_table(table(columns, schema, group))
        kept.seek(0)
        while piece := kept.read(PIECE):
            yield piece


def arrow_type(column):
    types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_(), "date": pyarrow.date32()}
    type = types.get(column.kind, pyarrow.string())
    return pyarrow.list_(type) if column.listed else type


def table(columns, schema, group):
    cells = [[typed(column, row[at]) for row in group] for at, column in enumerate(columns)]
    return pyarrow.table([pyarrow.array(cell, type) for cell, type in zip(cells, schema.types, strict=True)], schema=schema)


def typed(column, value):
    if column.kind != "date" or value is None:
        return value
    return [day and date.fromisoformat(day) for day in value] if column.listed else date.fromisoformat(value)
