"""The address that the service stands under. Inside, and in what is stored, links are `/v1/...`; what leaves is put under its root."""

import re
from functools import reduce
from urllib.parse import urlsplit

from marshmallow import fields
from werkzeug.middleware.proxy_fix import ProxyFix

from api import settings
from api.http.request import ROOT

PREFIX = re.compile(settings.PREFIX, re.ASCII)
API_PREFIX = "/v1/"


def mount(app):
    """The WSGI application, which is told its address by the settings: BASE_URL, or what so many TRUSTED_PROXIES say of it."""
    base, proxies = settings.get("BASE_URL").rstrip("/"), settings.get("TRUSTED_PROXIES")
    if base or proxies:
        app = MountedApp(app, base)
    return ProxyFix(app, x_for=proxies, x_proto=proxies, x_host=proxies, x_prefix=proxies) if proxies else app


class MountedApp:
    """A WSGI application under a base address, or else the prefix that a proxy tells, whether that passes the prefix on or strips it."""

    def __init__(self, app, base):
        self.app, self.base, self.prefix = app, base, urlsplit(base).path

    def __call__(self, environ, start_response):
        prefix, path = self.prefix if self.base else forwarded_prefix(environ), environ.get("PATH_INFO", "")
        environ |= {ROOT: self.base, "SCRIPT_NAME": prefix}
        if f"{path}/".startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return self.app(environ, start_response)


def forwarded_prefix(environ):
    """The prefix that a proxy tells; none where it is no path that could stand in a link as it is."""
    prefix = environ.get("SCRIPT_NAME", "").rstrip("/")
    return prefix if PREFIX.fullmatch(prefix) else ""


def link_names(*schemas):
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


def chunks_under_root(format, listing, names, root):
    """The bytes of a Listing in a format, piece by piece, with the links of these names under a root."""
    if not format.is_tabular:
        return (json_under_root(chunk, names, root) for chunk in format.chunks(listing))
    if not listing.stored:
        listing.items = (item._replace(body=json_under_root(item.body, names, root)) for item in listing.items)
    return format.chunks(listing)


def json_under_root(json, names, root):
    """JSON as orjson writes it, with the links under a root. In a text, quotation marks would have a backslash before them."""
    return reduce(
        lambda text, name: text.replace(*(f'"{name}":"{each}'.encode() for each in (API_PREFIX, root + API_PREFIX))), names, bytes(json)
    )


def headers_under_root(headers, root):
    """Headers with the targets of their links under a root."""
    return [(name, value.replace(f"<{API_PREFIX}", f"<{root}{API_PREFIX}") if name == "Link" else value) for name, value in headers]
