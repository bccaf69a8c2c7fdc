"""Parses a full-text query into disjunctive normal form: a list of Clauses, of which one must be met.

A query holds words, "phrases" and prefixes (Talib*), all of which must occur; AND, in capitals, may stand between them. `or` stands
between alternatives and binds less than that. A term after - or NOT must not occur. Parentheses group. A word with punctuation in it
(al-Qaeda) is a phrase. Any other character counts as a space.

Each alternative is a dict, used as an ordered set, of signed phrases that must hold together: (whether it must not occur, phrase).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod
from typing import NamedTuple

from models.text.tokenizer import tokenize

TERM = re.compile(r'(-*)(?:"([^"]*)(?:"(\*?)|$)|([^\s"()]+)|(\()|(\)))')
"""Matches one term; its groups are the fields of SearchTerm."""
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
MOST_ASKED = 64
"""The most words that a query may have, with each of its alternatives written out."""

STAR = "*"
"""Marks the last word of a phrase as a prefix."""

SHORTEST = 2
"""The least number of letters before a STAR: nearly every text has a word that begins with a given single letter."""

AND, OR, NOT = "AND", "or", "NOT"


Phrase = tuple[str, ...]
Alternative = dict[tuple[bool, Phrase], None]


class SearchTerm(NamedTuple):
    """A term as the groups of TERM match it: minus signs, then a quoted text, a plain one or a parenthesis."""

    minus: str
    quoted: str | None
    star: str | None
    plain: str | None
    opening: str | None
    closing: str | None


@dataclass(frozen=True)
class Clause:
    """One alternative of a query: the phrases (tuples of words) that must all occur, and those of which none may."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]


def parse_query(text: str) -> tuple[Clause, ...]:
    """The Clauses of a query, at least one. Raises ValueError with a reason that can be shown to the author of the query."""
    alternatives = QueryParser(text).parse()
    if not alternatives:
        raise ValueError(f"{text!r} holds no word to search for")
    words = sum(len(phrase) for signed_phrases in alternatives for _, phrase in signed_phrases)
    if words > MOST_ASKED:
        raise too_many(words)
    clauses = [make_clause(each) for each in alternatives if not is_contradictory(each)]
    if not clauses:
        raise ValueError(f"{text!r} cannot be met: it wants what must not occur")
    return tuple(clauses)


def is_contradictory(alternative: Alternative) -> bool:
    """Whether an alternative wants and excludes the same phrase."""
    return any((not minus, phrase) in alternative for minus, phrase in alternative)


def make_clause(alternative: Alternative) -> Clause:
    wanted, unwanted = (tuple(phrase for minus, phrase in alternative if minus is sign) for sign in (False, True))
    return Clause(wanted, unwanted)


def too_many(words: int) -> ValueError:
    return ValueError(f"it comes to {words} words to search for, with each alternative written out; at most {MOST_ASKED} are taken")


def combine(parts: Iterable[list[Alternative]]) -> list[Alternative]:
    """The alternatives of a conjunction, each part of which is a list of alternatives: one for each choice of one from every part."""
    parts = list(parts)
    number = prod(map(len, parts))
    if number > MOST_ASKED:  # and as many words, at least
        raise too_many(number)
    return [dict.fromkeys(chain.from_iterable(chosen)) for chosen in product(*parts)]


def negate(alternatives: list[Alternative]) -> list[Alternative]:
    """The alternatives of the negation of some alternatives."""
    return combine([[{(not minus, phrase): None} for minus, phrase in signed_phrases] for signed_phrases in alternatives])


@dataclass
class Group:
    """What has been read of a query, or of a parenthesis in it.

    `minus` is whether a minus stands before its parenthesis, `before` its finished alternatives, `parts` the parts of the alternative that
    is being read, each a list of alternatives, `pending` an operator that still lacks its right operand."""

    minus: bool = False
    before: list[Alternative] = field(default_factory=list)
    parts: list[list[Alternative]] = field(default_factory=list)
    pending: str | None = None
    negated: bool = False

    def add_operator(self, name: str) -> None:
        """Read AND or NOT. Raises ValueError for an AND without a left operand."""
        if name == AND and (self.pending or not self.parts):
            raise missing_operand(AND)
        self.negated ^= name == NOT
        self.pending = name

    def add_part(self, minus: bool, alternatives: list[Alternative]) -> None:
        """Read an operand; one without alternatives is skipped."""
        if alternatives:
            self.parts.append(negate(alternatives) if minus ^ self.negated else alternatives)
            self.pending, self.negated = None, False

    def end_alternative(self) -> None:
        """Finish the alternative that is being read. Raises ValueError where an operator lacks its right operand."""
        if self.pending:
            raise missing_operand(self.pending)
        self.before += combine(self.parts) if self.parts else []
        self.parts = []

    def finish(self) -> list[Alternative]:
        """All alternatives of the group, at its end."""
        self.end_alternative()
        return self.before


def missing_operand(operator: str) -> ValueError:
    right = {AND: "bomb AND police", NOT: "bomb NOT police"}[operator]
    return ValueError(f"{operator} has nothing to join: write {right}, or the word itself in small letters")


class QueryParser:
    """Parses a query from left to right; `groups` are the open groups, the innermost last."""

    def __init__(self, text: str) -> None:
        self.text, self.groups = text, [Group()]

    def parse(self) -> list[Alternative]:
        """The alternatives of the query. Raises ValueError with a reason that can be shown to its author."""
        for match in TERM.finditer(self.text.translate(QUOTES)):
            self.read_term(SearchTerm(*match.groups()))
        if len(self.groups) > 1:
            raise ValueError('a parenthesis is not closed; as a part of a text, it stands in quotes: "("')
        return self.groups[0].finish()

    def read_term(self, term: SearchTerm) -> None:
        group = self.groups[-1]
        if term.opening:
            self.groups.append(Group(minus=bool(term.minus)))
        elif term.closing:
            self.close_group()
        elif term.plain and term.plain in (AND, NOT) and not term.minus:
            group.add_operator(term.plain)
        elif term.plain and term.plain.lower() == OR and not term.minus:
            group.end_alternative()
        elif phrase := parse_phrase(term.plain or f"{term.quoted}{term.star or ''}"):
            group.add_part(bool(term.minus), [{(False, phrase): None}])

    def close_group(self) -> None:
        if len(self.groups) == 1:
            raise ValueError('a parenthesis is closed that was not opened; as a part of a text, it stands in quotes: ")"')
        inner = self.groups.pop()
        self.groups[-1].add_part(inner.minus, inner.finish())


def parse_phrase(text: str) -> Phrase:
    """The words of a text, the last one with a STAR if it has one. Raises ValueError for a STAR elsewhere or after too few letters."""
    stem, star, rest = text.partition(STAR)
    words = tokenize(text)
    if not star:
        return words
    if STAR in rest or tokenize(rest) or tokenize(f"{stem}x")[-1:] == ("x",):
        raise ValueError(f"{text!r} has a {STAR} elsewhere than behind the beginning of a word, such as Talib{STAR}")
    if len(words[-1]) < SHORTEST:
        raise ValueError(f"{text!r} begins with less than {SHORTEST} letters before the {STAR}")
    return (*words[:-1], f"{words[-1]}{STAR}")
