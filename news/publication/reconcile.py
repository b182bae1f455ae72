"""Compares what the gate says with what the public sees, and repairs what differs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from news.publication.marks import mark_later, settle
from news.publication.presets import Unprepared
from news.publication.types.base import DocumentType, document_types
from news.record.documents import Rendered, sha256
from news.record.models import PublicState, PublishedDocument
from news.record.store import chunks

CHUNK = 50
Progress = Callable[[int], object]


@dataclass(frozen=True)
class Difference:
    """A thing the public sees otherwise than the gate says; `problem`: missing, surplus or outdated."""

    type: str
    document_id: UUID
    problem: str

    def __str__(self) -> str:
        return f"{self.problem}: {self.type} {self.document_id}"


def candidates() -> dict[str, list[UUID]]:
    """Everything that is or could be public, by type."""
    live = PublishedDocument.objects.filter(state=PublicState.LIVE)
    return {
        name: sorted({*kind.all_ids(), *live.filter(type=name).values_list("document_id", flat=True)})
        for name, kind in document_types().items()
    }


def differences(progress: Progress = lambda _count: None) -> Iterator[Difference]:
    """Every difference between gate and store. `progress` is told how many things were looked at."""
    for name, ids in candidates().items():
        for chunk in chunks(ids, CHUNK):
            yield from compare(document_types()[name], chunk)
            progress(len(chunk))


def compare(kind: DocumentType, ids: Sequence[UUID]) -> Iterator[Difference]:
    """The differences among `ids`."""
    together = kind.group(ids)
    try:
        public = kind.render(together)
    except Unprepared:
        kind.prepare(together)
        public = kind.render(together)
    rows = PublishedDocument.objects.filter(type=kind.name, document_id__in=ids, state=PublicState.LIVE)
    stored = {row.document_id: row for row in rows}
    for public_id in ids:
        if problem := _problem(public.get(public_id), stored.get(public_id)):
            yield Difference(kind.name, public_id, problem)


def _problem(rendered: Rendered | None, row: PublishedDocument | None) -> str:
    if rendered is None:
        return "surplus" if row else ""
    if row is None:
        return "missing"
    intact = row.content_digest == rendered.content_digest() and sha256(bytes(row.body)) == row.digest
    return "" if intact else "outdated"


def repair(found: Sequence[Difference]) -> None:
    """Bring the store in step; what was damaged rather than outdated is written anew as well.

    One that fails stops no other: its mark stays, and the relay tries again.
    """
    for chunk in chunks(found, CHUNK):
        damaged = [one.document_id for one in chunk]
        PublishedDocument.objects.filter(document_id__in=damaged).update(content_digest="")
        settle(mark_later((one.type, one.document_id) for one in chunk))


def consumer_differences(*, mend: bool) -> Iterator[str]:
    """What the consumers that can compare themselves with the store report, mended if asked."""
    for name, dotted in settings.LOG_CONSUMERS.items():
        compare_with_store = getattr(import_string(dotted)(), "reconcile", None)
        if compare_with_store:
            yield from (f"{name}: {line}" for line in compare_with_store(mend=mend))
