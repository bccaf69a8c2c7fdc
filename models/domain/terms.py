"""What a vocabulary is: terms with codes, in a tree."""

from dataclasses import dataclass, field
from typing import Any

from models.text.spelling import closest_match
from models.text.tokenizer import tokenize


@dataclass(frozen=True, slots=True)
class Term:
    code: str
    label: str
    definition: str
    parent: str | None = None
    also: tuple[str, ...] = ()
    """Other codes for the same."""
    said: tuple[str, ...] = ()
    """What people say who mean it, in lower case; it is no code, and leads here where it is asked for."""


def normalize_term(text: str) -> Any:
    """A word or several as they are compared: whatever the case, with a space, a hyphen or a low line between two."""
    return "-".join(tokenize(text))


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms, a tree where terms have parents. `about` says what the codes are for."""

    name: str
    about: str
    terms: tuple[Term, ...]
    by_code: dict[str, Term] = field(init=False, repr=False)
    by_word: dict[str, str] = field(init=False, repr=False)
    """By code, other code or label, as `spelt`, the code."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {term.code: term for term in self.terms})
        labels = {normalize_term(term.label): term.code for term in self.terms}
        object.__setattr__(
            self, "by_word", labels | {normalize_term(code): term.code for term in self.terms for code in (*term.also, term.code)}
        )

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    @property
    def codes(self) -> Any:
        return list(self.by_code)

    def near(self, text: Any) -> Any:
        """The code that may be meant by what is none: by what is said for it, or by a slip of the pen; None where none is."""
        said = {normalize_term(word): term.code for term in self.terms for word in term.said} | self.by_word
        return said.get(closest_match(normalize_term(text), said))

    def ancestors(self, code: str) -> list[str]:
        """The codes above one, nearest first."""
        parent = self.by_code[code].parent
        return [parent, *self.ancestors(parent)] if parent else []

    def within(self, code: str) -> list[str]:
        """The code itself and all that lie under it."""
        return [other for other in self.codes if other == code or code in self.ancestors(other)]
