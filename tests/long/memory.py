"""How much memory the processes of a group have needed, as Linux counts it."""

import os
import re
from pathlib import Path

PROCESSES = Path("/proc")


def peak_mb(group: int) -> int | None:
    """The greatest peak among the living processes of a group, in MB; None where nothing counts it.

    A server's parent only watches over its worker, so the greatest is what one worker needs.
    """
    if not PROCESSES.is_dir():
        return None
    return max(
        (peak_of(int(place.name)) for place in PROCESSES.glob("[0-9]*") if belongs(place, group)), default=0
    )


def belongs(place: Path, group: int) -> bool:
    """Whether a process is one of the group."""
    try:
        return os.getpgid(int(place.name)) == group
    except ProcessLookupError:
        return False


def peak_of(process: int) -> int:
    """The most memory a process ever had resident, in MB; 0 where it is gone."""
    try:
        status = (PROCESSES / str(process) / "status").read_text()
    except FileNotFoundError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0
