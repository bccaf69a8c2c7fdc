"""The real service: each server on a free port, its settings, its signals, and stores that come and change while it runs."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from conftest import CORPUS, ROOT, bound, load_into
from peewee import DatabaseError
from requests.adapters import HTTPAdapter, Retry
from support.postgresql import free_port, new_database
from support.service import PATIENCE, served, start, until, workers

from api.operations.operation import LONGEST
from models.db.connections import CHECKED
from models.tables.schema import Actor

BORALDAY = "/v1/events/kazakhstan:boralday-2011"
PATHS = [
    BORALDAY,
    f"{BORALDAY}/claims",
    f"{BORALDAY}/history",
    "/v1/events?limit=5",
    "/v1/events?country=KZ&sort=-fatalities",
    "/v1/events?kind=all&format=geojson",
    "/v1/events?kind=all&format=csv&limit=all",
    "/v1/events?kind=all&format=ndjson&limit=all",
    "/v1/aggregates?by=year,country",
    "/v1/locations",
    "/v1/vocabularies/type",
]


@pytest.fixture(scope="module")
def service(corpus, server):
    with served(corpus, SERVER=server, WEB_CONCURRENCY="2") as service:
        yield service


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The URL of a store for what has nothing to do with the kind of database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('server') / 'annals.db'}"
    load_into(url)
    return url


@pytest.fixture(scope="module")
def elsewhere(postgresql_url):
    """The URL of a store on PostgreSQL."""
    url = new_database(postgresql_url)
    load_into(url)
    return url


@contextmanager
def held(url):
    """A connection to a store on PostgreSQL that lets nobody else read it before it is rolled back."""
    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE release IN ACCESS EXCLUSIVE MODE")
        yield connection


def held_up(connection):
    """How many connections wait for that one."""
    query = (
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE NOT granted AND datname = current_database()"
    )
    return connection.execute(query).fetchone()[0]


def load(url):
    with start(url, command=f"load {CORPUS}") as process:
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output


def told(url, **environment):
    """(exit status, output) of a server that does not come up."""
    with start(url, **environment) as process:
        output, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, output


def raw(service, request):
    """Status line, headers and body of the answer to these bytes."""
    with socket.create_connection(("127.0.0.1", urlsplit(service.base).port), PATIENCE) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *headers = head.decode().split("\r\n")
    return status, {name.lower(): value for name, value in (line.split(": ", 1) for line in headers)}, body


def statuses(base, number, session=None):
    """How so many requests end, one after the other, each on a new connection unless there is a session."""
    get = session.get if session else requests.get
    return [get(base + path, timeout=PATIENCE).status_code for path in islice(cycle(PATHS), number)]


# Settings


def test_it_answers_from_either_database(service):
    answer = service.get(BORALDAY)
    assert answer.status_code == 200
    assert answer.json()["fatalities"] == {"low": 7, "best": 7, "high": 7}


def test_it_says_where_it_answers(service):
    port = urlsplit(service.base).port
    assert f"http://localhost:{port}/docs" in service.log.read_text()


def test_it_has_as_many_workers_as_are_asked_for(service):
    until(lambda: len(workers(service)) == 2)


def test_it_takes_as_many_workers_as_there_are_cores_that_it_may_use():
    code = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
        "from api import settings; print(settings.get('WEB_CONCURRENCY'))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "WEB_CONCURRENCY"}
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True).stdout == b"1\n"


def test_it_listens_on_the_host_alone_that_is_asked_for(store, server):
    port = free_port()
    with start(store, subprocess.DEVNULL, HOST="127.0.0.2", PORT=str(port), SERVER=server, WEB_CONCURRENCY="1") as process:
        try:
            until(lambda: reachable("127.0.0.2", port))
            assert requests.get(f"http://127.0.0.2:{port}/health/ready", timeout=PATIENCE).ok
            assert not reachable("127.0.0.1", port)
        finally:
            process.terminate()


def reachable(host, port):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as connection:
        return connection.connect_ex((host, port)) == 0


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("PORT=http", "PORT='http': a whole number from 1 to 65535 is wanted"),
        ("PORT=65536", "PORT='65536': a whole number from 1 to 65535 is wanted"),
        ("THREADS=-1", "THREADS='-1': a whole number from 1"),
        ("WEB_CONCURRENCY=0", "WEB_CONCURRENCY='0': a whole number from 1"),
        ("CACHE=-1", "CACHE='-1': a whole number from 0 to 65536 is wanted"),
        ("PROMETHEUS_MULTIPROC_DIR=/nowhere", "PROMETHEUS_MULTIPROC_DIR='/nowhere': a directory that can be written to is wanted"),
        ("LOG_LEVEL=loud", "LOG_LEVEL='loud': one of debug, info, warning, error, critical is wanted"),
        (
            "BASE_URL=data.example.org",
            "BASE_URL='data.example.org': an address such as https://data.example.org or https://example.org/annals is",
        ),
        ("BASE_URL=https://example.org/annals?a", "BASE_URL='https://example.org/annals?a': an address such as"),
        ("SERVER=uwsgi", "SERVER='uwsgi': one of gunicorn, granian is wanted"),
    ],
)
def test_a_setting_that_is_wrong_is_told_in_one_line(store, setting, reason):
    status, output = told(store, **{"PORT": str(free_port())} | dict([setting.split("=")]))
    assert status != 0
    assert output.startswith(f"Error: {reason}")
    assert output.count("\n") == 1
    assert "cret" not in output


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://me:secret@localhost/annals", "DATABASE_URL of kind 'mysql': sqlite:///"),
        ("annals.db", "DATABASE_URL of kind '': sqlite:///"),
        ("postgresql://me:se%cret@localhost/annals", "DATABASE_URL is none that PostgreSQL understands; "),
        ("postgresql://[::1/annals", "DATABASE_URL cannot be read: Invalid IPv6 URL"),
        ("sqlite:annals.db", "DATABASE_URL 'sqlite:annals.db': sqlite:///path/to/file.db is wanted"),
        ("sqlite:/tmp/annals.db", "DATABASE_URL 'sqlite:/tmp/annals.db': sqlite:///path/to/file.db is wanted"),
        ("sqlite://tmp/annals.db", "DATABASE_URL 'sqlite://tmp/annals.db': sqlite:///path/to/file.db is wanted"),
        ("sqlite:///:memory:", "DATABASE_URL 'sqlite:///:memory:' names no file"),
    ],
)
def test_a_database_url_that_is_wrong_is_told_in_one_line(url, reason, server):
    status, output = told(url, PORT=str(free_port()), SERVER=server)
    assert status != 0
    assert output.startswith(f"Error: {reason}")
    assert output.count("\n") == 1
    assert "cret" not in output


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:////proc/annals.db", "unable to open database file"),
        ("sqlite:////proc/nowhere/annals.db", "No such file or directory"),
        (f"sqlite:///{__file__}", "file is not a database"),
        ("postgresql://annals@127.0.0.1:1/annals", "Connection refused"),
    ],
)
def test_a_store_that_cannot_be_opened_is_told_without_a_traceback(url, reason):
    with start(url, command=f"load {CORPUS}") as process:
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert output.startswith("Error: the store cannot be opened: ")
    assert reason in output
    assert "Traceback" not in output


def test_it_speaks_ipv6(store, server):
    port = free_port()
    with start(store, subprocess.DEVNULL, HOST="::1", PORT=str(port), SERVER=server, WEB_CONCURRENCY="1") as process:
        try:
            until(lambda: reachable("::1", port))
            assert requests.get(f"http://[::1]:{port}/health/ready", timeout=PATIENCE).ok
        finally:
            process.terminate()


def test_a_port_that_is_taken_is_told_in_one_line(store, server):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert told(store, PORT=str(port), SERVER=server) == (1, f"Error: HOST='127.0.0.1', PORT='{port}': Address already in use\n")


@pytest.mark.parametrize(
    ("host", "reason"), [("192.0.2.1", "Cannot assign requested address"), ("2001:db8::1", "Cannot assign"), ("nowhere.invalid", "")]
)
def test_a_host_that_is_not_this_one_is_told_in_one_line(store, host, reason):
    port = free_port()
    status, output = told(store, HOST=host, PORT=str(port))
    assert status == 1
    assert output.startswith(f"Error: HOST='{host}', PORT='{port}': {reason}")
    assert output.count("\n") == 1


# Log


def test_what_fails_is_logged_once_and_in_one_form(tmp_path, server):
    with served(f"sqlite:///{tmp_path}/annals.db", until="/health/live", SERVER=server, WEB_CONCURRENCY="1") as service:
        assert {service.get(path).status_code for path in ("/v1/events", "/health/ready", "/v1/events", "/")} == {503}
        (line,) = [line for line in service.log.read_text().splitlines() if "cannot be read" in line]
    assert re.fullmatch(r"\[[^]]+\] \[\d+\] \[WARNING\] the store cannot be read: unable to open database file", line)


def test_nothing_is_logged_below_the_level_that_is_asked_for(tmp_path, server):
    with served(
        f"sqlite:///{tmp_path}/annals.db", until="/health/live", SERVER=server, WEB_CONCURRENCY="1", LOG_LEVEL="critical"
    ) as service:
        assert service.get("/v1/events").status_code == 503
        assert service.log.read_text().splitlines() == [f"Annals answers at {shown(service)}/ and Swagger UI is at {shown(service)}/docs"]


def shown(service):
    return service.base.replace("127.0.0.1", "localhost")


# Signals

RETRIES = Retry(3, read=3, connect=3)
STOPPING = {"gunicorn": "Handling signal: term", "granian": "Stopping worker-2"}


def test_a_stop_lets_the_requests_under_way_finish(elsewhere, server):
    with served(elsewhere, SERVER=server, WEB_CONCURRENCY="2") as service, ThreadPoolExecutor(4) as pool, held(elsewhere) as store:
        waiting = [pool.submit(service.get, BORALDAY) for _ in range(4)]
        until(lambda: held_up(store) == 4)
        service.process.terminate()
        until(lambda: STOPPING[server] in service.log.read_text())
        store.rollback()
        assert [answer.result(PATIENCE).status_code for answer in waiting] == [200] * 4
        assert service.process.wait(PATIENCE) == 0


def test_a_reload_lets_the_requests_under_way_finish(elsewhere, server):
    with served(elsewhere, SERVER=server, WEB_CONCURRENCY="2") as service, ThreadPoolExecutor(4) as pool, held(elsewhere) as store:
        before = workers(service)
        waiting = [pool.submit(service.get, BORALDAY) for _ in range(4)]
        until(lambda: held_up(store) == 4)
        service.process.send_signal(signal.SIGHUP)
        until(lambda: workers(service) - before)  # granian replaces one after the other
        store.rollback()
        assert [answer.result(PATIENCE).status_code for answer in waiting] == [200] * 4
        until(lambda: len(workers(service)) == 2 and not workers(service) & before)


def test_a_stop_answers_all_that_it_took_on_and_then_nobody(store, server):
    with served(store, SERVER=server, WEB_CONCURRENCY="2") as service, ThreadPoolExecutor(8) as pool:
        hail = [pool.submit(endings, service.base, 200) for _ in range(8)]
        time.sleep(0.3)
        service.process.terminate()
        found = [each.result(PATIENCE) for each in hail]
    assert {ending for each in found for ending in each[:-1]} <= {200}
    assert {each[-1] for each in found} == {"lost"}


def endings(base, most):
    """The statuses of requests up to the first that is not answered."""
    found = []
    for path in islice(cycle(PATHS), most):
        try:
            found.append(requests.get(base + path, timeout=PATIENCE).status_code)
        except requests.ConnectionError:
            return [*found, "lost"]
    return found


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_stop_is_quick_and_clean_when_nothing_is_under_way(store, name, server):
    with served(store, SERVER=server, WEB_CONCURRENCY="1") as service:
        assert service.get("/v1/aggregates?by=actor").status_code == 200
        service.process.send_signal(signal.Signals[name])
        assert service.process.wait(PATIENCE) == 0
        assert not re.search("Traceback|leaked", service.log.read_text())


def session(server, is_kept):
    """A Session, whose connection is kept or is a new one for each request."""
    made = requests.Session()
    made.headers["Connection"] = "keep-alive" if is_kept else "close"
    made.mount("http://", HTTPAdapter(max_retries=RETRIES if server == "granian" else 0))
    return made


def test_a_reload_loses_none_of_the_requests_that_keep_coming(store, server):
    """Under granian one that waits to be taken on may have to be sent again."""
    with served(store, SERVER=server, WEB_CONCURRENCY="2") as service, ThreadPoolExecutor(8) as pool:
        before = workers(service)
        hail = [pool.submit(statuses, service.base, 50, session(server, kept)) for kept in [False] * 4 + [True] * 4]
        service.process.send_signal(signal.SIGHUP)
        assert [status for each in hail for status in each.result(PATIENCE)] == [200] * 400
        until(lambda: len(workers(service)) == 2 and not workers(service) & before)


# Stores that come and change


def test_without_a_store_it_lives_says_why_and_answers_once_there_is_one(empty, server):
    with served(empty, until="/health/live", SERVER=server, WEB_CONCURRENCY="2") as service:
        for path in ("/v1/events", "/health/ready"):
            answer = service.get(path)
            assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
            assert "annals load" in answer.json()["detail"]
        load(empty)
        assert {service.get("/health/ready").status_code for _ in range(10)} == {200}
        assert service.get(BORALDAY).json()["id"] == "kazakhstan:boralday-2011"


def test_serving_makes_no_file(tmp_path):
    with served(f"sqlite:///{tmp_path}/new/annals.db", until="/health/live", WEB_CONCURRENCY="1") as service:
        assert service.get("/v1/events").status_code == 503
    assert list(tmp_path.iterdir()) == []


def test_a_load_shows_at_once_and_under_a_new_etag(empty, edited, server):
    load_into(empty)
    with served(empty, SERVER=server, WEB_CONCURRENCY="2") as service:
        before = [service.get(BORALDAY) for _ in range(10)]
        load_into(empty, edited)
        after = [service.get(BORALDAY, headers={"If-None-Match": before[0].headers["ETag"]}) for _ in range(10)]
    assert {answer.json()["title"] for answer in before} == {"Clash with suspected militants at Boralday, near Almaty"}
    assert {answer.json()["title"] for answer in after} == {"Another title"}
    assert len({answer.headers["ETag"] for answer in before}) == len({answer.headers["ETag"] for answer in after}) == 1
    assert before[0].headers["ETag"] != after[0].headers["ETag"]
    assert {answer.headers["Annals-Revision"] for answer in after} == {"2"}


def test_another_file_at_the_path_of_the_store_is_taken_up(edited, tmp_path, server):
    there, other = tmp_path / "annals.db", tmp_path / "other.db"
    load_into(f"sqlite:///{there}")
    load_into(f"sqlite:///{other}", edited)
    with served(f"sqlite:///{there}", SERVER=server, WEB_CONCURRENCY="1", THREADS="4") as service:
        statuses(service.base, 8)
        other.replace(there)
        time.sleep(CHECKED)
        assert {service.get(BORALDAY).json()["title"] for _ in range(8)} == {"Another title"}
        there.unlink()
        until(lambda: {service.get(BORALDAY).status_code for _ in range(8)} == {503})


@pytest.fixture
def edited(tmp_path):
    """The corpus, with one event's title changed."""
    for file in CORPUS.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        copy = tmp_path / "corpus" / file.relative_to(CORPUS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text.replace("Clash with suspected militants at Boralday, near Almaty", "Another title"), encoding="utf-8")
    return tmp_path / "corpus"


