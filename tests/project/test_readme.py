"""The documents are true: the example, requests, settings, maps, where things are, links; and each dependency has its reason."""

import json
import re
import tomllib

import pytest
from conftest import ROOT

from api.settings import SETTINGS

README = (ROOT / "README.md").read_text()
LARGEST = 10_000
"""Bytes of README, which is a page for users."""

MAPS = {"api": ["**/*.py"], "models": ["**/*.py"], "seeds": ["**/*.py"], "tests": ["*.py", "support/*.py"], "tests/benchmarks": ["*.py"]}
"""By package, which of its modules the map in its README has."""

PATHS = ("README.md", ".github/CONTRIBUTING.md", *(f"{package}/README.md" for package in MAPS))
DOCUMENTS = {path: (ROOT / path).read_text() for path in PATHS}
URLS = list(dict.fromkeys(url for text in DOCUMENTS.values() for url in re.findall(r"curl '(?:http://)?localhost:8000([^']+)'", text)))


def section(text, title):
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_readme_is_a_page():
    assert len(README.encode()) <= LARGEST


def test_the_example_gives_the_answer_that_is_printed(client):
    url, printed = re.search(r"curl 'localhost:8000([^']+)'\n\n```json\n(.*?)```", README, re.DOTALL).groups()
    assert client.get(url).json == json.loads(printed)


@pytest.mark.parametrize("url", URLS)
def test_every_request_finds_something(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    if "format=csv" in url:
        assert len(answer.text.splitlines()) > 1
    else:
        assert answer.json.get("data") or answer.json.get("features") or answer.json.get("title")


def test_every_setting_stands_with_its_meaning():
    table = section(README, "Settings")
    for setting in SETTINGS:
        assert f"| `{setting.name}` |" in table
        assert setting.about in table
    assert table.count("\n| `") == len(SETTINGS)


def modules_and_folders(package):
    """What the map of a package has: modules by their path in it, and folders, which end with a slash."""
    room = ROOT / package
    modules = (path for pattern in MAPS[package] for path in room.glob(pattern) if path.name != "__init__.py")
    folders = (path for path in room.iterdir() if any(path.rglob("*.py")))
    return {*(f"{path.relative_to(room)}" for path in modules), *(f"{path.name}/" for path in folders)}


def test_the_maps_name_every_module_and_no_other():
    for package in MAPS:
        rows = re.findall(r"^\| (?:\*\*)?`([^`]+)`(?:\*\*)? \| \S", section(DOCUMENTS[f"{package}/README.md"], "Map"), re.MULTILINE)
        there = modules_and_folders(package)
        assert there and (there - {*rows}, {*rows} - there) == (set(), set()), package


def test_what_is_said_to_be_in_a_file_is_there():
    said = [
        (name, path)
        for text in DOCUMENTS.values()
        for names, path in re.findall(r"((?:`[^`\n]+`(?:, | and )?)+) in `([\w.-]+/[\w/.-]+)`", text)
        for name in re.findall(r"`([^`]+)`", names)
    ]
    assert len(said) > 100
    assert [(name, path) for name, path in said if name not in (ROOT / path).read_text()] == []


def test_every_path_that_is_named_exists():
    path = re.compile(r"`((?:api|models|seeds|tests|\.ci|\.github|\.requirements)/[\w./]*)`")
    named = {each for text in DOCUMENTS.values() for each in path.findall(text)}
    assert [each for each in sorted(named) if not (ROOT / each).exists()] == []


def anchors(text):
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def test_every_link_leads_somewhere():
    for path, text in DOCUMENTS.items():
        for target, anchor in re.findall(r"\]\(([\w./]+)(?:#([\w-]+))?\)", text):
            page = (ROOT / path).parent / target
            assert page.is_file(), (path, target)
            assert not anchor or anchor in anchors(page.read_text()), (path, target, anchor)


def test_every_dependency_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    required = [project["build-system"]["requires"], project["project"]["dependencies"], *extras.values(), *groups.values()]
    lines = [line.strip() for line in text.splitlines()]
    told = {line.partition('"')[2].partition('"')[0] for line in lines if re.fullmatch(r'"[^"]+",  # \w.*\w.*', line)}
    assert {each for group in required for each in group} - told == set()
