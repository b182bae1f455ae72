"""What follows when a story is copied into another language, or a draft of a translation is saved."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page, PageLogEntry, TaskState
from wagtail.signals import page_published, page_unpublished, task_submitted

from news.editorial.following import DONE_WITH
from news.editorial.models import FinalApproval
from news.editorial.refusals import Refusal, Refused
from news.editorial.signals import reviewing
from news.models import ArticlePage, Author, Topic
from news.models.signals import copied, drafted
from news.translation.bases import begin, forget, note
from news.translation.consequences import source_published
from news.translation.models import Translation
from news.translation.progress import of_drafts_naming, of_stories, refresh
from news.translation.requests import end, open_request
from news.translation.review import answered_for, objections, source_objections, unfinished
from news.translation.rules import apply_rules
from news.translation.sources import row_of

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")


def connect() -> None:
    """Connect the receivers; connecting twice is harmless."""
    copied.connect(story_copied)
    drafted.connect(draft_saved)
    reviewing.connect(draft_reviewed)
    post_save.connect(story_logged, sender=PageLogEntry)
    for signal in (page_published, page_unpublished):
        signal.connect(story_compared)
    for sender in (Author, Topic):
        post_save.connect(named_saved, sender=sender)
    task_submitted.connect(step_begun)


def story_copied(sender: Any, page: Page, copy: Page, **kwargs: Any) -> None:
    """A story was copied: into another language, and so it is to be translated."""
    if not (isinstance(page, ArticlePage) and isinstance(copy, ArticlePage)):
        return
    if page.translation_key == copy.translation_key:
        begin(copy, page)
        return
    translation = row_of(page)
    if translation and unfinished(translation, page.get_latest_revision_as_object()):
        raise Refused("unfinished_copy")  # it would be a story of its own, and its words nobody's


def draft_saved(
    sender: Any, article: ArticlePage, revision: Any, overwritten: bool, user: Any, **kwargs: Any
) -> None:
    """A draft was saved; if it is a translation, note what its new texts were made from."""
    if not article.live:  # what readers have is compared, once there is that
        refresh(Translation.objects.filter(source_id=article.pk))
    translation = Translation.objects.select_for_update(no_key=True).filter(page_id=article.pk).first()
    if translation is None:
        return
    before = translation.drafted
    note(translation, article, by=user, revision=revision.pk)
    if overwritten and revision.pk != article.live_revision_id:
        forget(translation, before, revision.pk)


def story_compared(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A story was published or unpublished: it is compared by other words, though readers may not notice."""
    if isinstance(instance, ArticlePage):
        refresh(of_stories([instance.uuid]))


def named_saved(sender: Any, instance: Author | Topic, raw: bool = False, **kwargs: Any) -> None:
    """An author or topic was saved: stories that readers do not have name it too."""
    if not raw and not kwargs["created"]:
        refresh(of_drafts_naming(instance))


def draft_reviewed(sender: Any, article: ArticlePage, approver: Any, **kwargs: Any) -> list[Refusal]:
    """A draft is about to be reviewed, or approved; returns what is against that for a translation."""
    found = objections(article)
    if approver is not None:
        found += [*source_objections(article), *answered_for(article, approver)]
    return found


def story_logged(
    sender: Any, instance: PageLogEntry, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Something was done to a story and noted: what was asked for is done once it is public, or put away."""
    if raw or not created or instance.action not in DONE_WITH:
        return
    if row := open_request(instance.page):
        end(row, by=instance.user)
    source = ArticlePage.objects.filter(pk=instance.page_id).first()
    if source and instance.action in PUBLISHED:
        source_published(source, by=instance.user)
        apply_rules(source)


def step_begun(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """A step of a review began: while it waits for its final approval, it is translated."""
    if not FinalApproval.objects.filter(pk=instance.task_id).exists():
        return
    page = instance.workflow_state.content_object
    if page and (article := ArticlePage.objects.filter(pk=page.pk).first()):
        apply_rules(article)
