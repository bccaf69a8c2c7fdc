"""SQL expressions, among them semi-joins: conditions on Event by the rows of another table, as IN or as a correlated EXISTS."""

from collections.abc import Iterable
from typing import Any

from peewee import OP as OPERATORS
from peewee import SQL, Expression, Field, Select, fn

from models.db import dialect
from models.db.database import database


def quarter(day: Any) -> Any:
    """The quarter, such as 2011-Q4, of a stored day or month."""
    month = fn.SUBSTR(day, 6, 2).cast("integer")
    return fn.SUBSTR(day, 1, 4).concat("-Q").concat(((month + 2) / 3).cast("text"))


def is_not_true(condition: Any) -> Expression:
    """The complement of a condition: true where that is false or null."""
    return Expression(condition, "IS NOT", SQL("TRUE"))


def any_of(conditions: Iterable[Any]) -> Any:
    """The disjunction of at least one condition, as a balanced tree, since SQLite's parser and peewee limit how deep expressions nest."""
    conditions = list(conditions)
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return any_of(conditions[:middle]) | any_of(conditions[middle:])


class SemiJoin(Expression):
    """The condition that a `column` of Event holds the `key` of a row that meets a condition. As an expression, it is an IN: the rows are
    found first, by an index.

    `hint` is a weaker condition that has an index; the correlated form and the column store do without it.
    """

    def __init__(self, column: Field, key: Field, condition: Expression, hint: Expression | None = None) -> None:
        self.table, self.key, self.column, self.under, self.hint = key.model, key, column, condition, hint
        found = condition if hint is None else dialect.on_columns(database, condition, hint & condition)
        super().__init__(column, OPERATORS.IN, self.table.select(key).where(found))

    def along(self) -> Any:
        """The condition as a correlated EXISTS, evaluated event by event."""
        return fn.EXISTS(self.table.select(SQL("1")).where(self.key == self.column, self.under))

    def rows(self) -> Any:
        """The query that the IN begins with, to estimate its size: for rows of the table, or those of the index table that finds them."""
        first = self.under if self.hint is None else self.hint
        return first.rhs if isinstance(first.rhs, Select) else self.table.select(SQL("1")).where(first)


def as_correlated(condition: Any) -> Any:
    """A condition in the form that is evaluated event by event: a SemiJoin as a correlated EXISTS, any other unchanged."""
    return condition.along() if isinstance(condition, SemiJoin) else condition
