"""What may be run by its name says what runs it: without that line, a shell reads the file as its own."""

import os
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
EXECUTABLE = sorted(path for path in SCRIPTS.iterdir() if path.is_file() and os.access(path, os.X_OK))


@pytest.mark.parametrize("path", EXECUTABLE, ids=lambda path: path.name)
def test_it_says_what_runs_it(path: Path) -> None:
    assert path.read_text().startswith("#!/usr/bin/env ")


def test_there_are_some() -> None:
    assert {"need_programs.sh", "servers.py"} <= {path.name for path in EXECUTABLE}
