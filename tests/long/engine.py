"""An Elasticsearch of a test's own, which the test may kill, pause, block and start again."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from elasticsearch import Elasticsearch

from scripts import servers

# It watches its disk as clusters do, so that it lifts by itself what it forbids for want of space.
DISK = {
    "cluster.routing.allocation.disk.threshold_enabled": "true",
    "cluster.routing.allocation.disk.watermark.low": "30mb",
    "cluster.routing.allocation.disk.watermark.high": "20mb",
    "cluster.routing.allocation.disk.watermark.flood_stage": "10mb",
    "cluster.info.update.interval": "10s",
}


class Engine:
    """One node in a directory of its own."""

    def __init__(self) -> None:
        self.port = servers.free_port()
        self.url = f"http://{servers.LOOPBACK}:{self.port}"
        self.home: Path = servers.elastic_home(self.port, **DISK)
        self.client = Elasticsearch([self.url], request_timeout=60)
        self.process = servers.elastic_process(self.home)

    def wait(self) -> None:
        """Wait until it answers."""
        log = self.home / "output.log"
        servers.wait_for("Elasticsearch", lambda: servers.cluster_answers(self.url), self.process, log)

    def start(self) -> None:
        """Start it again, on the data that is there, and wait until it answers."""
        self.process = servers.elastic_process(self.home)
        self.wait()

    def kill(self) -> None:
        """End it the hard way."""
        self.send(signal.SIGKILL)
        self.process.wait()

    def pause(self) -> None:
        """Let it keep its connections and answer nothing."""
        self.send(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self.send(signal.SIGCONT)

    def send(self, what: signal.Signals) -> None:
        """Send a signal to everything that belongs to it."""
        os.killpg(self.process.pid, what)

    def remove(self) -> None:
        """End it, and leave nothing behind."""
        self.client.close()
        if self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def engine() -> Iterator[Engine]:
    """A node that answers. Needs Java and Elastic's distribution, which are installed on first use."""
    made = Engine()
    try:
        made.wait()
        yield made
    finally:
        made.remove()


class Trap:
    """An address where a process is told to find its engine, and must never look for it."""

    def __init__(self) -> None:
        self.listener = socket.create_server((servers.LOOPBACK, 0))
        self.url = f"http://{servers.LOOPBACK}:{self.listener.getsockname()[1]}"
        self.calls: list[socket.socket] = []
        Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        """Take every call and answer none."""
        try:
            while True:
                self.calls.append(self.listener.accept()[0])
        except OSError:
            return

    def close(self) -> None:
        """Take no more."""
        for one in (*self.calls, self.listener):
            one.close()
