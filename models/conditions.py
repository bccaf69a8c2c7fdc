"""Conditions that tables share: the days and the revisions at which a row holds, and the complement of any condition."""

from peewee import SQL, Expression


def known(table, as_of):
    """The row was what the sources told on a day (None: tell now)."""
    if as_of is None:
        return table.known_until.is_null()
    return (table.known_from <= as_of) & (table.known_until.is_null() | (table.known_until > as_of))


def recorded(table, revision):
    """The row was in the store at a revision (None: is in it now)."""
    if revision is None:
        return table.revision_until.is_null()
    return (table.revision_from <= revision) & (table.revision_until.is_null() | (table.revision_until > revision))


def untrue(condition):
    """The complement of a condition: where it does not hold or cannot be told."""
    return Expression(condition, "IS NOT", SQL("TRUE"))


def disjunction(conditions):
    """The condition that any of some, one at least, holds: in a balanced tree, since SQLite's parser and peewee take only so many
    within each other."""
    conditions = list(conditions)
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return disjunction(conditions[:middle]) | disjunction(conditions[middle:])
