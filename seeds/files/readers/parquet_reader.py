"""Parquet, and GeoParquet, as rows of texts."""

import json
from collections.abc import Iterator
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.extras import import_extra
from seeds.files.readers.geometry import WGS84, GeometryReader, with_geometry
from seeds.files.readers.records import table_of

ROWS = 2000
"""Rows that are read at a time."""


def geometry_column(metadata: dict[bytes, bytes] | None) -> tuple[str | None, Any]:
    """The column with geometries in WKB and their coordinate system, by GeoParquet's metadata; None where there is none."""
    geo = json.loads((metadata or {}).get(b"geo", b"{}"))
    name = geo.get("primary_column")
    about = geo.get("columns", {}).get(name, {})
    return (name, about.get("crs", WGS84)) if about.get("encoding", "WKB") == "WKB" else (None, WGS84)


def is_parquet(head: bytes) -> bool:
    return head.startswith(b"PAR1")


def read_parquet(stream: Any, options: ReadOptions, notes: FileNotes) -> Iterator[list[str]]:
    """Its rows; nested columns are several, by dotted path."""
    arrow, parquet = import_extra("pyarrow", "Parquet"), import_extra("pyarrow.parquet", "Parquet")
    try:
        file = parquet.ParquetFile(stream)
        column, crs = geometry_column(file.schema_arrow.metadata)
        shapes = GeometryReader(crs)

        def records() -> Iterator[dict[str, Any]]:
            for batch in file.iter_batches(ROWS):
                yield from (with_geometry(record, column, shapes) for record in batch.to_pylist())

        nested = column or any(map(arrow.types.is_nested, file.schema_arrow.types))
        yield from table_of(records, None if nested else file.schema_arrow.names)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableFile(f"it cannot be read as Parquet: {error}") from error
