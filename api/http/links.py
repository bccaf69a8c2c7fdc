"""Links to pages of a list, as paths with a query string."""

import functools
from typing import Any
from urllib.parse import urlencode


def with_cursor(path: str, args: tuple[Any, ...], cursor: str) -> str:
    """The link to the page at a cursor, with every other parameter kept as it was given."""
    here = tuple((name, value) for name, value in args if name != "cursor")
    return f"{link(path, here)}{'&' if here else '?'}cursor={cursor}"


@functools.lru_cache(maxsize=512)
def link(path: str, args: tuple[Any, ...]) -> Any:
    return f"{path}?{urlencode(args, safe=',:/!')}" if args else path


def link_header(target: str, relation: str, media_type: str | None = None) -> str:
    """A link as a Link header has it: RFC 8288."""
    return f'<{target}>; rel="{relation}"; type="{media_type}"' if media_type else f'<{target}>; rel="{relation}"'
