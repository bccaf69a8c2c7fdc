"""How far a load has come, told while it runs: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

COLUMNS = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()


@contextmanager
def progress_callback(batch: Any) -> Iterator[Any]:
    """A function that takes the number of events done of a seeds.batch.Batch."""
    console, begun = Console(file=sys.stderr), time.monotonic()

    def rate(done: Any) -> Any:
        return f"{done:,} events, {done / max(time.monotonic() - begun, 0.001):,.0f}/s"

    if not console.is_terminal:
        yield lambda done: click.echo(f"{rate(done)}, {batch.share(done):.0%} done", err=True)
        return
    with Progress(*COLUMNS, console=console) as bar:
        task = bar.add_task("events", total=1)
        yield lambda done: bar.update(task, completed=batch.share(done), description=rate(done))
