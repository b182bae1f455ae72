"""What editors do to what is public, answered once it is done."""

from typing import Any

from django.core.exceptions import PermissionDenied

from news.models import ArticlePage
from news.publication.sync import sync
from news.record.models import Publication
from news.record.store import Removal


def withdraw(article: ArticlePage, *, by: Any) -> list[Publication]:
    """Take an article down; it can be published again. Returns the rows appended to the log."""
    article.unpublish(user=by, commit=True)
    return sync([("article", article.uuid)])


def kill(article: ArticlePage, *, notice: str, by: Any, all_locales: bool = True) -> list[Publication]:
    """Take an article, by default in every locale, down for good; readers get `notice` and 410.

    The record comes first and in one transaction: from then on the gate refuses the pages, whatever happens
    before they are unpublished. A translation that never was public is killed like the others. Returns
    the rows appended to the log. Raises PermissionDenied, with nothing done, unless `by` may publish all.
    """
    translations = ArticlePage.objects.filter(translation_key=article.translation_key)
    targets = list(translations.select_related("locale").order_by("pk") if all_locales else [article])
    if by is not None and not all(target.permissions_for_user(by).can_publish() for target in targets):
        raise PermissionDenied
    killed = {
        ("article", target.uuid): Removal(
            "article",
            target.uuid,
            killed=True,
            notice=notice,
            locale=target.locale.language_code,
            group=target.translation_key,
        )
        for target in targets
    }
    rows = sync(killed, killed=killed)
    for target in targets:
        if target.live:
            target.unpublish(user=by)
    return rows
