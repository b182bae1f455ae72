"""What follows when a story is copied into another language, or a draft of a translation is saved."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page, PageLogEntry

from news.editorial.following import DONE_WITH
from news.editorial.refusals import Refusal
from news.editorial.signals import reviewing
from news.models import ArticlePage
from news.models.signals import copied, drafted
from news.translation.bases import begin, forget, note
from news.translation.models import Translation
from news.translation.requests import end, open_request
from news.translation.review import objections


def connect() -> None:
    """Connect the receivers; connecting twice is harmless."""
    copied.connect(story_copied)
    drafted.connect(draft_saved)
    reviewing.connect(draft_reviewed)
    post_save.connect(story_logged, sender=PageLogEntry)


def story_copied(sender: Any, page: Page, copy: Page, **kwargs: Any) -> None:
    """A story was copied: into another language, and so it is to be translated."""
    stories = isinstance(page, ArticlePage) and isinstance(copy, ArticlePage)
    if stories and page.translation_key == copy.translation_key:
        begin(copy, page)


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


def draft_reviewed(sender: Any, article: ArticlePage, **kwargs: Any) -> list[Refusal]:
    """A draft is about to be reviewed; returns what a translation of it still lacks."""
    return objections(article)


def story_logged(
    sender: Any, instance: PageLogEntry, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Something was done to a story and noted: what was asked for is done once it is public, or put away."""
    done = created and not raw and instance.action in DONE_WITH
    if done and (row := open_request(instance.page)):
        end(row, by=instance.user)
