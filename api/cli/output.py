"""What the commands say of what they did, for a person or a program that reads lines."""

import csv
import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.tables.schema import Dataset, Release

RELEASE_COLUMNS = (
    "revision",
    "dataset",
    "release",
    "action",
    "released_on",
    "loaded_at",
    "read",
    "new",
    "changed",
    "unchanged",
    "rejected",
    "retracted",
)
COLUMNS = (Release.number, Release.dataset, Release.label, *(getattr(Release, name) for name in RELEASE_COLUMNS[3:]))


def show_load(batch: Any, outcome: Any) -> str:
    """What a load did."""
    counts = ", ".join(f"{getattr(outcome, what)} {what}" for what in ("new", "changed", "unchanged", "rejected"))
    lines = [
        f"{batch.dataset['id']} {batch.label}: {outcome.read} read = {counts}; {outcome.retracted} retracted; {format_revision(outcome)}"
    ]
    lines += (f"{number}: {remark}" for remark, number in sorted(outcome.remarks.items()))
    lines += (f"rejected rows are in {path}" for path in batch.kept())
    return "\n".join(lines)


def show_revert(dataset: Any, done: Any) -> Any:
    """What the undoing of a load did."""
    counts = ", ".join(f"{getattr(done, what)} {what}" for what in ("new", "changed", "retracted"))
    standing = f"release {done.label} is in force again" if done.label else "none is in force any more"
    return f"{dataset}: release {done.undone} is undone, {standing}; {counts}; {format_revision(done)}"


def show_link(done: Any, dry_run: Any) -> Any:
    """What a link did, or would do."""
    groups = len({group for _, group in done.pairs})
    told = "nothing is written" if dry_run else f"{done.changed} events changed; {format_revision(done)}"
    pairs = f"{len(done.pairs)} pairs in {groups} groups, {done.begun} of all pairs new, {done.ended} ended"
    return f"{', '.join(done.datasets)}: {pairs}; {told}"


def format_revision(done: Any) -> str:
    return f"revision {done.revision}" if done.revision else "nothing to do, no new revision"


def write_pairs(file: Any, pairs: Any, names: Any) -> Any:
    """Pairs of events that are linked, as CSV: the best first, each with the parts of its score by these names."""
    writer = csv.writer(file)
    writer.writerow(["a", "b", "group", "score", *names])
    for pair, group in pairs:
        writer.writerow([pair.a, pair.b, group, pair.score, *(round(pair.parts[name], 4) for name in names)])


def show_releases(dataset: Any) -> Any:
    """The revisions of a dataset, or all: a table on a terminal, a line of tabbed columns each elsewhere.

    Raises click.ClickException for a dataset that is not there.
    """
    rows = [["" if each is None else str(each) for each in row] for row in releases_query(dataset).tuples()]
    if not rows:
        raise click.ClickException(f"there is no dataset {dataset!r}; there are {', '.join(dataset_ids())}")
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        click.echo("\n".join("\t".join(row) for row in [RELEASE_COLUMNS, *rows]))
        return
    console.print(releases_table(rows))


def releases_table(rows: Any) -> Any:
    """The revisions as a rich.Table for 80 columns: its numbers are whole, its texts go on in the next line."""
    counts = RELEASE_COLUMNS[RELEASE_COLUMNS.index("read") :]
    shown = Table("revision", "release", "made", "events", show_lines=True)
    for row in rows:
        told = dict(zip(RELEASE_COLUMNS, row, strict=True))
        release = f"{told['dataset']} {told['release']}".strip() + f"\nof {told['released_on']}"
        made = f"{told['action']}\n{told['loaded_at'][:10]}\n{told['loaded_at'][11:19]}"
        events = "\n".join(f"{int(told[name]):,} {name}" for name in counts if told[name] != "0")
        shown.add_row(told["revision"], *(Text(text, overflow="fold") for text in (release, made, events)))
    for column in (shown.columns[0], *shown.columns[2:]):
        column.no_wrap = True
    return shown


def releases_query(dataset: Any) -> Any:
    query = Release.select(*COLUMNS).order_by(Release.number)
    return query.where(Release.dataset == dataset) if dataset else query


def dataset_ids() -> Any:
    return [id for (id,) in Dataset.select(Dataset.id).order_by(Dataset.id).tuples()]
