"""Responses from the bytes that a format writes: whole or streamed, compressed, with links and a name to keep them under."""

from itertools import chain

from flask import Response, g
from werkzeug.wsgi import ClosingIterator

from api import encodings
from models.database import database

PIECE = 1 << 16
"""Bytes sent at a time in a stream."""


def whole(format, chunks, encoding):
    """A response with everything in it, its length known."""
    body = b"".join(chunks)
    if encoding is None or len(body) < encodings.SMALLEST:
        return Response(body, content_type=format.content_type)
    return coded(Response(b"".join(encodings.encoded([body], encoding)), content_type=format.content_type), encoding)


def streamed(format, chunks, encoding):
    """A response that is written while it is read. One that fails on the way ends without the last chunk of its transfer coding."""
    pieces = gathered(chunks)
    if encoding is None:
        return Response(begun(kept(pieces)), content_type=format.content_type)
    return coded(Response(begun(kept(encodings.encoded(pieces, encoding))), content_type=format.content_type), encoding)


def kept(pieces):
    """The same pieces, read over a connection that is kept beyond the end of the request, for as long as they are written.

    One that is cut closes its connection: what still reads over it must not meet the next request there.
    """
    g.connection_kept = True
    try:
        yield from pieces
    except BaseException:
        database.manual_close()
        raise
    database.close()


def begun(pieces):
    """The same pieces, the first made already: what fails at once is then told as every other failure is."""
    return ClosingIterator(chain([next(pieces)], pieces), pieces.close)


def coded(response, encoding):
    response.content_encoding = encoding
    return response


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


def named(response, links, name, format):
    """The response with the links to its neighbours and the name of the file that it makes."""
    neighbours = [f'<{links[rel]}>; rel="{rel}"' for rel in ("next", "prev") if links.get(rel)]
    if neighbours:
        response.headers["Link"] = ", ".join(neighbours)
    disposition = "attachment" if format.saved else "inline"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}.{format.extension}"'
    return response
