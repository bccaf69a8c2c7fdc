"""Answers from the bytes that a format writes: whole or streamed, compressed, with links and a name to keep them under."""

from collections.abc import Iterable
from contextlib import closing, contextmanager, nullcontext
from itertools import chain
from threading import Lock
from typing import NamedTuple

from werkzeug.wsgi import ClosingIterator

from api import settings
from api.http import compression, problems
from models.db.database import database

PIECE = 1 << 16
"""Bytes sent at a time in a stream."""


class Answer(NamedTuple):
    """What goes out as a response. One that `streams` reads the store while it is sent, and gives the connection back by itself."""

    body: Iterable[bytes]
    headers: list[tuple[str, str]]
    status: str = "200 OK"
    streams: bool = False

    def close(self):
        """It is not sent: what it reads the store with is given back."""
        if self.streams:
            self.body.close()


def whole(format, chunks, encoding, headers):
    """An Answer with everything in it, its length known, and with more headers."""
    body = b"".join(chunks)
    if encoding is not None and len(body) >= compression.SMALLEST:
        body = b"".join(compression.encoded([body], encoding))
    else:
        encoding = None
    return Answer([body], [*described(format, encoding), ("Content-Length", str(len(body))), *headers])


def streamed(format, chunks, encoding, headers):
    """An Answer that is written while it is read. One that fails on the way ends without the last chunk of its transfer coding."""
    pieces = gathered(chunks)
    written = pieces if encoding is None else compression.encoded(pieces, encoding)
    return Answer(begun(kept(written)), [*described(format, encoding), *headers], streams=True)


def described(format, encoding):
    return [("Content-Type", format.content_type), *([("Content-Encoding", encoding)] if encoding else [])]


SEATS, SEATING = set(), Lock()
"""The long streams under way, and what guards their number."""


@contextmanager
def seat():
    """Room for a long stream for a while: a client may be slow to take it, and such must not keep all threads. Raises problems.Busy."""
    mine = object()
    with SEATING:
        if len(SEATS) >= max(1, settings.get("THREADS") - 1):
            raise problems.Busy("as many streams are under way as this server sends at once; ask again later, or page by page")
        SEATS.add(mine)
    try:
        yield
    finally:
        SEATS.discard(mine)


def kept(pieces):
    """The same pieces, read over a connection that is given back when they have been written. Raises problems.Busy without room for them.

    One that is cut closes its connection: what still reads over it must not meet the next request there.
    """
    try:
        with closing(pieces):  # before the connection is
            first = ahead(pieces)
            with seat() if sum(map(len, first)) >= PIECE else nullcontext():
                yield from chain(first, pieces)
    except BaseException:
        database.discard()
        raise
    database.release()


def ahead(pieces):
    """The first of them, up to as many bytes as a PIECE has."""
    found, size = [], 0
    while size < PIECE and (piece := next(pieces, None)) is not None:
        found.append(piece)
        size += len(piece)
    return found


def begun(pieces):
    """The same pieces, the first made already: what fails at once is then told as every other failure is."""
    first = next(pieces)
    database.relax()
    return ClosingIterator(chain([first], pieces), pieces.close)


def gathered(chunks):
    """The same bytes in larger pieces."""
    pieces, size = [], 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)
