"""One row of a table, and its cells read as what they should be."""

import math
import re
from dataclasses import dataclass
from typing import Any

from models.domain.limits import LARGEST
from seeds.errors import RowRejected
from seeds.gazetteer.coordinates import Axis, parse_degrees

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def is_blank(cells: list[str]) -> bool:
    """Whether a row holds nothing, or nothing but space."""
    return not "".join(cells).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is that of a spreadsheet, whose first row is the header; of a row that was rejected before, the one that it had then.
    `cells` are texts by name of column, in lower case.

    A cell that is empty, or holds one of the `missing` marks, reads as None. `fault` says why a row cannot be read at all,
    and `surplus` are the cells that it has beyond the header's.
    """

    number: int
    cells: dict[str, str]
    missing: frozenset[str] = frozenset()
    fault: str | None = None
    surplus: tuple[str, ...] = ()

    @property
    def originals(self) -> list[str]:
        """All of its cells, as they stand and in their order."""
        return [*self.cells.values(), *self.surplus]

    def text(self, column: str) -> Any:
        """The text of a cell without space around it. A column that the file does not have reads as None."""
        value = (self.cells.get(column) or "").strip()
        return None if not value or value in self.missing else value

    def required(self, column: str) -> Any:
        """The text of a cell that must hold one. Raises RowRejected."""
        value = self.text(column)
        if value is None:
            raise RowRejected(f"{column} is empty")
        return value

    def number_in(self, column: Any, least: float = -math.inf, most: float = math.inf) -> Any:
        """A number, finite and within its bounds, or None. Raises RowRejected."""
        text = self.text(column)
        if text is None:
            return None
        if not NUMBER.fullmatch(text) or math.isinf(value := float(text)):
            raise RowRejected(f"{column} {text!r} is not a number")
        if not least <= value <= most:
            raise RowRejected(f"{column} {text!r} is not a number from {least} to {most}")
        return value

    def degrees(self, column: str, axis: Axis) -> float | None:
        """A latitude or longitude, however it is written, or None. Raises RowRejected."""
        text = self.text(column)
        if text is None or NUMBER.fullmatch(text):
            return self.number_in(column, -axis.most, axis.most)
        try:
            return parse_degrees(text, axis)
        except ValueError as reason:
            raise RowRejected(f"{column} {text!r} {reason}") from None

    def whole(self, column: Any, least: int = 0, most: int = LARGEST) -> Any:
        """A whole number within its bounds, `369.0` taken for 369, or None. Raises RowRejected."""
        value = self.number_in(column)
        if value is not None and not (value.is_integer() and least <= value <= most):
            raise RowRejected(f"{column} {self.text(column)!r} is not a whole number from {least} to {most}")
        return None if value is None else int(value)
