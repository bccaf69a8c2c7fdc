"""Conditions on Event that rest on another table: events may be gathered from that, or asked one after the other for their rows there."""

from peewee import OP as OPERATORS
from peewee import SQL, Expression, Select, fn


def quarter(day):
    month = fn.SUBSTR(day, 6, 2).cast("integer")
    return fn.SUBSTR(day, 1, 4).concat("-Q").concat(((month + 2) / 3).cast("text"))


def is_not_true(condition):
    """The complement of a condition: where it does not hold or cannot be told."""
    return Expression(condition, "IS NOT", SQL("TRUE"))


def any_of(conditions):
    """The condition that any of some, one at least, holds: in a balanced tree, since SQLite's parser and peewee take only so many
    within each other."""
    conditions = list(conditions)
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return any_of(conditions[:middle]) | any_of(conditions[middle:])


class SemiJoin(Expression):
    """A `column` of Event holds a `key` of a row under a condition. As an expression, it lets an index gather what meets it.

    `hint` is a condition that all such rows meet, for which there is an index; only what gathers is in need of it.
    """

    def __init__(self, column, key, condition, hint=None):
        self.table, self.key, self.column, self.under, self.hint = key.model, key, column, condition, hint
        super().__init__(column, OPERATORS.IN, self.table.select(key).where(condition if hint is None else hint & condition))

    def along(self):
        """The same, so made that it is asked of one event after the other."""
        return fn.EXISTS(self.table.select(SQL("1")).where(self.key == self.column, self.under))

    def rows(self):
        """A query for the rows that gathering begins with: of the table, or of the one in which these are looked up themselves."""
        first = self.under if self.hint is None else self.hint
        return first.rhs if isinstance(first.rhs, Select) else self.table.select(SQL("1")).where(first)


def as_correlated(condition):
    """A condition, so made that it is asked of one event after the other."""
    return condition.along() if isinstance(condition, SemiJoin) else condition
