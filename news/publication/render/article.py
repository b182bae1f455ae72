"""An article as its document."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Page

from news.editorial.fingerprint import fingerprint
from news.models import ArticlePage, SectionPage
from news.models.sizes import CARD, WIDE
from news.publication import presets
from news.publication.gate import Verdict
from news.publication.render.body import Body, Material, Words, image_document, render_body
from news.publication.render.common import address, identity, renderer, url_for
from news.record.documents import Rendered, rfc3339
from news.record.ids import uuid_for
from news.text.plain import clean
from news.translation.standing import Standing

CARD_FIELDS = (
    "id", "type", "kind", "locale", "dir", "translation_group", "status", "path", "url", "slug",
    "title", "summary", "section", "topics", "authors", "breaking_until",
)  # fmt: skip
Json = dict[str, Any]
# What the document calls the fields that are translated.
MEMBERS = {
    "title": "title",
    "standfirst": "summary",
    "lead_image_alt": "image.alt",
    "lead_image_caption": "image.caption",
    "seo_title": "seo.title",
    "search_description": "seo.description",
    "bylines": "authors",
    "topics": "topics",
}


def render_article(
    article: ArticlePage,
    *,
    verdict: Verdict,
    sections: Sequence[SectionPage],
    siblings: Iterable[ArticlePage],
    material: Material,
) -> Rendered:
    """`article` as a document. `sections` stand above it, outermost first; `siblings` translate it."""
    body = render_body(article.body.get_prep_value(), material)
    content = article_content(article, sections, material, body)
    content["alternates"] = [alternate(sibling, material.standings.get(sibling.pk)) for sibling in siblings]
    standing = material.standings.get(article.pk)
    content["translation"] = translation(standing) if standing else None
    content["breaking_until"] = rfc3339(material.breaking.get(article.pk))
    return Rendered(
        type="article",
        document_id=article.uuid,
        content=content,
        renderer=renderer(),
        locale=article.locale.language_code,
        group=article.translation_key,
        words=fingerprint(article),
        card_fields=CARD_FIELDS,
        card_extra={"image": lead_image(article, material, body, CARD)},
        path=article.url_path,
        slug=article.slug,
        kind=article.kind,
        published_at=published_at(article),
        updated_at=article.last_published_at,
        visible_until=verdict.visible_until,
        terms=frozenset(terms_of(article, sections, body)),
        files=frozenset(files_of(body, material.renditions)),
        corrections=tuple(corrections_of(article, material)),
    )


def article_content(
    article: ArticlePage, sections: Sequence[SectionPage], material: Material, body: Body
) -> Json:
    """What the document says but for what only the record and the translations know."""
    trail = [section_link(section) for section in sections]
    description = clean(article.search_description or article.standfirst)
    return {
        **identity("article", article.uuid, article.locale.language_code, article.translation_key),
        "kind": article.kind,
        **address(article.url_path, article.slug),
        "title": clean(article.title),
        "summary": clean(article.standfirst),
        "section": trail[-1] if trail else None,
        "sections": trail,
        "topics": [named(topic) for topic in sorted(article.topics.all(), key=lambda topic: topic.pk)],
        "tags": [tag_link(tag) for tag in sorted(article.tags.all(), key=lambda tag: tag.pk)],
        "authors": [named(line.author) for line in article.bylines.all()],
        "image": lead_image(article, material, body, WIDE),
        "body": body.blocks,
        "seo": {
            "title": clean(article.seo_title or article.title),
            "description": description,
            "canonical": url_for(article.url_path),
        },
    }


def corrections_of(article: ArticlePage, material: Material) -> Iterable[Json]:
    """What readers are told of changes, oldest first, and since when they know."""
    told = material.corrected.get(article.uuid, {})
    rows = [told.get(str(one.uuid)) or one.as_document() for one in article.corrections.all()]
    return sorted(rows, key=lambda row: (row["at"] or "~", row["id"]))  # what is new comes last


def lead_image(article: ArticlePage, material: Material, body: Body, sizes: tuple[str, ...]) -> Json | None:
    """The image a story leads with, in these sizes."""
    words = Words(article.lead_image_alt, article.lead_image_caption, article.lead_image_credit)
    return image_document(article.lead_image_id, words, material, body.image_ids, sizes)


def section_link(section: SectionPage) -> Json:
    """A section as a story names it."""
    return {
        "id": str(section.uuid),
        "slug": section.slug,
        "title": clean(section.title),
        "path": section.url_path,
    }


def named(thing: Any) -> Json:
    """An author or topic as a story names it."""
    return {"id": str(thing.uuid), "slug": thing.slug, "name": clean(thing.name)}


def tag_link(tag: Any) -> Json:
    """A tag as a story names it."""
    return {"id": str(uuid_for("tag", tag.pk)), "slug": tag.slug, "name": clean(tag.name)}


def alternate(sibling: ArticlePage, standing: Standing | None) -> Json:
    """Another translation of the same story, or its source."""
    return {
        "locale": sibling.locale.language_code,
        "id": str(sibling.uuid),
        "path": sibling.url_path,
        "url": url_for(sibling.url_path),
        "is_stale": standing is not None and standing.is_stale,
    }


def translation(standing: Standing) -> Json:
    """What an article was translated from, and what the source says otherwise by now."""
    lacking = (*standing.stale, *standing.missing)
    return {
        "source_locale": standing.locale,
        "source_id": str(standing.source.uuid) if standing.source else None,
        "source_version": standing.version,
        "is_stale": standing.is_stale,
        "severity": standing.severity.name.lower() if standing.severity else None,
        "stale_fields": [MEMBERS[key] for key in lacking if key in MEMBERS],
        "stale_blocks": [key for key in standing.stale if key not in MEMBERS],
        "missing_blocks": [key for key in standing.missing if key not in MEMBERS],
    }


def terms_of(article: ArticlePage, sections: Iterable[Page], body: Body) -> Iterable[tuple[str, Any]]:
    """What the document is found by, and what it is made from."""
    yield from (("section", section.uuid) for section in sections)
    yield from (("topic", topic.uuid) for topic in article.topics.all())
    yield from (("author", line.author.uuid) for line in article.bylines.all())
    yield from (("tag", uuid_for("tag", tag.pk)) for tag in article.tags.all())
    yield from (("image", uuid_for("image", image_id)) for image_id in body.image_ids)
    yield from (("link", public_id) for public_id in body.linked)


def files_of(body: Body, renditions: Mapping[int, Mapping[str, Any]]) -> Iterable[str]:
    """The public files that the document's images need."""
    for image_id in body.image_ids:
        yield from (presets.public_name(rendition) for rendition in renditions[image_id].values())


def published_at(article: ArticlePage) -> datetime | None:
    """When the story was published; of one that code saved live, when it was last touched."""
    return article.first_published_at or article.last_published_at or article.latest_revision_created_at
