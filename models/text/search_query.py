"""What a query in full text means.

It holds words, "phrases" and words that only begin so (Talib*), all of which must occur; in capitals, AND says the same. `or` stands
between alternatives and binds less. - or NOT before one: it must not occur. Parentheses group. A word with punctuation in it
(al-Qaeda) is a phrase. Anything else is no more than a space.
"""

import re
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod
from typing import Any, NamedTuple

from models.text.tokenizer import tokenize

TERM = re.compile(r'(-*)(?:"([^"]*)(?:"(\*?)|$)|([^\s"()]+)|(\()|(\)))')
"""What matches is a SearchTerm."""
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
MOST_ASKED = 64
"""Words in a query, with each of its alternatives written out."""

STAR = "*"
"""Behind the last word of a phrase: it may go on."""

SHORTEST = 2
"""Letters before a STAR: what begins with one is nearly everything."""

AND, OR, NOT = "AND", "or", "NOT"


class SearchTerm(NamedTuple):
    minus: str
    quoted: str | None
    star: str | None
    plain: str | None
    opening: str | None
    closing: str | None


@dataclass(frozen=True)
class Clause:
    """One alternative: phrases, each a tuple of words, that all occur and that none occurs."""

    wanted: tuple
    unwanted: tuple


def parse_query(text: str) -> tuple[Any, ...] | None:
    """The Clauses of a query, at least one. Raises ValueError with a reason fit for the person who wrote it."""
    found = QueryReader(text).clauses()
    if not found:
        raise ValueError(f"{text!r} holds no word to search for")
    asked = sum(map(len, (phrase for terms in found for _, phrase in terms)))
    if asked > MOST_ASKED:
        raise too_many(asked)
    clauses = [make_clause(terms) for terms in found if not any((not minus, phrase) in terms for minus, phrase in terms)]
    if not clauses:
        raise ValueError(f"{text!r} cannot be met: it wants what must not occur")
    return tuple(clauses)


def make_clause(terms: dict[tuple[Any, ...], Any]) -> Clause:
    wanted, unwanted = (tuple(phrase for minus, phrase in terms if minus is sign) for sign in (False, True))
    return Clause(wanted, unwanted)


def too_many(asked: Any) -> Any:
    return ValueError(f"it comes to {asked} words to search for, with each alternative written out; at most {MOST_ASKED} are taken")


# Alternatives are lists of what must hold together: dicts, as ordered sets, of terms, which are (whether it is unwanted, phrase).


def combine(every: list[Any]) -> list[Any]:
    """The alternatives of what meets one of each of some lists of alternatives."""
    number = prod(map(len, every))
    if number > MOST_ASKED:  # and as many words, at least
        raise too_many(number)
    return [dict.fromkeys(chain.from_iterable(chosen)) for chosen in product(*every)]


def negate(alternatives: list[Any]) -> list[Any]:
    """The alternatives of what meets none of some."""
    return combine([[{(not minus, phrase): None} for minus, phrase in terms] for terms in alternatives])


@dataclass
class Group:
    """What is read of a query, or of what stands between two parentheses. `parts` are the alternatives of each part of the last of its
    own alternatives; `pending`, the operator that a part is wanted for."""

    minus: bool = False
    before: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    pending: str | None = None
    negated: bool = False

    def operator(self, name: str) -> None:
        if name == AND and (self.pending or not self.parts):
            raise missing_operand(AND)
        self.negated ^= name == NOT
        self.pending = name

    def add(self, minus: Any, alternatives: Any) -> None:
        """Take a part in, unless it says nothing."""
        if alternatives:
            self.parts.append(negate(alternatives) if minus ^ self.negated else alternatives)
            self.pending, self.negated = None, False

    def alternative(self) -> None:
        """Begin another alternative."""
        if self.pending:
            raise missing_operand(self.pending)
        self.before += combine(self.parts) if self.parts else []
        self.parts = []

    def alternatives(self) -> list[Any] | None:
        self.alternative()
        return self.before


def missing_operand(operator: str) -> Any:
    right = {AND: "bomb AND police", NOT: "bomb NOT police"}[operator]
    return ValueError(f"{operator} has nothing to join: write {right}, or the word itself in small letters")


class QueryReader:
    """Reads a query, from its beginning to its end; `groups` are those that are open, the innermost last."""

    def __init__(self, text: str) -> None:
        self.text, self.groups = text, [Group()]

    def clauses(self) -> list[Any] | None:
        """The alternatives that it comes to."""
        for found in TERM.finditer(self.text.translate(QUOTES)):
            self.take(SearchTerm(*found.groups()))
        if len(self.groups) > 1:
            raise ValueError('a parenthesis is not closed; as a part of a text, it stands in quotes: "("')
        return self.groups[0].alternatives()

    def take(self, term: SearchTerm) -> Any:
        group = self.groups[-1]
        if term.opening:
            self.groups.append(Group(minus=bool(term.minus)))
        elif term.closing:
            self.close()
        elif term.plain in (AND, NOT) and not term.minus:
            group.operator(term.plain)
        elif term.plain and term.plain.lower() == OR and not term.minus:
            group.alternative()
        elif phrase := parse_phrase(term.plain or f"{term.quoted}{term.star or ''}"):
            group.add(bool(term.minus), [{(False, phrase): None}])

    def close(self) -> Any:
        if len(self.groups) == 1:
            raise ValueError('a parenthesis is closed that was not opened; as a part of a text, it stands in quotes: ")"')
        inner = self.groups.pop()
        self.groups[-1].add(inner.minus, inner.alternatives())


def parse_phrase(text: str) -> tuple[Any, ...]:
    """The words of a text, the last with a STAR where that stands behind it. Raises ValueError for one elsewhere."""
    stem, star, rest = text.partition(STAR)
    found = tokenize(text)
    if not star:
        return found
    if STAR in rest or tokenize(rest) or tokenize(f"{stem}x")[-1:] == ("x",):
        raise ValueError(f"{text!r} has a {STAR} elsewhere than behind the beginning of a word, such as Talib{STAR}")
    if len(found[-1]) < SHORTEST:
        raise ValueError(f"{text!r} begins with less than {SHORTEST} letters before the {STAR}")
    return (*found[:-1], f"{found[-1]}{STAR}")
