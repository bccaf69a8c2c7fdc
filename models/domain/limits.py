"""What the columns of either database hold."""

LARGEST = 2**31 - 1
"""The largest whole number."""

LONGEST = 200
"""Characters of an id, of a code, or of a name as it is compared: an index of PostgreSQL takes no more than 2704 bytes in all."""

LAST = "\U0010ffff"
"""Comes behind every other text."""