def test_what_serves_cannot_write(corpus):
    with bound(corpus), pytest.raises(DatabaseError, match=r"readonly|read-only"):
        Actor.delete().execute()


def test_a_url_of_postgresql_may_have_the_short_scheme_and_options(elsewhere):
    url = f"{elsewhere.replace('postgresql:', 'postgres:')}?options=-c%20statement_timeout%3D12345ms"
    with served(url, WEB_CONCURRENCY="1") as service:
        assert service.get(BORALDAY).ok
    for writable, read_only in ((False, "on"), (True, "off")):
        with bound(url, writable) as database:
            shown = [database.execute_sql(f"SHOW {name}").fetchone() for name in ("statement_timeout", "default_transaction_read_only")]
        assert shown == [("12345ms",), (read_only,)]


def test_the_server_opens_a_sqlite_file_for_reading_alone(tmp_path):
    file = tmp_path / "annals.db"
    load_into(f"sqlite:///{file}")
    with served(f"sqlite:///{file}", WEB_CONCURRENCY="1") as service:
        assert service.get(BORALDAY).ok
        (worker,) = workers(service)
        opened = [fd.name for fd in Path(f"/proc/{worker}/fd").iterdir() if os.path.realpath(fd) == str(file)]
        assert opened
        flags = [int(Path(f"/proc/{worker}/fdinfo/{fd}").read_text().split("flags:")[1].split()[0], 8) for fd in opened]
    assert {flag & os.O_ACCMODE for flag in flags} == {os.O_RDONLY}


