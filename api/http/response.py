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


class Response(NamedTuple):
    """What goes out as a response. One that `streams` reads the store while it is sent, and gives the connection back by itself."""

    body: Iterable[bytes]
    headers: list[tuple[str, str]]
    status: str = "200 OK"
    streams: bool = False

    def close(self):
        """It is not sent: what it reads the store with is given back."""
        if self.streams:
            self.body.close()


def whole_response(format, chunks, encoding, headers):
    """A Response with everything in it, its length known, and with more headers."""
    body = b"".join(chunks)
    if encoding is not None and len(body) >= compression.SMALLEST:
        body = b"".join(compression.compress([body], encoding))
    else:
        encoding = None
    return Response([body], [*content_headers(format, encoding), ("Content-Length", str(len(body))), *headers])


def streamed_response(format, chunks, encoding, headers):
    """A Response that is written while it is read. One that fails on the way ends without the last chunk of its transfer coding."""
    pieces = in_pieces(chunks)
    written = pieces if encoding is None else compression.compress(pieces, encoding)
    return Response(start_stream(with_connection(written)), [*content_headers(format, encoding), *headers], streams=True)


def content_headers(format, encoding):
    return [("Content-Type", format.content_type), *([("Content-Encoding", encoding)] if encoding else [])]


OPEN_STREAMS, OPEN_STREAMS_LOCK = set(), Lock()
"""The long streams under way, and what guards their number."""


@contextmanager
def stream_slot():
    """Room for a long stream for a while: a client may be slow to take it, and such must not keep all threads. Raises problems.Busy."""
    mine = object()
    with OPEN_STREAMS_LOCK:
        if len(OPEN_STREAMS) >= max(1, settings.get("THREADS") - 1):
            raise problems.Busy("as many streams are under way as this server sends at once; ask again later, or page by page")
        OPEN_STREAMS.add(mine)
    try:
        yield
    finally:
        OPEN_STREAMS.discard(mine)


def with_connection(pieces):
    """The same pieces, read over a connection that is given back when they have been written. Raises problems.Busy without room for them.

    One that is cut closes its connection: what still reads over it must not meet the next request there.
    """
    try:
        with closing(pieces):  # before the connection is
            first = read_ahead(pieces)
            with stream_slot() if sum(map(len, first)) >= PIECE else nullcontext():
                yield from chain(first, pieces)
    except BaseException:
        database.discard()
        raise
    database.release()


def read_ahead(pieces):
    """The first of them, up to as many bytes as a PIECE has."""
    found, size = [], 0
    while size < PIECE and (piece := next(pieces, None)) is not None:
        found.append(piece)
        size += len(piece)
    return found


def start_stream(pieces):
    """The same pieces, the first made already: what fails at once is then told as every other failure is."""
    first = next(pieces)
    database.relax()
    return ClosingIterator(chain([first], pieces), pieces.close)


def in_pieces(chunks):
    """The same bytes in larger pieces."""
    pieces, size = [], 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)
