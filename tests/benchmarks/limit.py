"""The limit: a bare WSGI function that runs a workload's one statement and returns the stored bytes.

Its path is the workload's name, its query string the statement's values. The store is the SQLite file at STORE.
"""

import csv
import io
import os
import sqlite3
import threading
from urllib.parse import parse_qsl

import orjson

from benchmarks.workloads import WORKLOADS
from models.db.database import READER_PRAGMAS

BY_PATH = {"/" + workload.name.replace(" ", "-"): workload for workload in WORKLOADS}
ENOUGH = 500
local = threading.local()


def documents(rows, environ):
    return [], [b'{"data":[' + b",".join(body for (body,) in rows) + b"]}"]


def rows(rows, environ):
    return [], [orjson.dumps(rows.fetchall())]


def lines(rows, environ):
    return [], (b"".join([body + b"\n" for (body,) in batch]) for batch in batches(rows))


def table(rows, environ):
    return [], map(written, batches(rows))


def written(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def batches(rows):
    while batch := rows.fetchmany(ENOUGH):
        yield batch


def tag(rows, environ):
    return [("ETag", f'"{rows.fetchone()[0]}"')], []


WRITERS = {writer.__name__: writer for writer in (documents, rows, lines, table, tag)}
"""What make (headers, chunks) of a statement's rows."""


def connection():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(f"file:{os.environ['STORE']}?mode=ro", uri=True)
        for name, value in READER_PRAGMAS.items():
            local.connection.execute(f"PRAGMA {name} = {value}")
    return local.connection


def app(environ, start_response):
    if environ["PATH_INFO"] not in BY_PATH:
        start_response("404 Not Found", [])
        return []
    workload = BY_PATH[environ["PATH_INFO"]]
    found = connection().execute(workload.statement, dict(parse_qsl(environ["QUERY_STRING"])))
    headers, chunks = WRITERS[workload.written](found, environ)
    held = environ.get("HTTP_IF_NONE_MATCH")
    fresh = held is not None and ("ETag", held) in headers
    start_response("304 Not Modified" if fresh else "200 OK", [("Content-Type", "application/json"), *headers])
    return chunks
