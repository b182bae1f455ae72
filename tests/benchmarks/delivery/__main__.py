"""Measures and prints one table: `python -m tests.benchmarks.delivery`."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import UUID

import requests
from tqdm import tqdm

from tests.benchmarks.delivery.load import Load, Measured, need_wrk
from tests.cluster import Cluster, cluster
from tests.journeys.running import ROOT, free_port, wait_for
from tests.journeys.serving import told

ROLE, PASSWORD = "nashra_delivery", "benchmark"
HOT = 500  # stories asked for in turn
ARTICLES = "/api/v1/articles/"
LIST = f"{ARTICLES}?locale=ar&limit=20"


@dataclass(frozen=True)
class Target:
    """What is asked of which server, and which other target it is compared with."""

    name: str
    server: str
    paths: str
    against: str = ""


TARGETS = [
    Target("bare: one row", "bare", "stories"),
    Target("bare: twenty rows", "bare", "bare list"),
    Target("article", "delivery", "stories", "bare: one row"),
    Target("article, 304", "delivery", "conditional stories", "bare: one row"),
    Target("list of 20", "delivery", "list", "bare: twenty rows"),
    Target("list of 20, 304", "delivery", "conditional list", "bare: twenty rows"),
    Target("no Django, no database", "bare", "nothing"),
]


@dataclass(frozen=True)
class Running:
    """A server under load: where it answers and its process."""

    base: str
    process: int


def main() -> None:
    """Fill, ask, print."""
    options = arguments()
    need_wrk()
    load = Load(options.connections, options.seconds)
    say(
        f"{options.rounds} rounds of {options.seconds} s, {options.connections} connections, "
        f"{options.workers} × {options.threads} threads a server"
    )
    for size in options.sizes:
        with cluster() as database, tempfile.TemporaryDirectory() as temporary:
            ids = prepare(database, size)
            with servers(database, options, Path(temporary)) as running:
                paths = write_paths(Path(temporary), ids, running["delivery"].base)
                report(size, measure(running, paths, load, database, options.rounds))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.delivery", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 50_000], help="stories in the store")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3, help="of each run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workers", type=int, default=1, help="processes a server")
    parser.add_argument("--threads", type=int, default=4, help="that work, a process")
    return parser.parse_args()


def prepare(database: Cluster, size: int) -> list[UUID]:
    """Tables, stories and role, by a process of its own under the settings of a newsroom; the ids."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": database.url(),
        "DELIVERY_DB_PASSWORD": PASSWORD,
    }
    command = [sys.executable, "-m", "tests.benchmarks.delivery.prepare", str(size)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return [UUID(line) for line in done.stdout.split()]


@contextmanager
def servers(database: Cluster, options: argparse.Namespace, place: Path) -> Iterator[dict[str, Running]]:
    """The delivery process and the bare one, both under the delivery role."""
    applications = {
        "bare": ("tests.benchmarks.delivery.bare_settings", "tests.benchmarks.delivery.bare:application"),
        "delivery": ("cms.settings.delivery", "cms.wsgi:application"),
    }
    with ExitStack() as stack:
        running = {}
        for name, (settings, application) in applications.items():
            port = free_port()
            command = [sys.executable, "-m", "granian", "--interface", "wsgi", application, "--no-ws"]
            command += ["--port", str(port), "--workers", str(options.workers), "--log-level", "warning"]
            command += ["--blocking-threads", str(options.threads)]
            environment = told(settings, {"DATABASE_URL": database.url(user=ROLE, password=PASSWORD)})
            log = stack.enter_context((place / f"{name}.log").open("wb"))
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            base = f"http://127.0.0.1:{port}"
            wait_for(
                lambda base=base: (
                    requests.get(f"{base}{ARTICLES}", headers={"Host": "localhost"}, timeout=5).ok
                )
            )
            running[name] = Running(base, process.pid)
        yield running


def write_paths(place: Path, ids: Sequence[UUID], base: str) -> dict[str, Path]:
    """A file of addresses for each kind of target; conditional ones with the ETag of what is there."""
    chosen = random.Random(0).sample(ids, min(HOT, len(ids)))
    stories = [f"{ARTICLES}{story}/" for story in chosen]
    asked = {
        "stories": stories,
        "conditional stories": [f"{path}\t{etag(base, path)}" for path in stories],
        "list": [LIST],
        "conditional list": [f"{LIST}\t{etag(base, LIST)}"],
        "bare list": [ARTICLES],
        "nothing": ["/nothing"],
    }
    files = {name: place / f"{name}.paths" for name in asked}
    for name, lines in asked.items():
        files[name].write_text("\n".join(lines))
    return files


def etag(base: str, path: str) -> str:
    """By what an answer is known again."""
    return requests.get(f"{base}{path}", timeout=10).headers["ETag"]


def measure(
    running: dict[str, Running], paths: dict[str, Path], load: Load, database: Cluster, rounds: int
) -> dict[str, list[Measured]]:
    """Every target in every round, each round beginning with another, so that a busy moment hits all."""
    found: dict[str, list[Measured]] = {target.name: [] for target in TARGETS}
    with tqdm(total=rounds * len(TARGETS), desc="measuring", unit=" runs") as bar:
        for number in range(rounds):
            at = number % len(TARGETS)
            for target in TARGETS[at:] + TARGETS[:at]:
                server = running[target.server]
                once = load.put(server.base, paths[target.paths], [server.process], [database.process()])
                found[target.name].append(once)
                bar.update()
    return found


def report(size: int, found: dict[str, list[Measured]]) -> None:
    """One row a target: medians, and the median of each round's own ratio to what it is compared with."""
    say(f"\n{size:,} stories")
    say("| | requests/s | of bare | p50 ms | p95 ms | server ms | of bare | database ms |")
    say("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for target in TARGETS:
        runs, bare = found[target.name], found.get(target.against, [])
        rate, p50, p95, server, data = (
            median(getattr(run, name) for run in runs)
            for name in ("rate", "p50", "p95", "server", "database")
        )
        slower = ratio([(other.rate, run.rate) for run, other in zip(runs, bare, strict=False)])
        dearer = ratio([(run.server, other.server) for run, other in zip(runs, bare, strict=False)])
        cells = [target.name, f"{rate:,.0f}", slower, f"{p50:.1f}", f"{p95:.1f}", f"{server:.3f}", dearer]
        say(f"| {' | '.join(cells)} | {data:.3f} |")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def ratio(pairs: Sequence[tuple[float, float]]) -> str:
    """The median of what is left over right."""
    return f"{median(left / right for left, right in pairs):.2f}" if pairs else ""


if __name__ == "__main__":
    main()
