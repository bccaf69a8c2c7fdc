"""A real PostgreSQL server for the tests, from the installed binaries, or the one at TEST_POSTGRESQL_URL."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import psycopg

UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as when we are root, which it refuses."""

LOCALE = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US-u-ka-shifted")
"""The order of a dictionary, which passes over hyphens and dots, as on most servers: what must not depend on it has to say so."""


PORT = 5432
"""A part of the socket's name; nobody else's stands in its directory, and no port of the machine is taken."""


class Missing(Exception):
    """There is no PostgreSQL to test with; says what would give one."""


@contextmanager
def server():
    """The URL of a server's maintenance database. Raises Missing."""
    if url := os.environ.get("TEST_POSTGRESQL_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="annals-postgresql-", ignore_cleanup_errors=True) as directory:
        user, data = unprivileged(directory), f"{directory}/data"
        run(user, "initdb", "-D", data, "-U", "annals", "-A", "trust", "-E", "UTF8", "--no-sync", *LOCALE)
        options = f"-k {directory} -p {PORT} -c listen_addresses='' -c fsync=off"
        try:
            run(user, "pg_ctl", "-D", data, "-o", options, "-l", f"{directory}/log", "-w", "start")
            yield f"postgresql://annals@{quote(directory, safe='')}:{PORT}/postgres"
        finally:
            run(user, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", check=False)


def unprivileged(directory):
    """The user to run as, to whom the directory is given; None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in UNPRIVILEGED if name in names)
    os.chown(directory, pwd.getpwnam(user).pw_uid, -1)
    return user


def run(user, program, *arguments, check=True):
    subprocess.run([binary(program), *arguments], user=user, check=check, stdout=subprocess.DEVNULL, cwd="/", timeout=120)


def binary(program):
    """Debian keeps the server's programs off the PATH. Raises Missing."""
    found = shutil.which(program) or next(iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{program}"), reverse=True)), None)
    if found is None:
        raise Missing(f"{program} is not installed (Debian: apt-get install postgresql) and TEST_POSTGRESQL_URL is not set")
    return found


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def new_database(server_url):
    """The URL of a new, empty database on the server."""
    name = f"annals_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()
