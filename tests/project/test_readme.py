"""README is true: its example, its settings, its map and its dependencies."""

import json
import re
import tomllib

import pytest
from conftest import ROOT

from api.settings import SETTINGS

README = (ROOT / "README.md").read_text()
URLS = re.findall(r"curl 'localhost:8000([^']+)'", README)
PATHS = {path for path in re.findall(r"`((?:api|models|seeds|tests)/[\w./]*)`", README)}


def section(title):
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_example_gives_the_answer_that_is_printed(client):
    printed = json.loads(README.partition("```json\n")[2].partition("```")[0])
    assert client.get(URLS[0]).json == printed


@pytest.mark.parametrize("url", URLS)
def test_every_request_finds_something(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) > 1 if "format=csv" in url else answer.json.get("data") or answer.json["features"]


def test_every_setting_stands_with_its_meaning():
    for setting in SETTINGS:
        assert f"| `{setting.name}` |" in section("Settings")
        assert setting.about in section("Settings")
    assert section("Settings").count("\n| `") == len(SETTINGS)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_the_map_names_what_is_there(path):
    assert (ROOT / path).exists()


def test_the_map_names_every_module():
    rooms = [path for room in ("api", "models", "seeds") for path in (ROOT / room).glob("*.py")]
    assert [path.name for path in rooms if path.name != "__init__.py" and path.name not in section("The house")] == []


def test_every_dependency_is_named_with_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = [extra for extras in project["project"]["optional-dependencies"].values() for extra in extras]
    required = [*project["project"]["dependencies"], *extras, *project["dependency-groups"]["test"]]
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in required}
    assert {name for name in names if name not in section("Dependencies")} == set()
