"""The relay: one process that works off marks, keeps time, and feeds the consumers of the log."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.module_loading import import_string

from news.publication import files, kills, marks, schedule
from news.publication.consumers import Feed, feeds
from news.record.lease import Lease

logger = logging.getLogger(__name__)
TERM = timedelta(seconds=10)
PAUSE = 0.2  # seconds between two looks at an idle queue
TICK = 1.0  # seconds between two looks at the clock, or two tries at a lease or database that was away
CHORES = 15.0  # seconds between two rounds of chores
CARE = 5.0  # seconds between two looks whether a consumer's copy of the store is still usable


class Relay:
    """Works while it holds the lease. Every consumer has a thread, so that none holds up another.

    So have the chores that `RELAY_CHORES` names, together: functions that return how much they did.

    `term` is how long the next relay waits after this one was killed. `heartbeat` is a file that is touched
    every second or so while the relay works, or waits for its turn.
    """

    def __init__(self, heartbeat: Path | None = None, term: timedelta = TERM) -> None:
        self.heartbeat = heartbeat
        self.lease = Lease("relay", term)
        self.stopping = threading.Event()
        self.feeds = feeds()
        self.chores: list[Callable[[], int]] = list(map(import_string, settings.RELAY_CHORES))
        self.clock = schedule.Clock()

    def once(self) -> int:
        """Work until nothing is left to do, then stop; returns how many steps that took.

        Raises LeaseTaken where another relay is at work.
        """
        if not self.lease.hold():
            raise LeaseTaken
        try:
            schedule.mark_outdated()
            steps = 0
            while worked := self.round() + sum(feed.advance() for feed in self.feeds):
                steps += worked
                self.lease.hold()
            return steps + sum(chore() for chore in self.chores)
        finally:
            self.lease.give_up()

    def round(self) -> int:
        """One look at the clock, the marks, the files and the kills; returns how much was done."""
        return self.clock.fire() + kills.follow() + self.work()

    def work(self) -> int:
        """One look at the marks and the files; returns how much was done."""
        return marks.drain() + len(files.sweep())

    def run(self) -> None:
        """Work until `stop`."""
        while not self.stopping.is_set():
            self._beat()
            if self._guarded(self.lease.hold):
                self._serve()
            self.stopping.wait(TICK)
        logger.info("relay stopped")

    def stop(self) -> None:
        """Finish what is under way and return from `run`."""
        self.stopping.set()

    def _beat(self) -> None:
        if self.heartbeat:
            self.heartbeat.touch()

    def _serve(self) -> None:
        """Work until stopped or until the lease is lost; a thread of its own keeps the lease meanwhile."""
        lost = threading.Event()
        threads = [threading.Thread(target=self._keep_lease, args=(lost,), daemon=True)]
        threads.append(threading.Thread(target=self._do_chores, args=(lost,), daemon=True))
        threads += [
            threading.Thread(target=self._follow, args=(feed, lost), daemon=True) for feed in self.feeds
        ]
        logger.info("relay at work, feeding %s", ", ".join(feed.name for feed in self.feeds) or "nobody")
        for thread in threads:
            thread.start()
        self._guarded(schedule.mark_outdated)
        try:
            fired = 0.0
            while not self.stopping.is_set() and not lost.is_set():
                if due := monotonic() - fired > TICK:
                    fired = monotonic()
                    self._beat()
                worked = self._guarded(self.round if due else self.work)
                self.stopping.wait(0 if worked else PAUSE)
        finally:
            lost.set()
            for thread in threads:
                thread.join(self.lease.term.total_seconds())
            self._guarded(self.lease.give_up)

    def _keep_lease(self, lost: threading.Event) -> None:
        """Renew the lease, however long a single piece of work takes; say so when it is gone."""
        try:
            while not lost.wait(self.lease.term.total_seconds() / 4):
                if not self._guarded(self.lease.hold):
                    lost.set()
        finally:
            connection.close()

    def _follow(self, feed: Feed, lost: threading.Event) -> None:
        """Advance one consumer for as long as the lease is ours."""
        try:
            self._guarded(feed.mend)
            looked = monotonic()
            while not lost.is_set():
                advanced = self._guarded(lambda: self.lease.held() and feed.advance())
                if monotonic() - looked > CARE:
                    self._guarded(feed.mend_if_unusable)
                    looked = monotonic()
                lost.wait(0 if advanced else PAUSE)
        finally:
            connection.close()

    def _do_chores(self, lost: threading.Event) -> None:
        """Do the chores now and then for as long as the lease is ours; one that fails stops no other."""
        try:
            while not lost.is_set():
                for chore in self.chores:
                    self._guarded(partial(self._do, chore))
                lost.wait(CHORES)
        finally:
            connection.close()

    def _do(self, chore: Callable[[], int]) -> int:
        return chore() if self.lease.held() else 0

    def _guarded(self, act: Callable[[], int | bool | None]) -> int | bool | None:
        """What `act` answers; 0 where it failed, after saying so: a database that is away comes back."""
        try:
            close_old_connections()
            return act()
        except Exception:
            logger.exception("the relay could not work; it goes on trying")
            self.stopping.wait(TICK)
            return 0


class LeaseTaken(Exception):
    """Another relay is at work."""
