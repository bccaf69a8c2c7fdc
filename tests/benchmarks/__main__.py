"""The command: `python -m benchmarks --help`, or `make bench`."""

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import timeit
from contextlib import ExitStack, closing
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

import click

from benchmarks import loading, table
from benchmarks.driving import DRIVES, Drive, WrongAnswer
from benchmarks.flat import flatten
from benchmarks.peers import PEERS, Lacking
from benchmarks.questions import World
from benchmarks.servers import CACHED, SERVERS, Files
from benchmarks.workloads import CURVE, WORKLOADS

NAMES = [workload.name for workload in WORKLOADS]


class Words(click.ParamType):
    """Several of some words, separated by commas."""

    name = "names"

    def __init__(self, known):
        self.known = known

    def convert(self, value, param, ctx):
        words = value.split(",")
        unknown = [word for word in words if word not in self.known]
        return self.fail(f"{', '.join(unknown)}: any of {', '.join(self.known)} is wanted") if unknown else words


@click.command()
@click.option("--events", "sizes", multiple=True, type=int, default=[100_000], help="How many; more than one for the curve.")
@click.option("--seed", default=1)
@click.option("--seconds", default=3.0, help="For each measurement.")
@click.option("--only", type=Words(NAMES), help="These workloads: W1,W2.")
@click.option("--servers", type=Words(list(SERVERS)), help="These servers: annals,limit.")
@click.option("--reuse", is_flag=True, help="Take the store of an earlier run of the same schema, if there; no W12 then.")
@click.option("--directory", type=click.Path(path_type=Path), default=Path("build/bench"), help="Where stores, environments, results go.")
def main(sizes, seed, seconds, only, servers, reuse, directory):
    """Measure Annals, the limit and the peers over the same rows, and write the table to DIRECTORY."""
    if shutil.which("wrk") is None:
        raise click.ClickException("wrk is wanted: apt-get install wrk")
    several = len(sizes) > 1
    only, servers = only or (CURVE if several else NAMES), servers or (["annals", "limit"] if several else list(SERVERS))
    results = []
    for size in sizes:
        result = measure(Files(directory / f"{size}-{seed}"), size, seed, seconds, only, servers, reuse)
        table.write(result, directory / "results")
        click.echo(table.markdown(result))
        results.append(result)
    if several:
        (directory / "results" / "curve.md").write_text(table.curve(results))
        click.echo(table.curve(results))


def measure(files, size, seed, seconds, only, servers, reuse):
    """The result, as `table` takes it, of one store."""
    rows, notes = [], []
    if not (reuse and files.flat.exists()):
        rows.append({"workload": "W12", "server": "annals", **asdict(loading.filled(files, size, seed))})
        flatten(files.store, files.flat)
        notes += compared(files)
    with ExitStack() as stack:
        running = started(dict.fromkeys(["annals", *servers]), files, stack, notes)
        questions = asked(files, seed, only, running["annals"])
        load = loading.command(files, size, seed, "late")
        rows += driven({name: running[name] for name in servers if name in running}, questions, seconds, load)
    return {"run": facts(size, seed, seconds), "rows": rows, "notes": notes}


def started(names, files, stack, notes):
    """The Services of servers by name, all at once, so that each workload is put to one right after the other."""
    services = {}
    for name in names:
        try:
            services[name] = stack.enter_context(SERVERS[name].running(files))
        except Lacking as reason:
            notes.append(f"{reason}.")
    return services


def asked(files, seed, only, annals):
    """Pairs of a workload and its questions."""
    with closing(sqlite3.connect(files.flat)) as flat:
        world = World(flat, annals.base, seed)
        return [(workload, workload.asked(world)) for workload in WORKLOADS if workload.name in only]


def driven(services, questions, seconds, load):
    """A row for each workload and each server that it can be put to."""
    for workload, each in questions:
        for name, service in services.items():
            paths = SERVERS[name].paths(workload, each)
            if paths and (workload.cached or name != CACHED):
                click.echo(f"{workload.name} {name}", err=True)
                yield row(workload, name, Drive(service, paths, seconds, load))


def row(workload, server, drive):
    try:
        return {"workload": workload.name, "server": server, **asdict(DRIVES[workload.driven](drive))}
    except WrongAnswer as reason:
        raise click.ClickException(f"{workload.name}, {server}: {reason}\n{drive.service.log.read_text()[-2000:]}") from None


def compared(files):
    found = loading.compared(files)
    if found is None:
        return ["W12 against sqlite-utils was left out: no file of UCDP, or no `annals load --dataset`."]
    ours, theirs = found["annals"], found["sqlite-utils"]
    speeds = f"{found['rows'] / ours:,.0f} events/s, sqlite-utils {found['rows'] / theirs:,.0f} rows/s"
    return [f"W12 against sqlite-utils insert --csv, {found['rows']:,} rows of UCDP GED: annals load {speeds}, {theirs / ours:.2f} of it."]


def facts(size, seed, seconds):
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    packages = {name: version(name) for name in ("gunicorn", "Flask", "peewee")}
    pinned = dict(package.split("==") for name, peer in PEERS.items() for package in peer.packages if package.startswith(name))
    return {
        "N": size, "seed": seed, "cores": os.cpu_count(), "date": date.today().isoformat(), "seconds": seconds, "commit": commit,
        "ms for a million additions": pace(), "Python": platform.python_version(), "SQLite": sqlite3.sqlite_version, **(pinned | packages),
    }  # fmt: skip


def pace():
    """Milliseconds for a million additions in Python, at best: by this the figures of one machine, or day, compare with another's."""
    return round(min(timeit.repeat("for number in range(1_000_000): total += number", "total = 0", number=1, repeat=20)) * 1000)


if __name__ == "__main__":
    sys.exit(main())
