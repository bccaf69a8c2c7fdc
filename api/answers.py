"""Responses from the bytes that a format writes: whole or streamed, compressed, with links and a name to keep them under."""

from flask import Response, stream_with_context

from api import encodings

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
    pieces = begun(gathered(chunks))
    if encoding is None:
        return Response(stream_with_context(pieces), content_type=format.content_type)
    return coded(Response(stream_with_context(encodings.encoded(pieces, encoding)), content_type=format.content_type), encoding)


def begun(pieces):
    """The same pieces, the first of them made already: what fails at once is then told as every other failure is."""
    first = next(pieces)

    def rest():
        yield first
        yield from pieces

    return rest()


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
