"""Responses from the bytes that a format writes: whole or streamed, compressed."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from itertools import chain
from threading import Lock
from typing import Any, NamedTuple

from werkzeug.wsgi import ClosingIterator

from api import settings
from api.http import compression, problems
from models.db.database import database

PIECE = 1 << 16
"""Bytes sent at a time in a stream."""


class Response(NamedTuple):
    """A response to send. One that `streams` reads the store while it is sent, and releases the connection itself."""

    body: Any
    headers: list[tuple[str, str]]
    status: str = "200 OK"
    streams: bool = False

    def close(self) -> Any:
        """Release what an unsent response reads the store with."""
        if self.streams:
            self.body.close()


def whole_response(format: Any, chunks: Iterable[Any], encoding: str | None, headers: list[tuple[Any, ...]]) -> Response:
    """A Response with the whole body and its length."""
    body = b"".join(chunks)
    if encoding is not None and len(body) >= compression.SMALLEST:
        body = b"".join(compression.compress([body], encoding))
    else:
        encoding = None
    return Response([body], [*content_headers(format, encoding), ("Content-Length", str(len(body))), *headers])


def streamed_response(format: Any, chunks: Iterator[Any], encoding: str | None, headers: list[tuple[Any, ...]]) -> Response:
    """A Response that is written while it is read. If it fails on the way, the last chunk of the transfer coding is missing."""
    pieces = in_pieces(chunks)
    written = pieces if encoding is None else compression.compress(pieces, encoding)
    return Response(start_stream(with_connection(written)), [*content_headers(format, encoding), *headers], streams=True)


def content_headers(format: Any, encoding: str | None) -> list[tuple[Any, ...]]:
    return [("Content-Type", format.content_type), *([("Content-Encoding", encoding)] if encoding else [])]


OPEN_STREAMS, OPEN_STREAMS_LOCK = set(), Lock()
"""The long streams under way, and what guards their number."""


@contextmanager
def stream_slot() -> Iterator[Any]:
    """A slot for a long stream: slow clients must not keep all threads. Raises problems.Busy when none is free."""
    mine = object()
    with OPEN_STREAMS_LOCK:
        if len(OPEN_STREAMS) >= max(1, settings.get("THREADS") - 1):
            raise problems.Busy("as many streams are under way as this server sends at once; ask again later, or page by page")
        OPEN_STREAMS.add(mine)
    try:
        yield
    finally:
        OPEN_STREAMS.discard(mine)


def with_connection(pieces: Any) -> Iterator[Any]:
    """The pieces, read over a connection that is released when all are written. Raises problems.Busy without a free slot.

    A stream that is cut closes its connection: what still reads over it must not meet the next request there.
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


def read_ahead(pieces: Iterator[Any]) -> list[bytes]:
    """The first pieces, up to the size of PIECE."""
    found, size = [], 0
    while size < PIECE and (piece := next(pieces, None)) is not None:
        found.append(piece)
        size += len(piece)
    return found


def start_stream(pieces: Any) -> ClosingIterator:
    """The pieces, the first read at once, so that what fails early still becomes a problem response."""
    first = next(pieces)
    database.relax()
    return ClosingIterator(chain([first], pieces), pieces.close)


def in_pieces(chunks: Any) -> Iterator[Any]:
    """The bytes of chunks in pieces of at least PIECE bytes."""
    pieces, size = [], 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)
