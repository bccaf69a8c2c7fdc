"""The query string, understood by a schema; all that is wrong with it is told at once."""

import functools
from types import MappingProxyType

from marshmallow import EXCLUDE, ValidationError
from werkzeug.datastructures import MultiDict

from api.http import problems
from api.http.problems import fault
from api.parameters.base import Listed
from api.parameters.id_suggestions import nowhere
from api.parameters.ids import Stored
from api.parameters.synonyms import meant
from models.db.prepared_statements import slot, statement

CURSOR = "cursor"


def understood(schema, args):
    """As `parsed`. A cursor, which is another on each page, is set aside where it may be."""
    cursors = [value for name, value in args if name == CURSOR and not garbled(value)]
    if len(cursors) != 1 or CURSOR not in schema.fields:
        return parsed(schema, args)
    return parsed(schema, tuple((name, value) for name, value in args if name != CURSOR)) | {CURSOR: cursors[0].strip()}


@functools.lru_cache(maxsize=512)
def parsed(schema, args):
    """The parameters by name, of (name, value) pairs; what was asked lately is known. Raises errors.BadParameters with every fault."""
    spoilt = {(name, value): reason for name, value in args if (reason := garbled(name) or garbled(value))}
    lists = MultiDict(pair for pair in args if pair not in spoilt)
    listed = {name for name, field in schema.fields.items() if isinstance(field, Listed)}
    faults = [unknown(name, schema) for name in lists if name not in schema.fields]
    faults += [fault(legible(name), reason) for (name, _), reason in spoilt.items()]
    faults += [fault(name, "it is given more than once") for name, values in lists.lists() if len(values) > 1 and name not in listed]
    given = {name: ",".join(values) if name in listed else values[0] for name, values in lists.lists()}
    try:
        values = schema.load(given, unknown=EXCLUDE)
        faults += [*idle(schema, given, values), *contraries(schema, given, values)]
    except ValidationError as error:
        faults += [fault(name, **message) for name, message in error.messages.items()]
    if faults:
        raise problems.BadParameters.of(faults)
    return MappingProxyType(values)


def garbled(text):
    """Why what is given is no text; None where it is one."""
    if "\0" in text:
        return "it holds a NUL character, which no text has"
    return None if text.isascii() or legible(text) == text else "it holds bytes that are not UTF-8"


def legible(text):
    """A text with a question mark for each byte of it that is not UTF-8."""
    return text.encode(errors="replace").decode()


def unknown(name, schema):
    return fault(name, "there is no such parameter here", sorted(schema.fields), meant(name, schema.fields))


def idle(schema, given, values):
    """A fault for each parameter that has no effect, since what it needs is not given."""
    needs = {name: schema.fields[name].needs for name in given if name in schema.fields}
    reason = "it has no effect without {}: ask for both, or for neither"
    return [fault(name, reason.format(wanted)) for name, wanted in needs.items() if wanted and not is_given(wanted, schema, given, values)]


def is_given(wanted, schema, given, values):
    """Of the parameters given, one is that, or has the value of it, that is wanted, such as `by=grid`."""
    name, _, text = wanted.partition("=")
    if not text or name not in given:
        return name in given
    value = schema.fields[name].deserialize(text)
    return {*value} <= {*values[name]} if isinstance(value, list) else value == values[name]


def contraries(schema, given, values):
    """Faults for each two parameters, of those given, that nothing can meet together."""
    for name in [name for name in given if name in schema.fields]:
        for other, excludes in schema.fields[name].contrary:
            if other in given and other in schema.fields and excludes(values[name], values[other]):
                yield from (
                    fault(one, f"nothing can meet it together with {two}={given[two]}") for one, two in ((name, other), (other, name))
                )


def check_ids(schema, values):
    """Every id that is asked for exists. Raises errors.BadParameters with the nearest that does."""
    for name, field in stored(schema):
        if values.get(name):
            named = field.named(values[name])
            missing = set(named) - {id for (id,) in statement(known, field.table, len(named)).tuples(**numbered(named))}
            if missing:
                raise problems.BadParameters.of([nowhere(name, sorted(missing), field.table)])


def known(table, number):
    """The query for those of so many ids that a table holds."""
    return table.select(table.id).where(table.id.in_([slot(name) for name in numbered(range(number))]))


def numbered(ids):
    return {f"id{number}": id for number, id in enumerate(ids)}


@functools.cache
def stored(schema):
    """The parameters that name ids, with their fields."""
    return [(name, field) for name, field in schema.fields.items() if isinstance(field, Stored)]
