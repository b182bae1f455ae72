"""Prints what production needs of `pyproject.toml`, for `pip install -r`; `requirements.txt` pins it."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"

print("\n".join(tomllib.loads(PROJECT.read_text())["project"]["dependencies"]))
