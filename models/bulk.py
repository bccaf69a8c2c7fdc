"""One statement for many rows, past peewee's queries, several times as fast as one of many rows; what fails is told as peewee tells it."""

from peewee import __exception_wrapper__

from models.database import database


def execute_many(statement, rows):
    """Run a statement once for each tuple of parameters. Raises peewee's errors."""
    with __exception_wrapper__:
        database.cursor().executemany(statement, rows)
