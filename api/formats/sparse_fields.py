"""Projection: of each thing, only the parts that are asked for."""

from collections.abc import Iterator
from typing import Any

import orjson
from marshmallow import fields

from api.parameters.base import NamesParameter

INCLUDED = "included"
"""What `include` adds, and so `fields` need not name."""


def paths(schema: Any, prefix: Any = "") -> Iterator[Any]:
    """Every dotted path in the JSON of a schema's things."""
    for name, field in schema().fields.items():
        if name == INCLUDED:
            continue
        yield f"{prefix}{name}"
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from paths(type(inner.schema), f"{prefix}{name}.")


class Paths(NamesParameter):
    """Dotted paths in the JSON of a schema's things."""

    def __init__(self, schema: Any, **more: Any) -> None:
        super().__init__(paths(schema), **more)


def project(item: Any, values: Any) -> Any:
    """The item with only the parts that `fields` asks for, and what `include` adds."""
    if not values.get("fields"):
        return item
    wanted = [path.split(".") for path in [*values["fields"], *([INCLUDED] if values.get("include") else [])]]
    return item._replace(body=orjson.dumps(prune(orjson.loads(item.body), path_tree(wanted))))


def path_tree(wanted: list[Any]) -> dict[str, Any]:
    """Paths as nested dicts; an empty one stands for everything below."""
    found = {}
    for head in dict.fromkeys(path[0] for path in wanted):
        below = [path[1:] for path in wanted if path[0] == head]
        found[head] = {} if [] in below else path_tree(below)
    return found


def prune(value: Any, wanted: dict[str, Any]) -> Any:
    if not wanted or value is None:
        return value
    if isinstance(value, list):
        return [prune(each, wanted) for each in value]
    return {key: prune(value[key], below) for key, below in wanted.items() if key in value}
