"""What follows when a story is copied into another language, or a draft of a translation is saved."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from news.models import ArticlePage
from news.models.signals import copied, drafted
from news.translation.bases import forget, note
from news.translation.models import Translation


def connect() -> None:
    """Connect the receivers; connecting twice is harmless."""
    copied.connect(story_copied)
    drafted.connect(draft_saved)


def story_copied(sender: Any, page: Page, copy: Page, **kwargs: Any) -> None:
    """A story was copied: into another language, and so it is to be translated."""
    stories = isinstance(page, ArticlePage) and isinstance(copy, ArticlePage)
    if stories and page.translation_key == copy.translation_key:
        begin(copy, page)


@transaction.atomic
def begin(page: ArticlePage, source: ArticlePage) -> Translation:
    """Make `page` a translation of `source`: what says the same as that is yet to be translated."""
    translation = Translation.objects.create(page=page, source=source)
    note(translation, page)
    return translation


def draft_saved(
    sender: Any, article: ArticlePage, revision: Any, overwritten: bool, user: Any, **kwargs: Any
) -> None:
    """A draft was saved; if it is a translation, note what its new texts were made from."""
    translation = Translation.objects.select_for_update(no_key=True).filter(page_id=article.pk).first()
    if translation is None:
        return
    before = translation.drafted
    note(translation, article, by=user, revision=revision.pk)
    if overwritten and revision.pk != article.live_revision_id:
        forget(translation, before, revision.pk)
