"""What Elasticsearch's refusals mean: an outage, a lost index, or a question it cannot answer."""

from typing import Any, NamedTuple

from elastic_transport import TransportError
from elasticsearch import ApiError

from search.engines.base import EngineError, IndexMissingError, IndexUnusableError

# What passes when the cluster is less busy, or back.
BUSY = frozenset({429, 502, 503, 504})
LOST = frozenset({"index_not_found_exception", "aliases_not_found_exception"})
CLOSED = frozenset({"index_closed_exception"})
BLOCKED = "cluster_block_exception"
# A single index without a working copy says nothing about the cluster.
NO_COPY = frozenset(
    {
        "no_shard_available_action_exception",
        "search_phase_execution_exception",
        "unavailable_shards_exception",
    }
)

Failure = ApiError | TransportError


class ClusterError(EngineError):
    """A refusal that no index explains; `refusal` says more."""

    def __init__(self, refusal: "Refusal") -> None:
        super().__init__(
            f"Elasticsearch refuses ({refusal.status} {refusal.kind}: {refusal.reason})"
            if refusal.status
            else f"Elasticsearch does not answer ({refusal.reason})"
        )
        self.refusal = refusal


class Refusal(NamedTuple):
    """Why the cluster refused, as it says itself. `status` is 0 where there was no answer at all."""

    status: int
    kind: str
    reason: str

    @property
    def outage(self) -> bool:
        """Whether the cluster is away or overloaded, so that asking again at once is of no use."""
        return self.status == 0 or (self.status in BUSY and not self.no_copy and not self.blocked)

    @property
    def no_copy(self) -> bool:
        """Whether no working copy of the index was found."""
        return self.status == 503 and self.kind in NO_COPY

    @property
    def blocked(self) -> bool:
        """Whether the index is read only, set so (403) or for want of disk space (429)."""
        return self.kind == BLOCKED and self.status in {403, 429}

    @property
    def held(self) -> bool:
        """Whether somebody has set the index read only."""
        return self.blocked and self.status == 403

    def as_error(self, locale: str) -> EngineError:
        """The error that callers of the engine know."""
        if self.kind in LOST:
            return IndexMissingError(locale, "there is none")
        if self.kind in CLOSED:
            return IndexUnusableError(locale, "it is closed")
        return ClusterError(self)


def refusal_of(error: Failure) -> Refusal:
    """What `error` says. Addresses are left out, for they may be nobody's business."""
    if isinstance(error, TransportError):
        return Refusal(0, type(error).__name__, type(error).__name__)
    body = error.body if isinstance(error.body, dict) else {}
    return item_refusal(error.meta.status, body.get("error"))


def item_refusal(status: int, error: Any) -> Refusal:
    """The refusal of one operation of many, or of the whole request."""
    if not isinstance(error, dict):
        return Refusal(status, "", str(error or ""))
    causes = error.get("root_cause") or [error]
    kind = str(error.get("type") or "")
    # The outer type of a failed search names the phase; what failed in it is the cause.
    if kind == "search_phase_execution_exception" and causes[0].get("type"):
        kind, error = str(causes[0]["type"]), causes[0]
    return Refusal(status, kind, str(error.get("reason") or ""))
