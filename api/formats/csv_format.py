"""CSV (RFC 4180), its lines stored beside the events."""

from collections.abc import Iterator
from typing import Any

import orjson

from api.formats.base import Format
from models.serialization import csv_rows
from models.serialization.columns import row_reader
from models.tables.schema import Line


class Csv(Format):
    """RFC 4180, with a header even where there is no row."""

    name, media_type, extension, about = "csv", "text/csv", "csv", "CSV (RFC 4180)"
    content_type = "text/csv; charset=utf-8; header=present"
    is_download, is_tabular, stored = True, True, Line.line

    def chunks(self, listing: Any) -> Iterator[Any]:
        yield csv_rows.format_rows([[column.name for column in listing.columns]])
        yield from map(b"".join, listing.bodies()) if listing.stored else self.written(listing)

    def written(self, listing: Any) -> Any:
        read = row_reader(listing.columns)
        return (csv_rows.format_rows(read(orjson.loads(body)) for body in bodies) for bodies in listing.bodies())
