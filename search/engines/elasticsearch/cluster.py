"""The connection to a cluster: bounded in time, guarded by a breaker, its refusals put into our words."""

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.breaker import Breaker
from search.engines.base import EngineError
from search.engines.elasticsearch.errors import ClusterError, Failure, refusal_of
from search.engines.elasticsearch.known import KnownWords
from search.engines.elasticsearch.options import Options

# Seconds to wait before each further try of a write.
RETRIES: Final = (0.25, 1.0)

T = TypeVar("T")
Act = Callable[[Elasticsearch], T]


class Cluster:
    """Calls one cluster. Threads may share it."""

    def __init__(self, options: Options) -> None:
        self.search_timeout = options.search_timeout
        self.write_timeout = options.write_timeout
        self.client = Elasticsearch(**connection(options))
        self.breaker = Breaker(self.answers, "Elasticsearch")
        self.known = KnownWords()

    def deadline(self, seconds: float | None = None) -> "Deadline":
        """The time one question may take, all its calls together: what readers wait, or `seconds`."""
        return Deadline(self.search_timeout if seconds is None else seconds)

    def ask(self, act: Act[T], locale: str, deadline: "Deadline") -> T:
        """What `act` answers before `deadline`. Raises EngineError, at once while the breaker is open."""
        return self.call(act, locale, deadline.left())

    def tell(self, act: Act[T], locale: str) -> T:
        """What `act` answers, tried again a few times while the cluster is busy or away."""
        for pause in RETRIES:
            try:
                return self.call(act, locale, self.write_timeout)
            except ClusterError as error:
                if not error.refusal.outage:
                    raise
            time.sleep(pause)
        return self.call(act, locale, self.write_timeout)

    def call(self, act: Act[T], locale: str, timeout: float) -> T:
        """What `act` answers within `timeout` seconds, tried once."""
        if self.breaker.refuses:
            raise EngineError("Elasticsearch is away")
        try:
            answer = act(self.client.options(request_timeout=timeout))
        except (ApiError, TransportError) as error:
            raise self.judged(error, locale) from error
        self.breaker.succeeded()
        return answer

    def judged(self, error: Failure, locale: str) -> EngineError:
        """`error` in our words, after telling the breaker of it."""
        refusal = refusal_of(error)
        if refusal.outage:
            self.breaker.failed()
        else:
            self.breaker.succeeded()
        return refusal.as_error(locale)

    def answers(self) -> bool:
        """Whether a node answers in the time readers have."""
        try:
            self.client.options(request_timeout=self.search_timeout).cluster.health(local=True)
        except (ApiError, TransportError) as error:
            return not refusal_of(error).outage
        return True

    def close(self) -> None:
        """Let go of connections and of the probing thread."""
        self.breaker.stop()
        self.client.close()


class Deadline:
    """A moment after which a question is not worth waiting for."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds until then. Raises EngineError when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise EngineError("Elasticsearch takes too long")
        return left


def connection(options: Options) -> dict[str, Any]:
    """The client's arguments. User and password are taken out of the addresses, so that no log has them."""
    parts = [urlsplit(host) for host in options.hosts]
    users = [(unquote(part.username), unquote(part.password or "")) for part in parts if part.username]
    arguments: dict[str, Any] = {
        "hosts": [address(part) for part in parts],
        # Only a node that refuses the connection is passed over for the next; no call is tried twice.
        "max_retries": len(parts) - 1,
        "retry_on_timeout": False,
    }
    if options.api_key:
        arguments["api_key"] = options.api_key
    elif users:
        arguments["basic_auth"] = users[0]
    if options.ca_certs:
        arguments["ca_certs"] = options.ca_certs
    return arguments


def address(parts: SplitResult) -> str:
    """The address without user and password, with a port."""
    host = parts.netloc.rpartition("@")[2]
    if parts.port is None:
        host += ":443" if parts.scheme == "https" else ":9200"
    return parts._replace(netloc=host).geturl()
