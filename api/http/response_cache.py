"""Answers that are kept to be given again. Their tag names one representation for ever, so that none of them is ever out of date."""

from itertools import chain
from threading import Lock
from typing import Any

from cachetools import LRUCache

MEGABYTE = 1 << 20
SHARE = 8
"""A body as large as this part of a cache, or larger, is not kept: it would drive out too many others."""
ENTRY = 2048
"""Bytes that an answer takes beside its texts: the lists and tuples that they stand in, and its places in the cache's own tables."""


class ResponseCache:
    """Whole answers by tag, in so many megabytes; the one that nobody asked for the longest goes first. Threads may share it."""

    def __init__(self, megabytes: int) -> None:
        self.answers, self.lock = LRUCache(megabytes * MEGABYTE, response_size), Lock()
        self.largest = self.answers.maxsize // SHARE

    def get(self, tag: Any) -> Any:
        """The Response under a tag, or None."""
        with self.lock:
            return self.answers.get(tag)

    def keep(self, tag: str, answer: Any) -> Any:
        """The same Response, which is kept if it is whole and not too large."""
        if not answer.streams and sum(map(len, answer.body)) < self.largest:
            with self.lock:
                self.answers[tag] = answer
        return answer


def response_size(answer: Any) -> int:
    """The bytes of memory that a Response takes in a cache."""
    return ENTRY + sum(map(len, chain(answer.body, *answer.headers)))
