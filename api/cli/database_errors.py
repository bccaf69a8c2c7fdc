"""What a database failed of, told to who uses the command, where it is theirs to mend."""

from typing import Any

from peewee import DatabaseError, OperationalError
from psycopg.errors import InsufficientPrivilege

from models.db.connections import cause


def first_line(error: Any) -> Any:
    return str(error).partition("\n")[0]


def explain_no_store(error: Any) -> Any:
    """A NoStore in words, with what the database said, where that is not told yet."""
    behind = error.__cause__
    untold = isinstance(behind, DatabaseError) and first_line(behind) not in str(error)
    return f"{error}; the database says: {first_line(behind)}" if untold else str(error)


def explain_failure(error: Any, done: Any) -> Any:
    """Why the store cannot be `done`, read or written; None where Annals asked what it should not."""
    if type(error) is DatabaseError:  # what SQLite has of its own for no file of its, or a damaged one
        return f"the store cannot be read, its file is damaged: {first_line(error)}"
    refused = isinstance(cause(error), InsufficientPrivilege)
    return f"the store cannot be {done}: {first_line(error)}" if refused or isinstance(error, OperationalError) else None
