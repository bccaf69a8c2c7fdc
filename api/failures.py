"""What a database failed of, told to who uses the command, where it is theirs to mend."""

from peewee import DatabaseError, OperationalError

NOT_ALLOWED = "42501"
"""PostgreSQL's code for what a role has no right to."""


def line(error):
    return str(error).partition("\n")[0]


def with_cause(error):
    """A NoStore in words, with what the database said, where that is not told yet."""
    cause = error.__cause__
    untold = isinstance(cause, DatabaseError) and line(cause) not in str(error)
    return f"{error}; the database says: {line(cause)}" if untold else str(error)


def reason(error, done):
    """Why the store cannot be `done`, read or written; None where Annals asked what it should not."""
    if type(error) is DatabaseError:  # what SQLite has of its own for no file of its, or a damaged one
        return f"the store cannot be read, its file is damaged: {line(error)}"
    refused = getattr(getattr(error, "orig", None), "sqlstate", None) == NOT_ALLOWED
    return f"the store cannot be {done}: {line(error)}" if refused or isinstance(error, OperationalError) else None
