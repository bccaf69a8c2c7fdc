"""Every way a request can fail: a small class each with its status, and the one body that all of them have (RFC 9457)."""

import uuid
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, ClassVar

import orjson
from flask import Response, current_app, request
from marshmallow import fields
from werkzeug.exceptions import HTTPException, InternalServerError

from api import settings
from api.http.request import path_of
from models import store
from models.db.connections import FAILURES, is_deadline_error
from models.db.database import StoreNotFound
from models.serialization.schemas import AnswerSchema

MEDIA_TYPE = "application/problem+json"
HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept"}
"""Of every failure: none is to be kept unasked, since a load, another Accept or better luck may end it."""

RETRY = 5
"""Seconds after which what could not be answered may be."""


class Problem(Exception):
    """A failure told to the client. `errors` says of each parameter at fault what is wrong and what would be right.

    `headers` are those of the answer; `declared` documents them. `example` is a detail, of a class of which
    none can be had by asking.
    """

    status, code, title = 500, "problem", "Something went wrong"
    declared: ClassVar[dict[str, Any]] = {}
    example: str | None = None

    def __init__(self, detail: str, errors: Iterable[Any] = (), headers: dict[str, Any] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.detail, self.errors, self.headers, self.members = detail, list(errors), headers or {}, members


class InternalError(Problem):
    """A fault of ours. Its instance is the id under which it is logged."""

    status, code, title = 500, "internal", "The server failed"
    example = "The failure has been logged under the id given as instance."


class BadParameters(Problem):
    """The query string cannot be understood."""

    status, code, title = 400, "bad-parameters", "A parameter is not right"

    @classmethod
    def of(cls, faults: list[Any]) -> Any:
        """All that is wrong, a `fault` each."""
        return cls("; ".join(f"{each['parameter']}: {each['detail']}" for each in faults), faults)


SHOWN = 40
"""How many accepted values an error lists, where all of them can be read elsewhere."""


def parameter_error(parameter: Any, detail: Any, allowed: Any = None, did_you_mean: Any = None, all_in: Any = None) -> Any:
    """What is wrong with a parameter, the values that it may have, and the one that may be meant. `all_in` is the path at which all are
    told: of many only the first are listed, and the detail says so."""
    if all_in and len(allowed) > SHOWN:
        detail, allowed = f"{detail} ({SHOWN} of {len(allowed)} shown; all in {all_in})", allowed[:SHOWN]
    return {"parameter": parameter, "detail": detail, "allowed": allowed, "did_you_mean": did_you_mean}


class NotFound(Problem):
    """There is no such thing, or there was none then."""

    status, code, title = 404, "not-found", "There is no such thing"


class NotAcceptable(Problem):
    """None of the formats that the client accepts is offered here."""

    status, code, title = 406, "not-acceptable", "No format that is accepted is offered"
    example = "offered here: application/json, text/csv, application/x-ndjson"


class QueryTooLong(Problem):
    """The query string is longer than is read."""

    status, code, title = 414, "request-uri-too-long", "The URL is too long"
    example = "the query string has 9026 characters; at most 8100 are read"


class PreconditionFailed(Problem):
    """The answer is no longer the one that the client means."""

    status, code, title = 412, "precondition-failed", "The answer is another than the one that is meant"
    example = 'none of the tags in If-Match is that of the answer, "5f1c0a7be2d94c38"'

    @classmethod
    def of(cls, tag: str) -> Any:
        return cls(f'none of the tags in If-Match is that of the answer, "{tag}"')


class Gone(Problem):
    """The thing was there once and has been retracted."""

    status, code, title = 410, "retracted", "It has been retracted"
    example = "'ucdp-ged:1' was retracted at revision 2: release 25.1 of 2025-06-01 no longer has it; /v1/events/ucdp-ged:1/history has it"


class Merged(Problem):
    """The thing is part of another now, whose address `location` is. A merge can be undone."""

    status, code, title = 308, "merged", "It has been merged into another"
    example = "'ucdp-ged:1' was merged into 'ucdp-ged:2' at revision 2"
    declared = {"Location": {"description": "The other, asked the same.", "schema": {"type": "string", "format": "uri-reference"}}}

    def __init__(self, detail: str, location: str, **members: Any) -> None:
        super().__init__(detail, headers={"Location": location}, **members)


class NotReady(Problem):
    """There is no store to answer from."""

    status, code, title = 503, "no-store", "There is no store to answer from"
    example = "the store is empty; load a dataset with: annals load seeds/kazakhstan"


class TemporaryProblem(Problem):
    """What ends by itself or is mended by others."""

    status = 503
    declared = {"Retry-After": {"description": "Seconds after which it is worth while to ask again.", "schema": {"type": "integer"}}}

    def __init__(self, detail: Any) -> None:
        super().__init__(detail, headers={"Retry-After": str(RETRY)})


class StoreUnavailable(TemporaryProblem):
    """The store is out of reach, locked or damaged, which others have to mend."""

    code, title = "store-unreadable", "The store cannot be read at the moment"
    example = "the store cannot be read at the moment; the reason is in the log of the server"


class Busy(TemporaryProblem):
    """As many streams are under way as leave a thread for other answers."""

    code, title = "busy", "No more streams can be sent at the moment"
    example = "2 streams are under way, as many as there may be"


class DeadlineExceeded(Problem):
    """It takes longer to find out than the server allows."""

    status, code, title = 503, "overdue", "The answer takes too long"
    example = "it takes longer than 60 seconds to find out; ask for less, of fewer dimensions, or of a shorter time"


class ParameterErrorSchema(AnswerSchema):
    parameter = fields.String(metadata={"description": "The parameter at fault, or `path`."})
    detail = fields.String(metadata={"description": "What is wrong with it."})
    allowed = fields.List(fields.String(), allow_none=True, metadata={"description": "What it may be."})
    did_you_mean = fields.String(allow_none=True, metadata={"description": "The nearest valid name or value."})


class ProblemSchema(AnswerSchema):
    """A failure (RFC 9457), whatever format was asked for."""

    type = fields.String(required=True, metadata={"description": "A URI that names the kind of failure."})
    title = fields.String(required=True, metadata={"description": "The kind of failure, for people."})
    status = fields.Integer(required=True, metadata={"description": "The HTTP status."})
    detail = fields.String(required=True, metadata={"description": "This failure, for people."})
    instance = fields.String(
        required=True, metadata={"description": "The path asked for, or the id under which a fault of the server is logged."}
    )
    errors = fields.List(fields.Nested(ParameterErrorSchema), metadata={"description": "The parameters at fault."})
    dataset = fields.String(metadata={"description": "Of what was retracted or merged, its dataset."})
    release = fields.String(metadata={"description": "The label of the release that ended it; after a revert, of the one in force."})
    released_on = fields.String(metadata={"description": "The day of that release.", "format": "date"})
    revision = fields.Integer(metadata={"description": "The load that ended it."})


def problem_members(status: int, code: str, title: str, detail: str, instance: str, errors: Iterable[Any] = ()) -> dict[str, Any]:
    """What every problem says, as a dict."""
    return {
        "type": f"urn:annals:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
        "errors": list(errors),
    }


def problem_response(status: int, *told: Any, **more: Any) -> Response:
    return Response(orjson.dumps(problem_members(status, *told) | more), status, HEADERS, content_type=MEDIA_TYPE)


def called_path() -> str:
    """The path asked for, as it is called from outside."""
    return request.script_root + path_of(request.environ)


def slug(status: HTTPStatus) -> Any:
    return status.phrase.lower().replace(" ", "-")


def handle_problem(problem: Any) -> Response:
    answer = problem_response(problem.status, problem.code, problem.title, problem.detail, called_path(), problem.errors, **problem.members)
    answer.headers.extend(problem.headers)
    return answer


def handle_http_error(error: Any) -> Response:
    """werkzeug's own failures (404 for a path, 405, 414, ...), with the headers they carry, such as Allow."""
    status = HTTPStatus(error.code)
    answer = problem_response(error.code, slug(status), status.phrase, error.description or status.description, called_path())
    answer.headers.extend((name, value) for name, value in error.get_headers() if name.lower() not in ("content-type", "content-length"))
    return answer


def handle_internal_error(error: InternalServerError) -> Response:
    """A fault of ours: the client learns an id and nothing else; the log has the id and the traceback."""
    instance = f"urn:uuid:{uuid.uuid4()}"
    current_app.logger.error("%s %s failed as %s", request.method, request.full_path, instance)
    return problem_response(InternalError.status, InternalError.code, InternalError.title, InternalError.example, instance)


def handle_database_error(error: Any) -> Response:
    """A failure of the database: that a question takes too long is told, anything else is a fault of ours."""
    if not is_deadline_error(error):
        raise error
    most = settings.get("QUERY_TIMEOUT")
    return handle_problem(
        DeadlineExceeded(f"it takes longer than {most} seconds to find out; ask for less, of fewer dimensions, or of a shorter time")
    )


def handle_no_store(error: StoreNotFound) -> Response:
    return handle_problem(NotReady(str(error)))


def handle_unreadable_store(error: Any) -> Any:
    return handle_problem(StoreUnavailable(str(error)))


def register(app: Any) -> Any:
    app.register_error_handler(Problem, handle_problem)
    app.register_error_handler(StoreNotFound, handle_no_store)
    app.register_error_handler(store.StoreUnreadable, handle_unreadable_store)
    for failure in FAILURES:
        app.register_error_handler(failure, handle_database_error)
    app.register_error_handler(HTTPException, handle_http_error)
    app.register_error_handler(InternalServerError, handle_internal_error)
