"""How fast stores are filled: by the pipeline with invented events, by `annals load` with a real file, and that file by sqlite-utils."""

import gzip
import json
import os
import subprocess
import sys
import time

from conftest import ROOT
from support.service import ANNALS

from benchmarks import peers
from benchmarks.driving import Measurement
from benchmarks.memory import Watch

UCDP = ROOT.parent / "shared" / "data" / "ucdp-ged" / "GEDEvent_v21_01_21_12.csv.gz"
LABEL = "21.0.12"


def filled(files, size, seed):
    """The Measurement of filling a new store."""
    files.directory.mkdir(parents=True, exist_ok=True)
    for left in files.directory.glob(f"{files.store.name}*"):
        left.unlink()
    with Watch(os.getpid()) as watch:
        told = subprocess.run([sys.executable, *command(files, size, seed)], check=True, stdout=subprocess.PIPE, text=True).stdout
    rate = size / json.loads(told.splitlines()[-1])["seconds"]
    return Measurement(rate, "events", bytes=files.store.stat().st_size, resident=watch.resident, anonymous=watch.anonymous)


def command(files, size, seed, *dataset):
    """The arguments of Python for a load."""
    return ("-m", "benchmarks.filling", files.url, str(size), str(seed), *dataset)


def compared(files):
    """Seconds of `annals load` and of `sqlite-utils insert` for the same file, and its rows; None where one of them is not to be had."""
    if not UCDP.exists() or "--dataset" not in subprocess.run([ANNALS, "load", "--help"], capture_output=True, text=True).stdout:
        return None
    program = peers.environment("sqlite-utils", files.envs) / "sqlite-utils"
    file, store, bare = (files.directory / name for name in ("ucdp.csv", "ucdp.db", "bare.db"))
    file.write_bytes(gzip.decompress(UCDP.read_bytes()))
    for left in (*files.directory.glob("ucdp.db*"), *files.directory.glob("bare.db*")):
        left.unlink()
    url = f"sqlite:///{store.absolute()}"
    ours = seconds(ANNALS, "load", "--dataset", "ucdp-ged", "--release", LABEL, file, DATABASE_URL=url)
    return {"annals": ours, "sqlite-utils": seconds(program, "insert", bare, "events", file, "--csv"), "rows": 17_407}


def seconds(*command, **environment):
    begun = time.perf_counter()
    subprocess.run(command, check=True, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun
