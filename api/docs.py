"""Swagger UI at /docs: flasgger mounts it, with the files of a current Swagger UI from a Python package, all from this host."""

import functools
from pathlib import Path

import flask_swagger_ui
from flasgger import Swagger
from flask import Response, make_response, request

from api import errors, negotiation, openapi
from api.questions import Question

FILES = Path(flask_swagger_ui.__file__).parent / "dist"
CONFIG = {
    "openapi": openapi.OPENAPI,
    "headers": [],
    "specs_route": "/docs",
    "static_folder": str(FILES),
    "static_url_path": "/docs/files",
    "oauth_redirect": "/docs/oauth2-redirect.html",
    "specs": [{"endpoint": "openapi", "route": "/v1/openapi.json", "rule_filter": lambda rule: False, "model_filter": lambda tag: False}],
}


def mount(app):
    """Add /docs and the document behind it. Comes last: flasgger takes over `app.add_url_rule`, and would rewrite what it documents."""
    document = openapi.document()
    text = functools.lru_cache(maxsize=8)(lambda root: openapi.text(located(document, root)))
    app.json.sort_keys = False
    app.add_url_rule(
        "/v1/openapi.yaml", "openapi_yaml", revalidated(lambda: Response(text(root()), content_type="application/yaml; charset=utf-8"))
    )
    swagger = Located(app, config=CONFIG, template=document, decorators=[revalidated])
    with app.test_request_context():
        swagger.get_apispecs("openapi")  # flasgger finishes it at the first request, which two threads must not do at once


class Located(Swagger):
    """flasgger's, of which the document names the server that it is got from."""

    def get_apispecs(self, endpoint):
        return located(super().get_apispecs(endpoint), root())


def located(document, root):
    (server,) = document["servers"]
    return document | {"servers": [server | {"url": root or "/"}]}


def root():
    return Question(request.environ).root


def revalidated(view):
    """A view whose answer a client keeps and asks about: 304 while it still holds."""

    @functools.wraps(view)
    def answer(*args, **kwargs):
        response = make_response(view(*args, **kwargs))
        response.add_etag()
        response.cache_control.no_cache = True
        tag, _ = response.get_etag()
        if not negotiation.is_meant(request.headers.get("If-Match"), tag):
            raise errors.Unmet.of(tag)
        return response.make_conditional(request.environ | {"HTTP_IF_MATCH": ""})  # werkzeug knows no `*` there

    return answer
