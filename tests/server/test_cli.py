"""The command says what failed: of a store that it reads that it cannot be read, of one that it writes that it cannot be written."""

import pytest
from click.testing import CliRunner
from conftest import CORPUS, ROOT, disconnect
from peewee import OperationalError
from support.postgresql import free_port
from support.service import served

from api import settings
from api.cli.main import main
from api.http.version import VERSION
from api.settings import SETTINGS

COMMANDS = [
    (["releases"], "api.cli.output.show_releases", "read"),
    (["link", "--dry-run"], "api.cli.main.link", "read"),
    (["link"], "api.cli.main.link", "written"),
    (["revert", "kazakhstan"], "api.cli.main.revert", "written"),
    (["load", str(CORPUS)], "api.cli.main.load", "written"),
]


@pytest.mark.parametrize(("arguments", "part", "done"), COMMANDS)
def test_a_store_that_fails_is_told_by_what_was_to_be_done_with_it(corpus, monkeypatch, arguments, part, done):
    def failing(*_, **__):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(part, failing)
    told = CliRunner(env={"DATABASE_URL": corpus}).invoke(main, arguments)
    disconnect()
    assert (told.exit_code, told.output.splitlines()[-1]) == (1, f"Error: the store cannot be {done}: disk I/O error")


def run(*arguments, **settings):
    """The command, run in this process: its exit code and all that it says."""
    told = CliRunner(env=settings).invoke(main, list(map(str, arguments)))
    return told.exit_code, told.output


def commands(group=main, path=()):
    """The words of every command and group."""
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_explains_itself(path):
    short, long = (run(*path, flag) for flag in ("-h", "--help"))
    assert short == long and short[0] == 0
    assert short[1].startswith(f"Usage: main {' '.join(path)}".strip()) and "-h, --help" in short[1]
    assert max(map(len, short[1].splitlines())) <= 80


def test_it_says_its_version():
    assert run("--version") == (0, f"annals {VERSION}\n")


def test_the_help_of_serve_names_the_environment_variable_of_every_setting():
    told = " ".join(run("serve", "-h")[1].split())
    for setting in SETTINGS:
        assert f"--{setting.name.lower().replace('_', '-')} " in told
        assert f"[env var: {setting.name}" in told
    assert "--port NUMBER The port to listen on. [env var: PORT; default: (8000)]" in told


@pytest.fixture
def settled(monkeypatch):
    """What `annals serve` would serve with, in place of serving: a setting by its name, as it is then."""
    found = {}
    monkeypatch.setattr("api.cli.main.server.serve", lambda: found.update({each.name: settings.get(each.name) for each in SETTINGS}))
    for setting in SETTINGS:  # so that what the command sets is put back
        monkeypatch.setenv(setting.name, "")
    return found


def test_an_option_of_serve_outweighs_the_environment_variable(settled):
    assert run("serve", "--host", "0.0.0.0", "--port", "8123", HOST="::1", THREADS="2") == (0, "")
    assert (settled["HOST"], settled["PORT"], settled["THREADS"]) == ("0.0.0.0", 8123, 2)
    assert settled["TIMEOUT"] == 60


@pytest.mark.parametrize(("option", "value"), [("--port", "many"), ("--port", "0"), ("--base-url", "annals"), ("--log-level", "loud")])
def test_an_option_of_serve_that_is_wrong_is_told_as_the_setting_is(settled, option, value):
    name = option[2:].upper().replace("-", "_")
    code, told = run("serve", option, value)
    assert (code, told.splitlines()[-1].split(": ")[1]) == (1, f"{name}={value!r}")


def test_serve_answers_where_its_options_say(corpus):
    port = str(free_port())
    with served(corpus, command=f"serve --host 127.0.0.1 --port {port} --web-concurrency 1", PORT=port) as service:
        assert service.get("/v1/events?limit=1").ok


@pytest.mark.parametrize(
    "options", [(), ("--dataset", "ucdp-ged", "--release", "1"), ("--mapping", ROOT / "pyproject.toml", "--release", "1")]
)
def test_a_file_that_is_not_there_is_told_as_such(options, empty, tmp_path):
    code, told = run("load", *options, tmp_path / "nosuch.csv", DATABASE_URL=empty)
    assert (code, told.splitlines()[-1]) == (1, f"{tmp_path / 'nosuch.csv'}: there is no such file or directory")


def test_its_own_corpus_is_loaded_from_wherever_it_is_called(empty, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, told = run("load", "--demo", DATABASE_URL=empty)
    disconnect()
    assert (code, told.splitlines()[-1].partition(":")[0]) == (0, "kazakhstan 2026.1")


@pytest.mark.parametrize("arguments", [(), ("--demo", CORPUS)])
def test_one_thing_is_loaded(arguments):
    code, told = run("load", *arguments)
    assert code == 2 and "give a DIRECTORY, FILEs or --demo: one of them" in told
