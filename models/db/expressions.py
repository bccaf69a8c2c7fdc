"""Conditions on Event that rest on another table: either they drive the query (semi-join), or they are tested event by event."""

from collections.abc import Iterable
from typing import Any

from peewee import OP as OPERATORS
from peewee import SQL, Expression, Select, fn


def quarter(day: Any) -> Any:
    month = fn.SUBSTR(day, 6, 2).cast("integer")
    return fn.SUBSTR(day, 1, 4).concat("-Q").concat(((month + 2) / 3).cast("text"))


def is_not_true(condition: Any) -> Any:
    """The condition that another one is false or null."""
    return Expression(condition, "IS NOT", SQL("TRUE"))


def any_of(conditions: Iterable[Any]) -> Any:
    """The disjunction of some conditions, at least one: a balanced tree, since SQLite's parser and peewee limit the depth."""
    conditions = list(conditions)
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return any_of(conditions[:middle]) | any_of(conditions[middle:])


class SemiJoin(Expression):
    """Semi-join: `column` of Event IN (SELECT `key` FROM its table WHERE `condition`); `along` is the correlated EXISTS.

    `hint` is a condition that all such rows meet and an index has; only the semi-join needs it.
    """

    def __init__(self, column: Any, key: Any, condition: Any, hint: Any = None) -> None:
        self.table, self.key, self.column, self.under, self.hint = key.model, key, column, condition, hint
        super().__init__(column, OPERATORS.IN, self.table.select(key).where(condition if hint is None else hint & condition))

    def along(self) -> Any:
        """The correlated EXISTS, tested event by event."""
        return fn.EXISTS(self.table.select(SQL("1")).where(self.key == self.column, self.under))

    def rows(self) -> Any:
        """The query for the rows that the semi-join starts from: of its table, or of the table by which that is looked up."""
        first = self.under if self.hint is None else self.hint
        return first.rhs if isinstance(first.rhs, Select) else self.table.select(SQL("1")).where(first)


def as_correlated(condition: Any) -> Any:
    """A condition in the form that is tested event by event."""
    return condition.along() if isinstance(condition, SemiJoin) else condition
