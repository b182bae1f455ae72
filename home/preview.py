"""The editor's preview: a draft in the reader site's own template."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from home.reader.pages import render_article
from home.reader.store import cards, navigation, related_ids
from news.models import ArticlePage, NewsImage, NewsRendition
from news.models.sizes import SPECS
from news.publication.gate import Verdict
from news.publication.types.article import render_all
from news.record.documents import rfc3339


def render_draft(request: HttpRequest, article: ArticlePage) -> HttpResponseBase:
    """`article` as readers would see it, unsaved changes included; never to be stored anywhere."""
    document = draft_document(article)
    return render_article(
        request,
        document,
        cards=cards(related_ids(document)).by_id,
        nav=navigation(article.locale.language_code),
        preview=True,
    )


def draft_document(article: ArticlePage) -> dict[str, Any]:
    """The document `article` would become, its images under their private addresses."""
    (rendered,) = render_all([article], {article.pk: Verdict()}, private_renditions, url_of=private_url)
    shown_as_published = article.first_published_at or timezone.now()
    dates = {"published_at": rfc3339(shown_as_published), "updated_at": rfc3339(timezone.now())}
    corrections = rendered.dated_corrections(timezone.now())[::-1]
    return {**rendered.content, "version": 0, **dates, "corrections": corrections}


def private_renditions(images: Iterable[NewsImage]) -> Mapping[int, Mapping[str, NewsRendition]]:
    """The presets of these images, made if they are missing; nothing is copied to public storage."""
    return {image.pk: image.get_renditions(*SPECS) for image in images}


def private_url(rendition: NewsRendition) -> str:
    """Where an editor sees a rendition."""
    return rendition.url
