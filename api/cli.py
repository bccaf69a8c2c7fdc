"""The `annals` command: the one module that sees both api and seeds."""

import sys
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from peewee import DatabaseError, OperationalError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import api.routes  # noqa: F401 (registers the operations)
from api import openapi, server, settings
from models.database import NoStore, bind, database
from seeds.corpus import parse
from seeds.documents import check
from seeds.importers import IMPORTERS
from seeds.load import load
from seeds.records import Refused

CORPUS = click.argument("directory", type=click.Path(path_type=Path))


@click.group(cls=AppGroup)
def main():
    """Annals: event data together with its evidence."""


@main.command("load", with_appcontext=False)
@CORPUS
def load_command(directory):
    """Load the corpus in DIRECTORY into the store at DATABASE_URL, all of it or nothing."""
    with told():
        batch = IMPORTERS["corpus"](directory)
        with opened(settings.get("DATABASE_URL")), progress(batch.size) as advance:
            outcome = load(batch, advance)
    where = f"revision {outcome.revision}" if outcome.revision else "nothing to do, no new revision"
    counts = f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged, {outcome.retracted} retracted"
    click.echo(f"{batch.dataset['id']} {batch.label}: {counts}; {where}")


@main.command("check", with_appcontext=False)
@CORPUS
@click.option(
    "--documents",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A directory with the originals.",
)
def check_command(directory, documents):
    """Hold the corpus in DIRECTORY against the originals that it was coded from: their hashes, and every paragraph cited."""
    with told():
        corpus = parse(directory)
        faults = list(check(corpus, documents))
        if faults:
            raise Refused(faults)
    claims = sum(len(event["claims"]) for event in corpus.events)
    click.echo(f"{corpus.dataset['id']}: {len(corpus.sources)} documents match, {claims} claims cite paragraphs that exist")


@main.command("serve", with_appcontext=False)
def serve_command():
    """Serve the store at DATABASE_URL on HOST and PORT, until it is stopped."""
    with told():
        server.serve()


@main.command("openapi", with_appcontext=False)
def openapi_command():
    """Print the OpenAPI document, as openapi.yaml has it."""
    click.echo(openapi.text(openapi.document()), nl=False)


@contextmanager
def opened(url):
    """The store at a URL, for writing. Raises NoStore with the reason when it cannot be opened."""
    try:
        bind(url, writable=True)
        database.connect()
    except (DatabaseError, OSError) as error:
        raise NoStore(f"the store cannot be opened: {error}") from error
    try:
        yield
    finally:
        database.close()


@contextmanager
def told():
    """Failures that the user can mend end the command with their reason, not with a traceback."""
    try:
        yield
    except Refused as refused:
        lines = [f"refused, {len(refused.faults)} fault(s); the store is as it was:", *map(str, refused.faults)]
        raise click.ClickException("\n".join(lines)) from None
    except (NoStore, settings.BadSetting, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except OperationalError as error:
        raise click.ClickException(f"the store cannot be written: {error}") from None


@contextmanager
def progress(total):
    """A function that takes the number of events done: a bar on a terminal, plain lines elsewhere."""
    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield lambda done: click.echo(f"{done}/{total} events", err=True)
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("events", total=total)
        yield lambda done: bar.update(task, completed=done)
