"""Projection: of each thing, only the parts that are asked for."""

import orjson
from marshmallow import fields

from api.parameters.base import Names

ASIDE = "included"
"""What `include` adds, and so `fields` need not name."""


def paths(schema, prefix=""):
    """Every dotted path in the JSON of a schema's things."""
    for name, field in schema().fields.items():
        if name == ASIDE:
            continue
        yield f"{prefix}{name}"
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from paths(type(inner.schema), f"{prefix}{name}.")


class Paths(Names):
    """Dotted paths in the JSON of a schema's things."""

    def __init__(self, schema, **more):
        super().__init__(paths(schema), **more)


def projected(item, values):
    """The item with only the parts that `fields` asks for, and what `include` adds."""
    if not values.get("fields"):
        return item
    wanted = [path.split(".") for path in [*values["fields"], *([ASIDE] if values.get("include") else [])]]
    return item._replace(body=orjson.dumps(pruned(orjson.loads(item.body), tree(wanted))))


def tree(wanted):
    """Paths as nested dicts; an empty one stands for everything below."""
    found = {}
    for head in dict.fromkeys(path[0] for path in wanted):
        below = [path[1:] for path in wanted if path[0] == head]
        found[head] = {} if [] in below else tree(below)
    return found


def pruned(value, wanted):
    if not wanted or value is None:
        return value
    if isinstance(value, list):
        return [pruned(each, wanted) for each in value]
    return {key: pruned(value[key], below) for key, below in wanted.items() if key in value}
