"""What the log remembers of things, for writing a lost or damaged store anew."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from news.record.documents import Rendered, sha256
from news.record.models import Event, FormerPath, Publication, PublicState, PublishedDocument
from news.record.steps import row_for
from news.record.store import upsert

STATES = {Event.WITHDRAWN: PublicState.WITHDRAWN, Event.KILLED: PublicState.KILLED}


def logged_ids(type_name: str) -> set[UUID]:
    """Everything of this type the log ever named."""
    return set(Publication.objects.filter(type=type_name).values_list("document_id", flat=True))


def remembered(type_name: str, ids: Collection[UUID]) -> dict[UUID, PublishedDocument]:
    """Unsaved store rows of these things, without documents, as the log tells them; three queries."""
    rows = Publication.objects.filter(type=type_name, document_id__in=ids)
    texts = _newest(rows.filter(document__isnull=False), Publication.objects.all())
    moves = _newest(rows.filter(note__has_key="path"), Publication.objects.defer("document"))
    last = _newest(rows, Publication.objects.defer("document"))
    return {one: _remember(row, texts.get(one), moves.get(one)) for one, row in last.items()}


def _newest(of: QuerySet[Publication], among: QuerySet[Publication]) -> dict[UUID, Publication]:
    """The newest row of each thing that is in `of`, as `among` reads it."""
    last = of.values("document_id").annotate(last=Max("sequence")).values("last")
    return {row.document_id: row for row in among.filter(sequence__in=last)}


def _remember(row: Publication, text: Publication | None, moved: Publication | None) -> PublishedDocument:
    data = json.loads(bytes(text.document or b"{}"))["data"] if text else {}
    updated_at = data.get("updated_at")
    return PublishedDocument(
        type=row.type,
        document_id=row.document_id,
        state=STATES.get(Event(row.event), PublicState.LIVE),
        locale=row.locale,
        version=row.version,
        sequence=row.sequence,
        digest=row.digest,
        words=row.note.get("words", ""),
        notice=row.note.get("notice", ""),
        changed_at=row.occurred_at,
        path=moved.note["path"] if moved else data.get("path", ""),
        updated_at=datetime.fromisoformat(updated_at) if updated_at else None,
    )


def restore(memory: PublishedDocument, item: Rendered) -> bool:
    """Write `item` into the store as the log's newest row of it says, and append nothing.

    False, and nothing written, where the log remembers another document than `item`.
    """
    memory.version -= 1
    row = row_for(item, memory, item.content_digest(), memory.updated_at)
    memory.version += 1
    if memory.state != PublicState.LIVE or sha256(bytes(row.body)) != memory.digest:
        return False
    row.pk, row.sequence, row.changed_at = memory.pk, memory.sequence, memory.changed_at
    upsert([(row, item)])
    return True


def restore_former_paths() -> int:
    """Bring the tombstones of addresses back from the log; returns how many it remembers."""
    moves = Publication.objects.filter(note__has_key="former_path").order_by("sequence").defer("document")
    paths = {row.note["former_path"]: (row.type, row.document_id) for row in moves}
    live = PublishedDocument.objects.filter(state=PublicState.LIVE).exclude(path="")
    taken = set(live.values_list("path", flat=True)) & paths.keys()
    for path in sorted(paths.keys() - taken):
        name, public_id = paths[path]
        FormerPath.objects.update_or_create(path=path, defaults={"type": name, "document_id": public_id})
    return len(paths)
