"""Vocabularies: lists of terms with codes, as trees where terms have parents."""

from dataclasses import dataclass, field

from models.text.spelling import closest_match
from models.text.tokenizer import tokenize


@dataclass(frozen=True, slots=True)
class Term:
    code: str
    label: str
    definition: str
    parent: str | None = None
    also: tuple[str, ...] = ()
    """Other accepted codes for the term."""
    said: tuple[str, ...] = ()
    """Everyday words for the term, in lower case. They are not accepted as codes; the term is suggested for them."""


def normalize_term(text: str) -> str:
    """The form in which words are compared: in lower case, with a hyphen for each space, hyphen or underscore."""
    return "-".join(tokenize(text))


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms, a tree where terms have parents. `about` says what the codes are for."""

    name: str
    about: str
    terms: tuple[Term, ...]
    by_code: dict[str, Term] = field(init=False, repr=False)
    by_word: dict[str, str] = field(init=False, repr=False)
    """By normalized code, other code or label, the code."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {term.code: term for term in self.terms})
        labels = {normalize_term(term.label): term.code for term in self.terms}
        object.__setattr__(
            self, "by_word", labels | {normalize_term(code): term.code for term in self.terms for code in (*term.also, term.code)}
        )

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    @property
    def codes(self) -> list[str]:
        return list(self.by_code)

    def near(self, text: str) -> str | None:
        """The code to suggest for a text that is no code: by an everyday word for it, or by a misspelling; None where none is near."""
        by_known_word = {normalize_term(word): term.code for term in self.terms for word in term.said} | self.by_word
        match = closest_match(normalize_term(text), by_known_word)
        return None if match is None else by_known_word[match]

    def ancestors(self, code: str) -> list[str]:
        """The codes above a code, nearest first."""
        parent = self.by_code[code].parent
        return [parent, *self.ancestors(parent)] if parent else []

    def within(self, code: str) -> list[str]:
        """The code itself and all codes under it."""
        return [other for other in self.codes if other == code or code in self.ancestors(other)]
