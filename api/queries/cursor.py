"""Cursors: the position of a page as signed, opaque text, bound to the query that gave it."""

import functools
import hashlib
from dataclasses import dataclass, field

import orjson
from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from api.http import problems
from api.queries.keyset import Position

FREE = ("cursor", "limit", "format", "count", "fields", "include", "facets")
"""Parameters that may change on the way: they say how to go on and what to show, not what is asked."""


def decode_cursor(text: str, query: str, store: str) -> Position:
    """The Position in a cursor. Raises problems.BadParameters for one of another query (by its digest) or store."""
    try:
        given, *position = orjson.loads(base64_decode(cursor_signer(store).unsign(text)))
    except (BadData, ValueError, TypeError):
        raise bad_cursor("it is not a cursor of this store") from None
    if given != query:
        raise bad_cursor(f"it belongs to another query; only {', '.join(FREE[1:])} may change on the way")
    return Position(*position)


def bad_cursor(reason: str) -> problems.BadParameters:
    return problems.BadParameters.of([problems.parameter_error("cursor", f"{reason}; take it from links.next or links.prev, unchanged")])


def encode_cursor(position: Position, revision: int, query: str, store: str) -> str:
    told = orjson.dumps([query, position.key, position.back, revision])
    return cursor_signer(store).sign(base64_encode(told)).decode()


@functools.cache
def cursor_signer(store: str) -> Signer:
    return Signer(store, salt="cursor")


@dataclass(frozen=True)
class RequestKey:
    """Parsed parameters, compared and hashed by how they were given."""

    given: tuple
    values: dict = field(compare=False)


@functools.lru_cache(maxsize=512)
def query_digest(path: str, query: RequestKey) -> str:
    """A short digest of the path and the parameters of a query, but for those in FREE."""
    asked = {name: value for name, value in query.values.items() if name not in FREE}
    return hashlib.sha256(orjson.dumps([path, asked], option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:16]
