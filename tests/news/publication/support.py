"""Questions that tests of publication ask of gate, store and log."""

import json
from typing import Any
from uuid import UUID

from news.models import ArticlePage
from news.publication import marks, reconcile
from news.publication.gate import judge
from news.record.models import Mark, Publication, PublicState, PublishedDocument
from news.record.store import head_sequence
from tests import factories


def fresh(page: Any) -> Any:
    """The page as the database has it."""
    return type(page).objects.get(pk=page.pk)


def reason(page: Any) -> str:
    """Why the gate refuses a page; empty where it does not."""
    return judge([fresh(page)])[page.pk].reason


def row(page: Any) -> PublishedDocument | None:
    """The store's row of a thing."""
    return PublishedDocument.objects.filter(document_id=page.uuid).first()


def is_public(page: Any) -> bool:
    found = row(page)
    return found is not None and found.state == PublicState.LIVE


def document(page: Any) -> dict[str, Any]:
    """The public object of a thing."""
    found = row(page)
    assert found is not None
    return json.loads(bytes(found.body))["data"]


def events(page: Any) -> list[str]:
    log = Publication.objects.filter(document_id=page.uuid).order_by("sequence")
    return list(log.values_list("event", flat=True))


def settle() -> None:
    """Work off every mark that is due."""
    for _round in range(200):
        if not marks.drain():
            return
    raise AssertionError("marks never end")


def assert_in_step(after: str = "") -> None:
    """All marks worked off, the store says what the gate says, and the log is whole."""
    settle()
    assert not Mark.objects.exists(), after
    assert [str(one) for one in reconcile.differences()] == [], after
    assert_log_whole()


def assert_log_whole() -> None:
    """Gapless sequence; versions without gap; the store's version is that of the newest row."""
    log = list(Publication.objects.order_by("sequence").values("sequence", "type", "document_id", "version"))
    assert [entry["sequence"] for entry in log] == list(range(1, head_sequence() + 1))
    versions: dict[tuple[str, UUID], list[int]] = {}
    for entry in log:
        versions.setdefault((entry["type"], entry["document_id"]), []).append(entry["version"])
    for key, numbers in versions.items():
        assert numbers == list(range(1, len(numbers) + 1)), key
    stored = {
        (one.type, one.document_id): one.version for one in PublishedDocument.objects.only("type", "version")
    }
    assert stored == {key: numbers[-1] for key, numbers in versions.items()}


def live_without_approval(page: ArticlePage) -> ArticlePage:
    """Push a draft live as code would, around every review."""
    factories.slip(page)
    return fresh(page)
