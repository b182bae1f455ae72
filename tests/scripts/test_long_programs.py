"""The long proofs start: nothing of them needs settings before the environment is set."""

import os
import subprocess
import sys

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
