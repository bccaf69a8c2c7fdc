"""Full text: which states of events a query finds, and how well they fit it. What a query means, models.text.search_query says."""

from functools import reduce
from operator import and_
from typing import NamedTuple

from peewee import Case

from models.db import dialect
from models.db.database import database
from models.db.expressions import any_of
from models.db.fulltext_index import COLUMNS, NAMES, TITLE
from models.tables.schema import Event


class ClauseExpressions(NamedTuple):
    """A Clause as conditions bind it, in the index's own language: all that it wants, in any of the columns, in the title alone, in title
    and names; all that it does not want. None where it is nothing."""

    anywhere: str | None
    by_title: str | None
    by_names: str | None
    unwanted: str | None


class FulltextExpression(NamedTuple):
    """A query as conditions bind it: the ClauseExpressions of its clauses; all of it as one expression, and that in parts by how well
    they fit, the least first, None where a clause wants nothing."""

    clauses: list[ClauseExpressions]
    whole: str | None
    by_relevance: list[str] | None


def compile_query(query):
    """What a parsed query comes to."""
    clauses = [compile_clause(clause) for clause in query]
    if not all(clause.anywhere for clause in clauses):
        return FulltextExpression(clauses, None, None)
    index = dialect.fulltext_index(database)
    found, by_names, by_title = (any_clause(index, clauses, place) for place in ("anywhere", "by_names", "by_title"))
    return FulltextExpression(
        clauses, found, [except_unwanted(index, found, by_names), except_unwanted(index, by_names, by_title), by_title]
    )


def any_clause(index, clauses, place):
    """The expression that finds what any of the clauses wants in a place of ClauseExpressions."""
    return index.OR.join([f"({except_unwanted(index, getattr(clause, place), clause.unwanted)})" for clause in clauses])


def except_unwanted(index, wanted, unwanted):
    return wanted if unwanted is None else f"({wanted}){index.NOT}({unwanted})"


def compile_clause(clause):
    index, places = dialect.fulltext_index(database), (COLUMNS, (TITLE,), (TITLE, NAMES))
    wanted = (index.AND.join([index.phrase(phrase, columns) for phrase in clause.wanted]) for columns in places)
    unwanted = index.OR.join([index.phrase(phrase, COLUMNS) for phrase in clause.unwanted])
    return ClauseExpressions(*(each or None for each in (*wanted, unwanted)))


def matches_query(wanted):
    """The condition on Event that its state meets what is FulltextExpression."""
    if wanted.whole is not None:
        return Event.state.in_(dialect.fulltext_index(database).states(wanted.whole))
    return any_of(matches_terms(each.anywhere, each.unwanted) for each in wanted.clauses)


def matches_terms(wanted, unwanted):
    """The condition that a state has all that is wanted, and nothing of what is not."""
    index = dialect.fulltext_index(database)
    conditions = [] if wanted is None else [Event.state.in_(index.states(wanted))]
    conditions += [] if unwanted is None else [Event.state.not_in(index.states(unwanted))]
    return reduce(and_, conditions)


def relevance(wanted):
    """How well a state that meets what is FulltextExpression fits it, as an expression on Event.

    2 where it does so by its title alone, 1 by title and names, 0 otherwise. The same on either database.
    """
    ranks = [("by_title", 2), ("by_names", 1)]
    return Case(None, [(any_of([Event.state.is_null(), *matching_clauses(wanted.clauses, place)]), rank) for place, rank in ranks], 0)


def matching_clauses(clauses, place):
    return (matches_terms(getattr(each, place), each.unwanted) for each in clauses if each.anywhere is not None)
