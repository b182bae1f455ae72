"""Writes the log and the store together: the only code that changes what the public sees."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from news.record.documents import Rendered
from news.record.models import (
    Event,
    FormerPath,
    Head,
    Publication,
    PublicFile,
    PublicState,
    PublishedDocument,
    Term,
)
from news.record.steps import Key, Removal, Step, key_of, publication_step, removal_step

__all__ = ["Key", "Removal", "head_sequence", "key_of", "lock_head", "write"]


def write(
    rendered: Iterable[Rendered] = (),
    removals: Iterable[Removal] = (),
    *,
    events: Mapping[Key, Event] = MappingProxyType({}),
) -> list[Publication]:
    """Append what changed and bring the store in step, all or nothing; returns the appended rows.

    Must run inside a transaction: the head's lock, taken here and held until commit, is what makes
    `sequence` gapless and in commit order. A thing that is unchanged, or a removal of what is not public,
    appends nothing. `events` names the updates of some things otherwise (a correction).
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("write() must run inside transaction.atomic()")
    rendered, removals = list(rendered), list(removals)
    head = lock_head()
    current = stored(rendered, removals)
    now = timezone.now()
    fresh = {key_of(item): item for item in rendered}
    steps = [
        step
        for key, item in ((key_of(item), item) for item in rendered)
        if (step := publication_step(item, current.get(key), events.get(key)))
    ]
    steps += [step for gone in removals if (step := removal_step(gone, current.get(key_of(gone))))]
    appended = append(head, steps, now)
    clear([step.row for step in steps if step.row.state != PublicState.LIVE])
    upsert([(step.row, fresh[key_of(step.row)]) for step in steps if step.row.state == PublicState.LIVE])
    return appended


def lock_head() -> Head:
    """The head of the log, locked until the transaction ends."""
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update(no_key=True).get(pk=1)


def stored(rendered: Sequence[Rendered], removals: Sequence[Removal]) -> dict[Key, PublishedDocument]:
    """The store's rows of these things."""
    ids = {item.document_id for item in rendered} | {gone.document_id for gone in removals}
    rows: dict[Key, PublishedDocument] = {}
    for chunk in chunks(sorted(ids), 500):
        rows |= {
            key_of(row): row
            for row in PublishedDocument.objects.filter(document_id__in=chunk).defer("body", "card")
        }
    return rows


def append(head: Head, steps: Sequence[Step], now: datetime) -> list[Publication]:
    """Give each step the next sequence and write its log row."""
    for step in steps:
        head.sequence += 1
        step.row.sequence, step.row.changed_at = head.sequence, now
    if steps:
        head.save(update_fields=["sequence"])
    return Publication.objects.bulk_create(
        [
            Publication(
                sequence=step.row.sequence,
                type=step.row.type,
                document_id=step.row.document_id,
                locale=step.row.locale,
                version=step.row.version,
                event=step.event,
                digest=step.row.digest,
                document=step.row.body if step.keeps_document else None,
                note=step.note,
                occurred_at=now,
            )
            for step in steps
        ]
    )


def clear(rows: Sequence[PublishedDocument]) -> None:
    """Leave nothing of these but their tombstones, in few statements however many they are.

    All of them went at the same moment. Version and sequence are those of their newest rows in the log,
    which are written already.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row.pk:
            alike.setdefault((row.state, row.notice), []).append(row.pk)
    thing = Publication.objects.filter(type=OuterRef("type"), document_id=OuterRef("document_id"))
    newest = thing.order_by("-version")
    blank = {"body": b"", "card": b"", "digest": "", "content_digest": ""}
    for (state, notice), pks in alike.items():
        for chunk in chunks(pks, 500):
            PublishedDocument.objects.filter(pk__in=chunk).update(
                state=state,
                notice=notice,
                changed_at=rows[0].changed_at,
                version=Subquery(newest.values("version")[:1]),
                sequence=Subquery(newest.values("sequence")[:1]),
                **blank,
            )
    PublishedDocument.objects.bulk_create(row for row in rows if not row.pk)
    for chunk in chunks([row.pk for row in rows], 500):
        Term.objects.filter(document_id__in=chunk).delete()
        PublicFile.objects.filter(document_id__in=chunk).update(document=None)


def upsert(pairs: Sequence[tuple[PublishedDocument, Rendered]]) -> None:
    """Write the store rows of what is public, with their terms, files and former addresses."""
    former = dict(
        PublishedDocument.objects.filter(pk__in=[row.pk for row, _ in pairs]).values_list("pk", "path")
    )
    for row, item in pairs:
        row.save()
        old_path = former.get(row.pk, "")
        if old_path and old_path != row.path:
            remember_path(old_path, row)
        replace_terms(row, item.terms)
        replace_files(row, item.files)
    FormerPath.objects.filter(path__in=[row.path for row, _ in pairs if row.path]).delete()


def remember_path(path: str, row: PublishedDocument) -> None:
    """Leave a tombstone at `path` that leads to `row`."""
    FormerPath.objects.update_or_create(
        path=path, defaults={"type": row.type, "document_id": row.document_id}
    )


def replace_terms(row: PublishedDocument, wanted: frozenset[tuple[str, UUID]]) -> None:
    """Make the terms of `row` exactly `wanted`."""
    present = {(term.field, term.value): term.pk for term in row.terms.all()}
    Term.objects.filter(pk__in=[pk for pair, pk in present.items() if pair not in wanted]).delete()
    Term.objects.bulk_create(
        Term(document=row, field=name, value=value) for name, value in sorted(wanted - present.keys())
    )


def replace_files(row: PublishedDocument, wanted: frozenset[str]) -> None:
    """Make the public files of `row` exactly `wanted`."""
    present = dict(row.files.values_list("name", "pk"))
    let_go = [pk for name, pk in present.items() if name not in wanted]
    PublicFile.objects.filter(pk__in=let_go).update(document=None)
    PublicFile.objects.bulk_create(
        PublicFile(document=row, name=name) for name in sorted(wanted - present.keys())
    )


def chunks(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """Slices of `items` of at most `size`, so that no statement meets a database's parameter limit."""
    return (items[start : start + size] for start in range(0, len(items), size))


def head_sequence() -> int:
    """The last sequence of the log, 0 where nothing was ever published."""
    return Head.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
