"""How each format of file becomes rows of texts, the names of the columns first.

A new format is a line of FORMATS: a name, how its first bytes are known, and a generator of lists of texts from a seekable
stream of bytes, which raises UnreadableFile and is given what is said of the file and what takes its remarks. The first that
knows the bytes reads them; CSV takes what is left.
"""

from typing import Any

from seeds.files.csv_reader import SAMPLE, read_csv
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.json_reader import is_json, is_json_lines, read_json, read_json_lines
from seeds.files.readers.xlsx_reader import read_xlsx

FORMATS = {
    "xlsx": (lambda head: head.startswith(b"PK\x03\x04"), read_xlsx),
    "NDJSON": (is_json_lines, read_json_lines),
    "JSON": (is_json, read_json),
    "CSV": (lambda head: True, read_csv),
}


def read_table_rows(stream: Any, options: ReadOptions, notes: FileNotes) -> tuple[Any, ...]:
    """The name of the format of a stream, and its rows; `notes` takes what is to be remarked before the first of them."""
    head = stream.peek(SAMPLE)
    return next((name, rows(stream, options, notes)) for name, (knows, rows) in FORMATS.items() if knows(head))
