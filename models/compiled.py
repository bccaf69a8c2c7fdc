"""A marshmallow schema as one compiled function, which dumps the same ten times as fast.

The schema stays the only description of what it dumps. Its function is generated source, two or three lines a field: a value that is of
the field's own type already is taken as it is, any other goes through the field's own `_serialize`. To compile another type of field,
add to EXPRESSIONS how its values, None aside, are written.
"""

from functools import partial

from marshmallow import Schema, fields, missing
from marshmallow.decorators import POST_DUMP, PRE_DUMP
from marshmallow.utils import get_value

EMPTY = (dict, list)
"""Defaults that are called and yet always the same."""


def compiled(schema, finished=()):
    """The function of one object that gives what `schema.dump` gives of it. Values of the fields named as `finished` are dumped already.

    Raises TypeError for a schema or a field that might dump in a way that is not known here, RecursionError for a schema nested in itself.
    """
    check_schema(schema)
    scope = {"missing": missing, "get_value": get_value, "reader": reader}
    body = [line for name, field in schema.dump_fields.items() for line in statements(name, field, scope, name in finished)]
    exec(
        "\n    ".join(["def dump(obj):", "get, dumped = obj.get if type(obj) is dict else reader(obj), {}", *body, "return dumped"]), scope
    )
    return scope["dump"]


def reader(obj):
    """What reads a key of an object that is no dict, given the key and a default: marshmallow's get_value, by the shortest way."""
    return partial(get_value if hasattr(obj, "__getitem__") else getattr, obj)


def statements(name, field, scope, is_finished):
    """The lines that dump one field."""
    default, written = field.dump_default, "value" if is_finished else expression(field, "value", scope)
    yield f"value = {reading(field.attribute or name)}"
    if default is missing or (callable(default) and default not in EMPTY):
        if default is not missing:
            yield f"if value is missing: value = {hold(default, scope)}()"
        yield f"if value is not missing: dumped[{name!r}] = {written}"
    else:
        constant = eval(written, scope, {"value": default() if callable(default) else default})
        yield f"dumped[{name!r}] = {constant!r} if value is missing else {written}"


def reading(key):
    # A path is walked, and a dict without the key may have a method of that name, which marshmallow would take.
    return f"get_value(obj, {key!r}, missing)" if "." in key or hasattr(dict, key) else f"get({key!r}, missing)"


def hold(thing, scope):
    """The name under which generated source finds a thing."""
    name = f"held_{len(scope)}"
    scope[name] = thing
    return name


def expression(field, value, scope):
    """The expression of what a field writes for the value in a variable."""
    check_field(field)
    return f"None if {value} is None else {EXPRESSIONS[type(field)](field, value, scope)}"


def unless(kind):
    """Values of one type are written as they are."""
    return lambda field, value, scope: f"{value} if type({value}) is {kind.__name__} else {serialized(field, value, scope)}"


def serialized(field, value, scope):
    return f"{hold(field._serialize, scope)}({value}, None, None)"


def nested(field, value, scope):
    return f"{hold(compiled(field.schema), scope)}({value})"


def listed(field, value, scope):
    each = f"{value}_item"
    return f"[{expression(field.inner, each, scope)} for {each} in {value}]"


EXPRESSIONS = {
    fields.String: unless(str),
    fields.Integer: unless(int),
    fields.Float: unless(float),
    fields.Boolean: unless(bool),
    fields.Dict: serialized,
    fields.Nested: nested,
    fields.List: listed,
}


def check_schema(schema):
    refuse(
        type(schema).__name__,
        {
            "is of many objects": schema.many,
            "has a hook": schema._hooks[PRE_DUMP] or schema._hooks[POST_DUMP],
            "has a dict_class": schema.dict_class is not dict,
            "has a method of its own": overridden(schema, Schema, ("dump", "_serialize", "get_attribute")),
        },
    )


def check_field(field):
    kind = type(field)
    refuse(
        f"{type(field.root).__name__}.{field.name}, of type {kind.__name__},",
        {
            "is not among EXPRESSIONS": kind not in EXPRESSIONS,
            "has a data_key": field.data_key is not None,
            "is a number as_string": getattr(field, "as_string", False),
            "is of many objects": getattr(field, "many", False),
            "has a method of its own": overridden(field, kind, ("serialize", "_serialize", "get_value")),
        },
    )


def overridden(thing, origin, methods):
    """Some method of a thing is not the one that a class has."""
    return any(getattr(getattr(thing, method), "__func__", None) is not getattr(origin, method) for method in methods)


def refuse(what, reasons):
    for reason in (reason for reason, holds in reasons.items() if holds):
        raise TypeError(f"{what} {reason}, so that it cannot be compiled")
