"""What one change appends to the log, and the store row it leaves behind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from news.record.documents import Rendered, sha256
from news.record.models import Event, PublicState, PublishedDocument
from news.record.tags import cache_tags

Key = tuple[str, UUID]


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


@dataclass(frozen=True)
class Removal:
    """A thing the public may no longer read: withdrawn, or killed with a public notice.

    `locale` and `group` are for what is killed before it ever was public. `undone` takes a kill back: the
    thing is withdrawn then.
    """

    type: str
    document_id: UUID
    killed: bool = False
    undone: bool = False
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
    if told := item.new_corrections(row.updated_at):
        note["correction"] = told
        event = event or (Event.CORRECTED if any(one["type"] != "update" for one in told) else None)
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
    if current is None or current.state not in removable(gone):
        return None
    current.state = PublicState.KILLED if gone.killed else PublicState.WITHDRAWN
    current.version += 1
    current.body, current.card, current.digest, current.content_digest = b"", b"", "", ""
    current.notice = gone.notice
    note: dict[str, Any] = {"notice": gone.notice} if gone.notice else {}
    note |= {"undone": True} if gone.undone else {}
    return Step(current, Event.KILLED if gone.killed else Event.WITHDRAWN, note)


def removable(gone: Removal) -> set[PublicState]:
    """The states from which `gone` takes a thing."""
    if gone.undone:
        return {PublicState.KILLED}
    return {PublicState.LIVE, PublicState.WITHDRAWN} if gone.killed else {PublicState.LIVE}
