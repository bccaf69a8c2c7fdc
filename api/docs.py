"""Swagger UI at /docs: flasgger mounts it, with the files of a current Swagger UI from a Python package, all from this host."""

from pathlib import Path

import flask_swagger_ui
from flasgger import Swagger
from flask import Response

from api import openapi

FILES = Path(flask_swagger_ui.__file__).parent / "dist"
CONFIG = {
    "openapi": "3.0.3",
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
    app.json.sort_keys = False
    app.add_url_rule(
        "/v1/openapi.yaml",
        "openapi_yaml",
        lambda: Response(openapi.text(document), content_type="application/yaml; charset=utf-8"),
    )
    Swagger(app, config=CONFIG, template=document)
