"""The address that the service stands under. Inside, and in what is stored, links are `/v1/...`; what leaves is put under its root."""

import re
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any
from urllib.parse import urlsplit

from marshmallow import fields
from werkzeug.middleware.proxy_fix import ProxyFix

from api import settings
from api.http.request import ROOT

PREFIX = re.compile(settings.PREFIX, re.ASCII)
API_PREFIX = "/v1/"


def mount(app: Any) -> Any:
    """The WSGI application, which is told its address by the settings: BASE_URL, or what so many TRUSTED_PROXIES say of it."""
    base, proxies = settings.get("BASE_URL").rstrip("/"), settings.get("TRUSTED_PROXIES")
    if base or proxies:
        app = MountedApp(app, base)
    return ProxyFix(app, x_for=proxies, x_proto=proxies, x_host=proxies, x_prefix=proxies) if proxies else app


class MountedApp:
    """A WSGI application under a base address, or else the prefix that a proxy tells, whether that passes the prefix on or strips it."""

    def __init__(self, app: Callable[..., Any], base: str) -> None:
        self.app, self.base, self.prefix = app, base, urlsplit(base).path

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        prefix, path = self.prefix if self.base else forwarded_prefix(environ), environ.get("PATH_INFO", "")
        environ |= {ROOT: self.base, "SCRIPT_NAME": prefix}
        if f"{path}/".startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return self.app(environ, start_response)


def forwarded_prefix(environ: Any) -> Any:
    """The prefix that a proxy tells; none where it is no path that could stand in a link as it is."""
    prefix = environ.get("SCRIPT_NAME", "").rstrip("/")
    return prefix if PREFIX.fullmatch(prefix) else ""


def link_names(*schemas: Any) -> frozenset[str]:
    """The names under which things of schemas have links, at whatever depth."""
    found = set()
    for schema in schemas:
        for name, field in schema().fields.items():
            inner = field.inner if isinstance(field, fields.List) else field
            if isinstance(inner, fields.Nested):
                found |= link_names(type(inner.schema))
            elif inner.metadata.get("format") == "uri-reference":
                found.add(name)
    return frozenset(found)


def chunks_under_root(format: Any, listing: Any, names: frozenset[str], root: str) -> Iterator[Any]:
    """The bytes of a Listing in a format, piece by piece, with the links of these names under a root."""
    if not format.is_tabular:
        return (json_under_root(chunk, names, root) for chunk in format.chunks(listing))
    if not listing.stored:
        listing.items = (item._replace(body=json_under_root(item.body, names, root)) for item in listing.items)
    return format.chunks(listing)


def json_under_root(json: Any, names: Any, root: Any) -> Any:
    """JSON as orjson writes it, with the links under a root. In a text, quotation marks would have a backslash before them."""
    return reduce(
        lambda text, name: text.replace(f'"{name}":"{API_PREFIX}'.encode(), f'"{name}":"{root}{API_PREFIX}'.encode()), names, bytes(json)
    )


def headers_under_root(headers: list[tuple[Any, ...]], root: str) -> list[tuple[Any, ...]]:
    """Headers with the targets of their links under a root."""
    return [(name, value.replace(f"<{API_PREFIX}", f"<{root}{API_PREFIX}") if name == "Link" else value) for name, value in headers]
