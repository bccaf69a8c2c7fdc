"""The `annals` command: the one module that sees both api and seeds."""

import functools
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import duckdb
from click.core import ParameterSource
from flask.cli import AppGroup
from peewee import DatabaseError

import seeds
from api import server, settings
from api.app import create_app
from api.cli import database_errors, output
from api.cli.progress_bar import progress_callback
from api.cli.read_options import with_read_options
from api.http.version import VERSION
from models import store as stores
from models.column_store.files import lies_beside_store
from models.column_store.writer import write_column_store
from models.db.database import InvalidDatabaseURL, StoreNotFound, bind, database
from models.tables import schema
from seeds.batch import EntryFault
from seeds.corpus.batch import read_corpus
from seeds.corpus.corpus import parse_corpus
from seeds.corpus.originals import check_originals
from seeds.errors import LoadRefused, suggestion
from seeds.files.read_options import ReadOptions
from seeds.files.stdin import kept_stdin
from seeds.importers import IMPORTERS
from seeds.importers.acled.date_order import ORDERS
from seeds.importers.release_files import ReleaseFiles, batch_of
from seeds.linking.link import link
from seeds.linking.similarity import PARTS
from seeds.mapping import mapping as mapped
from seeds.mapping.suggest.suggest import suggest_mapping
from seeds.pipeline.load import load
from seeds.pipeline.revert import revert

CORPUS = click.argument("directory", type=click.Path(path_type=Path))
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
READABLE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
"""A file, or `-` for standard input."""
DEMO = Path(seeds.__file__).parent / "kazakhstan"
"""A corpus of our own coding."""


class Tolerance(click.ParamType):
    """A share, such as `2%`, as a number below 1; or a number of events."""

    name = "share or number"

    def convert(self, value: str, param: Any, ctx: Any) -> Any:
        found = re.fullmatch(r"(\d{1,2}(?:\.\d+)?)%|(\d{1,9})", value) if isinstance(value, str) else None
        if not found:
            self.fail(f"{value!r} is neither a share below 100%, such as 2%, nor a number of events, such as 50", param, ctx)
        return float(found[1]) / 100 if found[1] else int(found[2])


NAMES = ", ".join(mapped.EXAMPLES)
"""The mappings that come with Annals."""


class MappingFile(click.ParamType):
    """A file, or the name of a mapping that comes with Annals, as its path."""

    name = "file or name"

    def convert(self, value: str, param: Any, ctx: Any) -> Any:
        path = Path(value) if Path(value).is_file() else mapped.EXAMPLES.get(value)
        if path is None:
            near = suggestion(value, mapped.EXAMPLES)
            self.fail(f"there is no file {value!r}, nor does a mapping of that name come with Annals: {NAMES}{near}", param, ctx)
        return path


@click.group(cls=AppGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="annals", message="%(prog)s %(version)s")
def main() -> None:
    """Annals: event data together with its evidence."""


