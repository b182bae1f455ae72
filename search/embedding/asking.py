"""Makes vectors of questions in a time that readers bear, or not at all; those asked before are kept."""

import logging
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from threading import Lock
from typing import Final

from search.breaker import Breaker
from search.embedding.base import Embedder, EmbedderError
from search.embedding.vectors.base import Vector

logger = logging.getLogger(__name__)

KEPT: Final = 1_000  # questions, of a few kilobytes each
AT_ONCE: Final = 2
# Questions that wait for a thread; a further one goes without.
WAITING: Final = 8
PROBE: Final = "سؤال"


class Questions:
    """The vectors of questions by one embedder. Threads may share it.

    A reader waits `patience` seconds at most, and not at all while the embedder is away: after a few failures
    a thread asks it every second, and it counts as back once it has answered twice.
    """

    def __init__(self, embedder: Embedder, patience: float) -> None:
        self.embedder = embedder
        self.patience = patience
        self.breaker = Breaker(self.answers, f"The embedder {embedder.model}")
        self.threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="embedder")
        self.known: OrderedDict[str, Vector] = OrderedDict()
        self.asked: dict[str, Future[Vector]] = {}
        self.lock = Lock()

    def vector(self, text: str) -> Vector | None:
        """The vector of a question; None where there is none in time."""
        with self.lock:
            if text in self.known:
                self.known.move_to_end(text)
                return self.known[text]
            if self.breaker.refuses or len(self.asked) >= WAITING:
                return None
            answer = self.asked.get(text) or self.ask(text)
        return self.awaited(answer)

    def ask(self, text: str) -> "Future[Vector]":
        """Have a thread make the vector; what comes too late for this reader is there for the next."""
        answer = self.asked[text] = self.threads.submit(self.made, text)
        return answer

    def made(self, text: str) -> Vector:
        """The vector of a question, kept for the next who asks it; raises EmbedderError."""
        try:
            (vector,) = self.embedder.queries([text])
            with self.lock:
                self.known[text] = vector
                if len(self.known) > KEPT:
                    self.known.popitem(last=False)
        finally:
            with self.lock:
                del self.asked[text]
        return vector

    def awaited(self, answer: "Future[Vector]") -> Vector | None:
        """What an answer is in time."""
        try:
            vector = answer.result(self.patience)
        except (EmbedderError, TookTooLong) as error:
            logger.warning("A question is answered by words alone: %s", error or "the embedder is too slow")
            self.breaker.failed()
            return None
        self.breaker.succeeded()
        return vector

    def answers(self) -> bool:
        """Whether the embedder answers in the time readers have."""
        try:
            self.threads.submit(self.embedder.queries, [PROBE]).result(self.patience)
        except (EmbedderError, TookTooLong):
            return False
        return True

    def close(self) -> None:
        """Let go of the threads."""
        self.breaker.stop()
        self.threads.shutdown(wait=False, cancel_futures=True)