def test_a_store_may_be_read_and_loaded_at_the_same_time(empty, edited, server):
    load_into(empty)
    with served(empty, SERVER=server, WEB_CONCURRENCY="2") as service, ThreadPoolExecutor(4) as pool:
        hail = [pool.submit(statuses, service.base, 60) for _ in range(4)]
        load_into(empty, edited)
        assert [status for each in hail for status in each.result(PATIENCE)] == [200] * 240


def test_lost_connections_to_postgresql_are_replaced(elsewhere, server):
    with served(elsewhere, SERVER=server, WEB_CONCURRENCY="1") as service, psycopg.connect(elsewhere, autocommit=True) as connection:
        statuses(service.base, 9)
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        assert connection.execute(others).fetchall()
        assert statuses(service.base, 18) == [200] * 18


# Many at once


def test_many_requests_at_once_are_each_answered_rightly(corpus, server):
    with served(corpus, SERVER=server, WEB_CONCURRENCY="1", THREADS="16") as service, ThreadPoolExecutor(16) as pool:
        right = {path: service.get(path).content for path in PATHS}
        asked = list(islice(cycle(PATHS), 160))
        answers = list(pool.map(service.get, asked))
        assert {answer.status_code for answer in answers} == {200}
        assert [answer.content == right[path] for path, answer in zip(asked, answers, strict=True)] == [True] * 160
        assert "Traceback" not in service.log.read_text()


