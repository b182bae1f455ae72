"""The long proofs and the benchmarks start: they are not run with every change, but used by it."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.running import ROOT


@pytest.mark.parametrize("program", ["fire", "archive"])
def test_a_program_says_what_it_does(program: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.long.{program}", "--help"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"python -m tests.long.{program}" in done.stdout


# The bare servers have settings of their own, beside which nothing else can be loaded.
@pytest.mark.parametrize("file", sorted(ROOT.glob("tests/benchmarks/*/[!b]*.py")), ids=lambda file: file.stem)
def test_what_a_benchmark_uses_is_there(file: Path) -> None:
    importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
