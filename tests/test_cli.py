"""The command says what failed: of a store that it reads that it cannot be read, of one that it writes that it cannot be written."""

import pytest
from click.testing import CliRunner
from conftest import CORPUS, disconnect
from peewee import OperationalError

from api.cli import main

COMMANDS = [
    (["releases"], "api.reports.show_releases", "read"),
    (["link", "--dry-run"], "api.cli.link", "read"),
    (["link"], "api.cli.link", "written"),
    (["revert", "kazakhstan"], "api.cli.revert", "written"),
    (["load", str(CORPUS)], "api.cli.load", "written"),
]


@pytest.mark.parametrize(("arguments", "part", "done"), COMMANDS)
def test_a_store_that_fails_is_told_by_what_was_to_be_done_with_it(corpus, monkeypatch, arguments, part, done):
    def failing(*_, **__):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(part, failing)
    told = CliRunner(env={"DATABASE_URL": corpus}).invoke(main, arguments)
    disconnect()
    assert (told.exit_code, told.output.splitlines()[-1]) == (1, f"Error: the store cannot be {done}: disk I/O error")
