"""Full text: which states of events a query matches, and how relevant they are. models.text.search_query defines what a query means."""

from collections.abc import Iterator
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from peewee import Case

from models.db import dialect
from models.db.database import database
from models.db.expressions import any_of
from models.db.fulltext_index import COLUMNS, NAMES, TITLE
from models.tables.schema import Event


class ClauseExpressions(NamedTuple):
    """A Clause in the index's own language: what it wants anywhere, in the title alone, in title and names; and what it does not want. None
    for nothing."""

    anywhere: str | None
    by_title: str | None
    by_names: str | None
    unwanted: str | None


class FulltextExpression(NamedTuple):
    """A query as conditions bind it: its ClauseExpressions; the whole as one expression; and that by rank, the lowest first, None where a
    clause wants nothing."""

    clauses: list[ClauseExpressions]
    whole: str | None
    by_relevance: list[str] | None


def compile_query(query: tuple[Any, ...]) -> FulltextExpression:
    """The FulltextExpression of a parsed query."""
    clauses = [compile_clause(clause) for clause in query]
    if not all(clause.anywhere for clause in clauses):
        return FulltextExpression(clauses, None, None)
    index = dialect.fulltext_index(database)
    found, by_names, by_title = (any_clause(index, clauses, place) for place in ("anywhere", "by_names", "by_title"))
    return FulltextExpression(
        clauses, found, [except_unwanted(index, found, by_names), except_unwanted(index, by_names, by_title), by_title]
    )


def any_clause(index: Any, clauses: Any, place: Any) -> str:
    """The expression that matches any of the clauses, by one of the fields of ClauseExpressions."""
    return index.OR.join([f"({except_unwanted(index, getattr(clause, place), clause.unwanted)})" for clause in clauses])


def except_unwanted(index: Any, wanted: Any, unwanted: Any) -> str:
    return wanted if unwanted is None else f"({wanted}){index.NOT}({unwanted})"


def compile_clause(clause: Any) -> ClauseExpressions:
    index, places = dialect.fulltext_index(database), (COLUMNS, (TITLE,), (TITLE, NAMES))
    wanted = (index.AND.join([index.phrase(phrase, columns) for phrase in clause.wanted]) for columns in places)
    unwanted = index.OR.join([index.phrase(phrase, COLUMNS) for phrase in clause.unwanted])
    return ClauseExpressions(*(each or None for each in (*wanted, unwanted)))


def matches_query(wanted: Any) -> Any:
    """The condition on Event that its state matches a FulltextExpression."""
    if wanted.whole is not None:
        return Event.state.in_(dialect.fulltext_index(database).states(wanted.whole))
    return any_of(matches_terms(each.anywhere, each.unwanted) for each in wanted.clauses)


def matches_terms(wanted: Any, unwanted: Any) -> Any:
    """The condition that a state has all that is wanted, and nothing that is not."""
    index = dialect.fulltext_index(database)
    conditions = [] if wanted is None else [Event.state.in_(index.states(wanted))]
    conditions += [] if unwanted is None else [Event.state.not_in(index.states(unwanted))]
    return reduce(and_, conditions)


def relevance(wanted: FulltextExpression) -> Any:
    """The rank of a matching state, as an expression on Event: 2 where its title alone matches, 1 where title and names do, 0 otherwise.

    It is the same on both databases.
    """
    ranks = [("by_title", 2), ("by_names", 1)]
    return Case(None, [(any_of([Event.state.is_null(), *matching_clauses(wanted.clauses, place)]), rank) for place, rank in ranks], 0)


def matching_clauses(clauses: list[ClauseExpressions], place: str) -> Iterator[Any]:
    return (matches_terms(getattr(each, place), each.unwanted) for each in clauses if each.anywhere is not None)
