"""Plans of statements, as the database tells them."""

from models.db import dialect, prepared_statements
from models.db.database import database


def explained(sql, values):
    explain = "EXPLAIN QUERY PLAN" if dialect.name(database) == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in database.execute_sql(f"{explain} {sql}", values))


def watched(monkeypatch, word, *methods):
    """A list that gets the plan of each prepared statement, with a word in its SQL, that is run by methods of its own from now on."""
    plans = []

    def bound(run):
        def noted(statement, **values):
            if word in statement.sql:
                plans.append(explained(statement.sql, statement.bind(values)))
            return run(statement, **values)

        return noted

    for method in methods:
        monkeypatch.setattr(prepared_statements.PreparedStatement, method, bound(getattr(prepared_statements.PreparedStatement, method)))
    return plans
