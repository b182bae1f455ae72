"""Makes vectors by a service that speaks the `/v1/embeddings` of OpenAI's interface."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np
import requests
from urllib3.exceptions import HTTPError

from news.http.services import PORTION, TooLargeError, TooSlowError, body_of, portions
from search.embedding.base import EmbedderError, Vectors, unit

CONNECT: Final = 5.0  # seconds until it must be there
READ: Final = 30.0  # seconds between two parts of an answer
WHOLE: Final = 60.0  # seconds that an answer may take in all
RETRIES: Final = (1.0, 4.0)  # seconds before each further try of what nobody waits for
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})  # what may be gone at the next try
MOST_TEXTS: Final = 32  # in a question
MOST_LETTERS: Final = 60_000  # in a question, but for a text that is longer by itself
BYTES_A_NUMBER: Final = 40  # more than any number takes in JSON


@dataclass(frozen=True)
class Service:
    """Where the service is, up to and with its `/v1`, what it calls its model, how many numbers that gives.

    The prefixes are put before texts, for models that want them. A reader waits `patience` seconds at most.
    """

    url: str
    name: str
    dimension: int
    key: str = ""
    query_prefix: str = ""
    passage_prefix: str = ""
    patience: float = 0.25


class EmbeddingService:
    """OpenAI's interface, or what speaks like it; `options` are those of Service.

    No redirect is followed, and neither proxies nor passwords of the environment are used.
    """

    connect, read, whole, retries = CONNECT, READ, WHOLE, RETRIES

    def __init__(self, **options: Any) -> None:
        self.service = service = Service(**options)
        self.dimension = service.dimension
        self.model = model_name(service)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that are to be found; each question is tried a few times."""
        rows = [np.empty((0, self.dimension), dtype=np.float32)]
        with self.session() as session:
            passages = [self.service.passage_prefix + text for text in texts]
            for part in portions(passages, MOST_TEXTS, MOST_LETTERS):
                rows.append(self.persistently(session, part))
        return np.concatenate(rows)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions, in the time that a reader waits, tried once."""
        asked = [self.service.query_prefix + text for text in texts]
        with self.session() as session:
            patience = self.service.patience
            return self.asked(session, asked, (patience, patience), patience)

    def session(self) -> requests.Session:
        """A session that takes nothing from the environment."""
        session = requests.Session()
        session.trust_env = False  # no proxy or password that was meant for something else
        if self.service.key:
            session.headers["Authorization"] = f"Bearer {self.service.key}"
        return session

    def persistently(self, session: requests.Session, texts: list[str]) -> Vectors:
        """The answer to one question, asked again where that may help; raises EmbedderError."""
        for pause in self.retries:
            try:
                return self.asked(session, texts, (self.connect, self.read), self.whole)
            except ServiceAway:
                time.sleep(pause)
        return self.asked(session, texts, (self.connect, self.read), self.whole)

    def asked(
        self, session: requests.Session, texts: list[str], timeout: tuple[float, float], whole: float
    ) -> Vectors:
        """The answer to one question; raises EmbedderError."""
        question = {"model": self.service.name, "input": texts, "encoding_format": "float"}
        try:
            with session.post(
                f"{self.service.url.rstrip('/')}/embeddings",
                json=question,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            ) as answer:
                body = body_of(answer, PORTION + len(texts) * self.dimension * BYTES_A_NUMBER, whole)
        except TooLargeError as error:
            raise EmbedderError("the service's answer is too large") from error
        except TooSlowError as error:
            raise ServiceAway("the service is too slow") from error
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            # What the error says may hold the address, and with it a password.
            raise ServiceAway(f"the service does not answer ({type(error).__name__})") from error
        if answer.status_code in PASSING:
            raise ServiceAway(f"the service answers {answer.status_code}")
        if answer.status_code != requests.codes.ok:
            raise EmbedderError(f"the service answers {answer.status_code}")
        return rows_in(body, len(texts), self.dimension)


class ServiceAway(EmbedderError):
    """The service is away or overloaded; it may answer later."""


def model_name(service: Service) -> str:
    """What tells the vectors of one model from those of another: prefixes change them too."""
    prefixes = (service.query_prefix, service.passage_prefix)
    mark = f".{sha256(repr(prefixes).encode()).hexdigest()[:8]}" if any(prefixes) else ""
    return f"{service.name}.{service.dimension}{mark}"


def rows_in(body: bytes, wanted: int, dimension: int) -> Vectors:
    """The vectors in an answer, in the order of the texts; raises EmbedderError."""
    try:
        value: Any = json.loads(body)
        by_place = {int(row["index"]): row["embedding"] for row in value["data"]}
        rows = np.array([by_place[place] for place in range(wanted)], dtype=np.float32)
    except (ValueError, RecursionError, KeyError, TypeError, OverflowError) as error:
        raise EmbedderError("the service's answer is no JSON with a vector for each text") from error
    if rows.shape != (wanted, dimension):
        raise EmbedderError(f"the service's vectors are not of {dimension} numbers")
    if not np.isfinite(rows).all() or not np.linalg.norm(rows, axis=1).all():
        raise EmbedderError("the service's vectors are not of finite, useful numbers")
    return unit(rows)
