"""How each format of file becomes rows of texts, the names of the columns first.

A new format is a line of FORMATS: a name, how its first bytes are known, and a generator of lists of texts from a seekable
stream of bytes, which raises Unreadable and is given a function that takes what is to be remarked of the file. The first that
knows the bytes reads them; CSV takes what is left.
"""

import codecs
import csv
import io
import json
import re
from contextlib import contextmanager
from datetime import datetime
from itertools import chain

from openpyxl import load_workbook

CHUNK = 2**20
SAMPLE = 2**16
LONGEST_CELL = 2**24
LARGEST_JSON = 2**26
"""Bytes of JSON, which is parsed whole: a page of an API has a few million."""

FALLBACK = "cp1252"
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
KEPT = "surrogateescape"
"""How bytes that are no characters are read, each as half of one, so that they can be told and written back as they were."""

csv.field_size_limit(LONGEST_CELL)


class Unreadable(Exception):
    """A file that cannot be read as what it seems to be, with the reason."""


def texts_in(stream, encoding, errors):
    """The text of a stream to its end, in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def surplus(text):
    """How many more characters beyond ASCII there are than bytes that are none."""
    if text.isascii():
        return 0
    characters = len(text.encode("utf-8", "ignore").decode())
    return 2 * characters - len(text) - len(text.encode("ascii", "ignore"))


def encoding_of(stream):
    """By its byte order mark, else UTF-8 where most of what is beyond ASCII is that, else cp1252. Raises Unreadable.

    Reads to the end in any case, so that a damaged gzip or zip shows before its first row.
    """
    head = stream.peek(4)
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if head.startswith(mark)), None)
    errors = "strict" if marked == "utf-16" else KEPT  # which has no way to keep what is half a character there
    try:
        is_most = sum(map(surplus, texts_in(stream, marked or "utf-8", errors))) >= 0
    except UnicodeDecodeError as error:
        raise Unreadable(f"it begins as UTF-16 and is not that throughout: {error.reason}") from None
    stream.seek(0)
    return marked or ("utf-8" if is_most else FALLBACK)


def delimiter_of(sample):
    """The one that cuts the header into most cells. Raises Unreadable where the header is no text."""
    headers = {each: next(csv.reader(io.StringIO(sample, newline=""), delimiter=each), []) for each in ",;\t"}
    if any(map(CONTROL.search, headers[","])):
        raise Unreadable("its first row is no text; CSV, CSV in gzip or zip, JSON and xlsx are read")
    return max(headers, key=lambda each: len(headers[each]))


@contextmanager
def decoded(stream, encoding):
    """The text of a stream, which is not closed with it."""
    text = io.TextIOWrapper(stream, encoding, errors=KEPT, newline="")
    try:
        yield text
    finally:
        if not stream.closed:
            text.detach()


def rows_of_csv(stream, remark):
    encoding = encoding_of(stream)
    if encoding == FALLBACK:
        remark(f"read as {FALLBACK}, since the file is not UTF-8")
    with decoded(stream, encoding) as text:
        delimiter = delimiter_of(text.read(SAMPLE))
        text.seek(0)
        ended = []
        lines = chain(text, iter(lambda: ended.append(True), None))
        for cells in csv.reader(lines, delimiter=delimiter):
            if ended:  # a row is complete before its reader asks for more lines, unless a quotation mark is open
                raise Unreadable("it ends inside quotation marks: it was cut off, or a quotation mark is never closed")
            yield cells


def json_of(stream):
    content = stream.read(LARGEST_JSON + 1)
    if len(content) > LARGEST_JSON:
        raise Unreadable(f"JSON of more than {LARGEST_JSON // 2**20} MB is not read; take the CSV, or pages of the API")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is no valid JSON: {error}") from None


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
    names = list(dict.fromkeys(chain.from_iterable(objects)))
    yield [json_text(name) for name in names]
    for each in objects:
        yield [json_text(each.get(name)) for name in names]


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


def rows_of_xlsx(stream, remark):
    """The first sheet. Its distinct texts are held in memory, which the format makes us do."""
    try:
        sheet = load_workbook(stream, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        header = xlsx_row(next(rows, []))
        yield header
        yield from (xlsx_row(values, len(header)) for values in rows)
    except Exception as error:  # openpyxl lets through whatever its zip and XML readers raise
        raise Unreadable(f"it cannot be read as an xlsx workbook: {str(error) or type(error).__name__}") from error


def is_json(head):
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")


FORMATS = {
    "xlsx": (lambda head: head.startswith(b"PK\x03\x04"), rows_of_xlsx),
    "JSON": (is_json, rows_of_json),
    "CSV": (lambda head: True, rows_of_csv),
}


def read(stream, remark):
    """The name of the format of a stream, and its rows; `remark` takes what is to be remarked before the first of them."""
    head = stream.peek(SAMPLE)
    return next((name, rows(stream, remark)) for name, (knows, rows) in FORMATS.items() if knows(head))
