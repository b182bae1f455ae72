"""Runs delivery processes as production does: granian, settings of their own, real HTTP."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.journeys.running import ROOT, free_port, wait_for

SECRET = "q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1h2j3k4l5z6x7c8v9b0n1m2"
SETTINGS = "cms.settings.delivery"
APPLICATION = "cms.wsgi:application"


class Serving:
    """One process that answers at `base`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.base = f"http://localhost:{port}"

    def get(self, path: str, timeout: float = 20, **headers: str) -> requests.Response:
        """A GET of its own connection; redirects are not followed."""
        return requests.get(
            f"{self.base}{path}",
            headers={"Connection": "close", **headers},
            timeout=timeout,
            allow_redirects=False,
        )


@contextmanager
def serving(
    log: Path,
    *,
    settings: str = SETTINGS,
    application: str = APPLICATION,
    threads: int = 2,
    **environment: str,
) -> Iterator[Serving]:
    """A process under `settings`, ready to answer; `environment` is all it is told, `log` what it says."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", application, "--no-ws"]
    command += ["--port", str(port), "--blocking-threads", str(threads), "--log-level", "warning"]
    with log.open("ab") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=told(settings, environment),
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    running = Serving(process, port)
    try:
        wait_for(lambda: running.get("/health/live", timeout=5).ok)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def told(settings: str, environment: Mapping[str, Any]) -> dict[str, str]:
    """The whole environment of a delivery process."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "localhost",
        "VAR_DIR": "/nowhere",
        **environment,
    }
