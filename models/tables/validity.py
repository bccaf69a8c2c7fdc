"""Conditions that tables share: the days and the revisions at which a row holds, and the complement of any condition."""

from typing import Any


def known_at(table: Any, as_of: Any) -> Any:
    """The row was what the sources told on a day (None: tell now)."""
    if as_of is None:
        return table.known_until.is_null()
    return (table.known_from <= as_of) & (table.known_until.is_null() | (table.known_until > as_of))


def recorded_at(table: Any, revision: Any) -> Any:
    """The row was in the store at a revision (None: is in it now)."""
    if revision is None:
        return table.revision_until.is_null()
    return (table.revision_from <= revision) & (table.revision_until.is_null() | (table.revision_until > revision))
