"""Prints what production needs of `pyproject.toml` and of the extras named, for `pip install -r`."""

import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).resolve().parent.parent / "pyproject.toml").read_text())["project"]

extras = [line for name in sys.argv[1:] if name for line in PROJECT["optional-dependencies"][name]]
print("\n".join([*PROJECT["dependencies"], *extras]))
