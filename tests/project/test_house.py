"""The order of the house: how large folders may be, and that imports point one way, in no circle, at the head of modules."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter

from conftest import ROOT

ORDER = {
    "api": [
        "cli",
        "server",
        "app",
        "routes",
        "docs",
        "operations",
        "queries",
        "aggregates",
        "filters",
        "formats",
        "parameters",
        "http",
        "settings",
    ],
    "models": [
        "column_store",
        "store",
        "indexes",
        "releases",
        "summaries",
        "serialization",
        "predicates",
        "tables",
        "domain",
        "db",
        "text",
    ],
    "seeds": ["mapping", "linking", "corpus", "importers", "pipeline", "yaml_files", "files", "gazetteer", "batch", "store", "errors"],
}
"""By package, its parts, each of which may import what stands after it and not what stands before it."""

MOST_MODULES = 12
"""In a folder."""

HTTP = {"flask", "flask_cors", "flask_swagger_ui", "flasgger", "werkzeug", "gunicorn", "granian", "apispec", "prometheus_client"}
FORBIDDEN = {"models": {"api", "seeds", *HTTP}, "seeds": {"api", *HTTP}, "api": {"seeds"}}
MAY_SEE_BOTH = "api.cli"


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


PATHS = {name_of(path): path for top in ORDER for path in sorted((ROOT / top).rglob("*.py"))}
TREES = {module: ast.parse(path.read_text()) for module, path in PATHS.items()}


def imported(tree):
    """The modules that a tree imports, at its head or inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import names its module in full"
            yield from (whole if (whole := f"{node.module}.{alias.name}") in TREES else node.module for alias in node.names)


IMPORTED = {module: set(imported(tree)) for module, tree in TREES.items()}
PAIRS = [(module, each) for module, found in IMPORTED.items() for each in found]
"""(module, what it imports)."""


def top(module):
    return module.partition(".")[0]


def part(module):
    """The part of its package that a module is or lies in; empty for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def functions(tree):
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


def test_every_part_of_a_package_has_its_place_in_the_order():
    found = {package: {part(module) for module in TREES if top(module) == package} - {""} for package in ORDER}
    assert found == {package: set(parts) for package, parts in ORDER.items()}


def test_packages_import_one_way():
    allowed = [pair for pair in PAIRS if not f"{pair[0]}.".startswith(f"{MAY_SEE_BOTH}.")]
    assert [(module, each) for module, each in allowed if top(each) in FORBIDDEN[top(module)]] == []


def test_parts_of_a_package_import_one_way():
    inside = [(module, each) for module, each in PAIRS if top(module) == top(each) and "" not in (part(module), part(each))]
    places = {package: parts.index for package, parts in ORDER.items()}
    assert [pair for pair in inside if places[top(pair[0])](part(pair[0])) > places[top(pair[0])](part(pair[1]))] == []


def test_nothing_of_our_own_is_imported_late():
    late = [(module, each) for module, tree in TREES.items() for function in functions(tree) for each in imported(function)]
    assert [(module, each) for module, each in late if top(each) in ORDER] == []


def test_imports_make_no_circle():
    graph = {module: {each for each in found if each in TREES and each != module} for module, found in IMPORTED.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(TREES)


def test_no_folder_holds_too_many_modules():
    folders = {path.parent for path in PATHS.values()}
    numbers = {folder: sum(path.parent == folder and path.name != "__init__.py" for path in PATHS.values()) for folder in folders}
    assert {str(folder.relative_to(ROOT)): number for folder, number in numbers.items() if number > MOST_MODULES} == {}


def test_every_module_and_folder_says_what_it_is_for():
    assert [module for module, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_importing_the_routes_registers_every_operation():
    shared = {"api.routes.collection"}
    assert {module for module in TREES if module.startswith("api.routes.")} - shared == IMPORTED["api.routes"]
    code = "import sys, api.routes; from api.operations.operation import OPERATIONS; sys.exit(not OPERATIONS)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_only_the_dialect_asks_which_database_it_is():
    names = {"is_postgresql", "PostgresqlDatabase"}
    asking = {module for module, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in names}
    assert asking == {"models.db.dialect"}


def test_the_application_runs_without_the_seeds():
    code = "import sys, api.app; sys.exit(any(name.partition('.')[0] == 'seeds' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_seeds_run_without_the_web():
    code = "import sys, seeds.pipeline.load, seeds.importers; "
    code += f"sys.exit(not {HTTP!r}.isdisjoint(name.partition('.')[0] for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
