"""Runs commands as forks of a process that has loaded everything: to load it takes longer than most of them.

Each command still has a process, and connections to the database, of its own, and runs `manage.py` itself.
"""

import gc
import json
import os
import runpy
import select
import subprocess
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


class Prepared:
    """A process under one environment; it is started with the first command."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.env: dict[str, str] = {}

    def run(
        self, env: dict[str, str], *words: str, patience: float = 900
    ) -> subprocess.CompletedProcess[str]:
        """Run `manage.py words` to its end; raises TimeoutError after `patience` seconds."""
        process = self.started(env)
        assert process.stdin is not None
        assert process.stdout is not None
        with TemporaryDirectory(prefix="nashra-command-") as directory:
            files = [Path(directory) / name for name in ("out", "err")]
            print(json.dumps([words, [str(file) for file in files]]), file=process.stdin, flush=True)
            if not select.select([process.stdout], [], [], patience)[0]:
                process.kill()
                raise TimeoutError(f"{words} took more than {patience} s")
            answer = process.stdout.readline()
            assert answer, "the prepared process ended; it said why above"
            return subprocess.CompletedProcess(words, int(answer), *(file.read_text() for file in files))

    def started(self, env: dict[str, str]) -> subprocess.Popen[str]:
        """The process, started anew where the environment is another."""
        if self.process is None or self.env != env:
            self.close()
            self.env = dict(env)
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.prepared"], cwd=ROOT, env={"DATABASE_TIMEOUT": "0", **env},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        return self.process

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.communicate()
            self.process = None


def serve() -> None:
    """Run what comes in, a command a line; tell how each ended."""
    import django  # noqa: PLC0415 - nothing of Django is needed on the other side
    from django.urls import get_resolver  # noqa: PLC0415

    django.setup()
    _ = get_resolver().url_patterns  # what every command's checks would load
    gc.collect()
    gc.freeze()  # or each command looks through all of it again
    for line in sys.stdin:
        words, files = json.loads(line)
        if not (process := os.fork()):
            become(words, files)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}\n")
        sys.stdout.flush()


def become(words: list[str], files: list[str]) -> None:
    """Be the command: what it says goes to files; ends the process."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate(files, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - as the interpreter opens them
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = ["manage.py", *words]
    status = 1
    try:
        runpy.run_path("manage.py", run_name="__main__")
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
