#!/usr/bin/env python3
"""Runs a command beside a real PostgreSQL and Elasticsearch, started for it and stopped after it.

`scripts/servers.py run COMMAND …` gives the command `DATABASE_URL` and `ELASTICSEARCH_URL`. Addresses that
the environment names already are used as they are. Else containers, where Docker runs; else the packages
of Debian and Elastic's minimal distribution, installed on first use. Standard library only.
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

STATE = Path(tempfile.gettempdir()) / f"nashra-servers-{os.getuid()}"
PATIENCE = 120.0  # seconds until a server must answer
POSTGRES_IMAGE = "postgres:16"
ELASTIC_VERSION = "8.19.21"
ELASTIC_IMAGE = f"elasticsearch:{ELASTIC_VERSION}"
ELASTIC_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTIC_VERSION}:zip"
ELASTIC_OWNER = "nobody"
ELASTIC_MEMORY = {"ES_JAVA_OPTS": "-Xms512m -Xmx512m"}
LOOPBACK = "127.0.0.1"
# The test cluster holds nothing worth keeping, so it never waits for the disk.
POSTGRES_OPTIONS = {
    **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off"),
    "max_connections": "200",
}
ELASTIC_OPTIONS = {
    "cluster.name": "nashra-test",
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    if len(arguments) < 2 or arguments[0] != "run":
        print("Use: scripts/servers.py run COMMAND [ARGUMENT …]", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as started:
        environment = dict(os.environ)
        for name, start in (("DATABASE_URL", database), ("ELASTICSEARCH_URL", elasticsearch)):
            if environment.get(name):
                say(f"{name} is given and used as it is.")
            else:
                environment[name] = started.enter_context(start())
        return subprocess.run(arguments[1:], env=environment, check=False).returncode


@contextmanager
def database() -> Iterator[str]:
    """A PostgreSQL with an empty database; the address of it."""
    port = free_port()
    address = f"postgres://nashra:nashra@{LOOPBACK}:{port}/nashra"
    if docker_runs():
        settings = {f"POSTGRES_{name}": "nashra" for name in ("USER", "PASSWORD", "DB")}
        with container(POSTGRES_IMAGE, {port: 5432}, settings):
            wait_for("PostgreSQL", lambda: port_answers(port))
            yield address
        return
    binaries = postgres_binaries()
    data = fresh_directory("postgres", owner := "postgres")
    server(owner, [binaries / "initdb", "-D", data, "-U", "nashra", "-A", "trust", "-E", "UTF8", "--no-sync"])
    options = [f"-c {name}={value}" for name, value in POSTGRES_OPTIONS.items()]
    options += [f"-p {port}", f"-c listen_addresses={LOOPBACK}", f"-k {data}"]
    control = [binaries / "pg_ctl", "-D", data, "-w", "-s"]
    server(owner, [*control, "-l", data / "log", "-o", " ".join(options), "start"])
    try:
        server(owner, [binaries / "createdb", "-h", LOOPBACK, "-p", str(port), "-U", "nashra", "nashra"])
        say(f"PostgreSQL from {binaries} answers on port {port}.")
        yield address
    finally:
        server(owner, [*control, "-m", "immediate", "stop"])
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def elasticsearch() -> Iterator[str]:
    """An Elasticsearch without data; the address of it."""
    port = free_port()
    address = f"http://{LOOPBACK}:{port}"
    if docker_runs():
        with container(ELASTIC_IMAGE, {port: 9200}, {**ELASTIC_OPTIONS, **ELASTIC_MEMORY}):
            wait_for("Elasticsearch", lambda: cluster_answers(address))
            yield address
        return
    process = elastic_process(home := elastic_home(port))
    try:
        wait_for("Elasticsearch", lambda: cluster_answers(address), process, home / "output.log")
        say(f"Elasticsearch {ELASTIC_VERSION}, Elastic's minimal distribution, answers on port {port}.")
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(home, ignore_errors=True)


def elastic_home(port: int, **options: str) -> Path:
    """A directory with a node that is to answer on `port`; `options` are settings besides ours."""
    home = fresh_directory("elasticsearch", ELASTIC_OWNER)
    shutil.copytree(elastic_distribution(), home, dirs_exist_ok=True)
    settings = {
        **ELASTIC_OPTIONS,
        "network.host": LOOPBACK,
        "http.port": str(port),
        "transport.port": str(free_port()),
        **options,
    }
    (home / "config" / "elasticsearch.yml").write_text(
        "".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items())
    )
    give(home, ELASTIC_OWNER)
    return home


def elastic_process(home: Path) -> "subprocess.Popen[bytes]":
    """The node in `home`, which has begun to start; its process group is its own."""
    environment = {**ELASTIC_MEMORY, "ES_JAVA_HOME": str(java_home()), "HOME": str(home)}
    with (home / "output.log").open("ab") as log:
        return subprocess.Popen(
            as_user(ELASTIC_OWNER, [home / "bin" / "elasticsearch"], environment),
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=home, start_new_session=True,
        )  # fmt: skip


def docker_runs() -> bool:
    """Whether a container engine answers; a client alone is none."""
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0


@contextmanager
def container(image: str, ports: dict[int, int], settings: dict[str, str]) -> Iterator[None]:
    """A container of `image` with its `ports` on loopback, removed afterwards."""
    words = ["docker", "run", "--detach", "--rm"]
    words += [word for ours, theirs in ports.items() for word in ("--publish", f"{LOOPBACK}:{ours}:{theirs}")]
    words += [word for name, value in settings.items() for word in ("--env", f"{name}={value}")]
    name = subprocess.run([*words, image], check=True, capture_output=True, text=True).stdout.strip()
    say(f"{image} runs in container {name[:12]}.")
    try:
        yield
    finally:
        subprocess.run(["docker", "kill", name], capture_output=True, check=False)


def postgres_binaries() -> Path:
    """Where initdb and pg_ctl are; installs Debian's package where there are none."""
    if not (found := newest_postgres()):
        install("postgresql")
        found = newest_postgres()
    if not found:
        sys.exit("No PostgreSQL server was found after installing it; name one in DATABASE_URL.")
    return found


