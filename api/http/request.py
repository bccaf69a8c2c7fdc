"""What a request asks, read from its WSGI environment."""

import functools
from typing import Any
from urllib.parse import parse_qsl, quote

from werkzeug.wsgi import get_current_url

ROOT = "annals.root"
"""Where in a WSGI environment the public address stands that is set, without a slash at its end."""

KEEP_BYTES = "surrogateescape"
"""How a byte that is not UTF-8 is kept, so that it can be refused."""


class Request:
    """A request whose parameters are still to be understood.

    `args` is the query string as (name, value) pairs, in their order; a byte that is not UTF-8 is a lone surrogate in it. `root` is what
    stands before a path in links: the public address where that is set, else the prefix that is known, mostly none. The headers that
    decide on the answer are empty where they are not sent.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.path = path_of(environ)
        self.query = decode_wsgi(environ.get("QUERY_STRING", ""), KEEP_BYTES)
        self.args = parse_pairs(self.query)
        mounted = environ.get("SCRIPT_NAME", "")
        self.root = environ.get(ROOT) or (mounted and quote(decode_wsgi(mounted).rstrip("/")))
        self.accept, self.accept_encoding = environ.get("HTTP_ACCEPT", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
        self.if_match, self.if_none_match = environ.get("HTTP_IF_MATCH", ""), environ.get("HTTP_IF_NONE_MATCH", "")

    @property
    def base(self) -> Any:
        """The public address as it is set, else the one that was called, such as `http://localhost:8000`."""
        return self.environ.get(ROOT) or get_current_url(self.environ, root_only=True).removesuffix("/")


def path_of(environ: dict[str, Any]) -> str:
    """The path that was asked for, as it was: doubled slashes, which werkzeug passes over at the beginning, are two."""
    path = decode_wsgi(environ.get("PATH_INFO", ""))
    return path if path.startswith("/") else f"/{path}"


def decode_wsgi(text: str, errors: str = "replace") -> str:
    """What WSGI hands over as latin-1 is UTF-8; `errors` is what becomes of bytes that are not."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", errors)


@functools.lru_cache(maxsize=512)
def parse_pairs(query: str) -> tuple[Any, ...]:
    return tuple(parse_qsl(query, keep_blank_values=True, errors=KEEP_BYTES))
