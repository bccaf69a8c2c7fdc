"""Options of commands that read files: what is said of a file that its own bytes do not tell."""

import functools
from collections.abc import Callable
from typing import Any

import click

from seeds.files.read_options import ReadOptions, check_delimiter, check_encoding


def checked_by(check: Callable[[str], str]) -> Callable[..., Any]:
    """The callback of an option whose text a function checks and spells, which raises ValueError."""

    def convert(context: Any, parameter: Any, value: str | None) -> str | None:
        try:
            return None if value is None else check(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    return convert


OPTIONS = (
    click.option("--encoding", callback=checked_by(check_encoding), help="The encoding of a CSV, such as cp1251, if it is not told right."),
    click.option("--delimiter", callback=checked_by(check_delimiter), help="What stands between the cells of a CSV: ; or tab."),
    click.option("--sheet", help="The sheet of a workbook, or layer of a GeoPackage, by name or number."),
    click.option("--header-row", type=click.IntRange(1), help="The row with the names of the columns, where titles stand above it."),
    click.option("--records", help="Where the list of objects in a JSON is, such as response.events."),
)


def with_read_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with these options, which it gets as ReadOptions named `options`; they outweigh those of a mapping."""

    @functools.wraps(command)
    def call(*arguments: Any, **more: Any) -> Any:
        names = ("encoding", "delimiter", "sheet", "header_row", "records")
        return command(*arguments, options=ReadOptions(**{name: more.pop(name) for name in names}), **more)

    return functools.reduce(lambda made, option: option(made), reversed(OPTIONS), call)
