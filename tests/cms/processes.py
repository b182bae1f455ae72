"""Starts Nashra's commands as processes of their own, with nothing in the environment but what is given."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "SECRET_KEY": "q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1h2j3k4l5z6x7c8v9b0n1m2",
    "ALLOWED_HOSTS": "news.example",
    "PUBLIC_URL": "https://news.example",
}


def environment_of(settings: str, directory: Path, **given: str) -> dict[str, str]:
    """The environment of a process on these settings, its files in `directory`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {**kept, "VAR_DIR": str(directory), "DJANGO_SETTINGS_MODULE": settings, **given}


def manage(
    settings: str, directory: Path, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `manage.py words`, to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, env=environment_of(settings, directory, **environment), capture_output=True, text=True,
        check=False, timeout=180,
    )  # fmt: skip
