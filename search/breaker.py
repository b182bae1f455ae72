"""A circuit breaker: after a few failures nobody waits for a service until it has answered again."""

import logging
import weakref
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Final, Literal

logger = logging.getLogger(__name__)

# So many failures one after the other open it.
THRESHOLD: Final = 3
# Seconds between two probes.
PAUSE: Final = 1.0

State = Literal["closed", "open", "half-open"]


class Breaker:
    """Closed while all is well. Open, it refuses at once, and a thread of its own probes the service.

    A probe that succeeds makes it half-open, which readers do not notice; one more closes it, and a failure
    opens it again. `name` is the service's, for the log. Threads may share it.
    """

    def __init__(
        self, probe: Callable[[], bool], name: str, threshold: int = THRESHOLD, pause: float = PAUSE
    ) -> None:
        self.probe = probe
        self.name = name
        self.threshold = threshold
        self.pause = pause
        self.state: State = "closed"
        self.failures = 0
        self.lock = Lock()
        self.stopped = Event()

    @property
    def refuses(self) -> bool:
        """Whether nobody is to wait for the service."""
        return self.state != "closed"

    def succeeded(self) -> None:
        """The service answered, whatever it said."""
        if self.failures:
            with self.lock:
                self.failures = 0

    def failed(self) -> None:
        """The service did not answer, or said that it cannot."""
        with self.lock:
            self.failures += 1
            if self.state != "closed" or self.failures < self.threshold:
                return
            self.state = "open"
        logger.warning("%s is away: it is not asked until it answers a probe", self.name)
        watched = weakref.ref(self)
        Thread(target=keep_probing, args=(watched, self.stopped, self.pause), daemon=True).start()

    def probed(self, *, answered: bool) -> bool:
        """Take in the result of a probe; returns whether that closed the breaker."""
        with self.lock:
            if not answered:
                self.state = "open"
            elif self.state == "open":
                self.state = "half-open"
            else:
                self.state, self.failures = "closed", 0
        return self.state == "closed"

    def stop(self) -> None:
        """Probe no more."""
        self.stopped.set()


def keep_probing(watched: "weakref.ref[Breaker]", stopped: Event, pause: float) -> None:
    """Probe every `pause` seconds until the breaker is closed, stopped, or nobody has it any more."""
    while not stopped.wait(pause):
        breaker = watched()
        if breaker is None:
            return
        while answered := breaker.probe():
            if breaker.probed(answered=True):
                logger.warning("%s is back", breaker.name)
                return
        breaker.probed(answered=answered)
        del breaker
