"""What keeps somebody from changing a story, whichever way they would."""

from typing import Any

from wagtail.locks import BasicLock, ScheduledForPublishLock

from news.editorial.refusals import Refusal
from news.models import ArticlePage
from news.models.permissions import may_write


def cannot_change(article: ArticlePage, user: Any) -> Refusal | None:
    """Why `user` may not save a draft of this story now; None where they may."""
    if not may_write(article, user):
        return Refusal("not_allowed")
    lock = article.get_lock()
    if lock is None or not lock.for_user(user):
        return None
    if isinstance(lock, BasicLock):
        return Refusal("locked")
    return Refusal("scheduled" if isinstance(lock, ScheduledForPublishLock) else "review_locked")
