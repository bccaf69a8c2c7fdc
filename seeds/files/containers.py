"""What a table may be wrapped in: gzip, bzip2, xz, zip. A new one is a line of CONTAINERS, by its first bytes."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from seeds.errors import UnreadableFile, format_names

DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile)
"""What their readers raise where they are damaged or were cut off."""
TABLES = ("csv", "tsv", "xlsx", "xls", "json", "geojson", "ndjson", "jsonl", "parquet", "gpkg", "dta", "shp")
"""Endings of the files of a zip that may be its table; one CSV is taken whatever else there is."""
DOCUMENTS = {
    "[Content_Types].xml": None,
    "content.xml": "an OpenDocument file: save it as xlsx or CSV",
    "doc.kml": "a KMZ: save it as GeoJSON or GeoPackage",
}
"""Files of archives that are one document: None for those that are read as they are, else what they are."""


def table_in(names: list[str]) -> str:
    """The name of the one table among those of a zip. Raises UnreadableFile."""
    ending = {name: name.lower().rpartition(".")[2] for name in names}
    of_csv = [name for name in names if ending[name] == "csv"]
    tables = of_csv or [name for name in names if ending[name] in TABLES]
    if len(tables) != 1:
        raise UnreadableFile(f"a zip must hold one CSV, or one table of another format; this one holds {format_names(names) or 'nothing'}")
    return tables[0]


def open_member(archive: zipfile.ZipFile, name: str, names: list[str], stack: ExitStack) -> Any:
    """A file of an archive; a shapefile out of it, since that is several."""
    if not name.lower().endswith(".shp"):
        return archive.open(name)
    directory = stack.enter_context(TemporaryDirectory())
    archive.extractall(directory, [each for each in names if PurePosixPath(each).stem == PurePosixPath(name).stem])
    return stack.enter_context(open(f"{directory}/{name}", "rb"))


def open_zip(file: Any, stack: ExitStack) -> Any:
    """The table of an archive, or the file itself where it is a workbook, which is an archive too."""
    try:
        archive = zipfile.ZipFile(file)
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX/") and not name.endswith("/")]
        document = next((each for each in DOCUMENTS if each in names), "")
        if not document:
            return open_member(archive, table_in(names), names, stack)
    except RuntimeError as error:  # a password, or a kind of zip that Python does not know
        raise UnreadableFile(f"the zip cannot be opened: {error}") from error
    if DOCUMENTS[document]:
        raise UnreadableFile(f"it is {DOCUMENTS[document]}")
    file.seek(0)
    return file


CONTAINERS = {
    b"\x1f\x8b": lambda file, stack: gzip.GzipFile(fileobj=file),
    b"BZh": lambda file, stack: bz2.BZ2File(file),
    b"\xfd7zXZ\0": lambda file, stack: lzma.LZMAFile(file),  # noqa: SIM115
    b"PK\x03\x04": open_zip,
    b"PK\x05\x06": open_zip,
}


def unpack(file: Any, stack: ExitStack) -> Any:
    """The stream of bytes within a file; what must be closed after it goes on a stack. Raises UnreadableFile."""
    head = file.peek(6)
    return next((opening(file, stack) for magic, opening in CONTAINERS.items() if head.startswith(magic)), file)
