"""Compares what the gate says with what the public sees, and repairs what differs."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from news.publication import presets, sync
from news.publication.marks import mark_later
from news.publication.rebuild import rebuild_chunk
from news.publication.types.base import DocumentType, document_types
from news.record import store
from news.record.documents import Rendered, rfc3339, sha256
from news.record.ids import number_of
from news.record.models import Publication, PublicState, PublishedDocument
from news.translation.models import Translation
from news.translation.progress import miscounted, refresh

logger = logging.getLogger(__name__)
CHUNK = 50
Progress = Callable[[int], object]


class NotComparedError(Exception):
    """Consumers that could not be compared with the store, with the reason of each."""


@dataclass(frozen=True)
class Difference:
    """A thing the public sees otherwise than the gate says; `problem`: missing, surplus or outdated.

    `left` says that it was to be repaired and could not be.
    """

    type: str
    document_id: UUID
    problem: str
    left: bool = False

    def __str__(self) -> str:
        left = " (cannot be repaired now; the relay tries again)" if self.left else ""
        return f"{self.problem}: {self.type} {self.document_id}{left}"


def candidates() -> dict[str, list[UUID]]:
    """Everything that is or could be public, by type."""
    live = PublishedDocument.objects.filter(state=PublicState.LIVE)
    return {
        name: sorted({*kind.all_ids(), *live.filter(type=name).values_list("document_id", flat=True)})
        for name, kind in document_types().items()
    }


def differences(progress: Progress = lambda _count: None, *, mend: bool = False) -> Iterator[Difference]:
    """Every difference between gate and store. `progress` is told how many things were looked at.

    Each type is repaired, if asked, before the next is looked at: tags, authors and topics are judged by
    what the store says of articles.
    """
    for name, ids in candidates().items():
        found: list[Difference] = []
        for chunk in store.chunks(ids, CHUNK):
            found += compare(document_types()[name], chunk)
            progress(len(chunk))
        left = repair(found) if mend else set()
        yield from (replace(one, left=store.key_of(one) in left) for one in found)


def compare(kind: DocumentType, ids: Sequence[UUID]) -> Iterator[Difference]:
    """The differences among `ids`. Changes nothing: what is not prepared is told as outdated."""
    public, unprepared = _render(kind, ids)
    rows = PublishedDocument.objects.filter(type=kind.name, document_id__in=ids, state=PublicState.LIVE)
    stored = {row.document_id: row for row in rows.prefetch_related("terms", "files")}
    log = Publication.objects.filter(sequence__in=[row.sequence for row in stored.values()])
    moments = dict(log.values_list("sequence", "occurred_at"))
    damaged = _damaged_files([public[public_id] for public_id in ids if public_id in public])
    for public_id in ids:
        item, row = public.get(public_id), stored.get(public_id)
        problem = _problem(item, row, moments, damaged)
        if public_id in unprepared:
            problem = "outdated" if row else "missing"
        if problem:
            yield Difference(kind.name, public_id, problem)


def _render(kind: DocumentType, ids: Sequence[UUID]) -> tuple[dict[UUID, Rendered], set[UUID]]:
    """The documents of `ids` with what belongs to them, and those that lack a rendition."""
    try:
        return dict(kind.render(kind.group(ids))), set()
    except presets.Unprepared:
        if len(ids) == 1:
            return {}, kind.public(ids)
    public: dict[UUID, Rendered] = {}
    unprepared: set[UUID] = set()
    for public_id in ids:  # one that is not prepared hides no other
        documents, lacking = _render(kind, [public_id])
        public |= documents
        unprepared |= lacking
    return public, unprepared


def _damaged_files(documents: Sequence[Rendered]) -> set[str]:
    names = {name for item in documents for name in item.files}
    images = {value for item in documents for field, value in item.terms if field == "image"}
    return presets.damaged(names, {number for one in images if (number := number_of("image", one))})


def _problem(
    rendered: Rendered | None,
    row: PublishedDocument | None,
    moments: Mapping[int, datetime],
    damaged: set[str],
) -> str:
    if rendered is None:
        return "surplus" if row else ""
    if row is None:
        return "missing"
    facts = _facts_for(rendered, row, moments.get(row.sequence))
    intact = _facts_of(row) == facts and not damaged & rendered.files
    return "" if intact else "outdated"


def _facts_of(row: PublishedDocument) -> list[Any]:
    """Everything of a live row that readers see or are led by."""
    return [
        row.content_digest, row.digest, bytes(row.body), bytes(row.card), row.words,
        row.locale, row.group, row.path, row.slug, row.kind, row.order, row.cache_tags, row.changed_at,
        rfc3339(row.published_at), rfc3339(row.visible_until),
        {(term.field, term.value) for term in row.terms.all()},
        {file.name for file in row.files.all()},
    ]  # fmt: skip


def _facts_for(item: Rendered, row: PublishedDocument, logged_at: datetime | None) -> list[Any]:
    """The same as they should be in the version that the row has, which was logged at that moment."""
    body = item.body(row.version, row.updated_at)
    return [
        item.content_digest(), sha256(body), body, item.card(row.version, row.updated_at), item.words,
        item.locale, item.group, item.path, item.slug, item.kind, item.order, item.cache_tags(), logged_at,
        rfc3339(item.published_at), rfc3339(item.visible_until),
        item.terms,
        item.files,
    ]  # fmt: skip


def repair(found: Sequence[Difference]) -> set[store.Key]:
    """Bring the store in step; what the log remembers comes back as it was, without another version.

    One that fails stops no other. Returns what could not be repaired; it is left to the relay.
    """
    by_type: dict[str, list[UUID]] = {}
    for one in found:
        by_type.setdefault(one.type, []).append(one.document_id)
    chunked = ((name, chunk) for name, ids in by_type.items() for chunk in store.chunks(ids, CHUNK))
    return {key for name, chunk in chunked for key in _mend(name, chunk)}


def _mend(name: str, ids: Sequence[UUID]) -> Iterator[store.Key]:
    try:
        rebuild_chunk(document_types()[name], ids)
    except Exception:
        if len(ids) > 1:
            for public_id in ids:
                yield from _mend(name, [public_id])
            return
        # What must not be seen goes, though its translations may not be rendered.
        sync.take_down({name: set(ids)}, {})
        if document_types()[name].public(ids):
            # Without its digest the relay writes it anew, though its content may be the same.
            PublishedDocument.objects.filter(type=name, document_id__in=ids).update(content_digest="")
            sync.postpone(mark_later((name, public_id) for public_id in ids)[0])
            yield name, ids[0]


def consumer_differences(*, mend: bool) -> Iterator[str]:
    """What the consumers that can compare themselves with the store report, mended if asked.

    Raises NotComparedError, after all others, where one could not.
    """
    failed: list[str] = []
    for name, dotted in settings.LOG_CONSUMERS.items():
        compare_with_store = getattr(import_string(dotted)(), "reconcile", None)
        try:
            lines = compare_with_store(mend=mend) if compare_with_store else []
        except Exception as error:
            logger.exception("consumer %s could not be compared with the store", name)
            failed.append(f"{name} ({error})")
        else:
            yield from (f"{name}: {line}" for line in lines)
    if failed:
        raise NotComparedError(", ".join(failed))


def miscounted_translations(*, mend: bool = False) -> Iterator[str]:
    """The translations of which lists tell otherwise than they are, counted anew if asked."""
    for row in Translation.objects.select_related("page").iterator(chunk_size=CHUNK):
        if miscounted(row):
            if mend:
                refresh([row])
            yield f"miscounted: translation {row.page_id}"
