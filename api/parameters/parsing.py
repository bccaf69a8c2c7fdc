"""The query string parsed by a schema; all faults are reported at once."""

import functools
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any

from marshmallow import EXCLUDE, ValidationError
from werkzeug.datastructures import MultiDict

from api.http import problems
from api.http.problems import parameter_error
from api.parameters.base import ListParameter
from api.parameters.id_suggestions import unknown_ids_error
from api.parameters.ids import StoredIds
from api.parameters.synonyms import did_you_mean
from models.db.prepared_statements import bind_parameter, prepare

CURSOR = "cursor"


def parse_query(schema: Any, args: tuple[Any, ...]) -> Any:
    """The parameters by name, as `parse_parameters`; a cursor, which differs on each page, is kept out of the cache of that."""
    cursors = [value for name, value in args if name == CURSOR and not invalid_text_reason(value)]
    if len(cursors) != 1 or CURSOR not in schema.fields:
        return parse_parameters(schema, args)
    return parse_parameters(schema, tuple((name, value) for name, value in args if name != CURSOR)) | {CURSOR: cursors[0].strip()}


@functools.lru_cache(maxsize=512)
def parse_parameters(schema: Any, args: Any) -> Any:
    """The parameters by name, parsed from (name, value) pairs; recent results are cached. Raises problems.BadParameters with every
    fault."""
    spoilt = {(name, value): reason for name, value in args if (reason := invalid_text_reason(name) or invalid_text_reason(value))}
    lists = MultiDict(pair for pair in args if pair not in spoilt)
    listed = {name for name, field in schema.fields.items() if isinstance(field, ListParameter)}
    faults = [unknown_parameter(name, schema) for name in lists if name not in schema.fields]
    faults += [parameter_error(replace_invalid_bytes(name), reason) for (name, _), reason in spoilt.items()]
    faults += [
        parameter_error(name, "it is given more than once") for name, values in lists.lists() if len(values) > 1 and name not in listed
    ]
    given = {name: ",".join(values) if name in listed else values[0] for name, values in lists.lists()}
    try:
        values = schema.load(given, unknown=EXCLUDE)
        faults += [*idle_parameters(schema, given, values), *contradictions(schema, given, values)]
    except ValidationError as error:
        faults += [parameter_error(name, **message) for name, message in error.messages_dict.items()]
    if faults:
        raise problems.BadParameters.of(faults)
    return MappingProxyType(values)


def invalid_text_reason(text: str) -> Any:
    """Why a value is no valid text; None where it is."""
    if "\0" in text:
        return "it holds a NUL character, which no text has"
    return None if text.isascii() or replace_invalid_bytes(text) == text else "it holds bytes that are not UTF-8"


def replace_invalid_bytes(text: str) -> Any:
    """A text with a question mark for each byte that is not UTF-8."""
    return text.encode(errors="replace").decode()


def unknown_parameter(name: str, schema: Any) -> Any:
    return parameter_error(name, "there is no such parameter here", sorted(schema.fields), did_you_mean(name, schema.fields))


def idle_parameters(schema: Any, given: dict[str, Any], values: dict[str, Any]) -> Any:
    """An error for each parameter that has no effect, since what it needs is missing."""
    needs = {name: schema.fields[name].needs for name in given if name in schema.fields}
    reason = "it has no effect without {}: ask for both, or for neither"
    return [
        parameter_error(name, reason.format(wanted))
        for name, wanted in needs.items()
        if wanted and not is_requested(wanted, schema, given, values)
    ]


def is_requested(wanted: str, schema: Any, given: dict[str, Any], values: dict[str, Any]) -> bool:
    """Whether a parameter is given or, for `name=value`, has that value, such as `by=grid`."""
    name, _, text = wanted.partition("=")
    if not text or name not in given:
        return name in given
    value = schema.fields[name].deserialize(text)
    return {*value} <= {*values[name]} if isinstance(value, list) else value == values[name]


def contradictions(schema: Any, given: Any, values: Any) -> Iterator[Any]:
    """Errors for each pair of given parameters that nothing can meet together."""
    for name in [name for name in given if name in schema.fields]:
        for other, excludes in schema.fields[name].contrary:
            if other in given and other in schema.fields and excludes(values[name], values[other]):
                yield from (
                    parameter_error(one, f"nothing can meet it together with {two}={given[two]}")
                    for one, two in ((name, other), (other, name))
                )


def check_ids(schema: Any, values: Any) -> None:
    """Check that every id that is asked for exists. Raises problems.BadParameters with the closest ones that do."""
    for name, field in id_parameters(schema):
        if values.get(name):
            named = field.named_ids(values[name])
            missing = set(named) - {id for (id,) in prepare(known_ids_query, field.table, len(named)).tuples(**number_ids(named))}
            if missing:
                raise problems.BadParameters.of([unknown_ids_error(name, sorted(missing), field.table)])


def known_ids_query(table: Any, number: Any) -> Any:
    """The query for those of `number` ids that a table has."""
    return table.select(table.id).where(table.id.in_([bind_parameter(name) for name in number_ids(range(number))]))


def number_ids(ids: Iterable[Any]) -> dict[str, Any]:
    return {f"id{number}": id for number, id in enumerate(ids)}


@functools.cache
def id_parameters(schema: Any) -> list[tuple[Any, ...]]:
    """(name, field) of the parameters that take ids."""
    return [(name, field) for name, field in schema.fields.items() if isinstance(field, StoredIds)]
