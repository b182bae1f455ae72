"""Writes the whole store anew from the sources and the log, beside the running system."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction

from news.publication import effects, sync
from news.publication.presets import Unprepared
from news.publication.types.base import DocumentType, document_types
from news.record import memory, store
from news.record.models import PublishedDocument

CHUNK = 50
ATTEMPTS = 5


def work() -> dict[str, list[UUID]]:
    """Everything that is, was or could be public, by type."""
    return {
        name: sorted({*kind.all_ids(), *memory.logged_ids(name)}) for name, kind in document_types().items()
    }


def rebuild(progress: Callable[[int], object] = lambda _count: None) -> int:
    """Write the store anew; returns how many rows the log grew by, 0 where nothing had changed.

    A chunk is one transaction, so readers see each document as it was or as it is now, never none.
    """
    appended = 0
    for name, ids in work().items():
        for chunk in store.chunks(ids, CHUNK):
            appended += rebuild_chunk(document_types()[name], chunk)
            progress(len(chunk))
    memory.restore_former_paths()
    return appended


def rebuild_chunk(kind: DocumentType, ids: Sequence[UUID]) -> int:
    """Write these things anew; returns how many rows were appended to the log."""
    together = sorted(kind.group(ids))
    for _attempt in range(ATTEMPTS):
        try:
            kind.prepare(together)
            with transaction.atomic():
                return _write(kind, together)
        except Unprepared:
            continue
    raise Unprepared


def _write(kind: DocumentType, ids: Sequence[UUID]) -> int:
    kind.lock(ids)
    store.lock_head()
    known = memory.remembered(kind.name, ids)
    placed = _place(kind.name, known)  # before the gate is asked: it must know what was killed
    public = kind.render(ids)
    carried = effects.carried_by(public.values(), [])
    restored = [
        public[public_id]
        for public_id in sorted(known.keys() & public.keys())
        if memory.restore(known[public_id], public[public_id])
    ]
    restored_ids = {item.document_id for item in restored}
    changed = [public[public_id] for public_id in sorted(public.keys() - restored_ids)]
    # Whatever the log does not say is written anew, even where a digest claims that nothing changed.
    rows = PublishedDocument.objects.filter(type=kind.name)
    rows.filter(document_id__in=[item.document_id for item in changed]).update(content_digest="")
    gone = [store.Removal(kind.name, public_id) for public_id in sorted(set(ids) - public.keys())]
    appended = sync.write_and_mark(changed, gone, restored=restored)
    if kind.name == "article":
        effects.mark_carried(restored_ids, carried, restored)
    effects.mark_naming({"link": placed & restored_ids})
    return len(appended)


def _place(type_name: str, known: dict[UUID, PublishedDocument]) -> set[UUID]:
    """Put what the log remembers where the store has another version of it, or none; returns which."""
    rows = PublishedDocument.objects.filter(type=type_name, document_id__in=list(known))
    present = {row.document_id: _gist(row) for row in rows.defer("body", "card")}
    keys = dict(rows.values_list("document_id", "pk"))
    for public_id, remembered in known.items():
        remembered.pk = keys.get(public_id)
    placed = {public_id for public_id in known if present.get(public_id) != _gist(known[public_id])}
    for public_id in sorted(placed):
        known[public_id].save()
    return placed


def _gist(row: PublishedDocument) -> tuple[int, str, str]:
    """What other documents depend on, and what says where the thing stood before."""
    return row.version, row.state, row.path
