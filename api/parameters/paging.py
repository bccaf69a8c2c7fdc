"""Query-string types of paging: `limit`, `cursor` and `count`."""

from typing import Any

from api.parameters.base import ChoiceParameter, InvalidValue, Parameter
from api.parameters.numbers import IntegerParameter

ALL = "all"


class CursorParameter(Parameter):
    """Where a page ended; opaque. Empty, the first page."""

    schema = {"type": "string", "format": "cursor"}


class LimitParameter(IntegerParameter):
    """How many things a page may hold, or all of them in one stream."""

    def openapi(self) -> dict[str, Any]:
        return {"oneOf": [super().openapi(), {"type": "string", "enum": [ALL]}]}

    def read(self, text: Any) -> Any:
        try:
            return ALL if text == ALL else super().read(text)
        except InvalidValue:
            raise InvalidValue(f"{text!r} is neither a whole number from {self.least} to {self.most} nor {ALL!r}") from None


def limit_parameter() -> Any:
    return LimitParameter(1, 1000, default=100, example=10, about="How many a page may hold; `all` streams everything in one answer.")


def cursor_parameter() -> Any:
    return CursorParameter(
        default="", example="", about="Where to go on: `links.next` and `links.prev` have it. Empty or absent, the first page."
    )


def count_parameter() -> Any:
    return ChoiceParameter(
        ["none", "exact"], default="none", example="exact", about="`exact` counts in `meta.total` how many there are in all."
    )
