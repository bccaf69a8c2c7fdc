"""How bytes become texts: in which encoding a file is, and its text, in which bytes that are no characters are known and kept."""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from seeds.files.encoding_detection import check_stated, tell_encoding, words_beyond_ascii

CHUNK = 2**20
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7")
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SURROGATE = re.compile(r"[\ud800-\udfff]")
KEPT = "surrogateescape"
"""How bytes that are no characters are read, each as half of one, so that they can be told and written back as they were."""


def read_text(stream: Any, encoding: Any, errors: Any) -> Iterator[Any]:
    """The text of a stream to its end, in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def non_ascii_surplus(text: str) -> int:
    """How many more characters beyond ASCII there are than bytes that are none."""
    if text.isascii():
        return 0
    characters = len(text.encode("utf-8", "ignore").decode())
    return 2 * characters - len(text) - len(text.encode("ascii", "ignore"))


def detect_encoding(stream: Any, stated: str | None = None) -> str:
    """That of its byte order mark, else the one that is stated, else UTF-8 where most of what is beyond ASCII is that, else as it is told
    by its words.

    Reads to the end in any case, so that a damaged gzip or zip shows before its first row. Raises UnicodeDecodeError for UTF-16 that
    is not that throughout, and UnreadableFile for an encoding that cannot be told, or is stated and makes mojibake.
    """
    head = stream.peek(4)
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if head.startswith(mark)), None)
    if marked and stated in (None, *UNICODE):
        stated = marked
    errors = "strict" if marked == "utf-16" else KEPT  # which has no way to keep what is half a character there
    surplus = sum(map(non_ascii_surplus, read_text(stream, stated if stated in UNICODE else "utf-8", errors)))
    stream.seek(0)
    if stated in UNICODE or (stated is None and surplus >= 0):
        return stated or "utf-8"
    encoding = told_by_words(stream, stated)
    stream.seek(0)
    return encoding


def told_by_words(stream: Any, stated: str | None) -> str:
    """The encoding that is stated, unless it makes mojibake, or the one that the words tell. Raises UnreadableFile."""
    if stated is None:
        return tell_encoding(stream)
    check_stated(words_beyond_ascii(stream), stated)
    return stated


@contextmanager
def decode(stream: Any, encoding: Any) -> Iterator[Any]:
    """The text of a stream, which is not closed with it."""
    text = io.TextIOWrapper(stream, encoding, errors=KEPT, newline="")
    try:
        yield text
    finally:
        if not stream.closed:
            text.detach()
