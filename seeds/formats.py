"""How each format of file becomes rows of texts, the names of the columns first.

A new format is a line of FORMATS: a name, how its first bytes are known, and a generator of lists of texts from a seekable
stream of bytes, which raises Unreadable and is given a function that takes what is to be remarked of the file. The first that
knows the bytes reads them; CSV takes what is left.
"""

import codecs
import json
import re
from datetime import datetime
from itertools import chain

from openpyxl import load_workbook

from seeds.cells import is_blank
from seeds.delimited import SAMPLE, rows_of_csv
from seeds.encodings import CHUNK, SURROGATE
from seeds.unreadable import Unreadable

LARGEST_JSON = 2**26
"""Bytes of JSON, which is parsed whole: a page of an API has a few million."""


def json_of(stream):
    content = stream.read(LARGEST_JSON + 1)
    if len(content) > LARGEST_JSON:
        raise Unreadable(f"JSON of more than {LARGEST_JSON // 2**20} MB is not read; take the CSV, or pages of the API")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is no valid JSON: {error}") from None


JSON = re.compile(rb"""\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[\[{\]"]|\Z))""")
"""How an object or a list begins, as the name of a column in brackets does not."""
ENVELOPES = ("Result", "data")
"""Keys under which an API gives its objects: UCDP's, ACLED's."""


def json_text(value):
    """The text of a JSON value: nothing for null, JSON again for numbers, booleans and what is nested."""
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return SURROGATE.sub("\ufffd", text)


def rows_of_json(stream, remark):
    """Objects in a list, bare or under one of ENVELOPES. The columns are all names that any object has."""
    content = json_of(stream)
    objects = next((content[key] for key in ENVELOPES if key in content), None) if isinstance(content, dict) else content
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        raise Unreadable('JSON must be a list of objects, {"Result": [objects]} or {"data": [objects]}')
    if not objects:
        raise Unreadable("it holds no objects: what it answers found nothing")
    names = list(dict.fromkeys(chain.from_iterable(objects)))
    yield [json_text(name) for name in names]
    for each in objects:
        yield [json_text(each.get(name)) for name in names]


FORMULA = re.compile(rb"<c\b([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")
"""A cell of a sheet with a formula and no value; one of the type `str` has an empty text for it."""
LONGEST_FORMULA = 2**16
"""Bytes of a cell with a formula, which has at most 8,192 characters."""
CALCULATED = "open the file in a spreadsheet and save it there, so that it is calculated"

XLSX_TEXTS = {
    type(None): lambda value: "",
    bool: lambda value: str(value).lower(),
    float: lambda value: str(int(value)) if value.is_integer() and abs(value) < 2**53 else str(value),
    datetime: lambda value: value.isoformat().removesuffix("T00:00:00"),
}


def xlsx_row(values, width=0):
    """Texts, as many as the header has: a sheet does not store the empty cells after the last."""
    texts = [XLSX_TEXTS.get(type(value), str)(value) for value in values]
    while len(texts) > width and not texts[-1]:
        texts.pop()
    return texts + [""] * (width - len(texts))


def as_wide(rows):
    """The rows of a sheet as texts, each as wide as the first that holds anything, or wider."""
    width = 0
    for values in rows:
        cells = xlsx_row(values, width)
        width = width or (0 if is_blank(cells) else len(cells))
        yield cells


def check_formulas(sheet):
    """Raises Unreadable where a formula was stored without its value, as programs write it: the reader takes its cell for empty."""
    with sheet._get_source() as source:
        window = b""
        while chunk := source.read(CHUNK):
            window = window[-LONGEST_FORMULA:] + chunk
            cells = FORMULA.finditer(window) if b"<f" in window else ()
            if found := next((cell for cell in cells if b't="str"' not in cell[1]), None):
                where = re.search(rb' r="(\w+)"', found[1])
                raise Unreadable(f"{where[1].decode() if where else 'a cell'} holds a formula without its value: {CALCULATED}")


def rows_of_xlsx(stream, remark):
    """The first sheet. Its distinct texts are held in memory, which the format makes us do."""
    try:
        sheet = load_workbook(stream, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        check_formulas(sheet)
        yield from as_wide(sheet.iter_rows(values_only=True))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets through whatever its zip and XML readers raise
        raise Unreadable(f"it cannot be read as an xlsx workbook: {str(error) or type(error).__name__}") from error


def is_json(head):
    return JSON.match(head.removeprefix(codecs.BOM_UTF8))


FORMATS = {
    "xlsx": (lambda head: head.startswith(b"PK\x03\x04"), rows_of_xlsx),
    "JSON": (is_json, rows_of_json),
    "CSV": (lambda head: True, rows_of_csv),
}


def read(stream, remark):
    """The name of the format of a stream, and its rows; `remark` takes what is to be remarked before the first of them."""
    head = stream.peek(SAMPLE)
    return next((name, rows(stream, remark)) for name, (knows, rows) in FORMATS.items() if knows(head))