def test_who_asks_without_end_keeps_nobody_waiting(store, server):
    with served(store, SERVER=server, WEB_CONCURRENCY="1", THREADS="1") as service, ThreadPoolExecutor(1) as pool:
        over = threading.Event()
        insistent = pool.submit(insist, service.base, over)
        try:
            found = [requests.get(service.base + BORALDAY, timeout=5).status_code for _ in range(10)]
        finally:
            over.set()
    assert found == [200] * 10
    assert insistent.result(PATIENCE) > 10


def insist(base, over):
    """How often a client was answered that asks again at once, on one connection."""
    asked, request = 0, f"GET {BORALDAY} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", urlsplit(base).port), PATIENCE) as connection:
        while not over.is_set():
            connection.sendall(request)
            while not connection.recv(1 << 16).endswith(b"}"):
                pass
            asked += 1
    return asked


def test_every_thread_has_a_connection_of_its_own(elsewhere, server):
    with (
        served(elsewhere, SERVER=server, WEB_CONCURRENCY="1", THREADS="80") as service,
        ThreadPoolExecutor(80) as pool,
        held(elsewhere) as store,
    ):
        waiting = [pool.submit(service.get, BORALDAY) for _ in range(80)]
        until(lambda: held_up(store) == 80)
        store.rollback()
        assert [answer.result(PATIENCE).status_code for answer in waiting] == [200] * 80


