"""Puts load on an address with wrk, and reads what it did and what it cost."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("wrk.lua")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """One run: requests a second, latencies in milliseconds, processor milliseconds a request by process."""

    rate: float
    p50: float
    p95: float
    server: float
    database: float


def need_wrk() -> str:
    """Where wrk is; ends the program with what to do where it is not."""
    found = shutil.which("wrk")
    if not found:
        sys.exit("There is no wrk here. Install it, with Debian as `apt install wrk`, and run this again.")
    return found


@dataclass(frozen=True)
class Load:
    """How hard: connections kept open, seconds a run."""

    connections: int
    seconds: int

    def put(self, base: str, paths: Path, server: Sequence[int], database: Sequence[int]) -> Measured:
        """Ask `base` for the lines of `paths` in turn; the others are the processes whose time is counted.

        Raises RuntimeError where any answer failed.
        """
        before = processor_time(server), processor_time(database)
        command = [need_wrk(), "-t1", f"-c{self.connections}", f"-d{self.seconds}", "-s", str(SCRIPT), base]
        done = subprocess.run(command, env={"PATHS": str(paths)}, capture_output=True, text=True, check=True)
        after = processor_time(server), processor_time(database)
        (found,) = re.findall(r"RESULT (\{.*\})", done.stdout)
        told = json.loads(found)
        if told["failed"] or told["refused"] or not told["requests"]:
            raise RuntimeError(f"{base} did not answer well: {done.stdout}")
        spent = [1000 * (late - early) / told["requests"] for early, late in zip(before, after, strict=True)]
        return Measured(
            rate=told["requests"] / (told["microseconds"] / 1e6),
            p50=told["p50"] / 1000,
            p95=told["p95"] / 1000,
            server=spent[0],
            database=spent[1],
        )


def processor_time(roots: Iterable[int]) -> float:
    """The seconds of processor time these processes and all below them have used."""
    total, waiting = 0.0, list(roots)
    while waiting:
        process = waiting.pop()
        place = Path(f"/proc/{process}")
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
            for task in (place / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total
