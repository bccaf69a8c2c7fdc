"""Which format an answer takes, and whether the client has it already."""

import hashlib

from werkzeug.http import quote_etag

from api import errors
from api.formats import FORMATS


def choose(offered, wanted, accepted):
    """The name of the format: `wanted` (the format parameter) if given, else the best of the Accept header. Raises NotAcceptable."""
    if wanted is not None:
        return wanted
    by_type = {FORMATS[name].media_type: name for name in offered}
    if not accepted:
        return offered[0]
    best = accepted.best_match(by_type)
    if best is None:
        raise errors.NotAcceptable(f"offered here: {', '.join(by_type)}")
    return by_type[best]


def etag(build, identity, target, format):
    """A strong tag for a representation: what is asked of which state of which store, answered by which version of Annals."""
    parts = "\0".join((build, identity.store, str(identity.revision), target, format))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def is_fresh(if_none_match, tag):
    """The client holds this very representation. (`*` is not taken for one: whether there is one is not known yet.)"""
    return tag in if_none_match.as_set() or quote_etag(tag) in if_none_match.as_set()
