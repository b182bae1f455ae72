"""Writes public documents through the record's own gate-side door, so that tests read what readers would."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from news.record.documents import Rendered, rfc3339, sha256
from news.record.models import Event, PublishedDocument
from news.record.store import Removal, key_of, write

TERM_NAMESPACE = UUID("5c7d0f7e-6d35-4a8b-9b0a-7c8d3d2a1f10")
FIRST_MORNING = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)
RTL_LOCALES = {"ar"}
ARTICLE_CARD = (
    "id", "type", "kind", "locale", "dir", "translation_group", "status", "path", "url", "slug", "title",
    "summary", "section", "topics", "authors", "image",
    "breaking_until",
)  # fmt: skip
LOCALE_NAMES = {"ar": "العربية", "en": "English", "fr": "Français", "tr": "Türkçe"}

_numbers = count(1)


def publish_article(*, event: Event | None = None, **facts: Any) -> PublishedDocument:
    """Publish what `article` renders; give `id` to publish the next version of one that exists.

    Where only a refresh is meant, give the same `words`. Returns the store's row.
    """
    return _write(article(**facts), event)


def article(
    *,
    section: PublishedDocument | None = None,
    above: Iterable[PublishedDocument] = (),
    topics: Iterable[PublishedDocument] = (),
    tags: Iterable[PublishedDocument] = (),
    authors: Iterable[PublishedDocument] = (),
    **overrides: Any,
) -> Rendered:
    """A story as the gate hands it over.

    `above` names the sections over `section`, outermost first. `overrides` replace keys of the public
    object (title, summary, body, image, alternates …), and `visible_until`, `published_at` and `updated_at`
    are datetimes.
    """
    number = next(_numbers)
    facts = {**_facts("article", number, overrides), **_story(number)}
    columns = _columns(overrides, published_at=FIRST_MORNING + timedelta(minutes=number))
    content = {**facts, **_relations(section, above, topics, tags, authors), **overrides}
    if "path" not in overrides:
        content["path"] = f"/{content['locale']}/اقتصاد/{content['slug']}/"
    content["url"] = quote(content["path"])
    terms = _terms([*above, section], topics, tags, authors)
    return _rendered(content, columns, card_fields=ARTICLE_CARD, kind=content["kind"], terms=terms)


def republish(row: PublishedDocument, *, event: Event | None = None, **changes: Any) -> PublishedDocument:
    """Publish the next version of any document, all but `changes` as it was.

    Where neither title nor body change it is a refresh, unless other `words` are given.
    """
    made_by_record = ("version", "published_at", "updated_at")
    kept = {name: value for name, value in document(row).items() if name not in made_by_record}
    columns = _columns(
        changes, published_at=row.published_at, updated_at=row.updated_at, visible_until=row.visible_until
    )
    content = {**kept, **changes}
    if "path" in content:
        content["url"] = quote(content["path"])
    found = {
        "locale": row.locale,
        "slug": row.slug,
        "kind": row.kind,
        "order": row.order,
        "terms": frozenset(row.terms.values_list("field", "value")),
        "card_fields": ARTICLE_CARD if row.type == "article" else (),
    }
    return _write(_rendered(content, {**found, **columns}), event)


def publish_section(**overrides: Any) -> PublishedDocument:
    """Publish a section, `الاقتصاد` unless told otherwise."""
    number = next(_numbers)
    slug = overrides.get("slug", f"اقتصاد-{number}")
    content = {
        **_facts("section", number, overrides),
        "slug": slug,
        "title": "الاقتصاد",
        "summary": "أسواق المال والعملات والتجارة.",
        "parent": None,
        "alternates": [],
        "path": f"/{overrides.get('locale', 'ar')}/{slug}/",
        **overrides,
    }
    content["url"] = quote(content["path"])
    return _write(_rendered(content, _columns(overrides)))


def publish_topic(**overrides: Any) -> PublishedDocument:
    """Publish a topic, such as a long-running dossier."""
    return _publish_named("topic", "موازنة الدولة", "ما يُنفق من المال العام وما يُجبى.", overrides)


def publish_author(**overrides: Any) -> PublishedDocument:
    """Publish a person who signs stories."""
    return _publish_named("author", "سلمى الحدّاد", "تكتب في شؤون الاقتصاد من بيروت.", overrides)


def publish_tag(**overrides: Any) -> PublishedDocument:
    """Publish a tag; tags have no locale."""
    number = next(_numbers)
    content = {"slug": f"تضخم-{number}", "name": "التضخّم", **_facts("tag", number, {}), **overrides}
    for name in ("locale", "dir", "translation_group"):
        content.pop(name)
    return _write(_rendered(content, _columns(overrides)))


def publish_locale(code: str = "ar", **overrides: Any) -> PublishedDocument:
    """Publish a locale with the title of its front page."""
    content = {
        "id": uuid5(TERM_NAMESPACE, code),
        "type": "locale",
        "status": "live",
        "code": code,
        "name": LOCALE_NAMES.get(code, code),
        "dir": "rtl" if code in RTL_LOCALES else "ltr",
        "is_default": code == "ar",
        "path": f"/{code}/",
        "title": "نشرة" if code == "ar" else "Nashra",
        **overrides,
    }
    content["url"] = quote(content["path"])
    return _write(_rendered(content, _columns(overrides), locale=code, slug=code))


def withdraw(row: PublishedDocument) -> PublishedDocument:
    """Take a document back: the public finds nothing there any more."""
    return _remove(Removal(row.type, row.document_id))


def kill(row: PublishedDocument, notice: str = "سُحب هذا الخبر لثبوت خطأ في وقائعه.") -> PublishedDocument:
    """Remove a document for good, with what the public is told about it."""
    return _remove(Removal(row.type, row.document_id, killed=True, notice=notice))


def document(row: PublishedDocument) -> dict[str, Any]:
    """The public object of a stored row, parsed."""
    return json.loads(bytes(row.body))["data"]


def paragraph(text: str) -> dict[str, Any]:
    """A paragraph block holding `text`, which must need no escaping."""
    return {"id": str(uuid4()), "type": "paragraph", "value": {"html": f"<p>{text}</p>", "text": text}}


def picture(alt: str = "واجهة المصرف المركزي صباحاً") -> dict[str, Any]:
    """An image as documents carry it."""
    rendition = {"url": "/media/3f1c9a.640.jpg", "width": 640, "height": 360}
    return {
        "alt": alt,
        "caption": "المصرف المركزي",
        "credit": "تصوير ليلى منصور",
        "width": 1600,
        "height": 900,
        "focal": [0.5, 0.3],
        "sources": [{"type": "image/jpeg", "srcset": [rendition]}],
    }


def _publish_named(kind: str, name: str, summary: str, overrides: dict[str, Any]) -> PublishedDocument:
    number = next(_numbers)
    content = {
        **_facts(kind, number, overrides),
        "slug": f"{name.replace(' ', '-').replace('ّ', '')}-{number}",
        "name": name,
        "summary": summary,
        "alternates": [],
        **overrides,
    }
    return _write(_rendered(content, _columns(overrides)))


def _facts(kind: str, number: int, overrides: dict[str, Any]) -> dict[str, Any]:
    locale = overrides.get("locale", "ar")
    return {
        "id": uuid4(),
        "type": kind,
        "locale": locale,
        "dir": "rtl" if locale in RTL_LOCALES else "ltr",
        "translation_group": uuid4(),
        "status": "live",
    }


def _story(number: int) -> dict[str, Any]:
    text = "قال مصدر في المصرف إن السعر استقر بعد يومين من التراجع، وإن التداول بقي محدوداً."
    return {
        "kind": "story",
        "slug": f"سعر-الصرف-{number}",
        "title": f"سعر الصرف يستقر قبيل اجتماع المصرف المركزي ({number})",
        "summary": "هدأت السوق بعد يومين من التراجع، والأنظار إلى اجتماع الغد.",
        "image": None,
        "breaking_until": None,
        "body": [paragraph(text)],
        "alternates": [],
        "translation": None,
        "corrections": [],
        "seo": {"title": "سعر الصرف", "description": "حركة السوق اليوم.", "canonical": None},
    }


def _relations(
    section: PublishedDocument | None,
    above: Iterable[PublishedDocument],
    topics: Iterable[PublishedDocument],
    tags: Iterable[PublishedDocument],
    authors: Iterable[PublishedDocument],
) -> dict[str, Any]:
    own = _reference(section, "id", "slug", "title", "path") if section else None
    return {
        "section": own,
        "sections": [_reference(row, "id", "slug", "title", "path") for row in [*above, section] if row],
        **{
            name: [_reference(row, "id", "slug", "name") for row in rows]
            for name, rows in (("topics", topics), ("tags", tags), ("authors", authors))
        },
    }


def _reference(row: PublishedDocument, *names: str) -> dict[str, Any]:
    return {name: value for name, value in document(row).items() if name in names}


def _terms(
    sections: Iterable[PublishedDocument | None],
    topics: Iterable[PublishedDocument],
    tags: Iterable[PublishedDocument],
    authors: Iterable[PublishedDocument],
) -> frozenset[tuple[str, UUID]]:
    groups = {"section": sections, "topic": topics, "tag": tags, "author": authors}
    return frozenset((name, row.document_id) for name, rows in groups.items() for row in rows if row)


def _columns(overrides: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    """Takes out of `overrides` what is a column of the store and no part of the public object."""
    names = ("published_at", "updated_at", "visible_until", "order", "words")
    columns = {**defaults, **{name: overrides.pop(name) for name in names if name in overrides}}
    if columns.get("published_at"):
        columns.setdefault("updated_at", columns["published_at"])
    return columns


def _rendered(content: dict[str, Any], columns: dict[str, Any], **more: Any) -> Rendered:
    kind, document_id, group = content["type"], UUID(str(content["id"])), content.get("translation_group")
    columns.setdefault("words", sha256(f"{content.get('title')}{content.get('body')}".encode()))
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in content.items()}
    found = {
        "locale": content.get("locale", ""),
        "slug": content.get("slug", ""),
        "path": content.get("path", ""),
        "group": UUID(str(group)) if group else None,
        **columns,
        **more,
    }
    return Rendered(type=kind, document_id=document_id, content=_timed(plain), renderer="1", **found)


def _write(item: Rendered, event: Event | None = None) -> PublishedDocument:
    with transaction.atomic():
        write([item], events={key_of(item): event} if event else {})
    return PublishedDocument.objects.get(type=item.type, document_id=item.document_id)


def _timed(content: dict[str, Any]) -> dict[str, Any]:
    return {name: rfc3339(value) if isinstance(value, datetime) else value for name, value in content.items()}


def _remove(removal: Removal) -> PublishedDocument:
    with transaction.atomic():
        write(removals=[removal])
    return PublishedDocument.objects.get(type=removal.type, document_id=removal.document_id)
