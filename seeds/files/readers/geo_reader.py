"""GeoPackage and shapefile as rows of texts: the properties of the features of a layer, and their geometry."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from tempfile import NamedTemporaryFile
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.extras import import_extra
from seeds.files.readers.geometry import GeometryReader, without_told
from seeds.files.readers.records import table_of
from seeds.files.readers.sheets import others_remark, sheet_place

ROWS = 5000
"""Features that are read at a time."""
SHAPEFILE, SQLITE = b"\x00\x00\x27\x0a", b"SQLite format 3\0"


def is_geo(head: bytes) -> bool:
    """Whether it is a shapefile, or the database of a GeoPackage, which has a mark of its own."""
    return head.startswith(SHAPEFILE) or (head.startswith(SQLITE) and head[68:72] in (b"GPKG", b"GP10"))


@contextmanager
def path_of(stream: Any) -> Iterator[str]:
    """A path under which a stream can be read, for a while: its own where it is a file."""
    if isinstance(stream, io.BufferedReader):
        yield stream.name
        return
    with NamedTemporaryFile(suffix=".gpkg") as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        yield copy.name


def select_layer(names: list[str], options: ReadOptions, notes: FileNotes) -> str:
    """The layer that is said, or the first."""
    if not names:
        raise UnreadableFile("it is empty")
    if options.sheet is None and len(names) > 1:
        notes.remarks.append(others_remark(len(names) - 1))
    notes.sheet = names[0 if options.sheet is None else sheet_place(options.sheet, names)]
    return notes.sheet


def feature_records(read: Any) -> Iterator[dict[str, Any]]:
    """Features, of a function from how many are passed over to pyogrio's (metadata, ids, geometries, columns)."""
    for skipped in count(0, ROWS):
        about, _, shapes, columns = read(skipped)
        cells = GeometryReader(about["crs"])
        names, rows = list(about["fields"]), zip(*(column.tolist() for column in columns), strict=True)
        there = list(rows) or [()] * (0 if shapes is None else len(shapes))
        for number, values in enumerate(there):
            record = {name: None if value != value else value for name, value in zip(names, values, strict=True)}
            yield without_told(cells(None if shapes is None else shapes[number]), record) | record
        if len(there) < ROWS:
            return


def read_geo(stream: Any, options: ReadOptions, notes: FileNotes) -> Iterator[list[str]]:
    """Its features. Raises UnreadableFile."""
    pyogrio = import_extra("pyogrio", "a GeoPackage or shapefile")
    try:
        with path_of(stream) as path:
            layer = select_layer([name for name, _ in pyogrio.list_layers(path)], options, notes)

            def read(skipped: int) -> Any:
                more = {"skip_features": skipped, "max_features": ROWS, "datetime_as_string": True}
                return pyogrio.raw.read(path, layer, options.encoding, **more)

            yield from table_of(lambda: feature_records(read))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise UnreadableFile(f"it cannot be read as a GeoPackage or shapefile: {error}") from error
