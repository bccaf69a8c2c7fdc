"""WSGI dispatch before Flask: most requests are answered here, without the cost of Flask's contexts and header handling."""

import functools
from collections.abc import Callable
from time import perf_counter
from typing import Any

from werkzeug.exceptions import HTTPException

from api.http.metrics import OTHER
from api.http.request import Request
from api.http.response_cache import ResponseCache
from api.http.root_path import mount
from api.operations.operation import FAILURE_KEY, OPERATIONS
from api.operations.unknown_path import DOUBLED
from models.db.connections import FAILURES
from models.db.database import database

KEPT = 4096
"""Paths whose operation is known at once."""


class Dispatcher:
    """Answers a GET of an operation itself and leaves all else to Flask, which also turns what failed here into a response.

    Metrics count every response.
    """

    def __init__(self, app: Any, cache: ResponseCache, metrics: Any) -> None:
        self.flask, self.urls, self.everywhere, self.cache = app.wsgi_app, app.url_map.bind(""), common_headers(app), cache
        self.metrics = metrics
        self.enter = mount(self.serve)
        self.operations = {operation.name: operation for operation in OPERATIONS}
        self.found = functools.lru_cache(maxsize=KEPT)(self.find_operation)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        return self.enter(environ, start_response)

    def serve(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer a request below the mount point."""
        began, request = perf_counter(), Request(environ)
        operation, path = self.found(request.path)
        name = operation.name if operation else OTHER
        answer = self.answer(request, operation, path) if operation and environ["REQUEST_METHOD"] == "GET" else None
        if answer is None:
            return self.flask(environ, self.count_flask(name, began, start_response))
        self.metrics.count(name, answer.status, perf_counter() - began)
        start_response(answer.status, answer.headers + self.everywhere)
        return answer.body

    def answer(self, request: Request, operation: Any, path: dict[str, Any]) -> Any:
        """The Response of an operation to a Request; None where it failed."""
        answer = None
        try:
            answer = operation.respond(request, self.cache, **path)
        except Exception as failure:
            request.environ[FAILURE_KEY] = failure
            if isinstance(failure, FAILURES):
                database.discard()
        finally:
            if answer is None or not answer.streams:
                database.release()
        return answer

    def count_flask(self, name: Any, began: Any, start_response: Any) -> Any:
        """A start_response that counts Flask's response as well."""

        def start(status: Any, *more: Any) -> Any:
            self.metrics.count(name, status, perf_counter() - began)
            return start_response(status, *more)

        return start

    def find_operation(self, path: str) -> tuple[Any, ...]:
        """The operation at a path and the path's variables by name; (None, {}) where Flask has something else there."""
        if DOUBLED in path:
            return None, {}
        try:
            name, parts = self.urls.match(path, method="GET")
        except HTTPException:
            return None, {}
        return self.operations.get(name), parts


def common_headers(app: Any) -> list[tuple[Any, ...]]:
    """The headers that the application adds to every response."""
    with app.test_request_context():
        given = app.process_response(app.response_class())
    return [(name, value) for name, value in given.headers if name not in ("Content-Type", "Content-Length")]
