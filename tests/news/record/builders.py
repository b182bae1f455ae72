"""Rendered documents for the record, written in a transaction of their own."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from news.record.documents import Rendered
from news.record.models import Event, Publication
from news.record.store import Removal, key_of, write

MORNING = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def story(public_id: UUID, title: str = "افتتاح الرصيف الجديد", **fields: Any) -> Rendered:
    """A story as the gate hands it over; its words are its title unless told otherwise."""
    fields.setdefault("words", title)
    fields.setdefault("path", "/ar/اقتصاد/الرصيف/")
    fields.setdefault("published_at", MORNING)
    fields.setdefault("updated_at", MORNING)
    content = {"id": str(public_id), "title": title, "path": fields["path"], **fields.pop("content", {})}
    return Rendered(
        type="article",
        document_id=public_id,
        content=content,
        renderer=fields.pop("renderer", "1"),
        locale=fields.pop("locale", "ar"),
        card_fields=("id", "title"),
        **fields,
    )


def commit(
    *rendered: Rendered, gone: Iterable[Removal] = (), event: Event | None = None
) -> list[Publication]:
    """Write it all in one transaction."""
    with transaction.atomic():
        return write(rendered, gone, events={key_of(item): event for item in rendered} if event else {})


def withdraw(public_id: UUID) -> list[Publication]:
    return commit(gone=[Removal("article", public_id)])


def kill(public_id: UUID, notice: str = "حُذف لأسباب قانونية") -> list[Publication]:
    return commit(gone=[Removal("article", public_id, killed=True, notice=notice)])
