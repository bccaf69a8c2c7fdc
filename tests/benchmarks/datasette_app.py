"""Datasette over the flat table at FLAT, in an environment of its own, with queries for what its tables cannot be asked."""

import os

from datasette.app import Datasette

SUMS = "count(*) AS events, sum(fatalities_low) AS low, sum(fatalities_best) AS best, sum(fatalities_high) AS high"
QUERIES = {
    "by_year_and_country": f"SELECT year, country, {SUMS} FROM events GROUP BY year, country",
    "by_month": f"SELECT month, {SUMS} FROM events WHERE country = :country AND type = :type GROUP BY month",
    "by_year_in_box": f"""
        SELECT year, {SUMS} FROM events
        WHERE latitude BETWEEN CAST(:south AS REAL) AND CAST(:north AS REAL)
          AND longitude BETWEEN CAST(:west AS REAL) AND CAST(:east AS REAL)
        GROUP BY year
    """,
}
app = Datasette(
    immutables=[os.environ["FLAT"]],
    metadata={"databases": {"flat": {"queries": {name: {"sql": sql} for name, sql in QUERIES.items()}}}},
    settings={"max_returned_rows": 5000, "sql_time_limit_ms": 60_000},
).app()
