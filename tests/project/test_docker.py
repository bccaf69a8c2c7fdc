"""The image: its recipe is sound, everything in it is pinned, and what it runs works."""

import json
import os
import re
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT
from support.postgresql import free_port
from support.service import PATIENCE, Service, cloned, end, heed_interrupts, served, wait

BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
FINAL = DOCKERFILE.rpartition("\nFROM ")[2]
"""The stage of which the image is made."""

LOCKS = sorted((ROOT / ".requirements").glob("*.txt"))
CONFIGURATION = [*LOCKS, *(ROOT / name for name in ("pyproject.toml", "Makefile", "Dockerfile", ".dockerignore", ".ci/run"))]


def instruction(name):
    """The arguments of the last instruction of that name, written as a JSON array."""
    return json.loads(re.findall(rf"^\s*{name} (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])


def test_hadolint_finds_nothing():
    lint = subprocess.run([BIN / "hadolint", "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, timeout=PATIENCE)
    assert (lint.returncode, lint.stdout, lint.stderr) == (0, "", "")


def test_the_base_image_has_a_version():
    images = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) - set(re.findall(r" AS (\S+)$", DOCKERFILE, re.MULTILINE))
    assert images
    assert [image for image in images if not re.fullmatch(r"[a-z]+:\d+\.\d+[\w.-]*", image)] == []


def test_it_does_not_run_as_root():
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)[-1] not in ("0", "root")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_has_one_version_and_its_hashes(lock):
    text = "\n".join(line for line in lock.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#"))
    requirements = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    assert requirements
    assert [line for line in requirements if not re.match(r"\S+==\S+( ; .*?)? +--hash=sha256:", line)] == []


@pytest.mark.parametrize("file", CONFIGURATION, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_registry_is_named(file):
    """Where packages come from is for the machine to say."""
    assert (
        re.findall(r"--(?:extra-)?index|--find-links|--trusted-host|\w+://(?!127\.0\.0\.1)[\w.-]+\.\w+", file.read_text(encoding="utf-8"))
        == []
    )


PIP = [sys.executable, "-m", "pip", "--quiet"]
OFFLINE = ["--no-index", "--no-deps", "--no-build-isolation"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """What is made of the tree to be installed, and the files of the tree."""
    directory = tmp_path_factory.mktemp("wheel")
    files = cloned(directory / "tree")
    subprocess.run([*PIP, "wheel", *OFFLINE, "--wheel-dir", directory, "."], cwd=directory / "tree", check=True, timeout=120)
    (wheel,) = directory.glob("*.whl")
    return wheel, files


def test_what_is_installed_holds_every_file_of_the_packages(wheel):
    """The image has no source tree to fall back on."""
    wheel, files = wheel
    held = set(zipfile.ZipFile(wheel).namelist())
    assert [file for file in files if file.split("/")[0] in ("api", "models", "seeds") and file not in held] == []


def test_what_is_installed_finds_its_own_corpus(wheel, tmp_path):
    there = tmp_path / "site"
    subprocess.run([*PIP, "install", *OFFLINE, "--target", there, wheel[0]], check=True, timeout=120)
    code = "import sys, seeds; from api.cli.main import main; print(seeds.__file__, file=sys.stderr); main()"
    settings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(there), "DATABASE_URL": f"sqlite:///{tmp_path}/annals.db"}
    for arguments in (["load", "--demo"], ["releases"]):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=settings, capture_output=True, text=True, timeout=PATIENCE)
        assert (done.returncode, done.stderr.splitlines()[0]) == (0, str(there / "seeds" / "__init__.py"))
    assert done.stdout.splitlines()[1].split("\t")[:2] == ["1", "kazakhstan"]


def test_it_works_where_its_user_can_write():
    """Rejected rows go there."""
    (directory,) = re.findall(r"^WORKDIR (\S+)$", FINAL, re.MULTILINE)
    assert re.search(rf"install --directory --owner annals --group annals {directory}$", FINAL, re.MULTILINE)


@contextmanager
def started(directory):
    """What the image runs, over the store in a directory."""
    port, log = str(free_port()), directory / "log"
    settings = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{directory}/annals.db",
        "PORT": port,
        "WEB_CONCURRENCY": "1",
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            instruction("CMD"), cwd=directory, env=settings, stdout=output, stderr=subprocess.STDOUT, preexec_fn=heed_interrupts
        )
    service = Service(f"http://127.0.0.1:{port}", process, log)
    try:
        wait(service, "/health/ready")
        yield service
    finally:
        end(process)


def test_what_it_runs_loads_and_serves_and_ends_when_it_is_told_to(tmp_path):
    with started(tmp_path) as service:
        assert service.get("/v1/events/kazakhstan:boralday-2011").ok
        assert service.stop() == 0


def test_what_it_runs_loads_the_corpus_only_into_an_empty_store(tmp_path):
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/annals.db"}
    for arguments in (["load", ROOT / "seeds" / "kazakhstan"], ["revert", "kazakhstan"]):
        subprocess.run([BIN / "annals", *arguments], env=settings, check=True)
    with started(tmp_path) as service:
        assert service.get("/v1/events?kind=all").json()["data"] == []
        assert service.get("/health/ready").json()["revision"] == 2


def healthy(port):
    command = json.loads(re.search(r"^HEALTHCHECK.*?CMD (\[.*?\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)[1])
    check = subprocess.run([sys.executable, *command[1:]], env={"PORT": str(port)}, stderr=subprocess.DEVNULL, timeout=PATIENCE)
    return check.returncode == 0


def test_its_health_is_that_of_the_service(tmp_path):
    with served(f"sqlite:///{tmp_path}/annals.db", until="/health/live", WEB_CONCURRENCY="1") as service:
        port = service.base.rpartition(":")[2]
        assert not healthy(port)
        subprocess.run(
            [BIN / "annals", "load", ROOT / "seeds" / "kazakhstan"], env={"DATABASE_URL": f"sqlite:///{tmp_path}/annals.db"}, check=True
        )
        assert healthy(port)
    assert not healthy(port)
