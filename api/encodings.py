"""Compression. To add a content coding, add its compressor to ENCODINGS."""

import functools
import zlib

import zstandard
from werkzeug.http import parse_accept_header

GZIP = 16 + zlib.MAX_WBITS
SMALLEST = 1024
"""Bytes below which compressing costs more than it saves."""


def gzip():
    return zlib.compressobj(6, zlib.DEFLATED, GZIP)


def zstd():
    return zstandard.ZstdCompressor(level=3).compressobj()


ENCODINGS = {"zstd": zstd, "gzip": gzip}
"""By name, best first, what makes a compressor with `compress` and `flush`."""


@functools.lru_cache(maxsize=512)
def choose(header):
    """The best coding that an Accept-Encoding header allows, or None."""
    accepted = parse_accept_header(header)
    named = {name: accepted.quality(name) for name in ENCODINGS}
    best = max(named, key=named.get)
    return best if named[best] > 0 and named[best] >= accepted.quality("identity") else None


def encoded(chunks, encoding):
    """The chunks in a coding, piece by piece."""
    compressor = ENCODINGS[encoding]()
    for chunk in chunks:
        if piece := compressor.compress(chunk):
            yield piece
    yield compressor.flush()
