"""Content negotiation and conditional requests."""

import functools
import hashlib
from enum import Enum
from typing import Any

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags

from api.formats.base import Format
from api.formats.registry import FORMATS
from api.http import problems
from api.http.request import Request


@functools.lru_cache(maxsize=512)
def choose_format(offered: tuple[Any, ...], wanted: str | None, header: str) -> Any:
    """The Format: `wanted`, the parameter, else the best by the Accept header. Raises problems.NotAcceptable."""
    if wanted is not None:
        return require_available(FORMATS[wanted])
    by_type = {FORMATS[name].media_type: FORMATS[name] for name in offered}
    there = {type: format for type, format in by_type.items() if format.is_available()}
    accepted = accepted_media_types(header)
    best = accepted.best_match(there) or accepted.best_match(by_type)
    if best is None:
        raise problems.NotAcceptable(f"offered here: {', '.join(there)}")
    return require_available(by_type[best])


def accepted_media_types(header: str) -> MIMEAccept:
    """The media types of an Accept header, without parameters such as charset, by which no two formats differ. An empty one accepts all."""
    named = [(type.partition(";")[0].strip(), quality) for type, quality in parse_accept_header(header)]
    return MIMEAccept(named or [("*/*", 1)])


def require_available(format: Format) -> Any:
    if not format.is_available():
        raise problems.NotAcceptable(f"{format.about} is an extra that this server was installed without; `make {format.name}` installs it")
    return format


def etag(build: str, identity: Any, http_request: Request, format: Format, encoding: str | None) -> str:
    """A strong entity tag of a representation: a digest of all that it depends on.

    That is the build, the state of the store, path and query, format and coding, the root of links and, for a citation, the host.
    """
    state = identity.store, str(identity.revision), identity.loaded_at
    parts = (
        build,
        *state,
        http_request.path,
        http_request.query,
        http_request.base if format.is_citation else http_request.root,
        format.name,
        str(encoding),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


class Condition(Enum):
    """What the conditional headers of a request make of its answer."""

    NONE = "it is sent"
    HELD = "the client holds this very representation"
    ANY = "the client holds whatever there may be: `*`; whether there is one is not known before the answer is made"
    UNMET = "the client means another representation than there is"


def evaluate_condition(if_match: str, if_none_match: str, tag: str) -> Condition:
    """The Condition of a request for the representation with a tag: RFC 9110, 13.1.1 and 13.1.2."""
    if not matches_if_match(if_match, tag):
        return Condition.UNMET
    if if_none_match and tag in held_tags(if_none_match):
        return Condition.HELD
    return Condition.ANY if if_none_match and parse_etags(if_none_match).star_tag else Condition.NONE


def matches_if_match(if_match: str, tag: str) -> Any:
    """Whether If-Match allows the representation: strong comparison."""
    return not if_match or parse_etags(if_match).contains(tag)


@functools.lru_cache(maxsize=512)
def held_tags(if_none_match: str) -> set[str]:
    """The tags in If-None-Match, weak ones too, which a proxy makes of ours: RFC 9110, 13.1.2."""
    return parse_etags(if_none_match).as_set(include_weak=True)
