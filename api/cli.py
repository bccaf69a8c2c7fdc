"""The `annals` command: the one module that sees both api and seeds."""

import re
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from peewee import DatabaseError, OperationalError

import api.routes  # noqa: F401 (registers the operations)
from api import openapi, server, settings
from api.progress import progress
from models.database import NoStore, bind, database
from seeds import mapping as mapped
from seeds.corpus import parse
from seeds.corpus.batch import read
from seeds.documents import check
from seeds.importers import IMPORTERS
from seeds.load import load
from seeds.records import Refused
from seeds.release import Release, batch_of

CORPUS = click.argument("directory", type=click.Path(path_type=Path))
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Tolerance(click.ParamType):
    """A share, such as `2%`, as a number below 1; or a number of events."""

    name = "share or number"

    def convert(self, value, param, ctx):
        found = re.fullmatch(r"(\d{1,2}(?:\.\d+)?)%|(\d{1,9})", value) if isinstance(value, str) else None
        if not found:
            self.fail(f"{value!r} is neither a share below 100%, such as 2%, nor a number of events, such as 50", param, ctx)
        return float(found[1]) / 100 if found[1] else int(found[2])


@click.group(cls=AppGroup)
def main():
    """Annals: event data together with its evidence."""


@main.command("load", with_appcontext=False)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIRECTORY | FILE...")
@click.option("--dataset", type=click.Choice(sorted(IMPORTERS)), help="What the FILEs are a release of.")
@click.option("--mapping", type=FILE, help="A YAML file that says how the columns of the FILEs tell events.")
@click.option("--release", "label", help="The release's label, such as 25.1.")
@click.option("--released", help="When the release was published, in EDTF; by default as its label tells, or today.")
@click.option("--complete", is_flag=True, help="The FILEs are the whole release: events of the dataset that it has not are retracted.")
@click.option("--max-rejects", type=Tolerance(), default="1%", show_default=True, help="How many events may be rejected: 2% or 50.")
@click.option("--rejects", type=click.Path(file_okay=False, path_type=Path), default=".", help="The directory for rejected rows.")
def load_command(paths, dataset, mapping, label, released, complete, max_rejects, rejects):
    """Load the corpus in DIRECTORY, or a release of a dataset in FILEs, into the store at DATABASE_URL: all of it or nothing.

    FILEs are CSV, bare, in a gzip or zip, JSON of an API, or xlsx. Rows that cannot be read go into a CSV of their own.
    """
    release, store = Release(label, released, complete, max_rejects, rejects), opened(settings.get("DATABASE_URL"))
    with told(), batch_from(paths, dataset, mapping, release) as batch, store, progress(batch) as advance:
        outcome = load(batch, advance)
    click.echo(report(batch, outcome))


@contextmanager
def batch_from(paths, dataset, mapping, release):
    """The Batch that the arguments of `annals load` ask for, its files open for a while."""
    if dataset is None and mapping is None:
        if len(paths) > 1 or paths[0].is_file():
            raise click.UsageError("--dataset or --mapping must say what FILEs are; without either, give one DIRECTORY of a corpus")
        yield read(paths[0])
    elif dataset and mapping:
        raise click.UsageError("give --dataset or --mapping, not both")
    elif release.label is None:
        raise click.UsageError("--release must say which release it is")
    else:
        importer = IMPORTERS[dataset] if dataset else mapped.importer(mapping)
        with batch_of(importer, release, paths) as batch:
            yield batch


def report(batch, outcome):
    """What a load did, in lines for a person."""
    counts = ", ".join(f"{getattr(outcome, what)} {what}" for what in ("new", "changed", "unchanged", "rejected"))
    revision = f"revision {outcome.revision}" if outcome.revision else "nothing to do, no new revision"
    lines = [f"{batch.dataset['id']} {batch.label}: {outcome.read} read = {counts}; {outcome.retracted} retracted; {revision}"]
    lines += (f"{number}: {remark}" for remark, number in sorted(outcome.remarks.items()))
    lines += (f"rejected rows are in {path}" for path in batch.kept())
    return "\n".join(lines)


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