@main.command("load", with_appcontext=False)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="DIRECTORY | FILE...")
@click.option("--demo", is_flag=True, help="Load the corpus that comes with Annals, of militant violence in Kazakhstan.")
@click.option("--dataset", type=click.Choice(sorted(IMPORTERS)), help="What the FILEs are a release of.")
@click.option("--mapping", type=MappingFile(), help=f"A YAML file that says how columns tell events, or one of {NAMES}.")
@click.option("--release", "label", help="The release's label, such as 25.1.")
@click.option("--released", help="When the release was published, in EDTF; by default as its label tells, or today.")
@click.option("--complete", is_flag=True, help="The FILEs are the whole release: events of the dataset that it has not are retracted.")
@click.option("--retractions", multiple=True, type=FILE, help="A list of events of the dataset that are no more; may be given again.")
@click.option("--date-order", type=click.Choice(ORDERS), help="What comes first in dates as 5/1/2026; by default as all of them tell.")
@click.option("--max-rejects", type=Tolerance(), default="1%", show_default=True, help="How many events may be rejected: 2% or 50.")
@click.option("--rejects", type=click.Path(file_okay=False, path_type=Path), default=".", help="The directory for rejected rows.")
@with_read_options
def load_command(
    paths: tuple[Any, ...],
    demo: bool,
    dataset: str,
    mapping: Any,
    label: str,
    released: Any,
    complete: bool,
    retractions: tuple[Path, ...],
    date_order: str | None,
    max_rejects: int,
    rejects: Any,
    options: ReadOptions,
) -> None:
    """Load the corpus in DIRECTORY, or a release of a dataset in FILEs, into the store at DATABASE_URL: all of it or nothing.

    FILEs are CSV, JSON, GeoJSON, NDJSON or xlsx, bare or compressed, or - for standard input; `make parquet` and `make files` add Parquet,
    GeoPackage, shapefiles, Stata and xls. Rows that cannot be read go into a CSV of their own.
    """
    if demo == bool(paths or retractions):
        raise click.UsageError("give a DIRECTORY, FILEs or --demo: one of them")
    release = ReleaseFiles(label, released, complete, max_rejects, rejects, options, date_order, retractions)
    with (
        explain_errors(),
        kept_stdin([DEMO] if demo else [*paths]) as files,
        batch_from(files, dataset, mapping, release) as batch,
        open_store(),
        progress_callback(batch) as advance,
    ):
        outcome = load(batch, advance)
        make_column_store()
    click.echo(output.show_load(batch, outcome))


@contextmanager
def batch_from(paths: Any, dataset: Any, mapping: Any, release: Any) -> Iterator[Any]:
    """The Batch that the arguments of `annals load` ask for, its files open for a while."""
    if absent := [path for path in paths if not path.exists()]:
        raise LoadRefused([EntryFault(str(path), "", "there is no such file or directory") for path in absent])
    if dataset is None and mapping is None:
        if len(paths) != 1 or paths[0].is_file():
            raise click.UsageError("--dataset or --mapping must say what FILEs are; without either, give one DIRECTORY of a corpus")
        if options := file_options():
            raise click.UsageError(f"{options}: of a corpus in a DIRECTORY, its files say all; options are for FILEs")
        yield read_corpus(paths[0])
    elif dataset and mapping:
        raise click.UsageError("give --dataset or --mapping, not both")
    elif release.label is None:
        raise click.UsageError("--release must say which release it is")
    else:
        importer = IMPORTERS[dataset] if dataset else mapped.mapping_importer(mapping)
        with batch_of(importer, release, paths) as batch:
            yield batch


def make_column_store() -> None:
    """Make the column store of what was loaded, where it lies beside the store; a server makes what is not there."""
    try:
        if lies_beside_store():
            write_column_store()
    except (OSError, duckdb.Error) as error:
        click.echo(f"no column store could be made, so counts take longer: {error}", err=True)


def file_options() -> Any:
    """The options given to the command that say something of FILEs, as one text."""
    context = click.get_current_context()
    options = (each for each in context.command.params if isinstance(each, click.Option) and each.name != "demo")
    return ", ".join(each.opts[0] for each in options if context.get_parameter_source(each.name) is ParameterSource.COMMANDLINE)


@main.command("releases", with_appcontext=False)
@click.argument("dataset", required=False)
def releases_command(dataset: Any) -> Any:
    """List the revisions of the store, or those of DATASET: what made each, and what became of how many events."""
    with explain_errors(), open_store(writable=False):
        stores.identity()
        output.show_releases(dataset)


@main.command("revert", with_appcontext=False)
@click.argument("dataset")
def revert_command(dataset: Any) -> Any:
    """Undo the last load of DATASET, as a new revision; the one before it, if done again."""
    with explain_errors(), open_store(make=False):
        done = revert(dataset)
        make_column_store()
    click.echo(output.show_revert(dataset, done))


@main.command("link", with_appcontext=False)
@click.argument("datasets", nargs=-1, metavar="[DATASET DATASET...]")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.8, show_default=True, help="The least score of a pair.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option(
    "--csv", "file", type=click.File("w", encoding="utf-8", lazy=False), help="A file for the pairs, with what their scores are made of."
)
def link_command(datasets: Any, threshold: Any, dry_run: Any, file: Any) -> Any:
    """Find out which events of DATASETs, by default of all, are the same, and write it as a new revision.

    Pairs that no longer score enough, and those of events that were retracted, end.
    """
    with explain_errors(), open_store(writable=not dry_run, make=False):
        done = link(datasets, threshold, dry_run)
        if not dry_run:
            make_column_store()
    if file:
        output.write_pairs(file, done.pairs, PARTS)
    click.echo(output.show_link(done, dry_run))


