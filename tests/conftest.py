"""What the tests stand on.

Every test that touches a store runs on both databases: `backend` is a real SQLite file or a real PostgreSQL server.
`corpus` is the URL of a store with our own corpus, loaded once and never written to, as are `invented` and `many`; a test that loads
takes `empty`.
Expected ids belong to the corpus alone, so that a new importer disturbs nothing.
"""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from benchmarks.filling import fill
from peewee import logger
from support import examples, postgresql
from support.filter_oracle import BATCH

from api import settings
from api.app import create_app
from models.column_store.files import lies_beside_store
from models.column_store.writer import write_column_store
from models.db.database import bind, database
from seeds.corpus.batch import read_corpus
from seeds.pipeline.load import load

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "seeds" / "kazakhstan"
IN_CI = os.environ.get("CI") == "true"

MEASURING = ("test_metrics.py", "test_stalling.py", "test_stopping.py", "test_streaming.py")
ALONE = (*(f"server/{name}" for name in MEASURING), *(f"project/test_{name}.py" for name in ("make", "docker", "benchmarks")))
"""What runs by itself: paths in tests/."""

examples.load_house_profile()


def missing(reason):
    """Skip for want of something on this machine, saying why; in CI nothing may be wanting."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items):
    """Mark what pyproject.toml says of `alone`, `server` and `postgresql`."""
    for item in items:
        drawn = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if any(item.path.is_relative_to(ROOT / "tests" / path) for path in ALONE):
            item.add_marker("alone")
        if item.path.is_relative_to(ROOT / "tests" / "server"):
            item.add_marker("server")
        if "postgresql" in drawn or "postgresql_url" in item.fixturenames:
            item.add_marker("postgresql")


@pytest.fixture(scope="session")
def postgresql_url():
    try:
        with postgresql.server() as url:
            yield url
    except postgresql.Missing as reason:
        missing(str(reason))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request, tmp_path_factory):
    """A function that gives the URL of a new, empty store on the database that it stands for."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('store') / 'annals.db'}"
    url = request.getfixturevalue("postgresql_url")
    return lambda: postgresql.new_database(url)


@contextmanager
def bound(url, writable=False):
    """The store at a URL, opened for a while, and none after that."""
    bind(url, writable)
    try:
        with database.connection_context():
            yield database
    finally:
        disconnect()


def disconnect():
    """End the connections to the bound database that this thread has, and those that a pool has."""
    getattr(database, "close_all", database.close)()


def load_into(url, directory=CORPUS, progress=lambda done: None):
    batch = read_corpus(directory)
    with bound(url, writable=True):
        outcome = load(batch, progress)
        make_column_store()
        return outcome


def make_column_store():
    """Make the column store of the bound SQLite store, which then counts; on PostgreSQL, SQL does."""
    if lies_beside_store():
        write_column_store()


@pytest.fixture(scope="session", params=settings.SERVERS)
def server(request):
    """The name of each server that `annals serve` runs."""
    return request.param


@pytest.fixture(scope="session")
def corpus(backend):
    url = backend()
    load_into(url)
    return url


@pytest.fixture(scope="session")
def invented(backend):
    """The URL of a store with the invented dataset of `filter_oracle.BATCH`, which has every kind of imprecision; never written to."""
    url = backend()
    with bound(url, writable=True):
        load(BATCH)
        make_column_store()
    return url


@pytest.fixture(scope="session")
def many(backend):
    """The URL of a store with so many events that an index is worth its while; never written to."""
    url = backend()
    fill(url, 3000, 1)
    make_column_store()
    disconnect()
    return url


@pytest.fixture
def empty(backend):
    return backend()


@pytest.fixture
def reading(corpus):
    """The corpus, bound and open for reading."""
    with bound(corpus):
        yield


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """The URL of a SQLite store whose export is too large for what lies between server and client; never written to."""
    url = f"sqlite:///{tmp_path_factory.mktemp('large') / 'annals.db'}"
    fill(url, 10_000, 1)
    disconnect()
    return url


@contextmanager
def serving(url):
    """A client of the application over the store at a URL. It keeps no answers, so that all are made by what is tested."""
    try:
        yield create_app(url).test_client()
    finally:
        disconnect()


@pytest.fixture
def client(corpus):
    with serving(corpus) as client:
        yield client


@pytest.fixture
def statements(caplog):
    """The SQL statements run since the last clear()."""
    caplog.set_level("DEBUG", logger=logger.name)
    return caplog


def selects(statements):
    return [record.getMessage() for record in statements.records if record.name == logger.name and "SELECT" in record.getMessage()]
