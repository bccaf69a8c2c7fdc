"""Parameters that have no effect without another, or that nothing can meet beside it, and queries without those."""

import api.app  # noqa: F401 (registers the operations)
from api.filters.event_filters import EventFilters
from api.http.problems import BadParameters
from api.operations.operation import OPERATIONS
from api.parameters.base import LEAVES_NOTHING, InvalidValue
from api.parameters.parsing import parse_parameters

NEEDS = {name: field.needs for operation in OPERATIONS for name, field in operation.query.fields.items() if field.needs}
"""By parameter, what it needs."""

FIELDS = {operation.path.replace("<", "{").replace(">", "}"): operation.query.fields for operation in OPERATIONS}
"""By path, the parameters."""

TRUE = ("true", "1", "yes", "on", "t", "y")
FILTERS = EventFilters()


def effective(query):
    """The same query, of texts by name, without the parameters that need what it lacks."""
    return {name: value for name, value in query.items() if name not in NEEDS or is_there(NEEDS[name], query)}


def is_there(wanted, query):
    name, _, value = wanted.partition("=")
    given = [each.strip().lower() for each in query.get(name, "").split(",")]
    return bool({*given} & {*TRUE}) if value == "true" else value in given if value else name in query


def is_possible(query):
    """Filters, texts by name, of which the API does not say that nothing can meet them."""
    try:
        return bool(parse_parameters(FILTERS, tuple(query.items())))
    except BadParameters:
        return False


def agreeing(path, query):
    """The same query, of texts by name, without the parameters that contradict themselves or another."""
    fields, there = FIELDS[path], {name: text for name, text in query.items() if is_consistent(FIELDS[path].get(name), text)}
    values = {name: fields[name].deserialize(text) for name, text in there.items() if getattr(fields.get(name), "contrary", ())}
    for name in values:
        for other, excludes in fields[name].contrary:
            if other in there and excludes(values[name], fields[other].deserialize(there[other])):
                del there[other]
    return there


def is_consistent(field, text):
    try:
        return field is None or bool(field.deserialize(text)) or True
    except InvalidValue as error:
        return LEAVES_NOTHING not in str(error)
