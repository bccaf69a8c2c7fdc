"""Limits of what columns hold on either database."""

LARGEST = 2**31 - 1
"""The largest whole number."""

LONGEST = 200
"""The most characters of an id, a code or a normalized name: an entry of a PostgreSQL index takes no more than 2704 bytes in all."""

LAST = "\U0010ffff"
"""Sorts after every other text."""
