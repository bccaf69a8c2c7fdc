"""Which format an answer takes, and whether the client has it already."""

import functools
import hashlib
from enum import Enum

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags

from api.formats.registry import FORMATS
from api.http import problems


@functools.lru_cache(maxsize=512)
def choose_format(offered, wanted, header):
    """The Format: `wanted` (the format parameter) if given, else the best of the Accept header. Raises NotAcceptable."""
    if wanted is not None:
        return require_available(FORMATS[wanted])
    by_type = {FORMATS[name].media_type: FORMATS[name] for name in offered}
    there = {type: format for type, format in by_type.items() if format.is_available()}
    accepted = accepted_media_types(header)
    best = accepted.best_match(there) or accepted.best_match(by_type)
    if best is None:
        raise problems.NotAcceptable(f"offered here: {', '.join(there)}")
    return require_available(by_type[best])


def accepted_media_types(header):
    """What an Accept header names, without parameters such as charset: no two formats differ by one. Without a header, anything."""
    named = [(type.partition(";")[0].strip(), quality) for type, quality in parse_accept_header(header)]
    return MIMEAccept(named or [("*/*", 1)])


def require_available(format):
    if not format.is_available():
        raise problems.NotAcceptable(f"{format.about} is an extra that this server was installed without; `make {format.name}` installs it")
    return format


def etag(build, identity, http_request, format, encoding):
    """A strong tag, which names one representation for ever: by everything that an answer hangs on.

    Which build of Annals answers, from which state of which store, at which path to which query, in what, with links
    under which root; a citation has the host in it as well.
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


def evaluate_condition(if_match, if_none_match, tag):
    """The Condition of a request for the representation with a tag: RFC 9110, 13.1.1 and 13.1.2."""
    if not matches_if_match(if_match, tag):
        return Condition.UNMET
    if if_none_match and tag in held_tags(if_none_match):
        return Condition.HELD
    return Condition.ANY if if_none_match and parse_etags(if_none_match).star_tag else Condition.NONE


def matches_if_match(if_match, tag):
    """The client means this very representation, or whatever there is: compared strongly."""
    return not if_match or parse_etags(if_match).contains(tag)


@functools.lru_cache(maxsize=512)
def held_tags(if_none_match):
    """The tags that are named, weak ones too, which a proxy makes of ours: RFC 9110, 13.1.2."""
    return parse_etags(if_none_match).as_set(include_weak=True)
