"""Query-string types of numbers."""

import re
from decimal import Decimal
from typing import Any

from api.parameters.base import InvalidValue, Parameter


class IntegerParameter(Parameter):
    """A whole number within limits."""

    def __init__(self, least: Any, most: Any, **more: Any) -> None:
        super().__init__(**more)
        self.least, self.most = least, most
        self.schema = {"type": "integer", "minimum": least, "maximum": most}

    def read(self, text: str) -> Any:
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 20 and self.least <= int(text) <= self.most):
            raise InvalidValue(f"{text!r} is not a whole number from {self.least} to {self.most}")
        return int(text)


class NumberParameter(Parameter):
    """A number within limits, which are given as texts, as a Decimal: a tenth is one."""

    def __init__(self, least: Any, most: Any, **more: Any) -> None:
        super().__init__(**more)
        self.least, self.most = Decimal(least), Decimal(most)
        self.schema = {"type": "number", "minimum": float(least), "maximum": float(most)}

    def read(self, text: str) -> Any:
        if not (re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?", text) and self.least <= Decimal(text) <= self.most):
            raise InvalidValue(f"{text!r} is not a number from {self.least} to {self.most}")
        return Decimal(text)