@main.group("mapping")
def mapping_group() -> Any:
    """Mappings: how the columns of any file tell events."""


@mapping_group.command("suggest", with_appcontext=False)
@click.argument("file", type=READABLE)
@with_read_options
def suggest_command(file: Any, options: ReadOptions) -> Any:
    """Print a first mapping for FILE, in YAML, from its header and a sample of its rows."""
    with explain_errors(), kept_stdin([file]) as (path,):
        click.echo(suggest_mapping(path, options), nl=False)


@main.command("check", with_appcontext=False)
@CORPUS
@click.option(
    "--documents",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A directory with the originals.",
)
def check_command(directory: Any, documents: Any) -> Any:
    """Hold the corpus in DIRECTORY against the originals that it was coded from: their hashes, and every paragraph cited."""
    with explain_errors():
        corpus = parse_corpus(directory)
        faults = list(check_originals(corpus, documents))
        if faults:
            raise LoadRefused(faults)
    claims = sum(len(event["claims"]) for event in corpus.events)
    click.echo(f"{corpus.dataset['id']}: {len(corpus.sources)} documents match, {claims} claims cite paragraphs that exist")


def option_of(setting: Any) -> Any:
    """The option of a command for a setting: where it is given, it outweighs the environment variable."""

    def take(context: Any, parameter: Any, value: Any) -> Any:
        if context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE:
            os.environ[setting.name] = value

    return click.option(
        f"--{setting.name.lower().replace('_', '-')}",
        envvar=setting.name,
        show_envvar=True,
        metavar="NUMBER" if isinstance(setting.default, int) else "TEXT",
        show_default=str(setting.default) or None,
        callback=take,
        expose_value=False,
        help=setting.about.replace("`", ""),
    )


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with an option for each setting."""
    return functools.reduce(lambda made, setting: option_of(setting)(made), reversed(settings.SETTINGS), command)


@main.command("serve", with_appcontext=False)
@with_settings
def serve_command() -> Any:
    """Serve the store at DATABASE_URL on HOST and PORT, until it is stopped. Every option is a setting, with its environment variable."""
    with explain_errors():
        server.serve()


@main.command("openapi", with_appcontext=False)
def openapi_command() -> Any:
    """Print the OpenAPI document, as openapi.yaml has it, with examples from our own corpus."""
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/annals.db"
        bind(url, writable=True)
        load(read_corpus(DEMO))
        schema.Store.update(id=DEMO.name).execute()
        schema.Release.update(loaded_at=schema.Release.released_on.concat("T00:00:00+00:00")).execute()
        database.close()
        click.echo(create_app(url).test_client().get("/v1/openapi.yaml").text, nl=False)


@contextmanager
def open_store(writable: Any = True, make: Any = True) -> Iterator[Any]:
    """The store at DATABASE_URL. Raises StoreNotFound with the reason when it cannot be opened or, later, fails."""
    try:
        bind(settings.get("DATABASE_URL"), writable, make)
        database.connect()
    except (DatabaseError, OSError) as error:
        raise StoreNotFound(f"the store cannot be opened: {error}") from error
    try:
        yield
    except DatabaseError as error:
        if (reason := database_errors.explain_failure(error, "written" if writable else "read")) is None:
            raise
        raise StoreNotFound(reason) from error
    finally:
        database.close()


@contextmanager
def explain_errors() -> Iterator[Any]:
    """Failures that the user can mend end the command with their reason, not with a traceback."""
    try:
        yield
    except LoadRefused as refused:
        lines = [f"refused, {len(refused.faults)} fault(s); the store is as it was:", *map(str, refused.faults)]
        raise click.ClickException("\n".join(lines)) from None
    except (StoreNotFound, InvalidDatabaseURL, settings.InvalidSetting) as error:
        raise click.ClickException(database_errors.explain_no_store(error)) from None
