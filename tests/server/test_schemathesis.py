"""schemathesis, with every check and every phase on, finds no answer of the real service that differs from what openapi.yaml promises.

SCHEMATHESIS_EXAMPLES asks for so many examples of each operation, drawn anew each time.
"""

import os
import subprocess
import sys
from pathlib import Path

import orjson
from conftest import ROOT
from support import strategies
from support.service import served

from api.docs.openapi import openapi_document
from api.operations.operation import OPERATIONS

EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES")
BOUNDS = ["--max-examples", EXAMPLES] if EXAMPLES else ["--max-examples", "10", "--generation-deterministic"]
LIMIT = 3600 if EXAMPLES else 600
"""Seconds."""

PROGRAM = Path(sys.executable).parent / "schemathesis"


def schemathesis(base, directory):
    """(report, output) of a run against the service at `base`."""
    report = directory / "report.json"
    command = [PROGRAM, "run", f"{base}/v1/openapi.json", "--no-color", "--checks", "all", *BOUNDS]
    path = os.pathsep.join(map(str, (ROOT / "tests", ROOT)))
    environment = os.environ | {"ANNALS": base, "SCHEMATHESIS_HOOKS": "support.strategies", "PYTHONPATH": path}
    command += ["--report", "json", "--report-json-path", report]
    run = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, timeout=LIMIT)
    assert report.exists(), run.stdout + run.stderr
    return orjson.loads(report.read_bytes()), run.stdout + run.stderr


def test_the_service_is_what_its_document_says(corpus, tmp_path):
    with served(corpus) as service:
        report, output = schemathesis(service.base, tmp_path)
    assert report["exit_code"] == 0, output
    assert report["operations"]["tested"] == len(OPERATIONS)
    assert [phase["status"] for phase in report["phases"].values()] == ["success"] * 4
    assert report["test_cases"]["generated"] > 1000


def test_every_format_of_a_parameter_is_drawn_as_what_it_means():
    """Without a strategy of its own, any text would be taken for a valid one."""
    schemas = [parameter["schema"] for path in openapi_document()["paths"].values() for parameter in path["get"]["parameters"]]
    assert {schema.get("items", schema).get("format") for schema in schemas} - {None} <= set(strategies.FORMATS)
