"""The operations of the API, and what happens to a request before and after its view."""

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flask
from marshmallow import Schema
from werkzeug.http import http_date

from api.filters import stored_texts
from api.formats.base import Item
from api.formats.sparse_fields import project
from api.http import compression, problems, response, root_path
from api.http.request import Request
from api.http.response import Response
from api.http.response_cache import ResponseCache
from api.http.version import BUILD
from api.operations import negotiation
from api.operations.api_request import understand, with_stored_spellings
from api.operations.envelope import PageLinksSchema
from api.operations.list_headers import list_headers, thing_headers
from api.operations.negotiation import Condition
from api.parameters import parsing
from api.parameters.base import ChoiceParameter
from models import store
from models.serialization.columns import columns as schema_columns
from models.serialization.columns import select_columns

LONGEST = 8100
"""Most characters of a query string. With its path, one line of HTTP has at most 8190 bytes under gunicorn."""

PART = re.compile(r"<(\w+)>")
FAILURE_KEY = "annals.failure"
"""Where in a WSGI environment a failure stands that is still to be told."""


NOT_MODIFIED = "304 Not Modified"
IMMUTABLE = "public, max-age=31536000, immutable"
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
    def name(self) -> Any:
        return self.view.__name__

    @property
    def tag(self) -> str:
        return self.view.__module__.rpartition(".")[2]

    @functools.cached_property
    def links(self) -> Any:
        """The names of members with links in its answers."""
        return root_path.link_names(self.answer, PageLinksSchema)

    @property
    def part(self) -> Any:
        """The name of the variable in its path; None without one."""
        found = PART.search(self.path)
        return found and found[1]

    @property
    def summary(self) -> Any:
        return (inspect.getdoc(self.view) or "").partition("\n")[0]

    @property
    def description(self) -> Any:
        return (inspect.getdoc(self.view) or "").partition("\n")[2].strip()

    def __call__(self, cache: ResponseCache, **path: Any) -> Any:
        """Answer the current request of Flask, or let Flask tell the failure that it met before."""
        environ = flask.request.environ
        if FAILURE_KEY in environ:
            raise environ[FAILURE_KEY]
        answer = self.respond(Request(environ), cache, **path)
        flask.g.streams = answer.streams
        return flask.Response(answer.body, answer.status, answer.headers)

    def respond(self, http_request: Request, cache: ResponseCache, **path: Any) -> Any:
        """The Response to a Request. 400, 406, 304 and cached responses need no query but the one for the revision.

        Raises problems.PreconditionFailed where If-Match names another representation.
        """
        request, encoding = self.understand(http_request, path)
        tag = negotiation.etag(BUILD, request.basis, http_request, request.format, encoding)
        condition = Condition.NONE
        if http_request.if_match or http_request.if_none_match:
            condition = negotiation.evaluate_condition(http_request.if_match, http_request.if_none_match, tag)
        headers = [("ETag", f'"{tag}"'), *caching_headers(request.basis, request.revision, request.is_immutable)]
        if condition is Condition.HELD:
            return Response([], headers, NOT_MODIFIED)
        answer = cache.get(tag) or cache.keep(tag, self.make_response(request, encoding, headers, path))
        if condition is Condition.NONE:
            return answer
        answer.close()
        if condition is Condition.UNMET:
            raise problems.PreconditionFailed.of(tag)
        return Response([], headers, NOT_MODIFIED)

    def understand(self, http_request: Request, path: dict[str, Any]) -> Any:
        """The ApiRequest of a Request, and the content coding of its response."""
        if len(http_request.query) > LONGEST:
            raise problems.QueryTooLong(f"the query string has {len(http_request.query)} characters; at most {LONGEST} are read")
        values = parsing.parse_query(self.query, http_request.args)
        if any("\0" in part for part in path.values()):
            raise problems.NotFound("no id holds a NUL character")
        format = negotiation.choose_format(self.formats, values.get("format"), http_request.accept)
        return understand(http_request, values, store.snapshot(), format), compression.choose_encoding(http_request.accept_encoding)

    def make_response(self, request: Any, encoding: Any, headers: Any, path: Any) -> Any:
        """The Response that the view makes for an ApiRequest and the variables of the path."""
        if any(request.values.get(name) for name in self.stored):
            parsing.check_ids(self.query, request.values)
            request = with_stored_spellings(request, stored_texts.stored_spellings(self.query, request.values, request.identity))
        given = self.view(request, **path)
        written = self.write_item if isinstance(given, Item) else self.write_list
        return written(request, given, encoding, headers)

    @functools.cached_property
    def stored(self) -> list[str]:
        """The names of the parameters whose values must be in the store."""
        return [name for name, _ in (*parsing.id_parameters(self.query), *stored_texts.stored_text_fields(self.query))]

    def write_item(self, request: Any, item: Item, encoding: str | None, headers: list[tuple[Any, ...]]) -> Response:
        """The Response with one Item."""
        (body,), more, root = request.format.written([project(item, request.values)]), thing_headers(item.dataset), request.http.root
        if root:
            body, more = root_path.json_under_root(body, self.links, root), root_path.headers_under_root(more, root)
        return response.whole_response(request.format, [body], encoding, [*more, *headers])

    def write_list(self, request: Any, listing: Any, encoding: str | None, headers: list[tuple[Any, ...]]) -> Response:
        """The Response with a Listing."""
        format, root, columns = request.format, request.http.root, listing.columns
        if request.values.get("fields"):
            listing.items = (project(item, request.values) for item in listing.items)
        if format.is_tabular:
            listing.columns = select_columns(columns or schema_columns(self.answer), request.values.get("fields"))
        more = list_headers(request, listing.links, self.tag, self.formats)
        chunks = root_path.chunks_under_root(format, listing, self.links, root) if root else format.chunks(listing)
        write = response.streamed_response if request.streams else response.whole_response
        return write(format, chunks, encoding, [*(root_path.headers_under_root(more, root) if root else more), *headers])


OPERATIONS = []


def operation(path: Any, *, answer: Any, query: Any = NoParameters, formats: Any = ("json",), fails: Any = (), many: Any = False) -> Any:
    """Register the decorated view under a path such as `/v1/events/<id>`.

    `answer` is the schema of what it gives (`many`: of each thing in a list), `query` the one of its parameters, `fails`
    the problems that it can raise beside the usual ones.
    """

    def register(view: Any) -> Any:
        schema = type(query.__name__, (query,), {"format": format_parameter(formats)})
        OPERATIONS.append(Operation(path, view, schema(), answer, formats, tuple(fails), many))
        return view

    return register


def format_parameter(formats: Any) -> Any:
    return ChoiceParameter(formats, example=formats[0], about="The format, in place of the `Accept` header.")


@functools.lru_cache(maxsize=512)
def caching_headers(identity: store.Identity, revision: int, lasts: bool) -> list[tuple[Any, ...]]:
    """The headers by which clients and caches keep a response: for a year where it is immutable, else until they ask again."""
    return [
        ("Last-Modified", http_date(datetime.fromisoformat(identity.loaded_at))),
        ("Annals-Revision", str(revision)),
        ("Cache-Control", IMMUTABLE if lasts else "public, no-cache"),
        ("Vary", "Accept, Accept-Encoding"),
    ]
