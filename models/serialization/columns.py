"""Flattens the JSON of an object into a row of a table; columns are named by the path in the JSON, joined with `_`."""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from marshmallow import Schema, fields

LEFT_OUT = ("included",)
"""Fields that are never columns."""

ASIDE = ("links",)
"""Fields that are columns only on request."""

Path = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. `path` leads to its value in the JSON, through lists too. `kind` is string, code (of a vocabulary), numbers (a
    text made of numbers), integer, number, boolean, date or json (as text).

    `listed` columns hold a list of values. `inner` ones lie within objects of a list, and are included only if requested themselves;
    those `aside` only if they or an object that contains them are.
    """

    name: str
    path: tuple[str, ...]
    kind: str
    listed: bool = False
    inner: bool = False

    aside = property(lambda self: self.path[0] in ASIDE)


class NumericText(str):
    """A text made of numbers, which is not taken for a formula whatever it begins with."""


@functools.cache
def columns(schema: type[Schema]) -> tuple[Column, ...]:
    """All columns of a schema. Objects are flattened; a list of objects is a column of their ids or names, beside the inner columns."""
    return tuple(nested_columns(schema))


def nested_columns(schema: type[Schema], path: Path = (), inside: bool = False) -> Iterator[Column]:
    """The columns of a schema at a path, `inside` a list or not."""
    for name, field in schema().fields.items():
        if name not in LEFT_OUT:
            yield from columns_of(field, (*path, name), inside)


def columns_of(field: fields.Field, path: Path, inside: bool) -> Iterator[Column]:
    """The columns of a field at a path, `inside` a list or not."""
    each: fields.Field = field.inner if isinstance(field, fields.List) else field
    listed = inside or each is not field
    if listed or not isinstance(each, fields.Nested):
        yield Column("_".join(path), path, kind_of(each), listed, inside)
    if isinstance(each, fields.Nested):
        yield from nested_columns(type(each.schema), path, listed)


def kind_of(field: fields.Field) -> str:
    """The `kind` of the Column of a field."""
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


def select_columns(columns: Iterable[Column], paths: Iterable[str] | None) -> list[Column]:
    """The columns at or below some dotted paths; without any, all but the inner columns and those aside."""
    wanted = [tuple(path.split(".")) for path in paths or ()]
    return [column for column in columns if is_wanted(column, wanted)]


def is_wanted(column: Column, wanted: list[Path]) -> bool:
    """Whether a column is included where some paths are requested."""
    if column.inner:
        return column.path in wanted
    return any(column.path[: len(path)] == path for path in wanted) if wanted else not column.aside


def row_reader(columns: Iterable[Column]) -> Callable[[dict[str, Any]], list[Any]]:
    """The function from the decoded JSON of an object to the list of its values of the columns."""
    readers = [value_reader(column) for column in columns]
    return lambda body: [read(body) for read in readers]


def value_reader(column: Column) -> Callable[[dict[str, Any]], Any]:
    """The function from the decoded JSON of an object to its value of a column."""
    reach = path_reader(column.path)
    if column.kind == "json":
        return lambda body: None if (found := reach(body)) is None else orjson.dumps(found).decode()
    if column.kind == "numbers":
        return lambda body: None if (found := reach(body)) is None else NumericText(found)
    if column.listed:
        return lambda body: None if (found := reach(body)) is None else labels_of(found)
    return reach


def path_reader(path: Path) -> Callable[[Any], Any]:
    """The function from decoded JSON to the value at a path; for a list, to the list of values at the path in each of its objects."""
    head, below = path[0], path_reader(path[1:]) if path[1:] else None

    def reach(body: Any) -> Any:
        if isinstance(body, list):
            return [reach(each) for each in body]
        found = body.get(head) if body else None
        return below(found) if below and found is not None else found

    return reach


def labels_of(things: Iterable[Any]) -> list[Any]:
    """The label of each item of a list: the id of an object, else its name; any other value itself."""
    return [(each.get("id") or each.get("name")) if isinstance(each, dict) else each for each in things]
