"""A fresh clone comes up with `make run`, and what was done once is not done again."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, missing
from support.postgresql import free_port
from support.service import PATIENCE, Service, cloned, end, heed_interrupts, wait

INSTALLING = 300
"""Seconds that a first run may take: it makes an environment of its own, from the registry that pip is set up for."""

SETTINGS = ("DATABASE_URL", "HOST", "WEB_CONCURRENCY", "THREADS", "MAKEFLAGS", "MAKELEVEL")
SERVE = ["exec .venv/bin/annals serve"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """What git would clone if the tree were committed as it stands, in a directory with a space in its name."""
    if shutil.which("make") is None:
        missing("make is not installed (Debian: apt-get install make)")
    directory = tmp_path_factory.mktemp("clone") / "fresh clone"
    cloned(directory)
    return directory


def environment(**more):
    return {name: value for name, value in os.environ.items() if name not in SETTINGS} | {"WEB_CONCURRENCY": "1"} | more


@contextmanager
def run(clone, patience=PATIENCE):
    """The service that `make run` brings up."""
    port, log = str(free_port()), clone.parent / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env=environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=heed_interrupts,
        )
    service = Service(f"http://127.0.0.1:{port}", process, log)
    try:
        wait(service, "/health/ready", patience)
        yield service
    finally:
        end(process)


@pytest.fixture(scope="module")
def started(clone):
    """The clone after its first `make run`, with what that answered and told."""
    with run(clone, INSTALLING) as service:
        answer = service.get("/v1/events/kazakhstan:boralday-2011")
        told = service.log.read_text()
    return clone, answer, told


def steps(clone, *arguments, **more):
    """The commands that make would run."""
    dry = subprocess.run(
        ["make", "--dry-run", *arguments], cwd=clone, env=environment(**more), check=True, capture_output=True, text=True, timeout=PATIENCE
    )
    return dry.stdout.splitlines()


def stamps(clone):
    return {file: file.stat().st_mtime_ns for pattern in (".venv/.*", "data/.loaded-*") for file in clone.glob(pattern)}


def test_a_fresh_clone_serves_the_corpus(started):
    _, answer, told = started
    assert answer.status_code == 200
    assert answer.json()["fatalities"] == {"low": 7, "best": 7, "high": 7}
    assert "revision 1" in told
    assert "Swagger UI is at http://localhost:" in told


def test_the_store_is_in_data(started):
    clone, _, _ = started
    assert (clone / "data" / "annals.db").is_file()


def test_a_second_start_neither_installs_nor_loads(started):
    clone, _, _ = started
    before = stamps(clone)
    assert len(before) == 2
    with run(clone) as service:
        assert service.get("/health/ready").json()["revision"] == 1
        told = service.log.read_text().splitlines()
    assert told[:1] == SERVE
    assert stamps(clone) == before


def test_nothing_but_serving_is_left_to_do(started):
    clone, _, _ = started
    assert steps(clone, "run") == SERVE


@pytest.mark.parametrize("file", ["seeds/kazakhstan/events/2011.yaml", "seeds/pipeline/load.py", "models/domain/claims.py"])
def test_a_change_of_what_is_loaded_or_how_loads_again(started, file):
    clone, _, _ = started
    before = (clone / file).stat()
    os.utime(clone / file)
    try:
        assert steps(clone, "run") == ["mkdir -p data", ".venv/bin/annals load --demo", *touching(clone), *SERVE]
    finally:
        os.utime(clone / file, ns=(before.st_atime_ns, before.st_mtime_ns))


def touching(clone):
    return [f"touch data/{stamp.name}" for stamp in (clone / "data").glob(".loaded-*")]


def test_a_store_that_is_gone_is_loaded_again(started):
    clone, _, _ = started
    store = clone / "data" / "annals.db"
    store.rename(clone / "data" / "away.db")
    try:
        assert ".venv/bin/annals load --demo" in steps(clone, "run")
    finally:
        (clone / "data" / "away.db").rename(store)


def test_another_database_is_loaded_before_it_is_served(started):
    clone, _, _ = started
    assert ".venv/bin/annals load --demo" in steps(clone, "run", DATABASE_URL="postgresql://localhost/annals")


def test_a_change_of_the_requirements_installs_again(started):
    clone, _, _ = started
    before = (clone / "pyproject.toml").stat()
    os.utime(clone / "pyproject.toml")
    try:
        assert any("pip install" in step for step in steps(clone, "run"))
    finally:
        os.utime(clone / "pyproject.toml", ns=(before.st_atime_ns, before.st_mtime_ns))


def test_cleaning_leaves_the_store_and_nothing_else_that_was_made(started):
    clone, _, _ = started
    (command,) = [step for step in steps(clone, "clean") if step.startswith("rm ")]
    assert ".venv" in command.split()
    assert "data" not in command.split()


def test_the_readme_says_how_to_start():
    assert "make run" in Path(ROOT / "README.md").read_text(encoding="utf-8")
