"""Conditions that tables share: that a row is valid on a day, and at a revision."""

from typing import Any


def known_at(table: Any, as_of: Any) -> Any:
    """The condition that a row was what the sources said on an ISO day (None: now)."""
    if as_of is None:
        return table.known_until.is_null()
    return (table.known_from <= as_of) & (table.known_until.is_null() | (table.known_until > as_of))


def recorded_at(table: Any, revision: Any) -> Any:
    """The condition that a row was in the store at a revision (None: now)."""
    if revision is None:
        return table.revision_until.is_null()
    return (table.revision_from <= revision) & (table.revision_until.is_null() | (table.revision_until > revision))