# HTTP


@pytest.mark.parametrize("path", ["/static/docs.css", "/static/annals.svg", "/docs/files/swagger-ui-bundle.js"])
def test_files_are_sent_whole(service, path):
    answer = service.get(path, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert len(answer.content) == int(answer.headers["Content-Length"]) > 100


@pytest.mark.parametrize("path", [*PATHS, "/", "/docs", "/v1/openapi.json", "/health/live", "/v1/nowhere", "/v1/events?limit=0"])
def test_head_is_get_without_the_body(service, path):
    get, head = service.get(path), requests.head(service.base + path, timeout=PATIENCE)
    varying = {"date", "transfer-encoding"}
    assert head.content == b""
    assert head.status_code == get.status_code
    assert {name: value for name, value in head.headers.lower_items() if name not in varying} == {
        name: value for name, value in get.headers.lower_items() if name not in varying
    }


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/events?limit=1", "/v1/events/nowhere", "/v1/openapi.json"])
def test_what_a_proxy_says_of_itself_changes_nothing(service, path):
    said = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Port": "4443",
        "X-Forwarded-Prefix": "/prefix",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=elsewhere.example;proto=https",
        "SCRIPT_NAME": "/prefix",
        "Script-Name": "/prefix",
    }
    plain, proxied = service.get(path), service.get(path, headers=said)
    assert proxied.content == plain.content
    assert {name: value for name, value in proxied.headers.lower_items() if name != "date"} == {
        name: value for name, value in plain.headers.lower_items() if name != "date"
    }


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /v1/events?actor=" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n" + b"X-Filler: filler\r\n" * 200 + b"\r\n", 431),
        (b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nno header\r\n\r\n", 400),
        (b"what is this\r\n\r\n", 400),
    ],
    ids=["a long URL", "many headers", "a bad header", "no request"],
)
def test_what_is_no_request_is_refused_and_its_connection_ends(service, request_, status):
    line, headers, body = raw(service, request_)
    assert line.split()[1] == str(status)
    assert int(headers["content-length"]) == len(body)
    assert service.get("/health/live").status_code == 200


def test_a_url_may_name_many_ids(service):
    actors = ",".join(["kazakhstan:arystan"] * 400)
    assert [event["id"] for event in service.get(f"/v1/events?actor={actors}").json()["data"]] == ["kazakhstan:boralday-2011"]


@pytest.mark.parametrize(("length", "status"), [(LONGEST, 200), (LONGEST + 1, 414)])
def test_a_query_may_be_as_long_as_the_readme_says(service, length, status):
    assert f"a query string {LONGEST} characters long" in (ROOT / "README.md").read_text()
    answer = service.get("/v1/events?" + "limit=1".ljust(length, "&"))
    assert answer.status_code == status
    if status == 414:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:annals:problem:request-uri-too-long"


def test_requests_may_follow_each_other_on_a_connection(service):
    one, last = (f"GET {BORALDAY} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n" for more in ("", "Connection: close\r\n"))
    _, _, rest = raw(service, (one + one + last).encode())
    assert rest.count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/events/%00", 404), ("/v1/events/a%00b/claims", 404), ("/v1/events?actor=%00", 400), ("/v1/sources?publisher=a%00", 400)],
)
def test_a_nul_is_no_fault_of_the_server(service, path, status):
    answer = service.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