def newest_postgres() -> Path | None:
    """The newest installed server's directory of binaries."""
    places = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).parent)
    return max(places, key=lambda path: [int(part) for part in path.parts if part.isdigit()], default=None)


def elastic_distribution() -> Path:
    """The unpacked distribution, fetched from Maven Central where this machine does not have it."""
    unpacked = STATE / f"elasticsearch-{ELASTIC_VERSION}"
    if unpacked.exists():
        return unpacked
    if not shutil.which("mvn"):
        install("maven")
    say(f"Fetching Elasticsearch {ELASTIC_VERSION} from Maven Central (107 MB).")
    with tempfile.TemporaryDirectory(dir=STATE) as place:
        words = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ELASTIC_ARTIFACT}"]
        subprocess.run([*words, f"-DoutputDirectory={place}", "-Dmdep.useBaseVersion=true"], check=True)
        shutil.unpack_archive(next(Path(place).glob("*.zip")), place)
        inner = next(path for path in Path(place).iterdir() if path.is_dir())
        for program in (inner / "bin").iterdir():
            program.chmod(0o755)
        inner.rename(unpacked)
    return unpacked


def java_home() -> Path:
    """The Java that runs Elasticsearch; installs Debian's where there is none."""
    if not shutil.which("java"):
        install("default-jre-headless")
    return Path(shutil.which("java") or "/usr/bin/java").resolve().parent.parent


def install(package: str) -> None:
    """Install a package of Debian, saying so."""
    if not shutil.which("apt-get"):
        sys.exit(
            f"This needs {package}, which only Debian's packages can bring: install it, start Docker, "
            "or name running servers in DATABASE_URL and ELASTICSEARCH_URL."
        )
    say(f"Installing Debian's {package}.")
    root = [] if os.getuid() == 0 else ["sudo"]
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*root, *quiet, "update"], check=True)
    command = [*root, *quiet, "install", "-y", "--no-install-recommends", package]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def server(owner: str, command: Sequence[str | Path]) -> None:
    """Run a server's own tool as `owner`; stop with what it said where it fails."""
    done = subprocess.run(as_user(owner, command), capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def as_user(
    owner: str, command: Sequence[str | Path], environment: dict[str, str] | None = None
) -> list[str]:
    """`command` for `owner`: neither server runs as root, and no other user can be changed to."""
    change = ["setpriv", f"--reuid={owner}", "--clear-groups", f"--regid={group_of(owner)}"]
    settings = [f"{name}={value}" for name, value in (environment or {}).items()]
    return [*(change if os.getuid() == 0 else []), "env", *settings, *map(str, command)]


def group_of(owner: str) -> int:
    """The number of a user's own group."""
    return pwd.getpwnam(owner).pw_gid


def fresh_directory(name: str, owner: str) -> Path:
    """An empty directory that `owner` may use."""
    STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=STATE))
    give(path, owner)
    return path


def give(path: Path, owner: str) -> None:
    """Make `owner` the owner of everything under `path`, where that is for us to say."""
    if os.getuid() == 0:
        person = pwd.getpwnam(owner)
        for place in (path, *path.rglob("*")):
            os.chown(place, person.pw_uid, person.pw_gid)


def wait_for(
    name: str,
    answers: Callable[[], bool],
    process: "subprocess.Popen[bytes] | None" = None,
    log: Path | None = None,
) -> None:
    """Wait until a server answers; stop with its log where it does not."""
    until = time.monotonic() + PATIENCE
    while not answers():
        if time.monotonic() > until or (process and process.poll() is not None):
            sys.exit(f"{name} does not answer.\n{log.read_text(errors='replace')[-3000:] if log else ''}")
        time.sleep(0.2)


def port_answers(port: int) -> bool:
    """Whether something listens on `port`."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((LOOPBACK, port)) == 0


def cluster_answers(address: str) -> bool:
    """Whether the cluster can take indexes; the minimal distribution has no answer at its root."""
    try:
        health = f"{address}/_cluster/health?wait_for_status=yellow&timeout=1s"
        with urllib.request.urlopen(health, timeout=3) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def say(line: str) -> None:
    """Tell what is installed and started."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
