"""Says in a sentence, before anything is made or started, why a newsroom cannot run here."""

import errno
import os
import socket
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
LISTENS = "127.0.0.1"
LAST_PORT = 65535
KEPT = ("nashra.sqlite3*", "private", "public", "search", "static")
PATIENCE = 1.0  # seconds for a program on this machine to take a connection


def main() -> int:
    """Print a line for each thing that is in the way; 1 where there is one."""
    problems = [port_problem(os.environ.get("PORT", "8000")), place_problem(var_dir())]
    found = [problem for problem in problems if problem]
    if found:
        print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


def port_problem(given: str) -> str:
    """Why the newsroom cannot listen on the port `given`; empty where it can."""
    digits = given.isascii() and given.isdigit() and len(given) <= len(str(LAST_PORT))
    if not digits or not 1 <= int(given) <= LAST_PORT:
        return f"PORT={given} is no port: give a number from 1 to {LAST_PORT}, as in PORT=8001 make run"
    port = int(given)
    other = port + 1 if 1024 <= port < LAST_PORT else 8000
    advice = f"choose another port, as in PORT={other} make run"
    taken = f"Port {port} is taken by another program, perhaps another Nashra: stop that one, or {advice}"
    if answers(port):
        return taken
    try:
        listen(port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return taken
        return f"Nashra cannot listen on port {port} ({error.strerror}): {advice}"
    return ""


def answers(port: int) -> bool:
    """Whether something takes connections where browsers will look for the newsroom."""
    try:
        socket.create_connection(("localhost", port), PATIENCE).close()
    except OSError:
        return False
    return True


def listen(port: int) -> None:
    """Listen for a moment; raises OSError.

    The web server shares its port with whoever asks to share it, so it would not notice another newsroom.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LISTENS, port))
        listener.listen()


def var_dir() -> Path:
    """Where database, files and indexes are kept, as the settings have it."""
    return Path(os.environ.get("VAR_DIR", str(HOME / "var")))


def place_problem(place: Path) -> str:
    """Why the newsroom cannot keep its things at `place`; empty where it can."""
    advice = "give yourself the right to, or name another directory, as in VAR_DIR=$HOME/nashra make run"
    try:
        if place.exists() and not place.is_dir():
            return f"VAR_DIR={place} is no directory: name one in which Nashra may keep its things"
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            pass
        kept = sorted(path for name in KEPT for path in place.glob(name))
    except OSError as error:
        return f"Nashra cannot write in {place} ({error.strerror}): {advice}"
    locked = next((path for path in kept if not os.access(path, os.W_OK)), None)
    return f"Nashra cannot write {locked}: {advice}" if locked else ""


if __name__ == "__main__":
    sys.exit(main())
