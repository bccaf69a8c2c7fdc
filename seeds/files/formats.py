"""How each format of file becomes rows of texts, the names of the columns first.

A new format is a line of FORMATS: a name, how its first bytes are known, and a generator of lists of texts from a seekable
stream of bytes, which raises UnreadableFile and is given what is said of the file and what takes its remarks. The first that
knows the bytes reads them; CSV takes what is left.
"""

import codecs
import json
import re
from itertools import chain
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.csv_reader import SAMPLE, read_csv
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.text_encoding import SURROGATE
from seeds.files.xlsx_reader import read_xlsx

LARGEST_JSON = 2**26
"""Bytes of JSON, which is parsed whole: a page of an API has a few million."""


def parse_json(stream: Any) -> Any:
    content = stream.read(LARGEST_JSON + 1)
    if len(content) > LARGEST_JSON:
        raise UnreadableFile(f"JSON of more than {LARGEST_JSON // 2**20} MB is not read; take the CSV, or pages of the API")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"it is no valid JSON: {error}") from None


JSON = re.compile(rb"""\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[\[{\]"]|\Z))""")
"""How an object or a list begins, as the name of a column in brackets does not."""
ENVELOPES = ("Result", "data")
"""Keys under which an API gives its objects: UCDP's, ACLED's."""


def json_text(value: Any) -> Any:
    """The text of a JSON value: nothing for null, JSON again for numbers, booleans and what is nested."""
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return SURROGATE.sub("\ufffd", text)


def read_json(stream: Any, options: ReadOptions, notes: FileNotes) -> Any:
    """Objects in a list, bare or under one of ENVELOPES. The columns are all names that any object has."""
    content = parse_json(stream)
    objects = next((content[key] for key in ENVELOPES if key in content), None) if isinstance(content, dict) else content
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        raise UnreadableFile('JSON must be a list of objects, {"Result": [objects]} or {"data": [objects]}')
    if not objects:
        raise UnreadableFile("it holds no objects: what it answers found nothing")
    names = list(dict.fromkeys(chain.from_iterable(objects)))
    yield [json_text(name) for name in names]
    for each in objects:
        yield [json_text(each.get(name)) for name in names]


def is_json(head: bytes) -> Any:
    return JSON.match(head.removeprefix(codecs.BOM_UTF8))


FORMATS = {
    "xlsx": (lambda head: head.startswith(b"PK\x03\x04"), read_xlsx),
    "JSON": (is_json, read_json),
    "CSV": (lambda head: True, read_csv),
}


def read_table_rows(stream: Any, options: ReadOptions, notes: FileNotes) -> tuple[Any, ...]:
    """The name of the format of a stream, and its rows; `notes` takes what is to be remarked before the first of them."""
    head = stream.peek(SAMPLE)
    return next((name, rows(stream, options, notes)) for name, (knows, rows) in FORMATS.items() if knows(head))
