"""Writes the log and the store together: the only code that changes what the public sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from news.record.documents import Rendered, sha256
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
from news.record.tags import cache_tags

Key = tuple[str, UUID]


@dataclass(frozen=True)
class Removal:
    """A thing the public may no longer read: withdrawn, or killed with a public notice.

    `locale` and `group` are for what is killed before it ever was public.
    """

    type: str
    document_id: UUID
    killed: bool = False
    notice: str = ""
    locale: str = ""
    group: UUID | None = None


@dataclass
class Step:
    """One row about to be appended, and the store row it leaves behind."""

    row: PublishedDocument
    event: Event
    note: dict[str, Any]
    keeps_document: bool = False


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


class Thing(Protocol):
    """Whatever is known by type and public id."""

    @property
    def type(self) -> str:
        """The type of document."""
        ...

    @property
    def document_id(self) -> UUID:
        """The public id."""
        ...


def key_of(thing: Thing) -> Key:
    """The pair a thing is known by in the record."""
    return thing.type, thing.document_id


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


def publication_step(item: Rendered, current: PublishedDocument | None, event: Event | None) -> Step | None:
    """What publishing `item` over `current` appends, or None where nothing changed or it was killed."""
    if current and current.state == PublicState.KILLED:
        return None
    live = current if current and current.state == PublicState.LIVE else None
    content_digest = item.content_digest()
    if live and live.content_digest == content_digest:
        if live.renderer != item.renderer:
            PublishedDocument.objects.filter(pk=live.pk).update(renderer=item.renderer)
        return None
    refreshed = live is not None and live.words == item.words and event is None
    row = row_for(item, current, content_digest, live.updated_at if live and refreshed else item.updated_at)
    note: dict[str, Any] = {"words": item.words} if item.words else {}
    if current and current.path and current.path != item.path:
        note |= {"former_path": current.path, "path": item.path}
    happened = Event.REFRESHED if refreshed else (event or Event.UPDATED) if live else Event.PUBLISHED
    return Step(row, happened, note, keeps_document=not refreshed)


def row_for(
    item: Rendered, current: PublishedDocument | None, content_digest: str, updated_at: datetime | None
) -> PublishedDocument:
    """The store row of `item` as the next version of `current`, changed in the second its document says."""
    updated_at = updated_at.replace(microsecond=0) if updated_at else None
    version = (current.version if current else 0) + 1
    body = item.body(version, updated_at)
    return PublishedDocument(
        pk=current.pk if current else None,
        type=item.type,
        document_id=item.document_id,
        state=PublicState.LIVE,
        locale=item.locale,
        group=item.group,
        version=version,
        renderer=item.renderer,
        digest=sha256(body),
        content_digest=content_digest,
        words=item.words,
        body=body,
        card=item.card(version, updated_at),
        cache_tags=item.cache_tags(),
        path=item.path,
        slug=item.slug,
        kind=item.kind,
        order=item.order,
        published_at=item.published_at,
        updated_at=updated_at,
        visible_until=item.visible_until,
    )


def removal_step(gone: Removal, current: PublishedDocument | None) -> Step | None:
    """What withdrawing or killing appends, or None where the public cannot see it anyway.

    What was never public can be killed all the same: it leaves a tombstone, so that it never will be.
    """
    if current is None and gone.killed:
        current = PublishedDocument(
            type=gone.type, document_id=gone.document_id, state=PublicState.WITHDRAWN, version=0,
            locale=gone.locale, group=gone.group,
            cache_tags=",".join(cache_tags(gone.type, gone.document_id, gone.group, gone.locale)),
        )  # fmt: skip
    removable = {PublicState.LIVE, PublicState.WITHDRAWN} if gone.killed else {PublicState.LIVE}
    if current is None or current.state not in removable:
        return None
    current.state = PublicState.KILLED if gone.killed else PublicState.WITHDRAWN
    current.version += 1
    current.body, current.card, current.digest, current.content_digest = b"", b"", "", ""
    current.notice = gone.notice
    note = {"notice": gone.notice} if gone.notice else {}
    return Step(current, Event.KILLED if gone.killed else Event.WITHDRAWN, note)


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
