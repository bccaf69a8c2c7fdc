"""Every operation of the API, and what happens to a request before and after its view."""

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, g, request
from marshmallow import Schema
from werkzeug.http import http_date

from api.filters.stored_texts import spelt
from api.formats.base import Item
from api.formats.sparse_fields import projected
from api.http import compression, problems, response, root_path
from api.http.request import Question
from api.http.response import Answer
from api.http.version import BUILD
from api.operations import attribution_links, negotiation
from api.operations.api_request import Call
from api.operations.envelope import PageLinksSchema
from api.parameters.base import Choice
from api.parameters.parsing import check_ids, understood
from models import store
from models.serialization.columns import chosen, columns

LONGEST = 8100
"""Most characters of a query string. With its path, one line of HTTP has at most 8190 bytes under gunicorn."""

PART = re.compile(r"<(\w+)>")
FAILURE = "annals.failure"
"""Where in a WSGI environment a failure stands that is still to be told."""


NOT_MODIFIED = "304 Not Modified"
LASTING = "public, max-age=31536000, immutable"
"""A year, within which not even a reload asks again: RFC 8246."""


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
    fails: tuple[type[problems.Problem], ...]
    many: bool

    @property
    def name(self):
        return self.view.__name__

    @property
    def tag(self):
        return self.view.__module__.rpartition(".")[2]

    @functools.cached_property
    def links(self):
        """The names under which its answers have links."""
        return root_path.links(self.answer, PageLinksSchema)

    @property
    def part(self):
        """The name of the part of its path that tells things apart; None where there is none."""
        found = PART.search(self.path)
        return found and found[1]

    @property
    def summary(self):
        return inspect.getdoc(self.view).partition("\n")[0]

    @property
    def description(self):
        return inspect.getdoc(self.view).partition("\n")[2].strip()

    def __call__(self, cache, **path):
        """Answer the current request of Flask, or let Flask tell the failure that it met before."""
        if FAILURE in request.environ:
            raise request.environ[FAILURE]
        answer = self.respond(Question(request.environ), cache, **path)
        g.streams = answer.streams
        return Response(answer.body, answer.status, answer.headers)

    def respond(self, question, cache, **path):
        """The Answer to a Question: 400, 406, 304 and what a Cache has kept come before any query but the one for the revision.

        Raises errors.Unmet where the client means another answer than there is."""
        if len(question.query) > LONGEST:
            raise problems.TooLong(f"the query string has {len(question.query)} characters; at most {LONGEST} are read")
        values = understood(self.query, question.args)
        if any("\0" in part for part in path.values()):
            raise problems.NotFound("no id holds a NUL character")
        format = negotiation.choose(self.formats, values.get("format"), question.header("HTTP_ACCEPT"))
        encoding = compression.choose(question.header("HTTP_ACCEPT_ENCODING"))
        call = Call(question, values, store.snapshot(), format)
        tag = negotiation.etag(BUILD, call.stands_on, question, format, encoding)
        is_meant, held = negotiation.is_meant(question.header("HTTP_IF_MATCH"), tag), question.header("HTTP_IF_NONE_MATCH")
        if is_meant and negotiation.is_fresh(held, tag):
            return Answer([], kept(tag, call), NOT_MODIFIED)
        answer = cache.get(tag) or cache.keep(tag, self.made(call, encoding, path).under(kept(tag, call)))
        if is_meant and not negotiation.is_any(held):
            return answer
        answer.close()
        if not is_meant:
            raise problems.Unmet.of(tag)
        return Answer([], kept(tag, call), NOT_MODIFIED)

    def made(self, call, encoding, path):
        """The Answer to a Call for what lies at the parts of a path."""
        check_ids(self.query, call.values)
        call = replace(call, spelt=spelt(self.query, call.values, call.identity))
        answer = self.written(call, self.view(call, **path), call.format, encoding)
        return answer._replace(headers=root_path.headed(answer.headers, call.question.root))

    def written(self, call, answer, format, encoding):
        """The Answer in which what a view gives, an Item or a Listing, is written."""
        root = call.question.root
        links = self.links if root else ()
        if isinstance(answer, Item):
            item = format.item(projected(answer, call.values))
            return response.whole(format, [root_path.put(item, links, root)], encoding, attribution_links.of_thing(answer.dataset))
        if call.values.get("fields"):
            answer.items = (projected(item, call.values) for item in answer.items)
        if format.tabular:
            answer.columns = chosen(answer.columns or columns(self.answer), call.values.get("fields"))
        write = response.streamed if call.streams else response.whole
        written = write(format, root_path.written(format, answer, links, root), encoding)
        more = attribution_links.of_list(call, self.formats)
        return written.under(response.named([*response.neighbours(answer.links), *more], f"annals-{self.tag}-{call.revision}", format))


OPERATIONS = []


def operation(path, *, answer, query=NoParameters, formats=("json",), fails=(), many=False):
    """Register the decorated view under a path such as `/v1/events/<id>`.

    `answer` is the schema of what it gives (`many`: of each thing in a list), `query` the one of its parameters, `fails`
    the problems that it can raise beside the usual ones.
    """

    def register(view):
        schema = type(query.__name__, (query,), {"format": format_parameter(formats)})
        OPERATIONS.append(Operation(path, view, schema(), answer, formats, tuple(fails), many))
        return view

    return register


def format_parameter(formats):
    return Choice(formats, example=formats[0], about="The format, in place of the `Accept` header.")


def kept(tag, call):
    """The headers by which a client or a cache may keep the answer to a Call, and ask whether it still holds."""
    return [("ETag", f'"{tag}"'), *dated(call.stands_on, call.revision, call.lasts)]


@functools.lru_cache(maxsize=512)
def dated(identity, revision, lasts):
    """Of those, what all answers from a state of the store have, told at a revision, which stay so for ever or until the next load."""
    return [
        ("Last-Modified", http_date(datetime.fromisoformat(identity.loaded_at))),
        ("Annals-Revision", str(revision)),
        ("Cache-Control", LASTING if lasts else "public, no-cache"),
        ("Vary", "Accept, Accept-Encoding"),
    ]
