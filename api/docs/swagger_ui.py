"""Swagger UI at /docs: flasgger mounts it, with the files of a current Swagger UI from a Python package, all from this host."""

import functools
from pathlib import Path
from typing import Any

import flask_swagger_ui
from flasgger import Swagger
from flask import Response, make_response, request

from api.docs import examples, openapi
from api.http import problems
from api.http.request import Request
from api.operations import negotiation
from models import store
from models.db.database import StoreNotFound

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


class SwaggerUI(Swagger):
    """flasgger's, with the document of the store as it is when it is asked for."""

    def get_apispecs(self, endpoint: str = "openapi") -> dict[str, Any]:
        return cached_document(self.app, known_identity(), Request(request.environ).root)


def mount(app: Any) -> Any:
    """Add /docs and the document behind it. Comes last: flasgger takes over `app.add_url_rule`, and would rewrite what it documents."""
    app.json.sort_keys = False
    app.add_url_rule("/v1/openapi.yaml", "openapi_yaml", revalidate(lambda: openapi_yaml_view(app)))
    SwaggerUI(app, config=CONFIG, decorators=[revalidate])


def openapi_yaml_view(app: Any) -> Response:
    written = cached_yaml(app, known_identity(), Request(request.environ).root)
    return Response(written, content_type="application/yaml; charset=utf-8")


def known_identity() -> store.Identity | None:
    """The Identity of the store; None where there is none to be read."""
    try:
        return store.identity()
    except StoreNotFound:
        return None


@functools.lru_cache(maxsize=8)
def cached_document(app: Any, identity: store.Identity | None, root: str) -> dict[str, Any]:
    """The OpenAPI document with examples from the store of an identity, as it is served under a root."""
    return openapi.openapi_document(examples.collect_examples(app, identity, root), root)


@functools.lru_cache(maxsize=8)
def cached_yaml(app: Any, identity: store.Identity, root: str) -> str:
    return openapi.openapi_yaml(cached_document(app, identity, root))


def revalidate(view: Any) -> Any:
    """A view whose answer a client keeps and asks about: 304 while it still holds."""

    @functools.wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:
        response = make_response(view(*args, **kwargs))
        response.add_etag()
        response.cache_control.no_cache = True
        tag = response.get_etag()[0] or ""
        if not negotiation.matches_if_match(request.headers.get("If-Match", ""), tag):
            raise problems.PreconditionFailed.of(tag)
        return response.make_conditional(request.environ | {"HTTP_IF_MATCH": ""})  # werkzeug knows no `*` there

    return answer
