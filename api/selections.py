"""Which events are meant by parsed parameters."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Selection:
    """The events that meet `values`: parsed parameters, with the day and the revision that they mean.

    `asked` tells one from another: how it was spelt, of which state of the store. Statements are kept by that.
    """

    asked: tuple
    values: dict = field(compare=False)

    def without(self, names):
        """The same whatever these parameters ask for."""
        return Selection((*self.asked, *names), self.values | dict.fromkeys(names))
