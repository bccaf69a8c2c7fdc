"""JSON as rows of texts: a list of objects, wherever that stands in it; GeoJSON; and one object a line, as NDJSON and text sequences."""

import codecs
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from seeds.errors import EmptyAnswer, UnreadableFile, suggestion
from seeds.files.csv_reader import DamagedRow
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.geometry import geometry_cells, without_told
from seeds.files.readers.records import table_of

LARGEST_JSON = 2**26
"""Bytes of JSON, which is parsed whole: a page of an API has a few million."""
JSON = re.compile(rb"""\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[\[{\]"]|\Z))""")
"""How an object or a list begins, as the name of a column in brackets does not."""
ENVELOPES = ("Result", "data")
"""Keys under which an API gives its objects, whatever other lists there are: UCDP's, ACLED's."""
DEEPEST = 4
RECORD_MARK = b"\x1e"
"""What begins a text of a sequence, by RFC 7464."""
DEGREES = re.compile(r"CRS84|EPSG:+(?:[\d.]*:)?4326\b")
"""What a GeoJSON of before RFC 7946 may say of its coordinates."""

NO_OBJECTS = 'JSON must be a list of objects, {"Result": [objects]} or {"data": [objects]}, or have one list of objects somewhere in it'


def is_json(head: bytes) -> bool:
    return bool(JSON.match(head.removeprefix(codecs.BOM_UTF8)))


def is_json_lines(head: bytes) -> bool:
    """Whether the first line is an object and another one seems to follow, or each begins with the mark of a sequence."""
    first, _, rest = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    try:
        return head.startswith(RECORD_MARK) or (rest.lstrip().startswith(b"{") and isinstance(json.loads(first), dict))
    except (ValueError, RecursionError):
        return False


def parse_json(stream: Any, encoding: str | None) -> Any:
    content = stream.read(LARGEST_JSON + 1)
    if len(content) > LARGEST_JSON:
        raise UnreadableFile(f"JSON of more than {LARGEST_JSON // 2**20} MB is not read; take the CSV, NDJSON, or pages of the API")
    try:
        return json.loads(content.decode(encoding) if encoding else content)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"it is no valid JSON: {error}") from None


def is_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def lists_of_objects(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """(path of names, list) for each list of objects in nested objects, but not within another."""
    if is_objects(value):
        yield path, value
    elif isinstance(value, dict) and len(path) < DEEPEST:
        for name, inner in value.items():
            yield from lists_of_objects(inner, (*path, name))


def find_records(content: Any, options: ReadOptions) -> list[Any]:
    """The list of objects that is meant. Raises UnreadableFile where there is none, or several."""
    found = {".".join(path): objects for path, objects in lists_of_objects(content)}
    if options.records is not None:
        if options.records not in found:
            there = f"; there are {', '.join(found)}" if any(found) else ""
            raise UnreadableFile(f"there is no list of objects at {options.records!r}{suggestion(options.records, found)}{there}")
        return found[options.records]
    named = next((found[key] for key in ENVELOPES if key in found), None)
    filled = {path: objects for path, objects in found.items() if objects} or found
    if named is None and len(filled) > 1:
        raise UnreadableFile(f"it has several lists of objects ({', '.join(filled)}): say which with --records or in the mapping")
    if named is None and not filled:
        raise UnreadableFile(NO_OBJECTS)
    return next(iter(filled.values())) if named is None else named


def check_degrees(content: dict[str, Any]) -> None:
    """Raises UnreadableFile where the coordinates of a GeoJSON are said to be other than degrees of WGS 84."""
    named = json.dumps(content.get("crs"))
    if named != "null" and not DEGREES.search(named):
        raise UnreadableFile(f"its coordinates are not degrees of WGS 84, as those of GeoJSON are, but in {named}")


def feature_record(feature: dict[str, Any]) -> dict[str, Any]:
    """The record of a Feature of GeoJSON: its properties, and what they do not have of its id and geometry; any other object as it is."""
    if feature.get("type") != "Feature" or "geometry" not in feature:
        return feature
    properties = feature.get("properties") or {}
    own = ({"id": feature["id"]} if "id" in feature else {}) | geometry_cells(feature["geometry"])
    return without_told(own, properties) | properties


def read_json(stream: Any, options: ReadOptions, notes: FileNotes) -> Iterator[list[str]]:
    """Objects in a list. The columns are all paths that any object has."""
    content = parse_json(stream, options.encoding)
    features = isinstance(content, dict) and content.get("type") == "FeatureCollection" and options.records is None
    if features:
        check_degrees(content)
    objects = find_records({"features": content.get("features")} if features else content, options)
    if not objects:
        raise EmptyAnswer("it holds no objects: what it answers found nothing")
    yield from table_of(lambda: map(feature_record, objects))


def parse_line(line: bytes, encoding: str) -> dict[str, Any] | DamagedRow:
    try:
        found = json.loads(line.decode(encoding))
        if isinstance(found, dict):
            return feature_record(found)
        fault = "it is no object of JSON"
    except (ValueError, RecursionError) as error:
        fault = f"it is no valid JSON: {error}"
    return DamagedRow([line.decode(encoding, "surrogateescape")], fault)


def line_records(stream: Any, encoding: str) -> Iterator[dict[str, Any] | DamagedRow]:
    stream.seek(0)
    lines = (line.strip(b" \t\r\n" + RECORD_MARK) for line in stream)
    yield from (parse_line(line, encoding) for line in lines if line)


def read_json_lines(stream: Any, options: ReadOptions, notes: FileNotes) -> Iterator[list[str]]:
    """One object a line; a line that is none is a damaged row."""
    yield from table_of(partial(line_records, stream, options.encoding or "utf-8-sig"))
