"""Full-text search: conditions on Event for a parsed query (see models.text.search_query), and the relevance of matches."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from peewee import Case

from models.db import dialect
from models.db.database import database
from models.db.expressions import any_of
from models.db.fulltext_index import COLUMNS, NAMES, TITLE, Fts5, TsVector
from models.tables.schema import Event
from models.text.search_query import Clause

Index = type[Fts5] | type[TsVector]


class ClauseExpressions(NamedTuple):
    """A Clause as conditions bind it, as expressions in the index's own language: its wanted phrases in any column, in the title alone, in
    title and names; its unwanted phrases. None where there are no such phrases."""

    anywhere: str | None
    by_title: str | None
    by_names: str | None
    unwanted: str | None


class FulltextExpression(NamedTuple):
    """A query as conditions bind it: its clauses; the whole as one expression; and expressions that split its matches by relevance, the
    least relevant first. The latter two are None where a clause only excludes phrases."""

    clauses: list[ClauseExpressions]
    whole: str | None
    by_relevance: list[str] | None


def compile_query(query: Iterable[Clause]) -> FulltextExpression:
    """Compile the clauses of a parsed query."""
    clauses = [compile_clause(clause) for clause in query]
    if not all(clause.anywhere for clause in clauses):
        return FulltextExpression(clauses, None, None)
    index = dialect.fulltext_index(database)
    found, by_names, by_title = (any_clause(index, clauses, place) for place in ("anywhere", "by_names", "by_title"))
    return FulltextExpression(
        clauses, found, [except_unwanted(index, found, by_names), except_unwanted(index, by_names, by_title), by_title]
    )


def any_clause(index: Index, clauses: Sequence[ClauseExpressions], place: str) -> str:
    """The expression for any of the clauses, with wanted phrases in a place: `anywhere`, `by_title` or `by_names`."""
    return index.OR.join([f"({except_unwanted(index, getattr(clause, place), clause.unwanted)})" for clause in clauses])


def except_unwanted(index: Index, wanted: str, unwanted: str | None) -> str:
    """The expression for the matches of one expression that another does not match."""
    return wanted if unwanted is None else f"({wanted}){index.NOT}({unwanted})"


def compile_clause(clause: Clause) -> ClauseExpressions:
    """Compile one clause of a query."""
    index, places = dialect.fulltext_index(database), (COLUMNS, (TITLE,), (TITLE, NAMES))
    wanted = (index.AND.join([index.phrase(phrase, columns) for phrase in clause.wanted]) for columns in places)
    unwanted = index.OR.join([index.phrase(phrase, COLUMNS) for phrase in clause.unwanted])
    return ClauseExpressions(*(each or None for each in (*wanted, unwanted)))


def matches_query(wanted: FulltextExpression) -> Any:
    """The condition on Event that its state matches a compiled query."""
    if wanted.whole is not None:
        return Event.state.in_(dialect.fulltext_index(database).states(wanted.whole))
    return any_of(matches_terms(each.anywhere, each.unwanted) for each in wanted.clauses)


def matches_terms(wanted: str | None, unwanted: str | None) -> Any:
    """The condition on Event that its state matches one expression and does not match another; at least one of them is given."""
    index = dialect.fulltext_index(database)
    conditions = [] if wanted is None else [Event.state.in_(index.states(wanted))]
    conditions += [] if unwanted is None else [Event.state.not_in(index.states(unwanted))]
    return reduce(and_, conditions)


def relevance(wanted: FulltextExpression) -> Any:
    """The relevance of a state that matches a compiled query, as an expression on Event, the same on either database.

    2 where it matches by its title alone, 1 by title and names, 0 otherwise.
    """
    ranks = [("by_title", 2), ("by_names", 1)]
    return Case(None, [(any_of([Event.state.is_null(), *matching_clauses(wanted.clauses, place)]), rank) for place, rank in ranks], 0)


def matching_clauses(clauses: Iterable[ClauseExpressions], place: str) -> Iterator[Any]:
    """The conditions that a state matches each clause that wants any phrase, with the wanted phrases in a place."""
    return (matches_terms(getattr(each, place), each.unwanted) for each in clauses if each.anywhere is not None)
