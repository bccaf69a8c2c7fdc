"""The order of the house: imports point one way, in no circle, and stand at the head of their module."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest
from conftest import ROOT

OURS = ("api", "models", "seeds")
HTTP = {"flask", "flask_cors", "flask_swagger_ui", "flasgger", "werkzeug", "gunicorn", "apispec", "prometheus_client"}
FORBIDDEN = {"models": {"api", "seeds", *HTTP}, "seeds": {"api", *HTTP}, "api": {"seeds"}}
MAY_SEE_BOTH = "api.cli"


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


TREES = {name_of(path): ast.parse(path.read_text()) for top in OURS for path in sorted((ROOT / top).rglob("*.py"))}


def imported(tree):
    """The modules that a tree imports, at its head or inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import names its module in full"
            yield from (whole if (whole := f"{node.module}.{alias.name}") in TREES else node.module for alias in node.names)


def top(module):
    return module.partition(".")[0]


def functions(tree):
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


def test_there_is_a_house_to_look_at():
    assert {top(module) for module in TREES} == set(OURS)
    assert {"seeds.load", "models.tables"} <= set(imported(TREES[MAY_SEE_BOTH])) | set(imported(TREES["seeds.load"]))


@pytest.mark.parametrize("module", TREES)
def test_imports_point_one_way(module):
    if module != MAY_SEE_BOTH:
        assert {top(each) for each in imported(TREES[module])}.isdisjoint(FORBIDDEN[top(module)])


@pytest.mark.parametrize("module", TREES)
def test_nothing_of_our_own_is_imported_late(module):
    assert [each for function in functions(TREES[module]) for each in imported(function) if top(each) in OURS] == []


def test_imports_make_no_circle():
    graph = {module: {each for each in imported(tree) if each in TREES and each != module} for module, tree in TREES.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(TREES)


def test_importing_the_routes_registers_every_operation():
    assert {module for module in TREES if module.startswith("api.routes.")} == set(imported(TREES["api.routes"]))
    code = "import sys, api.routes; from api.operations import OPERATIONS; sys.exit(not OPERATIONS)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("module", TREES)
def test_only_the_dialect_asks_which_database_it_is(module):
    asked = {node.id for node in ast.walk(TREES[module]) if isinstance(node, ast.Name)} & {"is_postgresql", "PostgresqlDatabase"}
    assert not asked or module == "models.dialect"


def test_the_application_runs_without_the_seeds():
    code = "import sys, api.app; sys.exit(any(name.partition('.')[0] == 'seeds' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_seeds_run_without_the_web():
    code = f"import sys, seeds.load, seeds.importers; sys.exit(not {HTTP!r}.isdisjoint(name.partition('.')[0] for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
