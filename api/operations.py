"""Every operation of the API, and what happens to a request before and after its view."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from importlib.metadata import version

from flask import Response, request
from marshmallow import EXCLUDE, Schema, ValidationError

from api import answers, encodings, errors, negotiation
from api.calls import Call
from api.columns import chosen, columns
from api.fields import Choice, Ids, Listed
from api.formats import Item
from api.projection import projected
from models import store

VERSION = version("annals")


class NoParameters(Schema):
    """An operation that takes none."""


@dataclass(frozen=True)
class Operation:
    """A path, the view that answers it, and what both take and give. The view's docstring is its documentation."""

    path: str
    view: Callable
    query: Schema
    answer: type[Schema]
    formats: tuple[str, ...]
    fails: tuple[type[errors.Problem], ...]
    examples: dict
    many: bool

    @property
    def name(self):
        return self.view.__name__

    @property
    def tag(self):
        return self.view.__module__.rpartition(".")[2]

    @property
    def summary(self):
        return inspect.getdoc(self.view).partition("\n")[0]

    @property
    def description(self):
        return inspect.getdoc(self.view).partition("\n")[2].strip()

    def __call__(self, **path):
        """Answer the current request: 400, 406 and 304 come before any query but the one for the revision."""
        values = parsed(self.query, request.args)
        if any("\0" in part for part in path.values()):
            raise errors.NotFound("no id holds a NUL character")
        format = negotiation.choose(self.formats, values.get("format"), request.accept_mimetypes)
        encoding = encodings.choose(request.accept_encodings)
        identity = store.snapshot()
        tag = negotiation.etag(VERSION, identity, request.full_path, format.name, str(encoding))
        if negotiation.is_fresh(request.if_none_match, tag):
            return finished(Response(status=304), tag, identity)
        check_ids(self.query, values)
        call = Call(request.path, list(request.args.items(multi=True)), values, identity, format, request.host_url)
        return finished(self.written(call, self.view(call, **path), format, encoding), tag, identity)

    def written(self, call, answer, format, encoding):
        """The response in which a view's answer, an Item or a Listing, is written."""
        if isinstance(answer, Item):
            return answers.whole(format, [format.item(projected(answer, call.values))], encoding)
        answer.items = (projected(item, call.values) for item in answer.items)
        answer.columns = chosen(answer.columns or columns(self.answer), call.values.get("fields"))
        write = answers.streamed if call.streams else answers.whole
        return answers.named(write(format, format.chunks(answer), encoding), answer.links, f"annals-{self.tag}-{call.revision}", format)


OPERATIONS = []


def operation(path, *, answer, query=NoParameters, formats=("json",), fails=(), examples=None, many=False):
    """Register the decorated view under a path such as `/v1/events/<id>`.

    `answer` is the schema of what it gives (`many`: of each thing in a list), `query` the one of its parameters, `fails`
    the problems it can raise beside the usual ones, `examples` an example for each part of the path.
    """

    def register(view):
        schema = query if len(formats) == 1 else type(query.__name__, (query,), {"format": format_parameter(formats)})
        OPERATIONS.append(Operation(path, view, schema(), answer, formats, tuple(fails), examples or {}, many))
        return view

    return register


def format_parameter(formats):
    return Choice(formats, example=formats[0], about="The format, in place of the `Accept` header.")


def parsed(schema, args):
    """The parameters by name. A list may come in several, as generated clients send it. Raises errors.BadParameters with every fault."""
    listed = {name for name, field in schema.fields.items() if isinstance(field, Listed)}
    faults = [unknown(name, schema) for name in args if name not in schema.fields]
    faults += [fault(name, "it holds a NUL character, which no text has") for name, value in args.items(multi=True) if "\0" in value]
    faults += [fault(name, "it is given more than once") for name, values in args.lists() if len(values) > 1 and name not in listed]
    given = {name: ",".join(values) if name in listed else values[0] for name, values in args.lists()}
    try:
        values = schema.load(given, unknown=EXCLUDE)
    except ValidationError as error:
        faults += [fault(name, **message) for name, message in error.messages.items()]
    if faults:
        raise errors.BadParameters("; ".join(f"{each['parameter']}: {each['detail']}" for each in faults), faults)
    return values


def unknown(name, schema):
    near = get_close_matches(name, schema.fields, 1)
    return fault(name, "there is no such parameter here", sorted(schema.fields), near[0] if near else None)


def fault(parameter, detail, allowed=None, did_you_mean=None):
    return {"parameter": parameter, "detail": detail, "allowed": allowed, "did_you_mean": did_you_mean}


def check_ids(schema, values):
    """Every id that is asked for exists. Raises errors.BadParameters with the nearest that does."""
    for name, field in schema.fields.items():
        if isinstance(field, Ids) and values.get(name):
            named = [*values[name].wanted, *values[name].unwanted]
            missing = set(named) - {id for (id,) in field.table.select(field.table.id).where(field.table.id.in_(named)).tuples()}
            if missing:
                raise errors.BadParameters(*nowhere(name, sorted(missing), field.table))


def nowhere(parameter, missing, table):
    ids = [id for (id,) in table.select(table.id).distinct().order_by(table.id).limit(10_000).tuples()]
    near = get_close_matches(missing[0], ids, 1)
    detail = f"there is no {table.__name__.lower()} {', '.join(map(repr, missing))}"
    return f"{parameter}: {detail}", [fault(parameter, detail, ids[:20], near[0] if near else None)]


def finished(response, tag, identity):
    """The headers by which a client or a cache may keep the answer, and ask whether it still holds."""
    response.set_etag(tag)
    response.last_modified = datetime.fromisoformat(identity.loaded_at)
    response.headers["Annals-Revision"] = str(identity.revision)
    response.cache_control.public = True
    response.cache_control.no_cache = True
    response.vary.update(["Accept", "Accept-Encoding"])
    return response
