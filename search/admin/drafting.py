"""A draft that is being typed, and what is public beside it, as data for its editor."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from news.models import ArticlePage, SectionPage
from search.queries.drafting import Beside, Draft, Suggestions, Translation

Json = dict[str, Any]


def draft_of(
    title: str, text: str, article: ArticlePage | None, section: SectionPage | None, locale: str = ""
) -> Draft:
    """What is being typed: of a story that is there, of a new one below a section, or of one in `locale`."""
    if article is not None:
        section = SectionPage.objects.parent_of(article).first()
        known = {"id": article.uuid, "group": article.translation_key}
        place = section.uuid if section else None
        return Draft(article.locale.language_code, title, text, section=place, **known)
    if section is not None:
        return Draft(section.locale.language_code, title, text, section=section.uuid)
    return Draft(locale or settings.LANGUAGE_CODE, title, text)


def told(found: Suggestions) -> Json:
    """Suggestions as data; one query for the numbers of their pages."""
    shown = (*found.duplicates, *found.background)
    rows = ArticlePage.objects.filter(uuid__in=[one.id for one in shown])
    pages = dict(rows.values_list("uuid", "pk")) if shown else {}
    return {
        "enough": found.enough,
        "duplicates": [beside(one, pages) for one in found.duplicates],
        "background": [beside(one, pages) for one in found.background],
        "translations": translations(found.translations),
    }


def beside(one: Beside, pages: Mapping[UUID, int]) -> Json:
    """A story beside a draft."""
    section = one.card.get("section")
    return {
        **link(one.id, one.card),
        "page": pages.get(one.id),
        "summary": one.card.get("summary", ""),
        "section": section["title"] if section else None,
        "published_at": one.card.get("published_at"),
        "likeness": one.likeness,
        "translations": translations(one.translations),
    }


def translations(found: Iterable[Translation]) -> list[Json]:
    """Stories in other languages."""
    return [link(one.id, one.card) for one in found]


def link(public_id: UUID, card: Json) -> Json:
    """What leads to a public story."""
    return {"id": str(public_id), **{name: card[name] for name in ("locale", "title", "path", "url")}}
