"""What parameters choose from by name, and which name is meant by one that there is not."""

import re
from typing import Any

from api.parameters.synonyms import normalize_name, values_by_synonym
from models.text.spelling import closest_match


def normalize_choice(text: str) -> Any:
    """A name as it is compared: whatever its case, with a hyphen, a low line or a space between two words."""
    return text.casefold().translate({ord(mark): "-" for mark in "_ "})


class ChoiceRegistry:
    """The names of what there is to choose from."""

    def __init__(self, names: Any) -> None:
        self.names = list(names)
        self.known = {normalize_choice(name): name for name in self.names}
        self.said = values_by_synonym(self.names)

    def find(self, text: str) -> Any:
        """The name that a text spells; None where it is none."""
        return self.known.get(normalize_choice(text))

    def near(self, text: Any) -> Any:
        """The name that may be meant by one that there is not; None where none is."""
        return self.said.get(normalize_name(text)) or self.known.get(closest_match(normalize_choice(text), self.known))


class SortRegistry(ChoiceRegistry):
    """The names of orders; descending is marked by a hyphen before them."""

    WAY = re.compile(r"(?P<before>desc|asc)?\W*(?P<name>\w*?)(?P<after>[\W_]*(?:desc|asc)(?:ending)?)?\W*", re.IGNORECASE)

    def __init__(self, names: Any) -> None:
        super().__init__(names)
        self.orders = ChoiceRegistry(dict.fromkeys(name.lstrip("-") for name in self.names))

    def near(self, text: Any) -> Any:
        """As of a ChoiceRegistry, however the direction is told: `date:desc`, `date desc`, `desc(date)`."""
        told = None if text.lower() in self.said else self.WAY.fullmatch(text)
        name = told and told["name"] and (self.orders.find(told["name"]) or self.orders.near(told["name"]))
        if not told or not name:
            return super().near(text)
        descends = "desc" in f"{told['before']}{told['after']}".lower() or text.startswith("-")
        ways = (f"-{name}", name) if descends else (name, f"-{name}")
        return next(way for way in ways if way in self.known)
