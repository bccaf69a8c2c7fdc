"""What the tests run of npm's packages, which `make test` installs in tests/node as they are locked there."""

import os
import subprocess

from conftest import ROOT, missing

NODE = ROOT / "tests" / "node"
BIN = NODE / "node_modules" / ".bin"
SILENT = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}
PATIENCE = 180
"""Seconds."""


def run(name, *arguments, directory=NODE):
    """A program of the packages, or `node`, run to its end in a directory."""
    if not (BIN / "tsc").exists():
        missing("npm's packages are not installed: where npm is (Debian: apt-get install npm), make test installs them")
    program = name if name == "node" else BIN / name
    command, environment = [program, *map(str, arguments)], os.environ | SILENT
    return subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, timeout=PATIENCE)
