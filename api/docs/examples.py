"""What a store gives for examples: ids, values of parameters, and answers. All of it is asked of the application itself."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from api.formats.registry import FORMATS
from api.http.request import ROOT
from api.operations.operation import OPERATIONS, Operation
from api.parameters.base import InvalidValue
from models.domain.limits import LARGEST

HOST = "http://localhost:8000"
"""Where examples are asked for, since the address by which a client calls is for no other client; a citation has BASE_URL."""

SMALL = {"limit": "1", "by": "status"}
"""What makes answers small, by parameter."""
LARGEST_BODY = 20_000
"""Bytes of an answer that still is an example."""
JSON = re.compile(r"application/([^/]+\+)?json")
NOWHERE = "no-such-id"
WRONG_FORMAT = "jsn"


@dataclass(frozen=True)
class Examples:
    """`ids` are ids of what there is, by the collection that lists it, `values` are values of parameters by collection and name (None
    where the store has none), and `answers` are bodies by the name of an operation, the status and the media type."""

    ids: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)

    def value(self, operation: Operation, name: str, parameter: Any) -> Any:
        """An example for a parameter of an operation: from the store where that hangs on it, else the parameter's own."""
        return self.values.get(operation.tag, {}).get(name, parameter.example)


class ExampleClient:
    """The application under a root, as a Request has it, asked behind the Dispatcher that counts what clients ask."""

    def __init__(self, app: Flask, root: str = "") -> None:
        self.app, self.root = app, root

    def answer(self, path: str, accept: str = "application/json", **query: Any) -> Any:
        """(status, media type, body) of an answer."""
        target = f"{path}?{urlencode(query)}" if query else path
        environ = create_environ(target, HOST, headers={"Accept": accept})
        environ |= {ROOT: self.root if "://" in self.root else "", "SCRIPT_NAME": urlsplit(self.root).path}
        body, status, headers = run_wsgi_app(functools.partial(Flask.wsgi_app, self.app), environ, buffered=True)
        return int(status[:3]), headers.get("Content-Type", "").partition(";")[0], b"".join(body)

    def listed(self, path: str, **query: Any) -> Any:
        """The things of a list; none where there is no store."""
        status, _, body = self.answer(path, **query)
        return orjson.loads(body)["data"] if status == 200 else []


@functools.lru_cache(maxsize=8)
def example_event(app: Flask, identity: Any, root: str = "") -> Any:
    """A recent event of the country that has most, with place, actors and sources if there is such a one, as its JSON; None without any.

    `identity` is that of the store, of which it is known what is found.
    """
    asked = ExampleClient(app, root)
    country = max(asked.listed("/v1/vocabularies/country"), key=lambda term: term["count"], default=None)
    there = {"country": country["code"]} if country and country["count"] else {}
    for query in ({**there, "has": "location,actors,sources"}, there, {"kind": "all"}):
        if found := asked.listed("/v1/events", limit=1, **query):
            return found[0]
    return None


@functools.lru_cache(maxsize=8)
def collect_examples(app: Flask, identity: Any, root: str = "") -> Examples:
    """The Examples of the store of an identity, None where there is none."""
    asked, event = ExampleClient(app, root), example_event(app, identity, root)
    ids = example_ids(asked, event)
    return Examples(ids, parameter_examples(asked, ids, event), collect_answers(asked, ids))


def path_of(operation: Operation, ids: dict[str, Any]) -> str | None:
    """The path of an operation with an id of those by collection in it; None where there is none."""
    id = ids.get(operation.tag)
    if operation.part is None:
        return operation.path
    return id and operation.path.replace(f"<{operation.part}>", quote(id, safe=":"))


def example_ids(asked: ExampleClient, event: dict[str, Any] | None) -> dict[str, Any]:
    """An id for each collection: of what the event is made of, else the first."""
    of_event = event and {
        "events": [event],
        "datasets": [{"id": event["dataset"]}],
        "locations": [event["location"]],
        "actors": event["actors"],
        "sources": event["sources"],
    }
    found = {name: first_or_none(of_event[name] if of_event else []) for name in ("events", "datasets", "locations", "actors", "sources")}
    found = {name: thing or first_or_none(asked.listed(f"/v1/{name}", limit=1)) for name, thing in found.items()}
    return {name: thing["id"] for name, thing in found.items() if thing} | {"vocabularies": "status"}


def first_or_none(things: list[Any]) -> dict[str, Any] | None:
    return next(filter(None, things), None)


def parameter_examples(asked: ExampleClient, ids: dict[str, Any], event: dict[str, Any] | None) -> dict[str, Any]:
    """Values for parameters, by collection: of events, what leads to the event; of others, what leads to the thing."""
    if event is None:
        return {}
    values = {}
    for name in ("locations", "actors", "sources"):
        status, _, body = asked.answer(f"/v1/{name}/{quote(ids[name], safe=':')}") if name in ids else (404, None, b"")
        values[name] = thing_examples(orjson.loads(body)) if status == 200 else {}
    return values | dict.fromkeys(("events", "aggregates", "changes"), event_examples(ids, event))


def thing_examples(thing: dict[str, Any]) -> dict[str, Any]:
    values = {name: thing.get(name) for name in ("dataset", "country", "publisher", "language", "published")}
    return values | {"location": thing["id"], "q": thing.get("name", "").partition(" ")[0] or None}


def event_examples(ids: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    place = event["location"] or {}
    values = {
        "country": place.get("country"),
        "location": place.get("id"),
        "date": event["date"]["earliest"] and event["date"]["earliest"][:7],
        "as_of": event["known_from"],
        "part_of": event["part_of"],
        "dataset": event["dataset"],
        "prefer": event["dataset"],
        "actor": ids.get("actors"),
        "source": ids.get("sources"),
    }
    return values | space_examples(place.get("longitude"), place.get("latitude"))


def space_examples(longitude: Any, latitude: Any) -> dict[str, Any]:
    """Values for the parameters of space, with a point, in degrees, within; None where there is no point."""
    if longitude is None:
        return dict.fromkeys(("bbox", "near", "within"))
    west, east = max(longitude - 0.5, -180), min(longitude + 0.5, 180)
    south, north = max(latitude - 0.5, -90), min(latitude + 0.5, 90)
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return {
        "bbox": f"{west:g},{south:g},{east:g},{north:g}",
        "near": f"{latitude:g},{longitude:g},50",
        "within": f"POLYGON(({', '.join(f'{x:g} {y:g}' for x, y in corners)}))",
    }


def collect_answers(asked: ExampleClient, ids: dict[str, Any]) -> dict[tuple[Any, ...], Any]:
    """By operation, status and media type, what the operation answers in small, and with what it fails."""
    found = {}
    for operation in OPERATIONS:
        for given in example_questions(operation, ids):
            status, media_type, body = asked.answer(**given)
            if len(body) <= LARGEST_BODY:
                found[operation.name, status, media_type] = read_body(media_type, body)
    return found


def is_accepted(field: Any, text: str) -> bool:
    """Whether a text is a value of a parameter, if there is one."""
    try:
        return field is not None and field.read(text) is not None
    except InvalidValue:
        return False


def read_body(media_type: str, body: bytes) -> Any:
    """A body as an example of it stands in the document: JSON as what it says, all else as a text."""
    return orjson.loads(body) if JSON.fullmatch(media_type) else body.decode()


def example_questions(operation: Operation, ids: Any) -> Iterator[Any]:
    """What to ask of an operation for an answer of each kind."""
    path = path_of(operation, ids)
    if path is None:
        return
    small = {name: value for name, value in SMALL.items() if is_accepted(operation.query.fields.get(name), value)}
    formats = (FORMATS[name] for name in operation.formats)
    yield from ({"path": path, "accept": each.media_type, **small} for each in formats if each.schema.get("format") != "binary")
    yield {"path": path, "format": WRONG_FORMAT}
    if operation.part:
        yield {"path": path_of(operation, {operation.tag: NOWHERE})}
    elif "revision" in operation.query.fields:
        yield {"path": path, "revision": LARGEST}
