"""WSGI before Flask: most requests are answered here, for a fraction of what Flask's contexts and its passing on of headers cost."""

import functools

from werkzeug.exceptions import HTTPException

from api.operations import FAILURE, OPERATIONS
from api.questions import Question
from models.database import release

KEPT = 4096
"""Paths whose operation is known at once."""


class Front:
    """A GET of an operation is answered by it; all else by Flask, which also tells what failed here, as it tells every failure."""

    def __init__(self, app, cache):
        self.flask, self.urls, self.everywhere, self.cache = app.wsgi_app, app.url_map.bind(""), everywhere(app), cache
        self.operations = {operation.name: operation for operation in OPERATIONS}
        self.found = functools.lru_cache(maxsize=KEPT)(self.find)

    def __call__(self, environ, start_response):
        answer = self.answer(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if answer is None:
            return self.flask(environ, start_response)
        start_response(answer.status, answer.headers + self.everywhere)
        return answer.body

    def answer(self, environ):
        """The Answer of an operation; None where there is none, or where it failed."""
        question, answer = Question(environ), None
        operation, path = self.found(question.path)
        if operation is None:
            return None
        try:
            answer = operation.respond(question, self.cache, **path)
        except Exception as failure:
            environ[FAILURE] = failure
        finally:
            if answer is None or not answer.streams:
                release()
        return answer

    def find(self, path):
        """The operation at a path and the parts of that by name; None where Flask has something else there."""
        try:
            name, parts = self.urls.match(path, method="GET")
        except HTTPException:
            return None, {}
        return self.operations.get(name), parts


def everywhere(app):
    """The headers that the application gives every answer."""
    with app.test_request_context():
        given = app.process_response(app.response_class())
    return [(name, value) for name, value in given.headers if name not in ("Content-Type", "Content-Length")]
