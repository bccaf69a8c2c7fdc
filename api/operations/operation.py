"""Every operation of the API, and what happens to a request before and after its view."""

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, g, request
from marshmallow import Schema
from werkzeug.http import http_date

from api.filters import stored_texts
from api.formats.base import Item
from api.formats.sparse_fields import projected
from api.http import compression, problems, response, root_path
from api.http.request import Question
from api.http.response import Answer
from api.http.version import BUILD
from api.operations import negotiation
from api.operations.api_request import spelt_as_stored, understand
from api.operations.envelope import PageLinksSchema
from api.operations.list_headers import of_list, of_thing
from api.operations.negotiation import Condition
from api.parameters import parsing
from api.parameters.base import Choice
from models import store
from models.serialization.columns import chosen
from models.serialization.columns import columns as schema_columns

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
        call, encoding = self.understood(question, path)
        tag = negotiation.etag(BUILD, call.stands_on, question, call.format, encoding)
        condition = Condition.NONE
        if question.if_match or question.if_none_match:
            condition = negotiation.condition(question.if_match, question.if_none_match, tag)
        headers = [("ETag", f'"{tag}"'), *dated(call.stands_on, call.revision, call.lasts)]
        if condition is Condition.HELD:
            return Answer([], headers, NOT_MODIFIED)
        answer = cache.get(tag) or cache.keep(tag, self.made(call, encoding, headers, path))
        if condition is Condition.NONE:
            return answer
        answer.close()
        if condition is Condition.UNMET:
            raise problems.Unmet.of(tag)
        return Answer([], headers, NOT_MODIFIED)

    def understood(self, question, path):
        """The Call that a Question for what lies at the parts of a path is, and the coding that its answer takes."""
        if len(question.query) > LONGEST:
            raise problems.TooLong(f"the query string has {len(question.query)} characters; at most {LONGEST} are read")
        values = parsing.understood(self.query, question.args)
        if any("\0" in part for part in path.values()):
            raise problems.NotFound("no id holds a NUL character")
        format = negotiation.choose(self.formats, values.get("format"), question.accept)
        return understand(question, values, store.snapshot(), format), compression.choose(question.accept_encoding)

    def made(self, call, encoding, headers, path):
        """The Answer to a Call for what lies at the parts of a path, with more headers."""
        if any(call.values.get(name) for name in self.stored):
            parsing.check_ids(self.query, call.values)
            call = spelt_as_stored(call, stored_texts.spelt(self.query, call.values, call.identity))
        given = self.view(call, **path)
        written = self.written_thing if isinstance(given, Item) else self.written_list
        return written(call, given, encoding, headers)

    @functools.cached_property
    def stored(self):
        """The names of the parameters that ask for what must be in the store."""
        return [name for name, _ in (*parsing.stored(self.query), *stored_texts.held(self.query))]

    def written_thing(self, call, item, encoding, headers):
        """The Answer that is one Item."""
        (body,), more, root = call.format.written([projected(item, call.values)]), of_thing(item.dataset), call.question.root
        if root:
            body, more = root_path.put(body, self.links, root), root_path.headed(more, root)
        return response.whole(call.format, [body], encoding, [*more, *headers])

    def written_list(self, call, listing, encoding, headers):
        """The Answer that is a Listing."""
        format, root, columns = call.format, call.question.root, listing.columns
        if call.values.get("fields"):
            listing.items = (projected(item, call.values) for item in listing.items)
        if format.tabular:
            listing.columns = chosen(columns or schema_columns(self.answer), call.values.get("fields"))
        more = of_list(call, listing.links, self.tag, self.formats)
        chunks = root_path.placed(format, listing, self.links, root) if root else format.chunks(listing)
        write = response.streamed if call.streams else response.whole
        return write(format, chunks, encoding, [*(root_path.headed(more, root) if root else more), *headers])


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


@functools.lru_cache(maxsize=512)
def dated(identity, revision, lasts):
    """The headers by which a client or a cache may keep what a state of the store answers, told at a revision: for ever, or until the next
    load."""
    return [
        ("Last-Modified", http_date(datetime.fromisoformat(identity.loaded_at))),
        ("Annals-Revision", str(revision)),
        ("Cache-Control", LASTING if lasts else "public, no-cache"),
        ("Vary", "Accept, Accept-Encoding"),
    ]
