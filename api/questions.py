"""What a request asks, read from its WSGI environment."""

import functools
from urllib.parse import parse_qsl

from werkzeug.wsgi import get_current_url

from api import settings


class Question:
    """A request whose parameters are still to be understood. `args` is the query string as (name, value) pairs, in their order."""

    def __init__(self, environ):
        self.environ = environ
        self.path = path_of(environ)
        self.query = decoded(environ.get("QUERY_STRING", ""))
        self.args = pairs(self.query)

    @property
    def host(self):
        """The public address as it is set, else the one that was called, such as `http://localhost:8000/`."""
        return settings.get("BASE_URL") or get_current_url(self.environ, host_only=True)

    def header(self, name):
        """A header, named as the environment names it; empty where there is none."""
        return self.environ.get(name, "")


def path_of(environ):
    """The path that was asked for, as it was: doubled slashes, which werkzeug passes over at the beginning, are two."""
    path = decoded(environ.get("PATH_INFO", ""))
    return path if path.startswith("/") else f"/{path}"


def decoded(text):
    """What WSGI hands over as latin-1 is UTF-8."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")


@functools.lru_cache(maxsize=512)
def pairs(query):
    return tuple(parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote"))
