"""The same rows for the peers: one flat table of the incidents of a store, the latest first, with the indexes that serve them best."""

import sqlite3
from contextlib import closing

TABLE = """
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, id TEXT, country TEXT, year INTEGER, month TEXT, date TEXT, date_latest TEXT, type TEXT, status TEXT,
    title TEXT, summary TEXT, location TEXT, latitude REAL, longitude REAL, fatalities_low INTEGER, fatalities_best INTEGER,
    fatalities_high INTEGER, disputed INTEGER, actors TEXT, sources TEXT, known_from TEXT
)
"""
ROWS = """
INSERT INTO events
SELECT row_number() OVER (ORDER BY date_earliest DESC, id DESC), id, country, substr(date_earliest, 1, 4), substr(date_earliest, 1, 7),
    date_earliest, date_latest, type, status, body ->> 'title', body ->> 'summary', body ->> '$.location.name', latitude, longitude,
    fatalities_low, fatalities_best, fatalities_high, disputed,
    (SELECT group_concat(value ->> 'name', '; ') FROM json_each(body, '$.actors')),
    (SELECT group_concat(value ->> 'title', '; ') FROM json_each(body, '$.sources')), known_from
FROM (SELECT event.*, CAST(document.body AS TEXT) AS body FROM store.event JOIN store.document USING (state)
      WHERE known_until IS NULL AND revision_until IS NULL AND kind = 'incident')
"""
INDEXES = (
    "CREATE UNIQUE INDEX events_id ON events (id)",
    "CREATE INDEX events_country ON events (country, year)",
    "CREATE INDEX events_place ON events (latitude, longitude)",
    "CREATE INDEX events_type ON events (country, type, month, fatalities_low, fatalities_best, fatalities_high)",
    "CREATE INDEX events_year ON events (year, country, fatalities_low, fatalities_best, fatalities_high)",
    "CREATE VIRTUAL TABLE events_fts USING fts5(title, summary, location, actors, sources, content='events', content_rowid='seq')",
    "INSERT INTO events_fts (events_fts) VALUES ('rebuild')",
    "ANALYZE",
)


def flatten(store, file):
    """Write the flat table of a store, both SQLite files, and return how many rows it has."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ATTACH ? AS store", (str(store),))
        for statement in (TABLE, ROWS, *INDEXES):
            connection.execute(statement)
        connection.commit()
        return connection.execute("SELECT count(*) FROM events").fetchone()[0]
