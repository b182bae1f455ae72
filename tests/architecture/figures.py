"""Reports how large modules and functions are: `python -m tests.architecture.figures`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("cms", "home", "news", "search")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def production_modules() -> list[Path]:
    """Every module of the product, migrations left out."""
    return sorted(
        path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
    )


def functions_of(module: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function in `module`."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def documented_share(modules: list[Path]) -> float:
    """How many of the public classes and functions have a docstring, from 0 to 1."""
    public = [
        node
        for module in modules
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name != "Meta"
    ]
    return sum(ast.get_docstring(node) is not None for node in public) / len(public)


def spread(sizes: list[int]) -> str:
    """Median, 95th percentile and maximum."""
    return f"{median(sizes):.0f} / {quantiles(sizes, n=20)[-1]:.0f} / {max(sizes)}"


def main() -> None:
    """Print the figures."""
    modules = production_modules()
    lengths = [len(module.read_text().splitlines()) for module in modules if module.name != "__init__.py"]
    functions = [size for module in modules for _name, size in functions_of(module)]
    tests = list((ROOT / "tests").rglob("*.py"))
    ratio = sum(len(path.read_text().splitlines()) for path in tests) / sum(lengths)
    print(f"modules: {len(lengths)}, lines median / p95 / max: {spread(lengths)}")  # noqa: T201 - a report
    print(f"functions: {len(functions)}, lines median / p95 / max: {spread(functions)}")  # noqa: T201 - a report
    print(f"public docstrings: {documented_share(modules):.0%}, tests : code {ratio:.2f}")  # noqa: T201 - a report


if __name__ == "__main__":
    main()
