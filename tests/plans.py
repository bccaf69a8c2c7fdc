"""Plans of statements, as the database tells them."""

from models import dialect, prepared
from models.database import database


def explained(sql, values):
    explain = "EXPLAIN QUERY PLAN" if dialect.name(database) == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in database.execute_sql(f"{explain} {sql}", values))


def watched(monkeypatch, method, word=""):
    """A list that gets the plan of each prepared statement, with a word in its SQL, that is run by a method of its own from now on."""
    run, plans = getattr(prepared.Statement, method), []

    def noted(statement, **values):
        if word in statement.sql:
            plans.append(explained(statement.sql, statement.filled(values)))
        return run(statement, **values)

    monkeypatch.setattr(prepared.Statement, method, noted)
    return plans
