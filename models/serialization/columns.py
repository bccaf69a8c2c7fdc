"""A thing's JSON as one row of a table: the names are those of the JSON, flattened with `_`."""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from marshmallow import fields

LEFT_OUT = ("included",)
"""What a table has no room for."""

ASIDE = ("links",)
"""What a table has no use for, unless it is asked for."""


@dataclass(frozen=True)
class Column:
    """`path` leads to the value in the JSON, through lists too; `kind` is string, code (of a vocabulary), numbers (in a text that
    is made of them), integer, number, boolean, date or json (text).

    `listed` columns hold a list of values. `inner` ones lie within a list of objects, and show only where they are asked for by
    themselves, those `aside` only where they or what they lie in is.
    """

    name: str
    path: tuple[str, ...]
    kind: str
    listed: bool = False
    inner: bool = False

    aside = property(lambda self: self.path[0] in ASIDE)


class NumericText(str):
    """A text that is made of numbers, and so no formula whatever it begins with."""


@functools.cache
def columns(schema: type) -> Any:
    """Every column of a schema's things. Objects are flattened; a list of objects becomes the list of their ids or names."""
    return tuple(nested_columns(schema))


def nested_columns(schema: Any, path: Any = (), inside: Any = False) -> Iterator[Any]:
    for name, field in schema().fields.items():
        if name not in LEFT_OUT:
            yield from columns_of(field, (*path, name), inside)


def columns_of(field: Any, path: Any, inside: Any) -> Iterator[Any]:
    each = field.inner if isinstance(field, fields.List) else field
    listed = inside or each is not field
    if listed or not isinstance(each, fields.Nested):
        yield Column("_".join(path), path, kind_of(each), listed, inside)
    if isinstance(each, fields.Nested):
        yield from nested_columns(type(each.schema), path, listed)


def kind_of(field: Any) -> Any:
    if isinstance(field, fields.Dict):
        return "json"
    if isinstance(field, fields.Integer):
        return "integer"
    if isinstance(field, fields.Float):
        return "number"
    if isinstance(field, fields.Boolean):
        return "boolean"
    if field.metadata.get("enum"):
        return "code"
    return "date" if field.metadata.get("format") == "date" else "string"


def select_columns(found: Iterable[Any], paths: list[str] | None) -> list[Column]:
    """The columns at or below the dotted paths; where none is given, all but the inner ones and those aside."""
    wanted = [tuple(path.split(".")) for path in paths or ()]
    return [column for column in found if is_wanted(column, wanted)]


def is_wanted(column: Column, wanted: list[tuple[Any, ...]]) -> bool:
    if column.inner:
        return column.path in wanted
    return any(column.path[: len(path)] == path for path in wanted) if wanted else not column.aside


def row_reader(found: list[Column]) -> Callable[..., Any]:
    """What gives the list of the values of columns in a thing's JSON, decoded."""
    read = [value_reader(column) for column in found]
    return lambda body: [each(body) for each in read]


def value_reader(column: Column) -> Callable[..., Any]:
    """What gives the value of a column in a thing's JSON."""
    reach = path_reader(column.path)
    if column.kind == "json":
        return lambda body: None if (found := reach(body)) is None else orjson.dumps(found).decode()
    if column.kind == "numbers":
        return lambda body: None if (found := reach(body)) is None else NumericText(found)
    if column.listed:
        return lambda body: None if (found := reach(body)) is None else labels_of(found)
    return reach


def path_reader(path: Any) -> Any:
    """What gives what lies at a path: of a list, what lies there in each of its objects."""
    head, below = path[0], path_reader(path[1:]) if path[1:] else None

    def reach(body: Any) -> Any:
        if isinstance(body, list):
            return [reach(each) for each in body]
        found = body.get(head) if body else None
        return below(found) if below and found is not None else found

    return reach


def labels_of(things: Any) -> Any:
    """What stands for each thing in a list: the id of an object, else its name."""
    return [(each.get("id") or each.get("name")) if isinstance(each, dict) else each for each in things]
