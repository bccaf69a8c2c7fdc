"""What a vocabulary is: terms with codes, in a tree."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    code: str
    label: str
    definition: str
    parent: str | None = None
    also: tuple[str, ...] = ()
    """Other codes for the same."""


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms, a tree where terms have parents. `about` says what the codes are for."""

    name: str
    about: str
    terms: tuple[Term, ...]
    by_code: dict[str, Term] = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "by_code", {term.code: term for term in self.terms})

    def __contains__(self, code):
        return code in self.by_code

    @property
    def codes(self):
        return list(self.by_code)

    def ancestors(self, code):
        """The codes above one, nearest first."""
        parent = self.by_code[code].parent
        return [parent, *self.ancestors(parent)] if parent else []

    def within(self, code):
        """The code itself and all that lie under it."""
        return [other for other in self.codes if other == code or code in self.ancestors(other)]
