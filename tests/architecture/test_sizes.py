"""The size limits of modules and functions, and the absence of circles among modules."""

import graphlib
import tomllib
from pathlib import Path

import grimp
import pytest

from tests.architecture.figures import (
    LONGEST_FUNCTION,
    LONGEST_MODULE,
    ROOT,
    functions_of,
    production_modules,
)

MODULES = production_modules()
SUPPRESSIONS = ("# noqa", "# type: ignore", "# pragma: no cover")


def test_there_is_something_to_measure() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_and_its_functions_stay_small(module: Path) -> None:
    lines = len(module.read_text().splitlines())
    assert lines <= LONGEST_MODULE, f"{module} has {lines} lines"
    long = [f"{name} has {size} lines" for name, size in functions_of(module) if size > LONGEST_FUNCTION]
    assert not long


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = grimp.build_graph("cms", "home", "news", "search")
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_every_dependency_is_pinned() -> None:
    names = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    lines = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if line[:1].isalnum()]
    assert all("==" in line for line in lines)
    assert len(lines) > len(names)


def test_no_suppression_goes_without_a_reason() -> None:
    assert not [place for module in MODULES for place in bare_suppressions(module)]


def bare_suppressions(module: Path) -> list[str]:
    """The suppressions that give no reason, neither behind a dash nor in a comment above."""
    lines = ["", *module.read_text().splitlines()]
    return [
        f"{module.relative_to(ROOT)}:{number}"
        for number, line in enumerate(lines)
        if any(marker in line for marker in SUPPRESSIONS)
        and " - " not in line.split("#", 1)[1]
        and not lines[number - 1].strip().startswith("#")
    ]
