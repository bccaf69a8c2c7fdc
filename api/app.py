"""The one place where the application is put together."""

from functools import partial
from typing import Any

from flask import Flask, g
from flask_cors import CORS

from api import settings
from api.docs import swagger_ui
from api.http import problems
from api.http.metrics import Metrics
from api.http.response_cache import ResponseCache
from api.operations import unknown_path
from api.operations.dispatcher import Dispatcher
from api.operations.operation import OPERATIONS
from api.routes import guide, health, home
from models.column_store.maker import ColumnStoreMaker
from models.column_store.reader import column_stores
from models.db.database import bind, database

METHODS = ["GET", "HEAD", "OPTIONS"]
EXPOSED = ["ETag", "Link", "Last-Modified", "Content-Disposition", "Annals-Revision"]
DAY = 86_400
"""Seconds for which a browser need not ask again what scripts of other hosts may do."""
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(database_url: Any = None, cache: Any = 0, makes_columns: bool = False) -> Any:
    """The WSGI application over the store at `database_url`, by default the setting's, which it only reads.

    It keeps `cache` megabytes of answers, and makes the column store of a revision that has none, if whoever makes it asks for that, as
    `annals serve` does.
    """
    column_stores.configure(settings.get("COLUMN_MEMORY"), ColumnStoreMaker() if makes_columns else None)
    bind(database_url or settings.get("DATABASE_URL"), patience=settings.get("QUERY_TIMEOUT") or None)
    answers, metrics = ResponseCache(cache), Metrics()
    app = Flask("api")
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    problems.register(app)
    app.register_error_handler(404, unknown_path.unknown_path_problem)
    app.before_request(unknown_path.doubled_slash_problem)
    for operation in OPERATIONS:
        app.add_url_rule(operation.path, operation.name, partial(operation, answers), methods=["GET"])
    app.register_blueprint(health.health)
    app.register_blueprint(home.home)
    app.register_blueprint(guide.guide)
    app.add_url_rule("/metrics", "metrics", metrics.show)
    CORS(app, methods=METHODS, expose_headers=EXPOSED, send_wildcard=True, max_age=DAY)
    app.teardown_request(disconnect)
    app.after_request(secure)
    swagger_ui.mount(app)
    app.wsgi_app = Dispatcher(app, answers, metrics)  # type: ignore[method-assign]  # as Flask documents it
    return app


def disconnect(_: Any) -> None:
    if not g.get("streams"):
        database.release()


def secure(response: Any) -> Any:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response
