"""Paths at which there is nothing: what there is, and which of it is meant."""

import re
from difflib import get_close_matches
from typing import Any

from flask import current_app, request

from api.http import problems
from api.http.request import path_of

CLOSE = 0.7
"""How like a path another has to be to be taken for a slip of the pen: 1 is the same."""

ID = 3
"""Where among the parts of a path the id or name stands."""
DOUBLED = "//"
SLASHES = re.compile("/+")
PLACEHOLDER = re.compile(r"{\w+}")

ELSEWHERE = {
    "/docs": "/api /apidocs /api-docs /doc /documentation /help /redoc /swagger /swagger-ui /swagger-ui.html /ui /v1 /v1/docs",
    "/v1/openapi.json": "/openapi /openapi.json /swagger.json /v1/swagger.json /v1/openapi /v2/api-docs /v3/api-docs /schema",
    "/v1/openapi.yaml": "/openapi.yaml /openapi.yml /swagger.yaml /swagger.yml /v1/swagger.yaml",
    "/health/live": "/health /healthz /live /livez /ping /status",
    "/health/ready": "/ready /readyz",
}
"""By path, where the same is in other APIs."""
MEANT = {theirs: ours for ours, paths in ELSEWHERE.items() for theirs in paths.split()}


def unknown_path_problem(error: Any) -> Any:
    """The answer to a request for a path at which there is nothing: the paths of the API, and the nearest of them."""
    path, root = path_of(request.environ), request.script_root
    there = sorted(rule.rule.replace("<", "{").replace(">", "}") for rule in current_app.url_map.iter_rules() if "/v1/" in rule.rule)
    detail, near = f"there is nothing at {root}{path}", nearest_path(SLASHES.sub("/", path), there)
    fault = problems.parameter_error("path", detail, [root + each for each in there], near and root + near)
    return problems.handle_problem(problems.NotFound(detail, [fault]))


def doubled_slash_problem() -> Any:
    """The same for a path with a doubled slash, whatever is at the one that has a single slash there; None for another path."""
    return unknown_path_problem(None) if DOUBLED in path_of(request.environ) else None


def nearest_path(path: str, there: list[str]) -> str | None:
    """Where that is which has a path elsewhere; else the path of those there are which is most like it, with what it has for an id; None
    where none is. Of those that only an id tells apart, the one as deep counts, else the least deep."""
    if meant := MEANT.get(path.lower().rstrip("/")):
        return meant
    alike = {without_id(each): each for each in sorted(there, key=lambda each: (depth(each) == depth(path), -depth(each)))}
    found = get_close_matches(without_id(path), alike, 1, CLOSE)
    if not found:
        return None
    own = path.split("/")[ID : ID + 1]
    return PLACEHOLDER.sub(lambda _: own[0], alike[found[0]]) if own else alike[found[0]]


def without_id(path: str) -> str:
    """A path without its id."""
    return "/".join(part for place, part in enumerate(path.lower().split("/")) if place != ID)


def depth(path: str) -> int:
    return path.count("/")
