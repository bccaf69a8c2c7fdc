"""The only module that asks "SQLite or PostgreSQL?". A new question about the database is one function here."""

from peewee import SQL, PostgresqlDatabase


def is_postgresql(database):
    return isinstance(getattr(database, "obj", database), PostgresqlDatabase)


def collation(database):
    """Text compares by its bytes on either database, so that order, ranges and prefixes agree."""
    return SQL('COLLATE "C"') if is_postgresql(database) else None


def lock_for_writing(database):
    """One loader at a time: SQLite's BEGIN IMMEDIATE does it (see `write_transaction`), PostgreSQL needs a lock."""
    if is_postgresql(database):
        database.execute_sql("LOCK TABLE release IN EXCLUSIVE MODE")


def write_transaction(database):
    """A transaction that takes the write lock at its start."""
    return database.atomic() if is_postgresql(database) else database.atomic("IMMEDIATE")


def largest_query(database):
    """How many bound values one statement may carry."""
    return 60_000 if is_postgresql(database) else 30_000


def refresh_statistics(database):
    """What the planner knows of the tables, renewed after a load."""
    database.execute_sql("ANALYZE")
