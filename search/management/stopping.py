"""Lets a long command tidy up when it is told to stop."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.core.management.base import CommandError

# What shells report of a program that a signal ended.
SIGNALLED = 128


class StoppedError(BaseException):
    """A signal asked the process to end; nothing but the outermost block may catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def tidy_ending() -> Iterator[None]:
    """Within, Ctrl-C and the signals that end a process unwind every block before it ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    except StoppedError as stopped:
        raise CommandError(
            "Stopped; nothing is left behind.", returncode=SIGNALLED + stopped.number
        ) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop(number: int, _frame: FrameType | None) -> None:
    """Unwind, once: while things are put away further signals are ignored."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    raise StoppedError(number)
