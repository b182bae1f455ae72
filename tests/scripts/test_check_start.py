"""What keeps a newsroom from starting is said in a sentence before anything is made."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MAKE = shutil.which("make") or "make"
UNWRITABLE = Path("/proc" if Path("/proc").is_dir() else "/System")  # not even by root


def check(place: Path, **environment: str) -> tuple[int, list[str]]:
    """Run the check for a newsroom in `place`; its exit status and the lines it said."""
    done = subprocess.run(
        [sys.executable, "scripts/check_start.py"],
        cwd=ROOT, env={**os.environ, "VAR_DIR": str(place), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


@contextmanager
def listener(address: str = "127.0.0.1") -> Iterator[int]:
    """A program that listens on a port it would share, as the web server does; the port."""
    with socket.socket() as program:
        program.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        program.bind((address, 0))
        program.listen()
        yield program.getsockname()[1]


@pytest.fixture
def free_port() -> str:
    """A port nobody listens on."""
    with listener() as port:
        return str(port)


def test_nothing_is_said_where_the_newsroom_can_start(free_port: str, tmp_path: Path) -> None:
    for _first_and_second in range(2):
        assert check(tmp_path / "new" / "var", PORT=free_port) == (0, [])


@pytest.mark.parametrize("address", ["127.0.0.1", ""])
def test_a_taken_port_is_noticed_even_one_that_is_shared(tmp_path: Path, address: str) -> None:
    with listener(address) as port:
        status, (line,) = check(tmp_path, PORT=str(port))
    assert status == 1
    assert line.startswith(f"Port {port} is taken by another program")
    assert line.endswith(f"PORT={port + 1} make run")


@pytest.mark.parametrize("port", ["abc", "", "0", "65536", "99999", "-1", "8e3", "٨٠٠٠", "9" * 5000])
def test_what_is_no_port_is_refused(tmp_path: Path, port: str) -> None:
    status, (line,) = check(tmp_path, PORT=port)
    assert status == 1
    assert line.startswith(f"PORT={port} is no port")


def test_a_file_is_no_place(tmp_path: Path) -> None:
    file = tmp_path / "var"
    file.touch()
    assert check(file, PORT="0")[1][1].startswith(f"VAR_DIR={file} is no directory")
    assert check(file / "below", PORT="0")[1][1].startswith(f"Nashra cannot write in {file / 'below'} (")


@pytest.mark.parametrize("place", [UNWRITABLE, UNWRITABLE / "nashra"])
def test_a_place_that_cannot_be_written_is_named(free_port: str, place: Path) -> None:
    status, (line,) = check(place, PORT=free_port)
    assert status == 1
    assert line.startswith(f"Nashra cannot write in {place} (")


def test_make_run_checks_before_it_makes_anything() -> None:
    plan = subprocess.run([MAKE, "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    steps = ("check_start.py", "manage.py migrate", "manage.py demo", "addresses.py", "honcho start")
    places = [plan.index(step) for step in steps]
    assert places == sorted(places)
