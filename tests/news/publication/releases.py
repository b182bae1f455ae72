"""Releases as the tests of them begin: who releases, and stories that are ready to go out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from news.editorial.approvals import approve_import
from news.editorial.gathering import add, make
from news.editorial.releases import Release
from news.models import ArticlePage
from news.record.models import Head, PublicState, PublishedDocument
from tests import factories
from tests.news.publication.support import fresh


def ready(title: str = "", **fields: Any) -> ArticlePage:
    """A draft that may go out."""
    return approve(factories.article(title, **fields))


def approve(page: ArticlePage) -> ArticlePage:
    """Approve the newest draft of a story."""
    approve_import(page.get_latest_revision_as_object(), run="tests", by=None)
    return fresh(page)


def newer(page: ArticlePage, **fields: Any) -> ArticlePage:
    """Save and approve a newer draft of a story."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    return approve(fresh(page))


def in_two_languages(title: str = "خبر بلغتين") -> tuple[ArticlePage, ArticlePage]:
    """A story and its translation, both ready to go out."""
    arabic = ready(title)
    return arabic, approve(factories.translation(arabic, "en", "In two languages"))


def release_of(*pages: ArticlePage, by: Any = None, title: str = "معًا") -> Release:
    """An open release of these stories, made by `by`, or by some duty editor."""
    by = by or factories.user("Duty editor")
    release = make(title, by=by)
    add(release, pages, by=by)
    return release


def public_among(pages: tuple[ArticlePage, ...]) -> int:
    """How many of these stories readers have."""
    rows = PublishedDocument.objects.filter(state=PublicState.LIVE)
    return rows.filter(document_id__in=[page.uuid for page in pages]).count()


@contextmanager
def each_time_the_record_grows(look: Any) -> Iterator[None]:
    """Call `look` as soon as any transaction is committed that appended to the log."""

    def grown(sender: Any, **kwargs: Any) -> None:
        transaction.on_commit(look)

    post_save.connect(grown, sender=Head)
    try:
        yield
    finally:
        post_save.disconnect(grown, sender=Head)
