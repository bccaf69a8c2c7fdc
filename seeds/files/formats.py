"""How each format of file becomes rows of texts, the names of the columns first.

A new format is a line of FORMATS: a name, how its first bytes are known, and a generator of lists of texts from a seekable
stream of bytes, which raises UnreadableFile and is given what is said of the file and what takes its remarks. The first that
knows the bytes reads them; CSV takes what is left.
"""

from typing import Any

from seeds.files.csv_reader import SAMPLE, read_csv
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.geo_reader import is_geo, read_geo
from seeds.files.readers.json_reader import is_json, is_json_lines, read_json, read_json_lines
from seeds.files.readers.parquet_reader import is_parquet, read_parquet
from seeds.files.readers.stata_reader import is_stata, read_stata
from seeds.files.readers.unsupported import is_unsupported, refuse_unsupported
from seeds.files.readers.xls_reader import is_xls, read_xls
from seeds.files.readers.xlsx_reader import read_xlsx

FORMATS = {
    "another": (is_unsupported, refuse_unsupported),
    "xlsx": (lambda head: head.startswith(b"PK\x03\x04"), read_xlsx),
    "xls": (is_xls, read_xls),
    "Parquet": (is_parquet, read_parquet),
    "map": (is_geo, read_geo),
    "Stata": (is_stata, read_stata),
    "NDJSON": (is_json_lines, read_json_lines),
    "JSON": (is_json, read_json),
    "CSV": (lambda head: True, read_csv),
}


def read_table_rows(stream: Any, options: ReadOptions, notes: FileNotes) -> tuple[Any, ...]:
    """The name of the format of a stream, and its rows; `notes` takes what is to be remarked before the first of them."""
    head = stream.peek(SAMPLE)
    return next((name, rows(stream, options, notes)) for name, (knows, rows) in FORMATS.items() if knows(head))
